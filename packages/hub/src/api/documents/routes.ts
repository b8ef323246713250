import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { workspaceNamed } from '../../rights/places.ts';
import { callerAt } from '../route-action.ts';
import { actRoutes } from './act-routes.ts';
import { attachmentRoutes } from './attachment-routes.ts';
import { codeRoutes } from './code-routes.ts';
import { editRoutes } from './edit-routes.ts';
import { historyRoutes } from './history-routes.ts';
import { linkRoutes } from './link-routes.ts';
import { listRoutes } from './list-routes.ts';
import { mirrorRoutes } from './mirror-routes.ts';
import { newRoutes } from './new-routes.ts';
import { partRoutes } from './part-routes.ts';
import type { DocumentPorts } from './ports.ts';
import { readRoutes } from './read-routes.ts';
import { rebuildRoutes } from './rebuild-routes.ts';
import { registerRoutes } from './register-routes.ts';
import { removalRoutes } from './removal-routes.ts';
import { revisionRoutes } from './revision-routes.ts';
import { ruleRoutes } from './rule-routes.ts';
import { sinceRoutes } from './since-routes.ts';
import { templateRoutes } from './template-routes.ts';
import { textRoutes } from './text-routes.ts';
import { threadRoutes } from './thread-routes.ts';
import { turnRoutes } from './turn-routes.ts';
import { workspaceRoutes } from './workspace-routes.ts';

/** All routes about documents, which call workspaces by name or id. The application has the compilers of zod, and an answer for a `Problem`. */
export const routesAboutDocuments: FastifyPluginAsyncZod<DocumentPorts> = async (app, ports) => {
  app.addHook('preHandler', async (request) => {
    for (const named of [request.params, request.query] as { workspace?: string | null }[])
      if (typeof named?.workspace === 'string')
        named.workspace = await workspaceNamed(ports.database.queries, callerAt(request), named.workspace);
  });
  for (const routes of [
    workspaceRoutes,
    templateRoutes,
    listRoutes,
    turnRoutes,
    readRoutes,
    historyRoutes,
    partRoutes,
    revisionRoutes,
    ruleRoutes,
    codeRoutes,
    newRoutes,
    registerRoutes,
    rebuildRoutes,
    removalRoutes,
    attachmentRoutes,
    linkRoutes,
    mirrorRoutes,
    textRoutes,
    editRoutes,
    actRoutes,
    threadRoutes,
    sinceRoutes,
  ])
    await routes(app, ports);
};
