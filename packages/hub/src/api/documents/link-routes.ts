import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { linkKinds } from '../../database/tables/attachments.ts';
import { type LinkPage, linksIn, linksOfDocument } from '../../documents/read-links.ts';
import { asked } from './list-routes.ts';
import type { DocumentPorts } from './ports.ts';
import { inWorkspace, params } from './shapes.ts';

const tags = ['Links'];
const kind = z.enum(linkKinds);
const end = z.object({ id: z.string(), file: z.string(), title: z.string(), status: z.string().nullable() });
const response = {
  200: z.object({
    links: z
      .array(
        z.object({
          kind,
          address: z.string().describe('Where it stands'),
          fragment: z.string().nullable().describe('The anchor of the heading that it leads to'),
          from: end,
          to: end,
        }),
      )
      .readonly(),
    next: z.string().nullable().describe('The cursor of the next page; null on the last'),
  }) satisfies z.ZodType<LinkPage>,
};
const page = z.object({
  cursor: z.string().max(2_000).nullable().default(null),
  limit: z.coerce.number().int().min(1).max(1_000).default(200),
});

/** Which documents name which: by links, and by fields such as what one depends on. */
export const linkRoutes: FastifyPluginAsyncZod<DocumentPorts> = async (app, { database, callerOf }) => {
  const ends = { links: 'from', backlinks: 'to' } as const;
  const summaries = { links: 'The documents that it names', backlinks: 'The documents that name it' };
  for (const name of ['links', 'backlinks'] as const)
    app.get(`/documents/:id/${name}`, {
      config: { action: 'read document' },
      schema: { tags, summary: summaries[name], params, querystring: page, response },
      handler: async (request) => {
        const caller = await callerOf(request);
        return asked(() => linksOfDocument(database.queries, caller, request.params.id, ends[name], request.query));
      },
    });

  app.get('/workspaces/:workspace/links', {
    config: { action: 'read workspace' },
    schema: {
      ...{ tags, summary: 'Which of its documents name which: their graph', params: inWorkspace, response },
      querystring: page.extend({ kind: z.union([kind, z.array(kind)]).default([]) }),
    },
    handler: async (request) => {
      const caller = await callerOf(request);
      const { kind: kinds, ...paged } = request.query;
      const question = { workspace: request.params.workspace, kinds: [kinds].flat(), ...paged };
      return asked(() => linksIn(database.queries, caller, question));
    },
  });
};
