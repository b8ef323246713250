import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { removeDocument, removedDocuments, restoreDocument } from '../../documents/remove-document.ts';
import { removedWorkspaces, removeWorkspace, restoreWorkspace } from '../../documents/remove-workspace.ts';
import { setRestriction } from '../../documents/restrict-document.ts';
import { workspaceName } from '../../documents/workspaces.ts';
import { asked } from './list-routes.ts';
import type { DocumentPorts } from './ports.ts';
import { inWorkspace, params } from './shapes.ts';

const tags = ['Documents'];
const nothing = { 204: z.null() };

const removed = z.object({
  ...{ id: z.string(), workspace: z.string(), file: z.string(), title: z.string().nullable(), removedAt: z.date() },
});

/** What takes documents and workspaces out of sight, and brings them back. */
export const removalRoutes: FastifyPluginAsyncZod<DocumentPorts> = async (app, ports) => {
  const { database, deeds, rebuildSoon, callerOf } = ports;
  app.delete('/documents/:id', {
    config: { action: 'remove' },
    schema: { tags, summary: 'Take it away; it can be brought back', params, response: nothing },
    handler: async (request, reply) => {
      await removeDocument(deeds, await callerOf(request), request.params.id);
      return reply.status(204).send(null);
    },
  });

  app.post('/documents/:id/restore', {
    config: { action: 'restore' },
    schema: {
      ...{ tags, summary: 'Bring it back, under another name where its own is taken', params },
      body: z.strictObject({ file: z.string().max(400).nullable().default(null) }),
      response: nothing,
    },
    handler: async (request, reply) => {
      await restoreDocument(deeds, await callerOf(request), request.params.id, request.body.file);
      await rebuildSoon();
      return reply.status(204).send(null);
    },
  });

  app.get('/removed-documents', {
    config: { action: 'restore' },
    schema: {
      ...{ tags, summary: 'The documents that you may bring back, the latest first' },
      querystring: z.object({
        workspace: z.string().max(100).nullable().default(null),
        cursor: z.string().max(2_000).nullable().default(null),
        limit: z.coerce.number().int().min(1).max(200).default(50),
      }),
      response: { 200: z.object({ documents: z.array(removed).readonly(), next: z.string().nullable() }) },
    },
    handler: async (request) => {
      const caller = await callerOf(request);
      const page = await asked(() => removedDocuments(database.queries, caller, request.query));
      return { ...page, documents: [...page.documents] };
    },
  });

  app.put('/documents/:id/restriction', {
    config: { action: 'restrict' },
    schema: { tags, summary: 'Hide it from all who hold no right on it itself', params, response: nothing },
    handler: async (request, reply) => {
      await setRestriction(deeds, await callerOf(request), request.params.id, 'restrict');
      return reply.status(204).send(null);
    },
  });

  app.delete('/documents/:id/restriction', {
    config: { action: 'lift restriction' },
    schema: { tags, summary: 'Show it to everybody with a right on the workspace again', params, response: nothing },
    handler: async (request, reply) => {
      await setRestriction(deeds, await callerOf(request), request.params.id, 'lift restriction');
      return reply.status(204).send(null);
    },
  });

  await workspaceRemoval(app, ports);
};

const workspaceRemoval: FastifyPluginAsyncZod<DocumentPorts> = async (
  app,
  { database, deeds, rebuildSoon, callerOf },
) => {
  const tags = ['Workspaces'];
  app.delete('/workspaces/:workspace', {
    config: { action: 'remove workspace' },
    schema: {
      ...{ tags, summary: 'Take it away with all its documents; who administers the hub can bring it back' },
      params: inWorkspace,
      querystring: z.object({ name: z.string().max(100).describe('Its name once more, against slips') }),
      response: nothing,
    },
    handler: async (request, reply) => {
      await removeWorkspace(deeds, await callerOf(request), request.params.workspace, request.query.name);
      return reply.status(204).send(null);
    },
  });

  app.get('/removed-workspaces', {
    config: { action: 'restore workspace' },
    schema: {
      ...{ tags, summary: 'The workspaces that were taken away' },
      response: {
        200: z.array(z.object({ id: z.string(), name: z.string(), title: z.string(), removedAt: z.date() })),
      },
    },
    handler: async (request) => [...(await removedWorkspaces(database.queries, await callerOf(request)))],
  });

  app.post('/removed-workspaces/:id/restore', {
    config: { action: 'restore workspace' },
    schema: {
      ...{ tags, summary: 'Bring a workspace back with the documents that went with it' },
      params: z.object({ id: z.string().max(100) }),
      body: z.strictObject({ name: z.string().regex(workspaceName).nullable().default(null) }),
      response: nothing,
    },
    handler: async (request, reply) => {
      await restoreWorkspace(deeds, await callerOf(request), request.params.id, request.body.name);
      await rebuildSoon();
      return reply.status(204).send(null);
    },
  });
};
