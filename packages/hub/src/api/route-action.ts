import type { OperationName } from '@specwright/core/operations/operations.ts';
import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify';
import type { Action } from '../rights/actions.ts';
import { Problem } from '../rights/problem.ts';
import type { Caller } from '../rights/right.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What is done by the route: whoever asks must be known, and holds the right for it or is refused. */
    readonly action?: Action;
    /** Whoever asks is answered. */
    readonly public?: true;
    /** The verb of core that the route answers. */
    readonly verb?: OperationName;
  }
  interface FastifyRequest {
    /** Who asks; null at a public route. */
    caller: Caller | null;
  }
}

/** Who a request comes from; null for nobody. */
export type CallerOf = (request: FastifyRequest) => Promise<Caller | null>;

/**
 * Puts who asks on requests of routes with an action, unless their account sends more than `rateLimit` requests in a minute, from however
 * many addresses; and refuses a route that says neither its action nor that it is public. The application limits rates already.
 */
export function knowCallers(app: FastifyInstance, callerOf: CallerOf, rateLimit: number): void {
  const ofAccount = app.createRateLimit({
    ...{ max: rateLimit, timeWindow: 60_000, cache: 10_000 },
    keyGenerator: ({ caller }) => `account ${caller?.account}`,
  });
  const registered: RouteOptions[] = [];
  app.addHook('onRoute', (route) => {
    registered.push(route);
  });
  app.addHook('onReady', async () => {
    const silent = registered.filter(({ config }) => (config?.action === undefined) === (config?.public === undefined));
    if (silent.length === 0) return;
    const names = silent.map(({ method, url }) => `${method} ${url}`).join(', ');
    throw new Error(`Routes must say either their action or that they are public: ${names}`);
  });
  app.decorateRequest('caller', null);
  // After everything of `onRequest`, the limit of attempts among it, and before any of the body is read.
  app.addHook('preParsing', async (request) => {
    if (request.routeOptions.config.action === undefined) return;
    const caller = await callerOf(request);
    if (caller === null)
      throw new Problem('not-signed-in', 'Nobody is signed in, or no longer', { hint: 'Sign in, or send a token' });
    request.caller = { ...caller, from: { address: request.ip, agent: request.headers['user-agent'] ?? null } };
    const rate = await ofAccount(request);
    if (!rate.isAllowed && rate.isExceeded)
      throw new Problem('too-many-attempts', 'Your account sends more than is answered', {
        ...{ hint: 'Wait, then send less at a time', retryAfter: rate.ttlInSeconds },
      });
  });
}

/** Who asks at a route with an action. */
export function callerAt({ caller, routeOptions }: FastifyRequest): Caller {
  if (caller === null) throw new Error(`${routeOptions.url} has no action`);
  return caller;
}
