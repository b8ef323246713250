import { sinceSignOff } from '@specwright/core/operations/since-sign-off.ts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { DocumentPorts } from './ports.ts';
import { sinceSignOffs } from './review-answers.ts';
import { demandTold, params } from './shapes.ts';

/** What somebody has to look at before they sign again. */
export const sinceRoutes: FastifyPluginAsyncZod<DocumentPorts> = async (app, { path, callerOf }) => {
  app.get('/documents/:id/since-sign-off', {
    config: { action: 'see history' },
    schema: {
      tags: ['Review'],
      summary: 'What changed since you signed, for each of your roles',
      params,
      querystring: z.object({ role: z.string().min(1).max(200).nullable().default(null) }),
      response: { 200: sinceSignOffs },
    },
    handler: async (request) => {
      const caller = await callerOf(request);
      const stored = await path.read(caller, request.params.id, 'see history');
      const input = { who: caller.actor.id, role: request.query.role };
      const output = await sinceSignOff.run(path.contextOf(stored, caller), input);
      demandTold(output);
      return { revision: output.revision, roles: output.roles };
    },
  });
};
