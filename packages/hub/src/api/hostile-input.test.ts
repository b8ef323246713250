import { expect, test } from 'vitest';
import { testDatabase } from '../../test/database.ts';
import { type DescribedRoute, routesOf, type Shape, sample } from '../../test/described-routes.ts';
import { type Answer, design, teamHub } from '../../test/team-hub.ts';

const database = await testDatabase();
const hub = await teamHub(database);
const root = await hub.signIn('Root', 'admin of the hub');
await hub.makeWorkspace('specs', root);
const { id } = (await root.ask('POST', '/workspaces/specs/documents', { file: 'a.md', text: design('A') })).body;
const { revision } = (await root.ask('GET', `/documents/${id}`)).body;
/** Every text of a request by itself, or all of them at once. */
const isProof = process.env.SPECWRIGHT_PROOF === '1';

const hostile = {
  nul: 'a\0b',
  surrogate: 'a\ud800b',
  long: 'x'.repeat(1_000_000),
  prototype: '__proto__',
  markup: '<script>alert(1)</script><img src=x onerror=alert(1)>"\'',
  lines: 'a\r\nSet-Cookie: stolen=1\r\n\r\n<html>',
  path: '../../../etc/passwd%00',
  direction: '\u202egnp.exe\u2066',
  script: 'javascript:alert(1)//',
};

/** The addresses of texts that may be anything in a body of a shape. */
function textsIn(shape: Shape, at: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  const choices = (shape.anyOf ?? shape.oneOf) as readonly Shape[] | undefined;
  if (choices !== undefined) return textsIn(choices[0] ?? {}, at);
  if (shape.type === 'object')
    return Object.entries((shape.properties ?? {}) as Record<string, Shape>).flatMap(([name, one]) =>
      textsIn(one, [...at, name]),
    );
  if (shape.type === 'array') return textsIn(shape.items as Shape, [...at, 0]);
  const isFree = [shape.enum, shape.const, shape.pattern, shape.format].every((one) => one === undefined);
  return shape.type === 'string' && isFree ? [at] : [];
}

function put(body: unknown, at: readonly (string | number)[], value: unknown): unknown {
  const [first, ...rest] = at;
  if (first === undefined) return value;
  if (typeof first === 'number') return [put((body as unknown[] | null)?.[0] ?? {}, rest, value)];
  const known = (body ?? {}) as Record<string, unknown>;
  return { ...known, [first]: put(known[first], rest, value) };
}

/** What is wrong with an answer: it is the hub's own failure, or something that a browser may run; null for nothing. */
function harmIn({ status, headers, body }: Answer): unknown {
  const type = headers.get('content-type') ?? '';
  const isInert = /^(?:application\/jsonl?|text\/(?:plain|markdown|event-stream));/u.test(type);
  if (status >= 500) return [status, body];
  if (status >= 400 ? type !== 'application/problem+json; charset=utf-8' : status !== 204 && !isInert)
    return [status, type];
  if (headers.get('x-content-type-options') !== 'nosniff' || headers.has('set-cookie')) return [...headers];
  return headers.get('content-security-policy')?.includes("default-src 'none'") === true ? null : [...headers];
}

/** What ends the session that asks, or never ends itself. */
const leftOut = /\/(?:sessions|password|events|sign-in\/again)(?:\/|$)/u;
const routes = (await routesOf(root)).filter(({ path }) => !leftOut.test(path));

/** A route's address with its own values, or one hostile value in the places that may hold anything. */
function addressOf({ path, described }: DescribedRoute, value: string | null): string {
  const named = path.replace('/api/v1', '').replace(/\{(\w+)\}/gu, (_whole, name: string) => {
    if (value !== null) return encodeURIComponent(value);
    if (name === 'workspace') return 'specs';
    const parameter = described.parameters?.find((one) => one.name === name);
    return path.startsWith('/api/v1/documents/{') && (name === 'id' || name === 'document')
      ? id
      : String(sample(parameter?.schema ?? {}));
  });
  const query = new URLSearchParams();
  for (const { name, in: where, required, schema } of described.parameters ?? [])
    if (where === 'query' && (required === true || value !== null))
      query.set(name, value !== null && textsIn(schema).length > 0 ? value : String(sample(schema)));
  return `${named}?${query}`;
}

const wellFormed = (value: string) => value.toWellFormed().slice(0, 700);

test('no text in an address breaks anything, at any route', async () => {
  const harm: unknown[] = [];
  for (const route of routes)
    for (const [name, value] of Object.entries(hostile)) {
      const { path, method, described } = route;
      const body = described.requestBody?.content['application/json']?.schema;
      const address = addressOf(route, wellFormed(value));
      if (address === addressOf(route, null)) continue;
      const answer = await root.ask(method, address, body === undefined ? undefined : sample(body));
      const found = harmIn(answer);
      if (found !== null) harm.push([method, path, name, found]);
    }
  expect(harm).toEqual([]);
});

test('no text in a body breaks anything, at any route', async () => {
  let sent = 0;
  const harm: unknown[] = [];
  for (const route of routes) {
    const { path, method, described } = route;
    const shape = described.requestBody?.content['application/json']?.schema;
    const places = shape === undefined ? [] : textsIn(shape);
    if (shape === undefined || places.length === 0) continue;
    for (const [name, value] of Object.entries(hostile))
      for (const some of isProof ? places.map((one) => [one]) : [places]) {
        const whole = some.reduce((body, at) => put(body, at, value), sample(shape));
        const body =
          path.startsWith('/api/v1/documents/{') && 'revision' in (whole as object)
            ? put(whole, ['revision'], revision)
            : whole;
        const headers = path.endsWith('/text') ? { 'if-match': `"${revision}"` } : {};
        const answer = await root.ask(method, addressOf(route, null), body, headers);
        sent += 1;
        const found = harmIn(answer);
        if (found !== null) harm.push([method, path, name, some.join(), found]);
        if (name === 'nul')
          expect([path, answer.body.fields?.[0]?.message]).toEqual([path, 'holds a NUL character at 1']);
      }
  }
  expect(harm).toEqual([]);
  expect(sent).toBeGreaterThan(200);
});
