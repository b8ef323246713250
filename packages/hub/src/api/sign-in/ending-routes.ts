import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { endAccount, reopenAccount } from '../../people/administrators.ts';
import { passwordLink } from '../../people/sign-in.ts';
import { handed } from './handed-link.ts';
import { recorded } from './recorded.ts';
import { id, oneTimeLink } from './shapes.ts';
import { type SignInPorts, someone } from './who-asks.ts';

const tags = ['People'];
const params = z.object({ id });

/** Accounts that end, are opened again, and get a new password. */
export const endingRoutes: FastifyPluginAsyncZod<SignInPorts> = async (app, ports) => {
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
      const { id } = request.params;
      const done = { what: 'manage people', details: { deed: 'ended', account: id } } as const;
      await recorded(ports, request, caller, done, (queries) => endAccount(queries, caller, id, ports.now()));
      return reply.status(204).send(null);
    },
  });

  app.post('/people/:id/reopen', {
    config: { action: 'manage people' },
    schema: {
      tags,
      summary: 'Open an account again; it comes back with no right',
      params,
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      const { caller } = await someone(ports, request);
      const { id } = request.params;
      const done = { what: 'manage people', details: { deed: 'reopened', account: id } } as const;
      await recorded(ports, request, caller, done, (queries) => reopenAccount(queries, caller, id));
      return reply.status(204).send(null);
    },
  });

  app.post('/people/:id/password-link', {
    config: { action: 'manage people' },
    schema: {
      tags,
      summary: 'A link by which somebody chooses a new password',
      params,
      response: { 201: oneTimeLink },
    },
    handler: async (request, reply) => {
      const { caller } = await someone(ports, request);
      const { id } = request.params;
      const done = { what: 'manage people', details: { deed: 'let choose a new word', account: id } } as const;
      const { secret, email } = await recorded(ports, request, caller, done, (queries) =>
        passwordLink(queries, caller, id, ports.now()),
      );
      return reply.status(201).send(await handed(ports, 'password', email, secret));
    },
  });
};
