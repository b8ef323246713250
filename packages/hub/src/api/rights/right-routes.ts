import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { grantsOn, type Holder, setGrant, takeGrant } from '../../rights/grants.ts';
import { placeOf, workspaceNamed } from '../../rights/places.ts';
import { recorded } from '../sign-in/recorded.ts';
import { id, right } from '../sign-in/shapes.ts';
import { type SignInPorts, someone } from '../sign-in/who-asks.ts';

const tags = ['Rights'];
const grants = z.array(
  z.object({ id, account: z.string().nullable(), group: z.string().nullable(), name: z.string(), right }),
);
const holder = { kind: z.enum(['accounts', 'groups']), id };
const onWorkspace = z.object({ workspace: z.string().max(100) });
const onDocument = z.object({ document: id });

/** What was given to whom. */
export const rightRoutes: FastifyPluginAsyncZod<SignInPorts> = async (app, ports) => {
  await workspaceRights(app, ports);
  await documentRights(app, ports);
};

const workspaceRights: FastifyPluginAsyncZod<SignInPorts> = async (app, ports) => {
  const { queries } = ports.database;

  app.get('/workspaces/:workspace/rights', {
    config: { action: 'see rights on workspace' },
    schema: { tags, summary: 'Rights on a workspace as a whole', params: onWorkspace, response: { 200: grants } },
    handler: async (request) => {
      const { caller } = await someone(ports, request);
      return grantsOn(queries, caller, {
        workspace: await workspaceNamed(queries, caller, request.params.workspace),
      });
    },
  });

  app.put('/workspaces/:workspace/rights/:kind/:id', {
    config: { action: 'set rights on workspace' },
    schema: {
      tags,
      summary: 'Give a right on a workspace, in place of the one given before',
      params: onWorkspace.extend(holder),
      body: z.strictObject({ right }),
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      const { caller } = await someone(ports, request);
      const workspace = await workspaceNamed(queries, caller, request.params.workspace);
      const { right } = request.body;
      const done = {
        what: 'set rights on workspace',
        details: { ...told(request.params), right },
        on: { workspace },
      } as const;
      await recorded(ports, request, caller, done, (queries) =>
        setGrant(queries, caller, { workspace }, holderOf(request.params), right),
      );
      return reply.status(204).send(null);
    },
  });

  app.delete('/workspaces/:workspace/rights/:kind/:id', {
    config: { action: 'set rights on workspace' },
    schema: {
      tags,
      summary: 'Take the right on a workspace away',
      params: onWorkspace.extend(holder),
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      const { caller } = await someone(ports, request);
      const workspace = await workspaceNamed(queries, caller, request.params.workspace);
      const details = { ...told(request.params), right: null };
      const done = { what: 'set rights on workspace', details, on: { workspace } } as const;
      await recorded(ports, request, caller, done, (queries) =>
        takeGrant(queries, caller, { workspace }, holderOf(request.params)),
      );
      return reply.status(204).send(null);
    },
  });
};

const documentRights: FastifyPluginAsyncZod<SignInPorts> = async (app, ports) => {
  const { queries } = ports.database;

  app.get('/documents/:document/rights', {
    config: { action: 'see rights on document' },
    schema: { tags, summary: 'Rights on a document itself', params: onDocument, response: { 200: grants } },
    handler: async (request) => {
      const { caller } = await someone(ports, request);
      return grantsOn(queries, caller, await placeOf(queries, caller, request.params.document));
    },
  });

  app.put('/documents/:document/rights/:kind/:id', {
    config: { action: 'set rights on document' },
    schema: {
      tags,
      summary: 'Give a right on a document, in place of the one given before',
      params: onDocument.extend(holder),
      body: z.strictObject({ right }),
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      const { caller } = await someone(ports, request);
      const place = await placeOf(queries, caller, request.params.document);
      const { right } = request.body;
      const { workspace, document } = place;
      const details = { ...told(request.params), right };
      const done = { what: 'set rights on document', details, on: { workspace, document } } as const;
      await recorded(ports, request, caller, done, (queries) =>
        setGrant(queries, caller, place, holderOf(request.params), right),
      );
      return reply.status(204).send(null);
    },
  });

  app.delete('/documents/:document/rights/:kind/:id', {
    config: { action: 'set rights on document' },
    schema: {
      tags,
      summary: 'Take the right on a document away',
      params: onDocument.extend(holder),
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      const { caller } = await someone(ports, request);
      const place = await placeOf(queries, caller, request.params.document);
      const { workspace, document } = place;
      const details = { ...told(request.params), right: null };
      const done = { what: 'set rights on document', details, on: { workspace, document } } as const;
      await recorded(ports, request, caller, done, (queries) =>
        takeGrant(queries, caller, place, holderOf(request.params)),
      );
      return reply.status(204).send(null);
    },
  });
};

interface Named {
  readonly kind: 'accounts' | 'groups';
  readonly id: string;
}

function told({ kind, id }: Named): Readonly<Record<string, string>> {
  return kind === 'accounts' ? { account: id } : { group: id };
}

function holderOf({ kind, id }: Named): Holder {
  return kind === 'accounts' ? { account: id } : { group: id };
}
