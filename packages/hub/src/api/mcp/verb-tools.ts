import { type OperationName, operations } from '@specwright/core/operations/operations.ts';
import type { FastifyInstance, RouteOptions } from 'fastify';
import { z } from 'zod';

/** A verb of the product as an agent uses it: one route of the API, and what it takes in one object. */
export interface VerbTool {
  /** As clients know it: `open_questions`. */
  readonly name: string;
  readonly verb: OperationName;
  readonly summary: string;
  readonly reads: boolean;
  readonly input: z.ZodObject;
  /** Where the API takes each of the input's members. */
  readonly places: Places;
  readonly method: string;
  /** With `:id` and the like in it. */
  readonly url: string;
}

interface Places {
  readonly params: ReadonlySet<string>;
  readonly query: ReadonlySet<string>;
  readonly body: ReadonlySet<string>;
  /** Whether what is in none of them goes into the query. */
  readonly openQuery: boolean;
}

/** The verbs that agents are offered, in the order of the list of all; filled as routes are added to the application from now on. */
export function collectVerbTools(app: FastifyInstance): () => readonly VerbTool[] {
  const routes: RouteOptions[] = [];
  app.addHook('onRoute', (route) => {
    if (route.config?.verb !== undefined && route.method !== 'HEAD') routes.push(route);
  });
  return () =>
    operations.flatMap((entry) => {
      const route = routes.find(({ config }) => config?.verb === entry.name);
      const isOffered = (entry.surfaces as readonly string[]).includes('mcp');
      return route === undefined || !isOffered ? [] : [toolOf(entry.name, entry.summary, route)];
    });
}

function toolOf(verb: OperationName, summary: string, { schema, method, url }: RouteOptions): VerbTool {
  const params = shapeOf(schema?.params);
  const query = shapeOf(schema?.querystring);
  const body = shapeOf(schema?.body);
  const openQuery = schema?.querystring instanceof z.ZodObject && schema.querystring.def.catchall !== undefined;
  const whole = z.strictObject({ ...params, ...query, ...body });
  return {
    name: verb.replace(/[ -]/gu, '_'),
    verb,
    summary,
    reads: method === 'GET',
    input: openQuery ? whole.catchall(filter) : whole,
    places: {
      params: new Set(Object.keys(params)),
      query: new Set(Object.keys(query)),
      body: new Set(Object.keys(body)),
      openQuery,
    },
    method: String(method),
    url,
  };
}

const filter = z.union([z.string(), z.array(z.string())]).describe('A filter on the field of this name');

function shapeOf(schema: unknown): z.ZodRawShape {
  return schema instanceof z.ZodObject ? schema.shape : {};
}

/** The request to the API that a call of a tool stands for. */
export function requestOf(
  { places, url }: VerbTool,
  input: Readonly<Record<string, unknown>>,
): { readonly url: string; readonly body: Readonly<Record<string, unknown>> | null } {
  const path = url.replace(/:(\w+)/gu, (_whole, name: string) => encodeURIComponent(String(input[name] ?? '')));
  const query = new URLSearchParams();
  const body: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(input)) {
    if (places.params.has(name)) continue;
    if (places.body.has(name)) body[name] = value;
    else if (places.query.has(name) || places.openQuery)
      for (const one of [value].flat()) if (one != null) query.append(name, String(one));
  }
  return { url: query.size === 0 ? path : `${path}?${query}`, body: places.body.size === 0 ? null : body };
}
