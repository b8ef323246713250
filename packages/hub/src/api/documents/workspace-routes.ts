import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { countStale } from '../../documents/rebuild-stale.ts';
import { addWorkspace, configOf, setConfig, workspaceName, workspaceOf } from '../../documents/workspaces.ts';
import type { DocumentPorts } from './ports.ts';
import { rulesChangedIn } from './rules-changed.ts';
import { inWorkspace, rulesChanged } from './shapes.ts';

const tags = ['Workspaces'];

/** Workspaces with what their documents are judged by. A change of it is followed by documents as they are read, and by lists soon after. */
export const workspaceRoutes: FastifyPluginAsyncZod<DocumentPorts> = async (app, ports) => {
  const { database, deeds, callerOf } = ports;
  const changed = rulesChangedIn(ports);

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
      reply.status(201).send({ id: await addWorkspace(deeds, await callerOf(request), request.body) }),
  });

  app.get('/workspaces/:workspace', {
    config: { action: 'read workspace' },
    schema: {
      tags,
      summary: 'A workspace, and how many of its documents lists still know by rules of before',
      params: inWorkspace,
      response: {
        200: rulesChanged.extend({ id: z.string(), name: z.string(), title: z.string(), version: z.number().int() }),
      },
    },
    handler: async (request) => {
      const caller = await callerOf(request);
      const found = await workspaceOf(database.queries, request.params.workspace);
      return { ...found, toRebuild: await countStale(database.queries, caller, found.id) };
    },
  });

  app.get('/workspaces/:workspace/configuration', {
    config: { action: 'read workspace' },
    schema: {
      tags,
      summary: 'The text of its specwright.yaml',
      params: inWorkspace,
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
      params: inWorkspace,
      body: z.strictObject({ config: z.string().max(200_000) }),
      response: { 202: rulesChanged },
    },
    handler: async (request, reply) => {
      const { workspace } = request.params;
      const caller = await callerOf(request);
      await setConfig(deeds, caller, workspace, request.body.config);
      return reply.status(202).send(await changed(workspace, caller));
    },
  });
};
