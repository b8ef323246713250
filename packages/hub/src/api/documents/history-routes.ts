import { history } from '@specwright/core/operations/history.ts';
import { desc, eq } from 'drizzle-orm';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { revision } from '../../database/tables/documents.ts';
import { told } from './answers.ts';
import type { DocumentPorts } from './ports.ts';
import { params } from './shapes.ts';

const tags = ['Documents'];

const kept = z.object({
  version: z.number().int(),
  revision: z.string(),
  authors: z.array(z.string()).describe('E-mails of all who wrote in it since the one before'),
  via: z.enum(revision.via.enumValues),
  at: z.date(),
});

/** What happened to a document, and the texts it had. */
export const historyRoutes: FastifyPluginAsyncZod<DocumentPorts> = async (app, { path, database, callerOf }) => {
  app.get('/documents/:id/history', {
    config: { action: 'see history', verb: 'history' },
    schema: {
      tags,
      summary: 'What happened to it, as a person would tell it',
      params,
      response: { 200: z.array(told) },
    },
    handler: async (request) => {
      const caller = await callerOf(request);
      const stored = await path.read(caller, request.params.id, 'see history');
      const output = await history.run(path.contextOf(stored, caller), {});
      return output.kind === 'told' ? output.events.map((one) => ({ ...one, event: { ...one.event } })) : [];
    },
  });

  app.get('/documents/:id/revisions', {
    config: { action: 'see history' },
    schema: {
      ...{ tags, summary: 'The texts it had, the newest first', params },
      response: { 200: z.array(kept) },
    },
    handler: async (request) => {
      const { row } = await path.readText(await callerOf(request), request.params.id, 'see history');
      return database.queries
        .select({
          ...{ version: revision.version, revision: revision.revision },
          authors: revision.authors,
          via: revision.via,
          at: revision.at,
        })
        .from(revision)
        .where(eq(revision.document, row.id))
        .orderBy(desc(revision.version))
        .limit(1_000);
    },
  });
};
