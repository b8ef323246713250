import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { devicesOf, endSession, endSessions } from '../../people/sessions.ts';
import { recorded } from './recorded.ts';
import { id, moment } from './shapes.ts';
import { type SignInPorts, somebody } from './who-asks.ts';

const tags = ['Own account'];

/** The devices on which one is signed in. */
export const deviceRoutes: FastifyPluginAsyncZod<SignInPorts> = async (app, ports) => {
  const { database, now } = ports;
  const { queries } = database;

  app.get('/me/sessions', {
    config: { action: 'manage own account' },
    schema: {
      tags,
      summary: 'The devices on which one is signed in',
      response: {
        200: z.array(
          z.object({
            id,
            here: z.boolean().describe('The one that asks'),
            method: z.enum(['password', 'oidc']),
            device: z.string(),
            address: z.string(),
            createdAt: moment,
            lastSeenAt: moment,
          }),
        ),
      },
    },
    handler: async (request) => {
      const { caller, session } = await somebody(ports, request);
      const devices = await devicesOf(queries, caller.account, now());
      return devices.map((device) => ({ ...device, here: device.id === session }));
    },
  });

  app.delete('/me/sessions', {
    config: { action: 'manage own account' },
    schema: { tags, summary: 'End all sessions but this one', response: { 204: z.null() } },
    handler: async (request, reply) => {
      const { caller, session } = await somebody(ports, request);
      const done = { what: 'manage own account', details: { deed: 'ended all other sessions' } } as const;
      await recorded(ports, request, caller, done, (queries) => endSessions(queries, caller.account, session));
      return reply.status(204).send(null);
    },
  });

  app.delete('/me/sessions/:id', {
    config: { action: 'manage own account' },
    schema: { tags, summary: 'End one session', params: z.object({ id }), response: { 204: z.null() } },
    handler: async (request, reply) => {
      const { caller } = await somebody(ports, request);
      const { id } = request.params;
      const done = { what: 'manage own account', details: { deed: 'ended a session', session: id } } as const;
      await recorded(ports, request, caller, done, (queries) => endSession(queries, caller.account, id));
      return reply.status(204).send(null);
    },
  });
};
