import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { removeTemplate, setTemplate, templatesOf } from '../../documents/workspaces.ts';
import type { DocumentPorts } from './ports.ts';
import { rulesChangedIn } from './rules-changed.ts';
import { inWorkspace, rulesChanged } from './shapes.ts';

const tags = ['Workspaces'];
const file = z.string().min(1).max(400);

/** The templates of a workspace. */
export const templateRoutes: FastifyPluginAsyncZod<DocumentPorts> = async (app, ports) => {
  const { database, deeds, callerOf } = ports;
  const changed = rulesChangedIn(ports);

  app.get('/workspaces/:workspace/templates', {
    config: { action: 'read workspace', verb: 'template list' },
    schema: {
      tags,
      summary: 'Its templates',
      params: inWorkspace,
      response: { 200: z.array(z.object({ file, text: z.string() })) },
    },
    handler: async (request) => [...(await templatesOf(database, await callerOf(request), request.params.workspace))],
  });

  app.put('/workspaces/:workspace/templates', {
    config: { action: 'edit templates' },
    schema: {
      tags,
      summary: 'Put a template in, or a new text in its place',
      params: inWorkspace,
      body: z.strictObject({ file, text: z.string().min(1).max(1_000_000) }),
      response: { 202: rulesChanged },
    },
    handler: async (request, reply) => {
      const { workspace } = request.params;
      const caller = await callerOf(request);
      await setTemplate(deeds, caller, workspace, request.body);
      return reply.status(202).send(await changed(workspace, caller));
    },
  });

  app.delete('/workspaces/:workspace/templates', {
    config: { action: 'edit templates' },
    schema: {
      tags,
      summary: 'Take a template away',
      params: inWorkspace,
      querystring: z.object({ file }),
      response: { 202: rulesChanged },
    },
    handler: async (request, reply) => {
      const { workspace } = request.params;
      const caller = await callerOf(request);
      await removeTemplate(deeds, caller, workspace, request.query.file);
      return reply.status(202).send(await changed(workspace, caller));
    },
  });
};
