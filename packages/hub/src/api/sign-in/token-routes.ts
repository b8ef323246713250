import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { addToken, endToken, type NewToken, tokensOf } from '../../people/tokens.ts';
import type { Caller } from '../../rights/right.ts';
import { recorded } from './recorded.ts';
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
      const made = await added(request, caller, caller.account, request.body);
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
      return reply.status(201).send(await added(request, caller, request.params.id, request.body));
    },
  });

  app.delete('/tokens/:id', {
    config: { action: 'manage own account' },
    schema: { tags, summary: 'End a token', params, response: { 204: z.null() } },
    handler: async (request, reply) => {
      const { caller } = await someone(ports, request);
      const { id } = request.params;
      const done = { what: 'manage own account', details: { deed: 'ended a key', id } } as const;
      await recorded(ports, request, caller, done, (queries) => endToken(queries, caller, id));
      return reply.status(204).send(null);
    },
  });

  function added(request: FastifyRequest, caller: Caller, account: string, token: NewToken) {
    const { name, right, workspace, expiresAt } = token;
    const given = { account, name, right, until: expiresAt.toISOString() };
    const what = account === caller.account ? 'manage own account' : 'manage people';
    const done = { what, details: { deed: 'made a key', ...given }, on: { workspace } } as const;
    return recorded(ports, request, caller, done, (queries) => addToken(queries, caller, account, token, now()));
  }
};
