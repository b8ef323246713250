import { and, eq } from 'drizzle-orm';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Queries } from '../../database/database.ts';
import { webhook } from '../../database/tables/telling.ts';
import { Problem } from '../../rights/problem.ts';
import { writeCursor } from '../../search/cursor.ts';
import { deliveriesOf, redeliver } from '../../telling/deliveries.ts';
import { tryWebhook } from '../../telling/webhooks.ts';
import { placeIn } from '../cursors.ts';
import { id, moment } from '../sign-in/shapes.ts';
import { action, demandThere, managed, managing } from './managed-webhooks.ts';
import type { TellingPorts } from './ports.ts';

const tags = ['Webhooks'];
const order = 'deliveries';
const params = z.object({ workspace: z.string().min(1).max(100), id });
const delivery = z.object({ delivery: id.describe('The `webhook-id` under which it comes') });

const told = z.object({
  ...{ id, kind: z.string(), document: z.string().nullable(), at: moment },
  state: z.enum(['waiting', 'delivered', 'given up']),
  attempts: z.number().int(),
  nextAttemptAt: moment.nullable(),
  reason: z.string().nullable().describe('Why the last attempt failed'),
});

/** What webhooks were told, and telling it again. */
export const deliveryRoutes: FastifyPluginAsyncZod<TellingPorts> = async (app, ports) => {
  const { queries } = ports.database;

  app.get('/workspaces/:workspace/webhooks/:id/deliveries', {
    config: { action },
    schema: {
      ...{ tags, summary: 'What it was told in the last weeks, newest first', params },
      querystring: z.object({
        cursor: z.string().max(2_000).nullable().default(null),
        limit: z.coerce.number().int().min(1).max(100).default(50),
      }),
      response: {
        200: z.object({
          deliveries: z.array(told),
          next: z.string().nullable(),
        }),
      },
    },
    handler: async (request) => {
      const workspace = await managed(queries, request);
      await hookIn(queries, workspace, request.params.id);
      const { cursor, limit } = request.query;
      const before = placeIn(order, cursor, [0] as const)?.[0] ?? null;
      const found = await deliveriesOf(queries, request.params.id, { before, limit: limit + 1 });
      const deliveries = found.slice(0, limit);
      const last = deliveries.at(-1);
      return {
        deliveries,
        next: found.length > limit && last !== undefined ? writeCursor(order, [last.sequence]) : null,
      };
    },
  });

  app.post('/workspaces/:workspace/webhooks/:id/test', {
    config: { action },
    schema: { tags, summary: 'Send it a test', params, response: { 202: delivery } },
    handler: async (request, reply) => {
      const { id } = request.params;
      const sent = await managing(ports, request, { deed: 'tested', webhook: id }, async (queries, { workspace }) => {
        demandOn(await hookIn(queries, workspace, id));
        return tryWebhook(queries, id, ports.now());
      });
      return reply.status(202).send({ delivery: sent });
    },
  });

  app.post('/workspaces/:workspace/webhooks/:id/deliveries/:delivery/again', {
    config: { action },
    schema: {
      ...{ tags, summary: 'Deliver something again, under the same id', params: params.extend(delivery.shape) },
      response: { 202: delivery },
    },
    handler: async (request, reply) => {
      const { id, delivery } = request.params;
      const details = { deed: 'told again', webhook: id, delivery };
      await managing(ports, request, details, async (queries, { workspace }) => {
        demandOn(await hookIn(queries, workspace, id));
        if (await redeliver(queries, id, delivery)) return;
        throw new Problem('not-found', 'There is no such delivery of this webhook any more');
      });
      return reply.status(202).send({ delivery });
    },
  });
};

async function hookIn(queries: Queries, workspace: string, id: string): Promise<{ readonly on: boolean }> {
  const [found] = await queries
    .select({ on: webhook.on })
    .from(webhook)
    .where(and(eq(webhook.id, id), eq(webhook.workspace, workspace)));
  demandThere(found !== undefined);
  return found as { readonly on: boolean };
}

function demandOn({ on }: { readonly on: boolean }): void {
  if (!on) throw new Problem('conflict', 'The webhook is switched off', { hint: 'Switch it on first' });
}
