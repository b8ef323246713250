import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { addGroup, addMember, groups, removeGroup, removeMember, renameGroup } from '../../people/groups.ts';
import { id, name } from './shapes.ts';
import { type SignInPorts, someone } from './who-asks.ts';

const tags = ['Groups'];
const params = z.object({ id });
const member = z.object({ id, account: id });

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
      return reply.status(201).send({ id: await addGroup(queries, caller, request.body.name) });
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
      await renameGroup(queries, (await someone(ports, request)).caller, request.params.id, request.body.name);
      return reply.status(204).send(null);
    },
  });

  app.delete('/groups/:id', {
    config: { action: 'manage groups' },
    schema: { tags, summary: 'Take a group away with the rights that it gave', params, response: { 204: z.null() } },
    handler: async (request, reply) => {
      await removeGroup(queries, (await someone(ports, request)).caller, request.params.id);
      return reply.status(204).send(null);
    },
  });

  app.put('/groups/:id/members/:account', {
    config: { action: 'manage groups' },
    schema: { tags, summary: 'Put somebody into a group', params: member, response: { 204: z.null() } },
    handler: async (request, reply) => {
      const { id, account } = request.params;
      await addMember(queries, (await someone(ports, request)).caller, id, account);
      return reply.status(204).send(null);
    },
  });

  app.delete('/groups/:id/members/:account', {
    config: { action: 'manage groups' },
    schema: { tags, summary: 'Take somebody out of a group', params: member, response: { 204: z.null() } },
    handler: async (request, reply) => {
      const { id, account } = request.params;
      await removeMember(queries, (await someone(ports, request)).caller, id, account);
      return reply.status(204).send(null);
    },
  });
};
