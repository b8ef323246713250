import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { addMember, removeMember } from '../../people/groups.ts';
import { recorded } from './recorded.ts';
import { id } from './shapes.ts';
import { type SignInPorts, someone } from './who-asks.ts';

const tags = ['Groups'];
const member = z.object({ id, account: id });

/** Who is in a group. */
export const memberRoutes: FastifyPluginAsyncZod<SignInPorts> = async (app, ports) => {
  app.put('/groups/:id/members/:account', {
    config: { action: 'manage groups' },
    schema: { tags, summary: 'Put somebody into a group', params: member, response: { 204: z.null() } },
    handler: async (request, reply) => {
      const { caller } = await someone(ports, request);
      const { id: group, account } = request.params;
      const done = { what: 'manage groups', details: { deed: 'put in', group, account } } as const;
      await recorded(ports, request, caller, done, (queries) => addMember(queries, caller, group, account));
      return reply.status(204).send(null);
    },
  });

  app.delete('/groups/:id/members/:account', {
    config: { action: 'manage groups' },
    schema: { tags, summary: 'Take somebody out of a group', params: member, response: { 204: z.null() } },
    handler: async (request, reply) => {
      const { caller } = await someone(ports, request);
      const { id: group, account } = request.params;
      const done = { what: 'manage groups', details: { deed: 'taken out', group, account } } as const;
      await recorded(ports, request, caller, done, (queries) => removeMember(queries, caller, group, account));
      return reply.status(204).send(null);
    },
  });
};
