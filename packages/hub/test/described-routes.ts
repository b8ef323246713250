import type { Action } from '../src/rights/actions.ts';
import type { Client } from './team-hub.ts';

/** What the description of the API says of one route. */
interface Described {
  readonly 'x-action'?: Action;
  readonly security?: readonly unknown[];
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly schema: Shape;
  }[];
  readonly requestBody?: { readonly content: Record<string, { readonly schema: Shape }> };
}
/** A JSON Schema, as far as tests read it. */
export type Shape = { readonly [key: string]: unknown };

/** Something of a shape that says as little as may be. */
export function sample(shape: Shape): unknown {
  if (shape.const !== undefined) return shape.const;
  if (Array.isArray(shape.enum)) return shape.enum[0];
  if (shape.default !== undefined) return shape.default;
  const choices = (shape.anyOf ?? shape.oneOf) as readonly Shape[] | undefined;
  if (choices !== undefined) return sample(choices[0] ?? {});
  switch (shape.type) {
    case 'object': {
      const required = (shape.required ?? []) as readonly string[];
      const properties = shape.properties as Record<string, Shape>;
      return Object.fromEntries(required.map((name) => [name, sample(properties[name] ?? {})]));
    }
    case 'array':
      return Array.from({ length: Number(shape.minItems ?? 0) }, () => sample(shape.items as Shape));
    case 'integer':
    case 'number':
      return 1;
    case 'boolean':
      return false;
    case 'null':
      return null;
    default:
      if (String(shape.pattern ?? '').includes('64')) return 'f'.repeat(64);
      return shape.format === 'date-time'
        ? '2027-01-01T00:00:00Z'
        : shape.format === 'date'
          ? '2027-01-01'
          : 'something';
  }
}

export interface DescribedRoute {
  /** With its parameters in braces. */
  readonly path: string;
  readonly method: string;
  readonly action: Action;
  readonly described: Described;
}

/** Every route of a hub below `/api/v1` at which somebody must be known. */
export async function routesOf(client: Client): Promise<readonly DescribedRoute[]> {
  const { paths } = (await client.ask('GET', '/openapi.json')).body as {
    paths: Record<string, Record<string, Described>>;
  };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, described]) => {
      const action = described['x-action'];
      return action === undefined || !path.startsWith('/api/v1')
        ? []
        : [{ path, method: method.toUpperCase(), action, described }];
    }),
  );
}
