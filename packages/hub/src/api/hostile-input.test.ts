import { randomBytes } from 'node:crypto';
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

test('what is no JSON, or another kind of thing, is a problem with a name', async () => {
  const sent: readonly [kind: string, type: string, body: string, status: number][] = [
    ['cut off', 'application/json', '{"file":', 400],
    ['a prototype', 'application/json', '{"__proto__":{"admin":true},"file":"b.md","text":"x"}', 400],
    ['a constructor', 'application/json', '{"constructor":{"prototype":{"admin":true}},"file":"b.md","text":"x"}', 400],
    ['nothing', 'application/json', 'null', 400],
    ['empty', 'application/json', '', 400],
    ['nested', 'application/json', `${'['.repeat(200_000)}${']'.repeat(200_000)}`, 400],
    ['a form', 'application/x-www-form-urlencoded', 'file=b.md&text=x', 415],
    ['a page', 'text/html', '<script>alert(1)</script>', 415],
    ['too much', 'application/json', JSON.stringify({ file: 'b.md', text: 'x'.repeat(9_000_000) }), 413],
  ];
  for (const [kind, type, body, status] of sent) {
    const answer = await fetch(new URL('/api/v1/workspaces/specs/documents', hub.url), {
      ...{ method: 'POST', headers: { ...root.headers, 'content-type': type }, body },
    });
    const problem = (await answer.json()) as { type?: string };
    expect([kind, answer.status, problem.type]).toEqual([
      kind,
      status,
      expect.stringMatching(/^\/problems\/[a-z-]+$/u),
    ]);
  }
});

/** A long word that no packing makes short. */
const noise = randomBytes(100_000).toString('hex');

test('whatever a document says, it is kept and given back as text, and nothing hangs', async () => {
  const texts = {
    markup: design('<script>alert(1)</script>', { problem: '<img src=x onerror=alert(1)> [a](javascript:alert(1))' }),
    title: design(noise),
    values: design(noise, { status: noise, impact: noise, problem: `## ${noise}` }).replaceAll('Ada', noise),
    line: design('Long', { problem: 'word '.repeat(200_000) }),
    quotes: design('Deep', { problem: `${'> '.repeat(5_000)}a` }),
    lists: design('Lists', { problem: Array.from({ length: 500 }, (_, at) => `${'  '.repeat(at)}- a`).join('\n') }),
    links: design('Links', { problem: '['.repeat(20_000) }),
    stars: design('Stars', { problem: '*a '.repeat(20_000) }),
    direction: design('\u202egnp.exe', { problem: '\u2066\u200b\ufeff' }),
    references: design('References', { problem: Array.from({ length: 2_000 }, (_, at) => `[${at}]: <x>`).join('\n') }),
  };
  const harm: unknown[] = [];
  for (const [name, text] of Object.entries(texts)) {
    const made = await root.ask('POST', '/workspaces/specs/documents', { file: `hostile/${name}.md`, text });
    expect([name, made.status]).toEqual([name, 201]);
    for (const path of ['', '/text', '/history', '/context', '/gates']) {
      const answer = await root.ask('GET', `/documents/${made.body.id}${path}`);
      const found = harmIn(answer);
      if (found !== null || (path === '/text' && answer.body !== text)) harm.push([name, path, found]);
    }
  }
  for (const path of ['/documents', '/search?q=alert', '/facets', '/turns'])
    harm.push(...[harmIn(await root.ask('GET', path))].filter((found) => found !== null));
  expect(harm).toEqual([]);
});
