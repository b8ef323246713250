import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { joinWithPassword, linkFor } from '../../people/joining.ts';
import { passwordByLink } from '../../people/sign-in.ts';
import { arrive, signedIn } from './arrive.ts';
import { email, name, password, right, secret } from './shapes.ts';
import { demandOwnRequest, demandPasswords, fromOf, type SignInPorts } from './who-asks.ts';

const tags = ['Sign-in'];

/** What one-time links lead to. */
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
};
