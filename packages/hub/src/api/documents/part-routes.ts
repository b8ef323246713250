import { briefing } from '@specwright/core/operations/briefing/briefing.ts';
import { show } from '@specwright/core/operations/show.ts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { Problem } from '../../rights/problem.ts';
import type { DocumentPorts } from './ports.ts';
import { params } from './shapes.ts';

const tags = ['Documents'];
const address = z.string().min(1).max(1_000);

/** Parts of one document, for programs and for models. */
export const partRoutes: FastifyPluginAsyncZod<DocumentPorts> = async (app, ports) => {
  const { path, callerOf } = ports;
  app.get('/documents/:id/part', {
    config: { action: 'read document', verb: 'show' },
    schema: {
      tags,
      summary: 'What stands at an address, as typed data and as it is written',
      params,
      querystring: z.object({
        address: address
          .nullable()
          .default(null)
          .describe('Such as risks[2].likelihood; the whole document when left out'),
      }),
      response: {
        200: z.object({
          revision: z.string(),
          address: z.string().nullable(),
          text: z.string().nullable().describe('Null for the whole document'),
          data: z.unknown(),
          addresses: z.array(z.string()).describe('Everything that can be asked for at or below it'),
        }),
      },
    },
    handler: async (request) => {
      const caller = await callerOf(request);
      const stored = await path.read(caller, request.params.id);
      const shown = await show.run(path.contextOf(stored, caller), { address: request.query.address });
      if (shown.kind !== 'shown') throw noAddress(shown, request.query.address);
      const { part, data, addresses } = shown;
      const { revision } = stored.row;
      return { revision, ...(part ?? { address: null, text: null, data }), addresses: [...addresses.keys()] };
    },
  });

  await contextRoute(app, ports);
};

const contextRoute: FastifyPluginAsyncZod<DocumentPorts> = async (app, { path, callerOf }) => {
  app.get('/documents/:id/context', {
    config: { action: 'read document', verb: 'context' },
    schema: {
      tags,
      summary: 'A document for a model: what matters first, within a budget of tokens',
      params,
      querystring: z.object({
        budget: z.coerce.number().int().min(1).max(1_000_000).default(8_000),
        section: z
          .union([address, z.array(address).max(50)])
          .default([])
          .describe('Addresses, or kinds such as risks'),
      }),
      response: { 200: z.object({ revision: z.string(), tokens: z.number(), text: z.string() }) },
    },
    handler: async (request) => {
      const caller = await callerOf(request);
      const { budget, section } = request.query;
      const stored = await path.read(caller, request.params.id);
      const context = { ...path.contextOf(stored, caller), ...forModels(stored.row.id) };
      const told = await briefing.run(context, { budget, sections: [section].flat() });
      if (told.kind === 'too-small')
        throw new Problem('invalid-body', `The budget must hold at least ${told.least} tokens`, {
          fields: [{ field: 'budget', message: `must be at least ${told.least}` }],
        });
      if (told.kind !== 'told') throw noAddress(told, 'address' in told ? told.address : null);
      const { revision, tokens, text } = told;
      return { revision, tokens, text };
    },
  });
};

/** What a briefing needs to know of the place that it is told in. */
const forModels = (id: string) => ({
  countTokens: (text: string) => Math.ceil(text.length / 4),
  display: (file: string) => file,
  // Other documents have rights of their own, and their names may be nobody's business.
  others: async () => [],
  howToShow: (_file: string, address: string) => `/api/v1/documents/${id}/part?address=${address}`,
});

type NotFound =
  | { readonly kind: 'skipped' }
  | { readonly kind: 'no-address'; readonly suggestions: readonly string[] }
  | { readonly kind: 'ambiguous-address'; readonly candidates: readonly string[] };

function noAddress(found: NotFound, asked: string | null): Problem {
  if (found.kind === 'skipped') return new Problem('conflict', 'The document cannot be read by its template');
  const named = JSON.stringify(asked);
  if (found.kind === 'ambiguous-address')
    return new Problem('not-found', `${named} may mean several addresses`, { hint: found.candidates.join(', ') });
  const { suggestions } = found;
  return new Problem('not-found', `There is nothing at the address ${named}`, {
    ...(suggestions.length === 0 ? {} : { hint: `Did you mean ${suggestions.join(' or ')}?` }),
  });
}
