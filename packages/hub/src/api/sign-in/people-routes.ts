import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { addAgent, everybody, renameAccount } from '../../people/accounts.ts';
import { endAccount, setAdmin } from '../../people/administrators.ts';
import { passwordLink } from '../../people/sign-in.ts';
import { email, id, linkOf, name, oneTimeLink, person } from './shapes.ts';
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
      return reply.status(201).send({ id: await addAgent(queries, caller, request.body) });
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
      const { name, admin } = request.body;
      if (admin !== undefined) await setAdmin(database, caller, request.params.id, admin, now());
      if (name !== undefined) await renameAccount(queries, caller, request.params.id, name);
      return reply.status(204).send(null);
    },
  });

  app.delete('/people/:id', {
    config: { action: 'manage people' },
    schema: {
      tags,
      summary: 'End an account with its sessions, tokens and rights; what it said stays',
      params,
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      const { caller } = await someone(ports, request);
      await endAccount(database, caller, request.params.id, now());
      return reply.status(204).send(null);
    },
  });

  app.post('/people/:id/password-link', {
    config: { action: 'manage people' },
    schema: { tags, summary: 'A link by which one chooses a new password', params, response: { 201: oneTimeLink } },
    handler: async (request, reply) => {
      const { caller } = await someone(ports, request);
      const secret = await passwordLink(queries, caller, request.params.id, now());
      return reply.status(201).send({ link: linkOf(ports.origin, secret) });
    },
  });
};
