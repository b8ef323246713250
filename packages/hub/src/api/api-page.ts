import { fastifySwagger } from '@fastify/swagger';
import { fastifySwaggerUi } from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { problemBody } from './problems.ts';
import { cookieName } from './sign-in/who-asks.ts';

/** Begins to describe the routes that are added from now on. */
export async function describeApi(app: FastifyInstance, origin: URL, version: string): Promise<void> {
  await app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Specwright',
        version,
        description: 'Everything that can be asked of a hub. Problems are answered as RFC 9457 has it.',
      },
      servers: [{ url: origin.origin }],
      components: {
        securitySchemes: {
          token: { type: 'http', scheme: 'bearer' },
          browser: { type: 'apiKey', in: 'cookie', name: cookieName(origin) },
        },
      },
      security: [{ token: [] }, { browser: [] }],
    },
    transform: described,
  });
}

const anyProblem = {
  description: 'Nothing was done; the answer says why',
  content: { 'application/problem+json': { schema: z.toJSONSchema(problemBody, { target: 'openapi-3.0' }) } },
};

/** A route as the description has it: with the problems that any may answer, and without a sign-in where everybody is answered. */
function described(...[route]: Parameters<typeof jsonSchemaTransform>): ReturnType<typeof jsonSchemaTransform> {
  // A route without shapes has no schema at all.
  const { schema = {}, url } = jsonSchemaTransform(route);
  const security = route.route.config?.public === true ? { security: [] } : {};
  const answers = { ...(schema.response as object | undefined), default: anyProblem };
  const { verb, action } = route.route.config ?? {};
  const named = verb === undefined ? {} : { operationId: verb.replace(/[ -]/gu, '_') };
  // What it takes to be let in stands in the table of rights.
  const right = action === undefined ? {} : { 'x-action': action };
  return { url, schema: { ...schema, ...security, ...named, ...right, response: answers } };
}

/** Adds the description at `/api/v1/openapi.json`, and the page to try it at `/api`; `assets` is the folder of the page's files. */
export async function addApiPage(app: FastifyInstance, assets: string): Promise<void> {
  app.get('/api/v1/openapi.json', { config: { public: true }, schema: { hide: true } }, async () => app.swagger());
  await app.register(async (page) => {
    page.addHook('onRoute', (route) => {
      route.config = { ...route.config, public: true };
    });
    await page.register(fastifySwaggerUi, {
      routePrefix: '/api',
      baseDir: assets,
      logo: { type: 'image/svg+xml', content: '<svg xmlns="http://www.w3.org/2000/svg"/>' },
      uiConfig: {
        persistAuthorization: false,
        requestInterceptor: sendOwnHeader,
      },
    });
  });
}

/** Runs in the browser, where the page is given its text: pages of the hub say by this that they are. */
function sendOwnHeader<Asked extends object>(request: Asked): Asked {
  const { headers } = request as { readonly headers: Record<string, string> };
  headers['specwright-request'] = '1';
  return request;
}
