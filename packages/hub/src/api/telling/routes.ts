import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { choiceRoutes } from './choice-routes.ts';
import { deliveryRoutes } from './delivery-routes.ts';
import { notificationRoutes } from './notification-routes.ts';
import type { TellingPorts } from './ports.ts';
import { webhookRoutes } from './webhook-routes.ts';

/** All routes about who is told what. The application has the compilers of zod, and an answer for a `Problem`. */
export const routesAboutTelling: FastifyPluginAsyncZod<TellingPorts> = async (app, ports) => {
  for (const routes of [notificationRoutes, choiceRoutes, webhookRoutes, deliveryRoutes]) await routes(app, ports);
};
