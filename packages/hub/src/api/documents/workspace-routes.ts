import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { addWorkspace, configOf, setConfig, workspaceName } from '../../documents/workspaces.ts';
import type { DocumentPorts } from './ports.ts';

const tags = ['Workspaces'];
const params = z.object({ workspace: z.string().min(1).max(100) });

/** Workspaces with what their documents are judged by. A change of it is followed by documents as they are read, and by lists soon after. */
export const workspaceRoutes: FastifyPluginAsyncZod<DocumentPorts> = async (app, { database, path, callerOf }) => {
  app.post('/workspaces', {
    config: { action: 'create workspace' },
    schema: {
      tags,
      summary: 'Make a workspace',
      body: z.strictObject({
        name: z.string().regex(workspaceName, 'must be lower-case letters, digits and hyphens'),
        title: z.string().min(1).max(200),
      }),
      response: { 201: z.object({ id: z.string() }) },
    },
    handler: async (request, reply) =>
      reply.status(201).send({ id: await addWorkspace(database, await callerOf(request), request.body) }),
  });

  app.get('/workspaces/:workspace/configuration', {
    config: { action: 'read workspace' },
    schema: {
      tags,
      summary: 'The text of its specwright.yaml',
      params,
      response: { 200: z.object({ config: z.string() }) },
    },
    handler: async (request) => ({
      config: await configOf(database, await callerOf(request), request.params.workspace),
    }),
  });

  app.put('/workspaces/:workspace/configuration', {
    config: { action: 'edit configuration' },
    schema: {
      tags,
      summary: 'Put a configuration in the place of the one there is',
      params,
      body: z.strictObject({ config: z.string().max(200_000) }),
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      const { workspace } = request.params;
      await setConfig(database, await callerOf(request), workspace, request.body.config);
      await path.rebuildAll(workspace);
      return reply.status(204).send(null);
    },
  });
};
