import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { joinWithPassword, linkFor } from '../../people/joining.ts';
import { passwordByLink, passwordLink } from '../../people/sign-in.ts';
import { arrive, signedIn } from './arrive.ts';
import { handed } from './handed-link.ts';
import { recorded } from './recorded.ts';
import { email, id, name, oneTimeLink, password, right, secret } from './shapes.ts';
import { demandOwnRequest, demandPasswords, fromOf, type SignInPorts, someone } from './who-asks.ts';

const tags = ['Sign-in'];

/** What one-time links lead to, and the one to a new password. */
export const joiningRoutes: FastifyPluginAsyncZod<SignInPorts> = async (app, ports) => {
  const { database, origin, now } = ports;

  app.post('/joining/look', {
    config: { public: true },
    schema: {
      tags,
      summary: 'What a one-time link is for',
      body: z.strictObject({ link: secret }),
      response: {
        200: z.object({
          purpose: z.enum(['set-up', 'invitation', 'password']),
          email: z.string().nullable(),
          right: right.nullable(),
          workspace: z.string().nullable(),
        }),
      },
    },
    handler: (request) => linkFor(database.queries, request.body.link, now()),
  });

  app.post('/joining', {
    config: { public: true },
    schema: {
      tags,
      summary: 'Make the account that a one-time link is for, and sign in',
      body: z.strictObject({ link: secret, email: email.optional(), name, password }),
      response: { 200: signedIn },
    },
    handler: async (request, reply) => {
      demandOwnRequest(request, origin);
      demandPasswords(ports);
      const { link, email: given, ...who } = request.body;
      const made = given === undefined ? who : { ...who, email: given };
      return arrive(ports, await joinWithPassword(database, link, made, fromOf(request), now()), request, reply);
    },
  });

  app.post('/joining/password', {
    config: { public: true },
    schema: {
      tags,
      summary: 'Choose a new password by a one-time link',
      body: z.strictObject({ link: secret, password }),
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      demandOwnRequest(request, origin);
      demandPasswords(ports);
      await passwordByLink(database, request.body.link, request.body.password, now());
      return reply.status(204).send(null);
    },
  });

  app.post('/people/:id/password-link', {
    config: { action: 'manage people' },
    schema: {
      tags,
      summary: 'A link by which somebody chooses a new password',
      params: z.object({ id }),
      response: { 201: oneTimeLink },
    },
    handler: async (request, reply) => {
      const { caller } = await someone(ports, request);
      const { id } = request.params;
      const done = { what: 'manage people', details: { deed: 'let choose a new word', account: id } } as const;
      const { secret, email } = await recorded(ports, request, caller, done, (queries) =>
        passwordLink(queries, caller, id, now()),
      );
      return reply.status(201).send(await handed(ports, 'password', email, secret));
    },
  });
};
