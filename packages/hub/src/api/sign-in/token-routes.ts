import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { addToken, endToken, tokensOf } from '../../people/tokens.ts';
import { id, madeToken, newToken, token } from './shapes.ts';
import { type SignInPorts, somebody, someone } from './who-asks.ts';

const tags = ['Tokens'];
const params = z.object({ id });

/** Tokens that programs act by: one's own, and those of agents and services. */
export const tokenRoutes: FastifyPluginAsyncZod<SignInPorts> = async (app, ports) => {
  const { database, now } = ports;
  const { queries } = database;

  app.get('/me/tokens', {
    config: { action: 'manage own account' },
    schema: { tags, summary: 'Own tokens, the newest first', response: { 200: z.array(token) } },
    handler: async (request) => {
      const { caller } = await someone(ports, request);
      return tokensOf(queries, caller, caller.account);
    },
  });

  app.post('/me/tokens', {
    config: { action: 'manage own account' },
    schema: { tags, summary: 'Make a token', body: newToken, response: { 201: madeToken } },
    handler: async (request, reply) => {
      const { caller } = await somebody(ports, request);
      const made = await addToken(queries, caller, caller.account, request.body, now());
      return reply.status(201).send(made);
    },
  });

  app.get('/people/:id/tokens', {
    config: { action: 'manage people' },
    schema: { tags, summary: 'The tokens of a program', params, response: { 200: z.array(token) } },
    handler: async (request) => tokensOf(queries, (await someone(ports, request)).caller, request.params.id),
  });

  app.post('/people/:id/tokens', {
    config: { action: 'manage people' },
    schema: { tags, summary: 'Make a token for a program', params, body: newToken, response: { 201: madeToken } },
    handler: async (request, reply) => {
      const { caller } = await someone(ports, request);
      return reply.status(201).send(await addToken(queries, caller, request.params.id, request.body, now()));
    },
  });

  app.delete('/tokens/:id', {
    config: { action: 'manage own account' },
    schema: { tags, summary: 'End a token', params, response: { 204: z.null() } },
    handler: async (request, reply) => {
      await endToken(queries, (await someone(ports, request)).caller, request.params.id);
      return reply.status(204).send(null);
    },
  });
};
