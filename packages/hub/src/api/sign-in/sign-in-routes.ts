import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { signOut } from '../../people/sessions.ts';
import { proveWithPassword, signIn } from '../../people/sign-in.ts';
import { arrive, signedIn } from './arrive.ts';
import { email, password } from './shapes.ts';
import { demandOwnRequest, demandPasswords, fromOf, keep, kept, type SignInPorts, somebody } from './who-asks.ts';

const tags = ['Sign-in'];

/** Signing in and out with a password. */
export const signInRoutes: FastifyPluginAsyncZod<SignInPorts> = async (app, ports) => {
  const { database, origin, now } = ports;

  app.get('/sign-in', {
    config: { public: true },
    schema: {
      tags,
      summary: 'The ways in which people sign in here',
      response: { 200: z.object({ passwords: z.boolean(), provider: z.string().nullable() }) },
    },
    handler: async () => ({ passwords: ports.passwords, provider: ports.oidc?.name ?? null }),
  });

  app.post('/sign-in', {
    config: { public: true },
    schema: {
      tags,
      summary: 'Sign in with a password',
      body: z.strictObject({ email, password }),
      response: { 200: signedIn },
    },
    handler: async (request, reply) => {
      demandOwnRequest(request, origin);
      demandPasswords(ports);
      const fresh = await signIn(database, request.body, fromOf(request), now());
      return arrive(ports, fresh, request, reply);
    },
  });

  app.post('/sign-in/again', {
    config: { action: 'manage own account' },
    schema: {
      tags,
      summary: 'Prove with the password who acts in the session that asks',
      body: z.strictObject({ password }),
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      const { caller, session } = await somebody(ports, request);
      demandPasswords(ports);
      const given = request.body.password;
      keep(reply, origin, await proveWithPassword(database, caller, session, given, fromOf(request), now()));
      return reply.status(204).send(null);
    },
  });

  app.post('/sign-out', {
    config: { public: true },
    schema: { tags, summary: 'End the session that asks', response: { 204: z.null() } },
    handler: async (request, reply) => {
      demandOwnRequest(request, origin);
      const before = kept(request, origin);
      if (before !== null) await signOut(database.queries, before);
      keep(reply, origin, null);
      return reply.status(204).send(null);
    },
  });
};
