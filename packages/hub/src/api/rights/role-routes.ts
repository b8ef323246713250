import type { AuditDetails } from '@specwright/core/operations/bundle/audit-chain.ts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { type RoleOwners, roleOwnersOf, setRoleOwners } from '../../people/roles.ts';
import type { Holder } from '../../rights/grants.ts';
import { workspaceNamed } from '../../rights/places.ts';
import { recorded } from '../sign-in/recorded.ts';
import { id } from '../sign-in/shapes.ts';
import { type SignInPorts, someone } from '../sign-in/who-asks.ts';

const tags = ['Roles'];
const holder = z.union([z.strictObject({ account: id }), z.strictObject({ group: id })]);
const owners = z.strictObject({
  owners: z.array(holder).max(100).describe('Who holds it; nobody for what the configuration says'),
  deputies: z.array(holder).max(100).default([]).describe('Who acts while one of them is away'),
});
const onWorkspace = z.object({ workspace: z.string().max(100) });

/** Who holds the sign-off roles of a workspace. */
export const roleRoutes: FastifyPluginAsyncZod<SignInPorts> = async (app, ports) => {
  const { database } = ports;
  const { queries } = database;

  app.get('/workspaces/:workspace/roles', {
    config: { action: 'read workspace' },
    schema: {
      tags,
      summary: 'Who holds the sign-off roles of a workspace, and who stands in for them',
      params: onWorkspace,
      response: { 200: z.array(z.object({ role: z.string(), ...owners.shape })) },
    },
    handler: async (request) => {
      const { caller } = await someone(ports, request);
      const workspace = await workspaceNamed(queries, caller, request.params.workspace);
      const roles = await roleOwnersOf(queries, caller, workspace);
      return roles.map(({ role, owners, deputies }) => ({ role, owners: [...owners], deputies: [...deputies] }));
    },
  });

  app.put('/workspaces/:workspace/roles/:role', {
    config: { action: 'set role owners' },
    schema: {
      tags,
      summary: 'Say who holds a role, in place of what was said before',
      params: onWorkspace.extend({ role: z.string().max(200) }),
      body: owners,
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      const { caller } = await someone(ports, request);
      const workspace = await workspaceNamed(queries, caller, request.params.workspace);
      const { role } = request.params;
      const done = { what: 'set role owners', details: { role, ...told(request.body) }, on: { workspace } } as const;
      await recorded(ports, request, caller, done, (queries) =>
        setRoleOwners(queries, caller, workspace, role, request.body),
      );
      return reply.status(204).send(null);
    },
  });
};

function told({ owners, deputies }: RoleOwners): AuditDetails {
  const words = (holders: readonly Holder[]): string[] =>
    holders.map((holder) => ('account' in holder ? `account ${holder.account}` : `group ${holder.group}`));
  return { owners: words(owners), deputies: words(deputies) };
}
