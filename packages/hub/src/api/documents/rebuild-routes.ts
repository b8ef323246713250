import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { markStale } from '../../documents/rebuild-stale.ts';
import type { DocumentPorts } from './ports.ts';

/** What keeps the hub in order. */
export const rebuildRoutes: FastifyPluginAsyncZod<DocumentPorts> = async (app, { database, rebuildSoon, callerOf }) => {
  app.post('/rebuild', {
    config: { action: 'rebuild projections' },
    schema: {
      tags: ['Hub'],
      summary: 'Make lists, searches and turns anew from documents and histories, while nobody waits',
      response: { 202: z.object({ toRebuild: z.number().int().describe('Documents') }) },
    },
    handler: async (request, reply) => {
      const toRebuild = await markStale(database, await callerOf(request));
      await rebuildSoon();
      return reply.status(202).send({ toRebuild });
    },
  });
};
