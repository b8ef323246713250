import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { renameAccount } from '../../people/accounts.ts';
import { changePassword } from '../../people/sign-in.ts';
import { recorded } from './recorded.ts';
import { name, password } from './shapes.ts';
import { type SignInPorts, somebody, someone } from './who-asks.ts';

const tags = ['Own account'];

/** What people change of their own account. */
export const ownAccountRoutes: FastifyPluginAsyncZod<SignInPorts> = async (app, ports) => {
  const { now } = ports;

  app.patch('/me', {
    config: { action: 'manage own account' },
    schema: { tags, summary: 'Change how one is called', body: z.strictObject({ name }), response: { 204: z.null() } },
    handler: async (request, reply) => {
      const { caller } = await someone(ports, request);
      const { name } = request.body;
      const done = { what: 'manage own account', details: { deed: 'renamed', name } } as const;
      await recorded(ports, request, caller, done, (queries) => renameAccount(queries, caller, caller.account, name));
      return reply.status(204).send(null);
    },
  });

  app.put('/me/password', {
    config: { action: 'manage own account' },
    schema: {
      tags,
      summary: 'Choose another password; all other sessions end',
      body: z.strictObject({ password }),
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      const { caller, session } = await somebody(ports, request);
      const done = { what: 'manage own account', details: { deed: 'chose a new word to sign in with' } } as const;
      await recorded(ports, request, caller, done, (queries) =>
        changePassword(queries, caller, session, request.body.password, now()),
      );
      return reply.status(204).send(null);
    },
  });
};
