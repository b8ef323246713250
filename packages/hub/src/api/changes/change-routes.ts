import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Database } from '../../database/database.ts';
import type { Listener } from '../../database/listen.ts';
import { type ChangeFeed, isPlace } from '../../documents/change-feed.ts';
import { Problem } from '../../rights/problem.ts';
import type { Caller } from '../../rights/right.ts';
import { rightsChannel } from '../../rights/rights-changed.ts';
import { callerAt } from '../route-action.ts';
import { ChangeStream } from './change-stream.ts';

export interface ChangePorts {
  readonly database: Database;
  readonly listener: Listener;
  readonly feed: ChangeFeed;
  /** Who a request comes from; null, or a `Problem`, for nobody. */
  callerNow(request: FastifyRequest): Promise<Caller | null>;
}

/** How often a word that says nothing keeps each connection alive, ms. */
const pulse = 20_000;
/** Streams of one account on one process. */
const mostOfOne = 20;

/** What changes, as it changes. */
export const changeRoutes: FastifyPluginAsyncZod<ChangePorts> = async (app, ports) => {
  const { database, feed, listener } = ports;
  const streams = new Map<ChangeStream, string>();
  const each = (what: (stream: ChangeStream) => Promise<void>) => (): void => {
    for (const stream of streams.keys()) what(stream).catch(() => stream.end());
  };
  const stopWatching = feed.watch(each((stream) => stream.tell()));
  const rechecked = each((stream) => stream.rightsChanged());
  await listener.on(rightsChannel, rechecked, rechecked);
  const timer = setInterval(
    each((stream) => stream.pulse()),
    pulse,
  ).unref();
  app.addHook('preClose', async () => {
    clearInterval(timer);
    stopWatching();
    for (const stream of streams.keys()) stream.end();
  });

  app.get('/events', {
    config: { action: 'read document' },
    schema: {
      tags: ['Changes'],
      summary: 'Changes as they come, as server-sent events; after a break Last-Event-ID goes on where it was',
      description:
        '`change` names what is not as it was; `notification` says that you have got one; `rights` says that what you may see may have changed; ' +
        '`reset` says that more was missed than is told: read anew what you show.',
      querystring: z.object({
        workspace: z.string().max(100).nullable().default(null),
        document: z.string().max(100).nullable().default(null),
      }),
      headers: z.object({ 'last-event-id': z.string().max(100).optional() }),
      produces: ['text/event-stream'],
    },
    handler: async (request, reply) => {
      const caller = callerAt(request);
      const from = request.headers['last-event-id'];
      if (from !== undefined && !isPlace(from))
        throw new Problem('invalid-body', 'Last-Event-ID is the id of no event', { hint: 'Leave it out to begin now' });
      if ([...streams.values()].filter((one) => one === caller.account).length >= mostOfOne)
        throw new Problem('too-many-attempts', `You watch by ${mostOfOne} connections already`, { retryAfter: 5 });
      const place = from ?? (await feed.end());
      reply.hijack();
      const to = reply.raw;
      to.writeHead(200, {
        ...(reply.getHeaders() as Record<string, string>),
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      const only = request.query;
      const callerNow = (): Promise<Caller | null> => ports.callerNow(request).catch(() => null);
      const stream = new ChangeStream(to, caller, place, { database, feed, only, callerNow });
      streams.set(stream, caller.account);
      to.on('close', () => streams.delete(stream));
      stream.begin();
      await stream.tell();
    },
  });
};
