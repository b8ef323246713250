import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { invitations, invite, withdrawInvitation } from '../../people/joining.ts';
import { handed } from './handed-link.ts';
import { recorded } from './recorded.ts';
import { email, id, moment, oneTimeLink, right } from './shapes.ts';
import { type SignInPorts, someone } from './who-asks.ts';

const tags = ['People'];
const params = z.object({ id });

const invitation = z.object({
  id,
  email: z.string().nullable(),
  admin: z.boolean(),
  workspace: z.string().nullable(),
  right: right.nullable(),
  group: z.string().nullable(),
  createdAt: moment,
  expiresAt: moment,
});

/** Who is invited. */
export const invitationRoutes: FastifyPluginAsyncZod<SignInPorts> = async (app, ports) => {
  const { database, now } = ports;
  const { queries } = database;

  app.get('/invitations', {
    config: { action: 'invite' },
    schema: {
      tags,
      summary: 'Invitations that wait to be accepted, of the hub or of a workspace',
      querystring: z.object({ workspace: id.optional() }),
      response: {
        200: z.array(invitation),
      },
    },
    handler: async (request) => {
      const { caller } = await someone(ports, request);
      return invitations(queries, caller, request.query.workspace ?? null, now());
    },
  });

  app.post('/invitations', {
    config: { action: 'invite' },
    schema: {
      tags,
      summary: 'Invite somebody by a link that works once',
      body: z.strictObject({
        email,
        admin: z.boolean().default(false),
        workspace: z.strictObject({ id, right }).nullable().default(null),
        group: id.nullable().default(null),
      }),
      response: { 201: oneTimeLink },
    },
    handler: async (request, reply) => {
      const { caller } = await someone(ports, request);
      const goes = ports.mailLink === null ? 'by hand' : 'by mail';
      const { email, admin, workspace, group } = request.body;
      const given = { email, admin, right: workspace?.right ?? null, group };
      const done = {
        what: 'invite',
        details: { deed: 'invited', ...given },
        on: { workspace: workspace?.id ?? null },
      } as const;
      const secret = await recorded(ports, request, caller, done, (queries) =>
        invite(queries, caller, request.body, goes, now()),
      );
      return reply.status(201).send(await handed(ports, 'invitation', request.body.email, secret));
    },
  });

  app.delete('/invitations/:id', {
    config: { action: 'invite' },
    schema: { tags, summary: 'Take an invitation back', params, response: { 204: z.null() } },
    handler: async (request, reply) => {
      const { caller } = await someone(ports, request);
      const { id } = request.params;
      const done = { what: 'invite', details: { deed: 'withdrawn', invitation: id } } as const;
      await recorded(ports, request, caller, done, (queries) => withdrawInvitation(queries, caller, id));
      return reply.status(204).send(null);
    },
  });
};
