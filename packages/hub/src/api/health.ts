import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Database } from '../database/database.ts';

/** How long the database may take to be called ready, ms. */
const longestAnswer = 2_000;

/** Addresses that balancers and monitors ask, by whatever name they reach the hub; nothing about anybody is told there. */
export const healthAddresses: ReadonlySet<string> = new Set(['/healthz', '/readyz', '/metrics']);

const config = { public: true, rateLimit: false } as const;

/** `/healthz`: the process runs; `/readyz`: it can do its work; `/metrics`: figures for Prometheus. */
export function addHealth(app: FastifyInstance, database: Database): void {
  app.get('/healthz', { config, schema: { hide: true } }, async () => ({ status: 'ok' }));
  app.get('/readyz', { config, schema: { hide: true } }, async (_request, reply) => {
    if (await answers(database)) return { status: 'ok' };
    return reply.status(503).header('retry-after', '5').send({ status: 'database-gone' });
  });
  addFigures(app, database);
}

function answers(database: Database): Promise<boolean> {
  const late = sleep(longestAnswer, false, { ref: false });
  const asked = database.pool.query('select 1').then(
    () => true,
    () => false,
  );
  return Promise.race([asked, late]);
}

function addFigures(app: FastifyInstance, database: Database): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const duration = new Histogram({
    name: 'specwright_http_request_duration_seconds',
    help: 'How long answers took, by the pattern of their address',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
  const connections = new Gauge({
    name: 'specwright_database_connections',
    help: 'Connections to the database that are used, are idle, and are waited for',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      const { totalCount, idleCount, waitingCount } = database.pool;
      connections.set({ state: 'used' }, totalCount - idleCount);
      connections.set({ state: 'idle' }, idleCount);
      connections.set({ state: 'waited for' }, waitingCount);
    },
  });
  app.addHook('onResponse', async ({ method, routeOptions }, reply) => {
    const labels = { method, route: routeOptions.url ?? 'none', status: String(reply.statusCode) };
    duration.observe(labels, reply.elapsedTime / 1_000);
  });
  app.get('/metrics', { config, schema: { hide: true } }, async (_request, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  );
}
