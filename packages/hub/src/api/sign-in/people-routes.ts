import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { addAgent, everybody, renameAccount } from '../../people/accounts.ts';
import { setAdmin } from '../../people/administrators.ts';
import { recorded } from './recorded.ts';
import { email, id, name, person } from './shapes.ts';
import { type SignInPorts, someone } from './who-asks.ts';

const tags = ['People'];
const params = z.object({ id });

/** Everybody who has an account. */
export const peopleRoutes: FastifyPluginAsyncZod<SignInPorts> = async (app, ports) => {
  const { database, now } = ports;
  const { queries } = database;

  app.get('/people', {
    config: { action: 'see people' },
    schema: { tags, summary: 'Everybody who has or had an account', response: { 200: z.array(person) } },
    handler: async (request) => everybody(queries, (await someone(ports, request)).caller),
  });

  app.post('/people', {
    config: { action: 'manage people' },
    schema: {
      tags,
      summary: 'Make an account for a program; people are invited',
      body: z.strictObject({ kind: z.enum(['agent', 'service']), email, name }),
      response: { 201: z.object({ id }) },
    },
    handler: async (request, reply) => {
      const { caller } = await someone(ports, request);
      const done = { what: 'manage people', details: { deed: 'added', ...request.body } } as const;
      const id = await recorded(ports, request, caller, done, (queries) => addAgent(queries, caller, request.body));
      return reply.status(201).send({ id });
    },
  });

  app.patch('/people/:id', {
    config: { action: 'manage people' },
    schema: {
      tags,
      summary: 'Change how somebody is called, or whether they administer the hub',
      params,
      body: z.strictObject({ name: name.optional(), admin: z.boolean().optional() }),
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      const { caller } = await someone(ports, request);
      const { id } = request.params;
      const { name, admin } = request.body;
      const done = {
        what: 'manage people',
        details: { deed: 'changed', account: id, name: name ?? null, admin: admin ?? null },
      } as const;
      await recorded(ports, request, caller, done, async (queries) => {
        if (admin !== undefined) await setAdmin(queries, caller, id, admin, now());
        if (name !== undefined) await renameAccount(queries, caller, id, name);
      });
      return reply.status(204).send(null);
    },
  });
};
