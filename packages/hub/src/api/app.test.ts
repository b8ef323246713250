import { request } from 'node:http';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { afterAll, expect, test } from 'vitest';
import { z } from 'zod';
import { testDatabase } from '../../test/database.ts';
import { readConfiguration } from '../configuration.ts';
import { type Database, openDatabase } from '../database/database.ts';
import { type HubParts, startHub } from '../hub.ts';
import type { Caller } from '../rights/right.ts';
import { type Face, makeApp } from './app.ts';
import { openLog } from './log.ts';
import { callerAt } from './route-action.ts';
import { routesAboutPeople } from './sign-in/routes.ts';

const database = await testDatabase();
const ada: Caller = {
  ...{ account: 'a1', actor: { kind: 'person', id: 'ada@example.com', name: 'Ada' }, admin: false, via: 'session' },
  ...{ authenticatedAt: null, bound: null },
};
let finish = (): void => {};

const ownRoutes: FastifyPluginAsyncZod = async (app) => {
  const action = { action: 'read document' } as const;
  app.get('/who', { config: action }, async (asked) => callerAt(asked).actor);
  app.delete('/who', { config: action }, async () => 'gone');
  app.post('/told', {
    config: action,
    schema: { body: z.strictObject({ name: z.string(), risks: z.array(z.strictObject({ impact: z.number() })) }) },
    handler: async () => 'told',
  });
  app.get('/broken', { config: action }, async () => {
    throw new Error('a password in the clear', { cause: Object.assign(new Error('q'), { params: ['hunter2'] }) });
  });
  app.get('/away', { config: action }, async () =>
    database.pool.query('select pg_terminate_backend(pg_backend_pid())'),
  );
  app.get('/slow', { config: action }, async () => {
    await new Promise<void>((done) => {
      finish = done;
    });
    return 'done';
  });
};

/** A face on which whoever says `Bearer ada` is Ada. */
function faceOf({ database, origin, now }: Pick<HubParts, 'database' | 'origin' | 'now'>): Face {
  const people = { database, origin, now, oidc: null, passwords: true, mailLink: null };
  return {
    callerOf: async ({ headers }) => (headers.authorization === 'Bearer ada' ? ada : null),
    routes: [ownRoutes, (app) => routesAboutPeople(app, people)],
  };
}

const start = (databaseUrl = database.url) =>
  startHub(readConfiguration('hub', { port: '0', databaseUrl, logLevel: 'silent', rateLimit: '60' }, {}, ''), {
    version: '1.2.3',
    files: null,
    face: async (parts) => faceOf(parts),
    lost: () => {},
  });
const hub = await start();
afterAll(() => hub.stop());

interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Over a connection, with whatever headers; a browser would not send some. */
async function ask(path: string, { method = 'GET', headers = {}, body }: Asked = {}, to = hub.url) {
  return new Promise<{ status: number; headers: Record<string, unknown>; body: string }>((done, failed) => {
    const json = body === undefined ? {} : { 'content-type': 'application/json' };
    const sent = request(new URL(path, to), { method, agent: false, headers: { ...json, ...headers } }, (answer) => {
      text(answer).then((body) => done({ status: answer.statusCode ?? 0, headers: answer.headers, body }), failed);
    });
    sent.on('error', failed).end(body);
  });
}

const known = { authorization: 'Bearer ada' };

test('whoever asks is known where a route has an action, and every answer is guarded', async () => {
  const answer = await ask('/api/v1/who', { headers: known });
  expect([answer.status, JSON.parse(answer.body)]).toEqual([200, ada.actor]);
  expect(answer.headers).toMatchObject({
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
  });
  expect(answer.headers['content-security-policy']).toMatch(/script-src 'self';/u);
  const nobody = await ask('/api/v1/who');
  expect([nobody.status, nobody.headers['content-type']]).toEqual([401, 'application/problem+json; charset=utf-8']);
  expect(JSON.parse(nobody.body)).toMatchObject({ type: '/problems/not-signed-in', status: 401 });
});

test('problems name every field, and what was sent wrongly', async () => {
  const send = async (body: string, headers = {}) => {
    const answer = await ask('/api/v1/told', { method: 'POST', body, headers: { ...known, ...headers } });
    return { answered: answer.status, ...JSON.parse(answer.body) };
  };
  const wrong = await send('{"risks":[{"impact":"high"},{"impact":1}],"more":1}');
  expect([wrong.answered, wrong.type]).toEqual([400, '/problems/invalid-body']);
  expect(wrong.fields.map(({ field }: { field: string }) => field)).toEqual(['name', 'risks.0.impact', 'body']);
  expect(await send('{')).toMatchObject({ answered: 400, type: '/problems/invalid-body' });
  expect((await send('')).fields).toMatchObject([{ field: 'body' }]);
  const bare = await ask('/api/v1/who', { method: 'DELETE', body: '', headers: known });
  expect([bare.status, bare.body]).toEqual([200, 'gone']);
  expect(await send('x', { 'content-type': 'text/x' })).toMatchObject({ answered: 415 });
  expect(await send(JSON.stringify('x'.repeat(9e6)))).toMatchObject({ answered: 413, type: '/problems/too-large' });
  expect(JSON.parse((await ask('/api/v1/nowhere')).body)).toMatchObject({ status: 404, type: '/problems/not-found' });
  expect(JSON.parse((await ask('/api/v1/%zz')).body)).toMatchObject({ status: 400 });
});

test('other hosts and pages of other sites are refused', async () => {
  for (const host of ['evil.example', `evil.example:${hub.url.port}`, '127.0.0.1', '127.0.0.1:1'])
    expect([host, (await ask('/api/v1/who', { headers: { ...known, host } })).status]).toEqual([host, 421]);
  const local = { ...known, host: `localhost:${hub.url.port}` };
  expect((await ask('/api/v1/who', { headers: local })).status).toBe(200);
  const told = (headers: object) =>
    ask('/api/v1/told', { method: 'POST', body: '{"name":"a","risks":[]}', headers: { ...known, ...headers } });
  for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }])
    expect([headers, (await told(headers)).status]).toEqual([headers, 403]);
  expect((await told({ origin: hub.url.origin })).status).toBe(200);
});

test('balancers and monitors see how it is, by any name', async () => {
  const headers = { host: '10.0.0.7' };
  expect((await ask('/healthz', { headers })).body).toBe('{"status":"ok"}');
  expect((await ask('/readyz', { headers })).status).toBe(200);
  const { body } = await ask('/metrics', { headers });
  expect(body).toMatch(
    /^specwright_http_request_duration_seconds_count\{method="GET",route="\/readyz",status="200"\} 1$/mu,
  );
  expect(body).toMatch(/^specwright_database_connections\{state="idle"\} \d+$/mu);
});

test('the API is described, with a page to try it that runs no script of its own text', async () => {
  const described = JSON.parse((await ask('/api/v1/openapi.json')).body);
  expect(described).toMatchObject({ openapi: '3.1.0', info: { version: '1.2.3' } });
  expect(Object.keys(described.paths)).toContain('/api/v1/people/{id}');
  const schemas = new Ajv2020({ strict: false, validateFormats: false });
  for (const { requestBody } of Object.values(described.paths).flatMap((path) => Object.values(path as object)))
    if (requestBody !== undefined) schemas.compile(requestBody.content['application/json'].schema);
  const { get, post } = described.paths['/api/v1/sign-in'];
  expect([get.security, post.responses.default.content['application/problem+json'].schema.required]).toEqual([
    [],
    ['type', 'title', 'status', 'detail'],
  ]);
  const page = await ask('/api');
  expect([page.status, page.body.match(/<script(?![^>]* src=)/gu)]).toEqual([200, null]);
  const script = /src="([^"]*swagger-ui-bundle\.js)"/u.exec(page.body)?.[1] ?? '';
  expect((await ask(new URL(script, new URL('/api', hub.url)).pathname)).headers['content-type']).toMatch(
    /javascript/u,
  );
});

test('an address that sends too much is asked to wait', async () => {
  const answers = await Promise.all(Array.from({ length: 70 }, () => ask('/api/v1/who', { headers: known })));
  const refused = answers.find(({ status }) => status === 429);
  expect(JSON.parse(refused?.body ?? '{}')).toMatchObject({ type: '/problems/too-many-attempts' });
  expect(Number(refused?.headers['retry-after'])).toBeGreaterThan(0);
  expect((await ask('/healthz')).status).toBe(200);
});

test('a stop lets requests be answered that run, and takes no more', async () => {
  const other = await start();
  const running = ask('/api/v1/slow', { headers: known }, other.url);
  while ((await ask('/healthz', {}, other.url)).status !== 200);
  const stopped = other.stop();
  setTimeout(() => finish(), 50);
  expect((await running).body).toBe('done');
  await stopped;
  await expect(ask('/healthz', {}, other.url)).rejects.toThrow('ECONNREFUSED');
});

test('a hub says why it cannot use its database', async () => {
  const elsewhere = new URL(database.url);
  elsewhere.pathname = '/nowhere';
  await expect(start(elsewhere.href)).rejects.toThrow(/^The database(?: at \S+)? is not there$/u);
});

/** An application without a port, with what it logs. */
async function logged(on: Database, face: Partial<Face> = {}, rateLimit = 1e6) {
  const lines: string[] = [];
  const to = new Writable({ write: (line, _encoding, done) => done(void lines.push(String(line))) });
  const origin = new URL('https://specs.example.com');
  const app = await makeApp({
    ...{
      database: on,
      origin,
      port: 1,
      version: '1',
      log: openLog('info', to),
      trustProxy: [],
      rateLimit,
      apiPage: '/',
    },
    face: { ...faceOf({ database: on, origin, now: () => new Date() }), ...face },
  });
  return { app, lines, ask: (url: string) => app.inject({ url, headers: { host: origin.host, ...known } }) };
}

test('an account that sends too much from many addresses is asked to wait', async () => {
  const { app } = await logged(database, {}, 5);
  const from = (remoteAddress: string) =>
    app.inject({ url: '/api/v1/who', remoteAddress, headers: { host: 'specs.example.com', ...known } });
  for (const last of [1, 2, 3, 4, 5]) expect((await from(`192.0.2.${last}`)).statusCode).toBe(200);
  const refused = await from('192.0.2.6');
  expect([refused.statusCode, refused.json().detail]).toEqual([429, 'Your account sends more than is answered']);
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  await app.close();
});

test('what fails here is logged once, without values; the answer tells nothing of it', async () => {
  const { app, lines, ask } = await logged(database);
  const answer = await ask('/api/v1/broken?secret=hunter2');
  expect([answer.statusCode, answer.json().type]).toEqual([500, '/problems/hub-failed']);
  expect(answer.body).not.toMatch(/password| at /u);
  expect(lines.filter((line) => line.includes('"level":50'))).toHaveLength(1);
  expect(lines.join('')).not.toMatch(/hunter2/u);
  expect(lines.join('')).not.toMatch(/Bearer/u);
  const away = await ask('/api/v1/away');
  expect([away.statusCode, away.headers['retry-after'], away.json().type]).toEqual([
    503,
    '5',
    '/problems/database-gone',
  ]);
  await app.close();
});

test('a hub whose database is gone is not ready', async () => {
  const nowhere = openDatabase('postgresql://nobody@127.0.0.1:1/nothing');
  const { app } = await logged(nowhere);
  expect((await app.inject('/readyz')).statusCode).toBe(503);
  expect((await app.inject('/healthz')).statusCode).toBe(200);
  await app.close();
  await nowhere.close();
});

test('a route says its action, or that it is public', async () => {
  const silent: FastifyPluginAsyncZod = async (app) => void app.get('/silent', async () => 'x');
  await expect(logged(database, { routes: [silent] })).rejects.toThrow('GET /api/v1/silent');
});
