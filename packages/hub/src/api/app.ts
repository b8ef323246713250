import type { Server } from 'node:http';
import { fastifyCookie } from '@fastify/cookie';
import { fastifyHelmet } from '@fastify/helmet';
import { fastifyRateLimit } from '@fastify/rate-limit';
import {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  fastify,
  LogController,
} from 'fastify';
import { type FastifyPluginAsyncZod, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import type { Database } from '../database/database.ts';
import { Problem } from '../rights/problem.ts';
import { addApiPage, describeApi } from './api-page.ts';
import { addHealth, healthAddresses } from './health.ts';
import { type Logger, logAnswers } from './log.ts';
import { addMcp } from './mcp/mcp-route.ts';
import { collectVerbTools } from './mcp/verb-tools.ts';
import { ownRequests } from './own-requests.ts';
import { answerError, answerUnknown } from './problems.ts';
import { type CallerOf, knowCallers } from './route-action.ts';
import { demandStorable } from './storable.ts';

/** What is asked of the hub. */
export type Routes = FastifyPluginAsyncZod;

/** Who is answered, and what. */
export interface Face {
  readonly callerOf: CallerOf;
  /** Those below `/api/v1`. */
  readonly routes: readonly Routes[];
  /** What is shown to browsers, at the root. */
  readonly pages?: readonly Routes[];
  /** Looks at every request but those about the hub's health before anything else does; it answers, or throws a `Problem`, to refuse one. */
  readonly gate?: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;
  /** Takes what HTTP requests are upgraded to. */
  readonly attach?: (server: Server) => void;
  /** Ends what it has started, once nothing is answered any more. */
  readonly stop?: () => Promise<void>;
}

export interface AppInput {
  readonly database: Database;
  /** The address under which browsers reach the hub. */
  readonly origin: URL;
  /** Where it listens. */
  readonly port: number;
  readonly version: string;
  readonly log: Logger;
  readonly trustProxy: readonly string[];
  readonly rateLimit: number;
  /** The folder of the files of the API's page. */
  readonly apiPage: string;
  readonly face: Face;
}

/** The most that a request holds, bytes. */
const bodyLimit = 8 * 1024 * 1024;

/** The application, which does not listen yet. Throws when a route says neither its action nor that it is public. */
export async function makeApp(input: AppInput): Promise<FastifyInstance> {
  const { database, origin, log, face } = input;
  const app: FastifyInstance = fastify({
    loggerInstance: log as FastifyBaseLogger,
    // `logAnswers` says it in one line.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit,
    trustProxy: input.trustProxy.length === 0 ? false : [...input.trustProxy],
    forceCloseConnections: 'idle',
    requestTimeout: 60_000,
    routerOptions: { maxParamLength: 1_000 },
    frameworkErrors: answerError,
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(answerError);
  logAnswers(app);
  await guard(app, input);
  knowCallers(app, face.callerOf, input.rateLimit);
  takeEmptyBodies(app);
  demandStorable(app);
  await app.register(fastifyCookie);
  await describeApi(app, origin, input.version);
  addHealth(app, database);
  const tools = collectVerbTools(app);
  await app.register(
    async (api) => {
      for (const routes of face.routes) await api.register(routes);
    },
    { prefix: '/api/v1' },
  );
  for (const page of face.pages ?? []) await app.register(page);
  addMcp(app, tools, input.version);
  await addApiPage(app, input.apiPage);
  app.get('/', { config: { public: true }, schema: { hide: true } }, (_request, reply) => reply.redirect('/api', 302));
  app.setNotFoundHandler({ preHandler: app.rateLimit() }, answerUnknown);
  await app.ready();
  face.attach?.(app.server);
  return app;
}

/** Many clients say with every request that they send JSON: one that sends nothing has no body. */
function takeEmptyBodies(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) =>
    body === '' ? done(null) : parse(request, body, done),
  );
}

/** What holds for every answer and every request, whatever the route. */
async function guard(app: FastifyInstance, { origin, port, rateLimit, face }: AppInput): Promise<void> {
  const isSecure = origin.protocol === 'https:';
  await app.register(fastifyHelmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        ...{ defaultSrc: ["'none'"], scriptSrc: ["'self'"], connectSrc: ["'self'"], fontSrc: ["'self'"] },
        // The API's page gives its parts their styles in place; no style can run anything.
        ...{ styleSrc: ["'self'", "'unsafe-inline'"], imgSrc: ["'self'", 'data:'] },
        ...{ baseUri: ["'none'"], formAction: ["'self'"], frameAncestors: ["'none'"], objectSrc: ["'none'"] },
      },
    },
    strictTransportSecurity: isSecure ? { maxAge: 31_536_000 } : false,
    referrerPolicy: { policy: 'no-referrer' },
    frameguard: { action: 'deny' },
  });
  app.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
  const demandOwn = ownRequests(origin, port);
  app.addHook('onRequest', async (request, reply) => {
    if (healthAddresses.has(request.routeOptions.url ?? '')) return;
    demandOwn(request);
    await face.gate?.(request, reply);
    if (reply.sent) return reply;
  });
  await app.register(fastifyRateLimit, {
    max: rateLimit,
    timeWindow: 60_000,
    cache: 10_000,
    errorResponseBuilder: (_request, { ttl }) =>
      new Problem('too-many-attempts', 'This address sends more than is answered', {
        ...{ hint: 'Wait, then send less at a time', retryAfter: Math.ceil(ttl / 1_000) },
      }),
  });
}
