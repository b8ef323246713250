import { fastifyCookie } from '@fastify/cookie';
import { fastifyRateLimit } from '@fastify/rate-limit';
import { fastify, type InjectOptions } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { describe, expect, test } from 'vitest';
import { testDatabase } from '../../../test/database.ts';
import { clientSecret, testProvider } from '../../../test/oidc.ts';
import { auditEntry } from '../../database/tables/audit.ts';
import { document, keptText, workspace } from '../../database/tables/documents.ts';
import { setUpLink } from '../../people/joining.ts';
import { openOidc } from '../../people/oidc-provider.ts';
import { callerOfSession } from '../../people/sessions.ts';
import { Problem } from '../../rights/problem.ts';
import { ownRightRoutes } from '../rights/own-right-routes.ts';
import { knowCallers } from '../route-action.ts';
import { handed } from './handed-link.ts';
import { routesAboutPeople } from './routes.ts';
import { type SignInPorts, whoAsks, whoOpens } from './who-asks.ts';

const database = await testDatabase();
const origin = new URL('https://specs.example.com');
const callback = new URL('/api/v1/sign-in/provider/callback', origin);
const { issuer, visit } = await testProvider(callback);
const password = 'a sentence of one\u2019s own';
let passed = 0;
const ports: SignInPorts = {
  database,
  origin,
  oidc: {
    provider: openOidc({ issuer, clientId: 'hub', clientSecret, callback, linkVerifiedEmail: true, domains: [] }),
    name: 'Example',
  },
  passwords: true,
  mailLink: null,
  now: () => new Date(Date.now() + passed * 1_000),
};

const app = fastify();
app.setValidatorCompiler(validatorCompiler);
app.setSerializerCompiler(serializerCompiler);
app.setErrorHandler((error, _request, reply) =>
  error instanceof Problem ? reply.status(error.status).send(JSON.stringify({ type: error.kind })) : reply.send(error),
);
const routes: { readonly method: string; readonly path: string }[] = [];
app.addHook('onRoute', ({ method, url }) => {
  for (const one of [method].flat()) routes.push({ method: one, path: url.replace('/api/v1', '') });
});
await app.register(fastifyCookie);
await app.register(fastifyRateLimit, { global: false });
knowCallers(app, async (request) => (await whoAsks(ports, request))?.caller ?? null, 1e6);
await app.register(routesAboutPeople, { ...ports, prefix: '/api/v1' });
await app.register(ownRightRoutes, { ...ports, prefix: '/api/v1' });
await app.ready();

/** A browser on the hub's pages: it keeps cookies, and sends what pages of the hub send. */
function browser() {
  const cookies = new Map<string, string>();
  const ask = async (method: InjectOptions['method'], path: string, body?: object, headers: object = {}) => {
    const answer = await app.inject({
      method: method ?? 'GET',
      url: `/api/v1${path}`,
      headers: Object.fromEntries(
        Object.entries({
          cookie: [...cookies].map((pair) => pair.join('=')).join('; '),
          origin: origin.origin,
          'specwright-request': '1',
          'user-agent': 'A browser',
          ...headers,
        }).filter(([, value]) => value !== undefined),
      ),
      ...(body === undefined ? {} : { payload: body }),
    });
    for (const { name, value } of answer.cookies) value === '' ? cookies.delete(name) : cookies.set(name, value);
    return answer;
  };
  return { ask, cookies };
}

const root = browser();
const secretOf = (link: string) => new URL(link).hash.slice(1);

test('a hub is set up, people are invited, join, and sign in', async () => {
  const link = await setUpLink(database, ports.now());
  expect((await root.ask('POST', '/joining/look', { link })).json()).toMatchObject({ purpose: 'set-up' });
  const joined = await root.ask('POST', '/joining', { link, email: 'root@example.com', name: 'Root', password });
  expect([joined.statusCode, joined.json().actor.id]).toEqual([200, 'root@example.com']);
  const [cookie] = joined.cookies;
  expect(cookie).toMatchObject({ name: '__Host-specwright', path: '/', httpOnly: true, secure: true, sameSite: 'Lax' });
  expect(cookie?.domain).toBeUndefined();

  const invited = await root.ask('POST', '/invitations', { email: 'ada@example.com' });
  const ada = browser();
  const joining = { link: secretOf(invited.json().link), name: 'Ada', password };
  expect((await ada.ask('POST', '/joining', joining)).statusCode).toBe(200);
  const own = ada.cookies.get('__Host-specwright');
  expect((await ada.ask('POST', '/sign-in', { email: 'ada@example.com', password })).statusCode).toBe(200);
  expect(await callerOfSession(database.queries, own ?? '', ports.now())).toBeNull();
  expect((await ada.ask('GET', '/me')).json()).toMatchObject({ assurance: 'reauthenticated', rightOnHub: 'author' });
  expect((await ada.ask('GET', '/me/sessions')).json()).toMatchObject([{ here: true, device: 'A browser' }]);
  expect((await ada.ask('GET', '/people')).json()).toHaveLength(2);
  expect((await ada.ask('POST', '/groups', { name: 'Mine' })).json()).toEqual({ type: 'missing-right' });
  expect((await ada.ask('POST', '/sign-out')).statusCode).toBe(204);
  expect((await ada.ask('GET', '/me')).json()).toEqual({ type: 'not-signed-in' });
});

test('a session is proved anew before what is dear, with another secret in the cookie', async () => {
  passed = 400;
  const token = { name: 'Build', right: 'reader', expiresAt: new Date(Date.now() + 86_400_000).toISOString() };
  expect((await root.ask('POST', '/me/tokens', token)).json()).toEqual({ type: 'reauthentication-needed' });
  const before = root.cookies.get('__Host-specwright');
  expect((await root.ask('POST', '/sign-in/again', { password: 'a wrong guess' })).statusCode).toBe(401);
  expect((await root.ask('POST', '/sign-in/again', { password })).statusCode).toBe(204);
  expect(root.cookies.get('__Host-specwright')).not.toBe(before);
  const made = await root.ask('POST', '/me/tokens', token);
  expect(made.statusCode).toBe(201);

  const program = browser();
  const bearer = { authorization: `Bearer ${made.json().secret}`, origin: undefined, 'specwright-request': undefined };
  expect((await program.ask('GET', '/me', undefined, bearer)).json()).toMatchObject({
    via: 'token',
    rightOnHub: 'reader',
  });
  expect((await program.ask('PATCH', '/me', { name: 'Eve' }, bearer)).json()).toEqual({ type: 'missing-right' });
  expect((await program.ask('POST', '/me/tokens', token, bearer)).json()).toEqual({ type: 'missing-right' });
  expect((await program.ask('POST', '/groups', { name: 'Mine' }, bearer)).json()).toEqual({ type: 'missing-right' });
  const wrong = { ...bearer, authorization: 'Bearer swt_wrong' };
  expect((await root.ask('GET', '/me', undefined, wrong)).json()).toEqual({ type: 'not-signed-in' });
  expect((await root.ask('GET', '/me/tokens')).body).not.toContain(made.json().secret);
});

test('rights and roles are given, seen and taken by who may', async () => {
  await database.queries.insert(workspace).values({ id: 'w', name: 'specs', title: 'Specs' });
  await database.queries.insert(keptText).values({ digest: 'text', text: '' });
  const spec = { id: 'd', workspace: 'w', file: 'a.md', version: 1, revision: 'text' };
  await database.queries.insert(document).values(spec);
  const people: { id: string; email: string }[] = (await root.ask('GET', '/people')).json();
  const id = people.find(({ email }) => email === 'ada@example.com')?.id;
  const ada = browser();
  await ada.ask('POST', '/sign-in', { email: 'ada@example.com', password });
  const seen = async (path: string) => (await ada.ask('GET', path)).json();

  expect((await seen('/rights')).actions.edit).toMatchObject({ on: 'document', least: 'author' });
  expect(await seen('/documents/d/rights')).toEqual({ type: 'not-found' });
  expect(await seen('/workspaces/specs/rights')).toEqual({ type: 'not-found' });
  expect((await root.ask('PUT', `/documents/d/rights/accounts/${id}`, { right: 'author' })).statusCode).toBe(204);
  expect(await seen('/documents/d/rights')).toMatchObject([{ account: id, group: null, name: 'Ada', right: 'author' }]);
  const more = await ada.ask('PUT', `/documents/d/rights/accounts/${id}`, { right: 'admin' });
  expect(more.json()).toEqual({ type: 'missing-right' });
  expect((await root.ask('DELETE', `/documents/d/rights/accounts/${id}`)).statusCode).toBe(204);
  expect(await seen('/documents/d/rights')).toEqual({ type: 'not-found' });

  await root.ask('PUT', `/workspaces/specs/rights/accounts/${id}`, { right: 'maintainer' });
  const role = { owners: [{ account: id }] };
  expect((await ada.ask('PUT', '/workspaces/specs/roles/Security', role)).statusCode).toBe(204);
  expect(await seen('/workspaces/specs/roles')).toEqual([{ role: 'Security', ...role, deputies: [] }]);
  expect((await root.ask('DELETE', `/workspaces/specs/rights/accounts/${id}`)).statusCode).toBe(204);
  expect(await seen('/workspaces/specs/roles')).toEqual({ type: 'not-found' });
});

test('whoever is not signed in is answered nothing but how to sign in', async () => {
  const open = ['GET /sign-in', 'POST /sign-in', 'POST /sign-in/provider', 'POST /sign-out', 'GET /rights'];
  const asked = routes.filter(({ method, path }) => {
    return (
      method !== 'HEAD' &&
      !path.startsWith('/joining') &&
      !path.endsWith('/callback') &&
      !open.includes(`${method} ${path}`)
    );
  });
  expect(asked.length).toBeGreaterThan(35);
  for (const { method, path } of asked) {
    const at = path.replace(':kind', 'groups');
    const answer = await browser().ask(method as InjectOptions['method'], at, bodies[`${method} ${path}`]);
    expect([method, path, answer.json()]).toEqual([method, path, { type: 'not-signed-in' }]);
  }
});

describe('a page of another site', () => {
  test('changes nothing by the browser of who is signed in here', async () => {
    const foreign = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'specwright-request': undefined },
      { origin: undefined, 'specwright-request': undefined },
    ];
    const changes = routes.filter(({ method, path }) => !['GET', 'HEAD'].includes(method) && path !== '/joining/look');
    expect(changes.length).toBeGreaterThan(25);
    for (const headers of foreign)
      for (const { method, path } of changes) {
        const answer = await root.ask(
          method as InjectOptions['method'],
          path.replace(':kind', 'groups'),
          bodies[`${method} ${path}`],
          headers,
        );
        expect([method, path, answer.json()]).toEqual([method, path, { type: 'foreign-request' }]);
      }
    expect((await root.ask('GET', '/me')).statusCode).toBe(200);
  });

  test('opens no socket', async () => {
    const cookie = [...root.cookies].map((pair) => pair.join('=')).join('; ');
    const opens = (headers: object) => whoOpens(ports, { method: 'GET', headers: { cookie, ...headers } });
    expect(await opens({ origin: 'https://evil.example' })).toBe(403);
    expect(await opens({ origin: origin.origin })).toMatchObject({ admin: true, via: 'session' });
    expect(await opens({ origin: origin.origin, cookie: '' })).toBe(401);
    expect(await opens({ authorization: 'Bearer swt_wrong' })).toBe(401);
  });
});

test('what is done with people and rights is in the journal, without a secret', async () => {
  const entries = await database.queries.select().from(auditEntry).orderBy(auditEntry.at);
  const bodies = entries.map(({ body }) => JSON.parse(body ?? '{}'));
  const whats = new Set(bodies.map(({ what }) => what));
  expect([...whats].sort()).toEqual([
    'invite',
    'manage own account',
    'set rights on document',
    'set rights on workspace',
    'set role owners',
    'sign in',
  ]);
  const given = bodies.find(({ what }) => what === 'set rights on document');
  expect(given).toMatchObject({
    who: { actor: 'root@example.com' },
    on: { workspace: 'w', document: 'd' },
    from: { agent: 'A browser', via: 'session' },
    details: { right: 'author' },
  });
  expect(JSON.stringify(bodies)).not.toMatch(/swt_|[\w-]{43}/u);
});

test('links go by mail where there is mail, and are shown to nobody then', async () => {
  const sent: string[][] = [];
  const mailed = async (...mail: string[]) => void sent.push(mail);
  const link = await handed({ ...ports, mailLink: mailed }, 'invitation', 'eve@example.com', 'secret');
  expect(link).toEqual({ link: null });
  expect(sent).toEqual([['eve@example.com', 'invitation', 'https://specs.example.com/join#secret']]);
});

test('people sign in at the provider, in the browser that began it', async () => {
  const begin = async (one: ReturnType<typeof browser>, more: object = {}) =>
    new URL((await one.ask('POST', '/sign-in/provider', { returnTo: '/documents', ...more })).json().url);
  const back = (url: URL) => `${url.pathname.replace('/api/v1', '')}${url.search}`;
  const one = browser();
  const returned = await visit(await begin(one), 'root');
  expect((await browser().ask('GET', back(returned))).json()).toEqual({ type: 'link-spent' });
  const answer = await one.ask('GET', back(returned));
  expect([answer.statusCode, answer.headers.location]).toEqual([303, '/documents']);
  expect((await one.ask('GET', '/me')).json()).toMatchObject({ actor: { id: 'root@example.com' } });
  expect([...one.cookies.keys()]).toEqual(['__Host-specwright']);
  passed = 800;
  expect((await one.ask('GET', '/me')).json()).toMatchObject({ assurance: 'session' });
  passed = 0;
  const again = await visit(await begin(one, { again: true }), 'root');
  expect((await one.ask('GET', back(again))).statusCode).toBe(303);
  expect((await one.ask('GET', '/me')).json()).toMatchObject({ assurance: 'reauthenticated' });
});

const link = 'x'.repeat(43);
const token = { name: 'Build', right: 'reader', expiresAt: '2100-01-01T00:00:00Z' };
const bodies: Readonly<Record<string, object>> = {
  'POST /sign-in': { email: 'root@example.com', password },
  'POST /sign-in/again': { password },
  'POST /sign-in/provider': {},
  'POST /joining': { link, name: 'Eve', password },
  'POST /joining/password': { link, password },
  'PATCH /me': { name: 'Eve' },
  'PUT /me/password': { password },
  'POST /me/tokens': token,
  'PUT /me/absences': { absences: [] },
  'POST /people': { kind: 'agent', email: 'eve@example.com', name: 'Eve' },
  'PATCH /people/:id': { admin: false },
  'PUT /people/:id/absences': { absences: [] },
  'POST /people/:id/tokens': token,
  'POST /invitations': { email: 'eve@example.com' },
  'POST /groups': { name: 'Eve' },
  'PATCH /groups/:id': { name: 'Eve' },
  'PUT /workspaces/:workspace/rights/:kind/:id': { right: 'admin' },
  'PUT /documents/:document/rights/:kind/:id': { right: 'admin' },
  'PUT /workspaces/:workspace/roles/:role': { owners: [] },
};
