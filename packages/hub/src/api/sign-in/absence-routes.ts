import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { absencesOf, setAbsences } from '../../people/roles.ts';
import { recorded } from './recorded.ts';
import { absences, id } from './shapes.ts';
import { type SignInPorts, someone } from './who-asks.ts';

const tags = ['People'];
const params = z.object({ id });

/** When people are away. */
export const absenceRoutes: FastifyPluginAsyncZod<SignInPorts> = async (app, ports) => {
  const { database } = ports;
  const { queries } = database;

  app.get('/me/absences', {
    config: { action: 'see people' },
    schema: { tags, summary: 'When one is away', response: { 200: absences } },
    handler: async (request) => {
      const { caller } = await someone(ports, request);
      return { absences: await absencesOf(queries, caller.account) };
    },
  });

  app.put('/me/absences', {
    config: { action: 'manage own account' },
    schema: { tags, summary: 'Say when one is away', body: absences, response: { 204: z.null() } },
    handler: async (request, reply) => {
      const { caller } = await someone(ports, request);
      const done = { what: 'manage own account', details: { deed: 'absences' } } as const;
      await recorded(ports, request, caller, done, (queries) =>
        setAbsences(queries, caller, caller.account, request.body.absences),
      );
      return reply.status(204).send(null);
    },
  });

  app.put('/people/:id/absences', {
    config: { action: 'manage people' },
    schema: { tags, summary: 'Say when somebody is away', params, body: absences, response: { 204: z.null() } },
    handler: async (request, reply) => {
      const { caller } = await someone(ports, request);
      const { id } = request.params;
      const done = { what: 'manage people', details: { deed: 'absences', account: id } } as const;
      await recorded(ports, request, caller, done, (queries) =>
        setAbsences(queries, caller, id, request.body.absences),
      );
      return reply.status(204).send(null);
    },
  });
};
