import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { type AuditPorts, bundleRoutes } from './bundle-routes.ts';
import { journalRoutes } from './journal-routes.ts';

/** All routes about the journal. The application has the compilers of zod, and an answer for a `Problem`. */
export const routesAboutAudit: FastifyPluginAsyncZod<AuditPorts> = async (app, ports) => {
  for (const routes of [journalRoutes, bundleRoutes]) await routes(app, ports);
};
