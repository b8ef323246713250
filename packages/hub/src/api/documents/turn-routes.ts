import { and, eq, sql } from 'drizzle-orm';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { document, projection, turn } from '../../database/tables/documents.ts';
import { readableDocuments } from '../../rights/right-on.ts';
import { turn as turnShape } from './answers.ts';
import type { DocumentPorts } from './ports.ts';

const row = z.object({
  turn: turnShape.extend({ document: z.string(), since: z.date().nullable() }),
  title: z.string(),
  file: z.string(),
});

/** Who must act, over all documents that the caller may read. */
export const turnRoutes: FastifyPluginAsyncZod<DocumentPorts> = async (app, { database, callerOf }) => {
  app.get('/turns', {
    config: { action: 'read document', verb: 'turns' },
    schema: {
      tags: ['Lifecycle'],
      summary: 'Who must act, on what, and why; of one person with `who`',
      querystring: z.object({ who: z.string().max(320).optional() }),
      response: { 200: z.array(row) },
    },
    handler: async (request) => {
      const caller = await callerOf(request);
      const { who } = request.query;
      const mine = who === undefined ? undefined : eq(sql`lower(${turn.who})`, who.toLowerCase());
      return database.queries
        .select({ turn, title: projection.title, file: document.file })
        .from(turn)
        .innerJoin(document, eq(document.id, turn.document))
        .innerJoin(projection, eq(projection.document, document.id))
        .where(and(readableDocuments(caller), mine))
        .orderBy(sql`${turn.since} nulls last`, turn.document)
        .limit(1_000);
    },
  });
};
