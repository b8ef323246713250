import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { removeTemplate, setTemplate, templatesOf } from '../../documents/workspaces.ts';
import type { DocumentPorts } from './ports.ts';

const tags = ['Workspaces'];
const params = z.object({ workspace: z.string().min(1).max(100) });
const file = z.string().min(1).max(400);

/** The templates of a workspace. */
export const templateRoutes: FastifyPluginAsyncZod<DocumentPorts> = async (app, { database, path, callerOf }) => {
  app.get('/workspaces/:workspace/templates', {
    config: { action: 'read workspace', verb: 'template list' },
    schema: {
      tags,
      summary: 'Its templates',
      params,
      response: { 200: z.array(z.object({ file, text: z.string() })) },
    },
    handler: async (request) => [...(await templatesOf(database, await callerOf(request), request.params.workspace))],
  });

  app.put('/workspaces/:workspace/templates', {
    config: { action: 'edit templates' },
    schema: {
      tags,
      summary: 'Put a template in, or a new text in its place',
      params,
      body: z.strictObject({ file, text: z.string().min(1).max(1_000_000) }),
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      const { workspace } = request.params;
      await setTemplate(database, await callerOf(request), workspace, request.body);
      await path.rebuildAll(workspace);
      return reply.status(204).send(null);
    },
  });

  app.delete('/workspaces/:workspace/templates', {
    config: { action: 'edit templates' },
    schema: {
      tags,
      summary: 'Take a template away',
      params,
      querystring: z.object({ file }),
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      const { workspace } = request.params;
      await removeTemplate(database, await callerOf(request), workspace, request.query.file);
      await path.rebuildAll(workspace);
      return reply.status(204).send(null);
    },
  });
};
