import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { addGroup, groups, removeGroup, renameGroup } from '../../people/groups.ts';
import { recorded } from './recorded.ts';
import { id, name } from './shapes.ts';
import { type SignInPorts, someone } from './who-asks.ts';

const tags = ['Groups'];
const params = z.object({ id });

/** Groups of people, which rights and roles can be given to. */
export const groupRoutes: FastifyPluginAsyncZod<SignInPorts> = async (app, ports) => {
  const { queries } = ports.database;

  app.get('/groups', {
    config: { action: 'see people' },
    schema: {
      tags,
      summary: 'All groups with the accounts in them',
      response: { 200: z.array(z.object({ id, name: z.string(), members: z.array(id) })) },
    },
    handler: async (request) => {
      const found = await groups(queries, (await someone(ports, request)).caller);
      return found.map((group) => ({ ...group, members: [...group.members] }));
    },
  });

  app.post('/groups', {
    config: { action: 'manage groups' },
    schema: { tags, summary: 'Make a group', body: z.strictObject({ name }), response: { 201: z.object({ id }) } },
    handler: async (request, reply) => {
      const { caller } = await someone(ports, request);
      const { name } = request.body;
      const done = { what: 'manage groups', details: { deed: 'added', name } } as const;
      const id = await recorded(ports, request, caller, done, (queries) => addGroup(queries, caller, name));
      return reply.status(201).send({ id });
    },
  });

  app.patch('/groups/:id', {
    config: { action: 'manage groups' },
    schema: {
      tags,
      summary: 'Give a group another name',
      params,
      body: z.strictObject({ name }),
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      const { caller } = await someone(ports, request);
      const { id: group } = request.params;
      const { name } = request.body;
      const done = { what: 'manage groups', details: { deed: 'renamed', group, name } } as const;
      await recorded(ports, request, caller, done, (queries) => renameGroup(queries, caller, group, name));
      return reply.status(204).send(null);
    },
  });

  app.delete('/groups/:id', {
    config: { action: 'manage groups' },
    schema: { tags, summary: 'Take a group away with the rights that it gave', params, response: { 204: z.null() } },
    handler: async (request, reply) => {
      const { caller } = await someone(ports, request);
      const { id: group } = request.params;
      const done = { what: 'manage groups', details: { deed: 'removed', group } } as const;
      await recorded(ports, request, caller, done, (queries) => removeGroup(queries, caller, group));
      return reply.status(204).send(null);
    },
  });
};
