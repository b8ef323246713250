import { structuralDiff } from '@specwright/core/diff/structural-diff.ts';
import { bindDocument } from '@specwright/core/document/bind.ts';
import type { BoundDocument } from '@specwright/core/document/document.ts';
import { loadParser } from '@specwright/core/markdown/load-parser.ts';
import { readMarkdown } from '@specwright/core/markdown/source.ts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Queries } from '../../database/database.ts';
import { textHad } from '../../documents/kept-texts.ts';
import { Problem } from '../../rights/problem.ts';
import { change } from './answers.ts';
import type { DocumentPorts } from './ports.ts';
import { params, revision } from './shapes.ts';

/** Texts that a document had, and what changed from one to the other. */
export const revisionRoutes: FastifyPluginAsyncZod<DocumentPorts> = async (app, { path, database, callerOf }) => {
  const parser = await loadParser();

  app.get('/documents/:id/revisions/:revision', {
    config: { action: 'see history' },
    schema: {
      tags: ['Documents'],
      summary: 'A text that it had',
      params: params.extend({ revision }),
      response: { 200: z.string() },
    },
    handler: async (request, reply) => {
      const { row } = await path.readText(await callerOf(request), request.params.id, 'see history');
      const text = await textAt(database.queries, row.id, request.params.revision);
      return reply.type('text/markdown; charset=utf-8').header('etag', `"${request.params.revision}"`).send(text);
    },
  });

  app.get('/documents/:id/diff', {
    config: { action: 'see history', verb: 'diff' },
    schema: {
      tags: ['Documents'],
      summary: 'What changed from one revision to another, by section, row and word',
      params,
      querystring: z.object({
        from: revision,
        to: revision.nullable().default(null).describe('The newest when left out'),
      }),
      response: { 200: z.object({ from: z.string(), to: z.string(), changes: z.array(change) }) },
    },
    handler: async (request) => {
      const stored = await path.read(await callerOf(request), request.params.id, 'see history');
      const { bound } = stored;
      const { from, to } = request.query;
      // Both are read by the template of now, so that only what the document says can differ.
      const at = async (digest: string): Promise<BoundDocument> => {
        if (digest === stored.row.revision) return bound;
        const { file, schema, companion } = bound;
        const text = await textAt(database.queries, stored.row.id, digest);
        return bindDocument({ source: readMarkdown(text, parser), file, schema, companion });
      };
      const last = to ?? stored.row.revision;
      return { from, to: last, changes: structuralDiff(await at(from), await at(last)) };
    },
  });
};

/** Throws a `Problem` for a text that was never this document's. */
async function textAt(queries: Queries, id: string, digest: string): Promise<string> {
  const text = await textHad(queries, id, digest);
  if (text !== null) return text;
  throw new Problem('not-found', 'The document never had this revision', { hint: 'Its revisions are listed' });
}
