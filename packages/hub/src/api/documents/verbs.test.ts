import { Client as AgentClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { operations } from '@specwright/core/operations/operations.ts';
import { eq } from 'drizzle-orm';
import { expect, test, vi } from 'vitest';
import { testDatabase } from '../../../test/database.ts';
import { design, teamHub } from '../../../test/team-hub.ts';
import { document, projection } from '../../database/tables/documents.ts';
import { registerRow } from '../../database/tables/registers.ts';
import { addToken } from '../../people/tokens.ts';

const database = await testDatabase();
const hub = await teamHub(database);
const root = await hub.signIn('Root', 'admin of the hub');
await hub.makeWorkspace('specs', root);
await hub.makeWorkspace('plans', root);
const ada = await hub.signIn('Ada', 'author');
const bob = await hub.signIn('Bob', 'commenter');

const begin = async (file: string, text: string, on = 'specs', by = ada) => {
  const made = await by.ask('POST', `/workspaces/${on}/documents`, { file, text });
  expect([file, made.status]).toEqual([file, 201]);
  return made.body as { id: string; revision: string };
};
const first = await begin('a.md', design('Retries', { impact: 'Low' }));
const second = await begin('b.md', design('Queues', { impact: 'High' }));
const secret = await begin('secret.md', design('Secret', { impact: 'High', problem: 'Nobody may know.' }));
await database.queries.update(document).set({ restricted: true }).where(eq(document.id, secret.id));

test('a document is edited by address, decided about, talked about, and tells what happened', async () => {
  const { id } = first;
  const at = (path = '') => `/documents/${id}${path}`;
  const set = { revision: first.revision, values: [{ address: 'problem', value: 'Parcels are late.' }] };
  const edited = await ada.ask('POST', at('/set'), set);
  expect([edited.status, edited.body.version]).toEqual([200, 2]);
  const stale = await ada.ask('POST', at('/set'), set);
  expect([stale.status, stale.body.revision, stale.body.base]).toEqual([
    409,
    edited.body.revision,
    expect.stringContaining('at night'),
  ]);

  const read = await ada.ask('GET', at('/text'));
  expect(read.headers.get('etag')).toBe(`"${edited.body.revision}"`);
  const same = await ada.ask('GET', at('/text'), undefined, { 'if-none-match': read.headers.get('etag') });
  expect(same.status).toBe(304);
  const ours = design('Retries', { impact: 'Low' }).replace('| Load | Low |', '| Load | Med |');
  const late = await ada.ask('PUT', at('/text'), { text: ours }, { 'if-match': `"${first.revision}"` });
  expect([late.status, late.body.merged.conflicts]).toEqual([409, 0]);
  expect(late.body.merged.text).toContain('Parcels are late.');
  expect(late.body.merged.text).toContain('| Load | Med |');
  const etag = { 'if-match': read.headers.get('etag') };
  expect((await ada.ask('PUT', at('/text'), { text: late.body.merged.text }, etag)).status).toBe(200);
  expect((await ada.ask('PUT', at('/text'), { text: 'x' })).body.fields[0].field).toBe('if-match');

  const part = await ada.ask('GET', at('/part?address=risks[1].impact'));
  expect(part.body).toMatchObject({ address: 'risks[1].impact', text: 'Med' });
  expect((await ada.ask('GET', at('/part?address=probelm'))).body.hint).toBe('Did you mean problem?');
  const { changes } = (await ada.ask('GET', at(`/diff?from=${first.revision}`))).body;
  expect(changes.map(({ address }: { address: string }) => address)).toContain('risks[1].impact');
  const old = await ada.ask('GET', at(`/revisions/${first.revision}`));
  expect(old.body).toContain('at night');
  expect((await ada.ask('GET', at(`/revisions/${second.revision}`))).status).toBe(404);
  expect((await ada.ask('GET', at('/context?budget=2000'))).body.text).toContain('Parcels are late.');

  const said = await bob.ask('POST', at('/comment'), {
    address: 'problem',
    quote: '',
    text: 'How late?',
    blocking: true,
  });
  expect([said.status, said.body.event?.length]).toEqual([200, 64]);
  expect((await bob.ask('POST', at('/set'), set)).body.type).toBe('/problems/missing-right');
  const gates = (await bob.ask('GET', at('/gates'))).body;
  expect(gates).toMatchObject({ status: 'Draft', gates: [{ from: 'Draft', to: 'In Review' }, {}] });
  const history = (await bob.ask('GET', at('/history'))).body;
  expect(history.map(({ event }: { event: { kind: string } }) => event.kind)).toEqual(['created', 'thread-opened']);
});

test('a body is judged as a whole, field by field', async () => {
  const { status, body } = await ada.ask('POST', '/workspaces/specs/documents/from-template', {
    template: 7,
    guidance: 'perhaps',
    more: true,
  });
  expect([status, body.type]).toEqual([400, '/problems/invalid-body']);
  const named = body.fields.map(({ field }: { field: string }) => field);
  expect(named).toEqual(expect.arrayContaining(['template', 'file', 'title', 'guidance']));
});

test('lists are filtered by any field, and registers tell what all documents say, to whoever may read them', async () => {
  const files = async (path: string, by = ada) =>
    (await by.ask('GET', path)).body.documents.map(({ file }: { file: string }) => file);
  expect(await files('/documents?risks.impact=High&status=Draft')).toEqual(['b.md']);
  expect((await files('/documents?risks.impact=High', root)).sort()).toEqual(['b.md', 'secret.md']);
  const page = await ada.ask('GET', '/documents?limit=1&sort=title&order=ascending');
  expect(await files(`/documents?limit=1&sort=title&order=ascending&cursor=${page.body.next}`)).toEqual(['a.md']);
  expect((await ada.ask('GET', '/documents?cursor=abc')).status).toBe(400);

  const risks = await ada.ask('GET', '/risks?limit=1');
  expect(risks.body.rows).toMatchObject([{ file: 'b.md', risk: 'Load', impact: 'High', documentTitle: 'Queues' }]);
  const rest = await ada.ask('GET', `/risks?limit=1&cursor=${risks.body.next}`);
  expect([rest.body.rows[0].file, rest.body.next]).toEqual(['a.md', null]);
  expect((await root.ask('GET', '/risks')).body.rows).toHaveLength(3);
  expect((await root.ask('GET', '/risks?workspace=plans')).body.rows).toEqual([]);
  expect((await ada.ask('GET', `/open-questions?document=${first.id}`)).body.rows).toMatchObject([
    { question: 'Who is asked?', answered: false },
  ]);
  expect((await ada.ask('GET', '/stuck')).body.rows).toMatchObject([{ state: 'Draft' }, { state: 'Draft' }]);
  expect((await root.ask('GET', '/risks?impact=med&impact=none')).body.rows).toMatchObject([{ file: 'a.md' }]);
  expect((await root.ask('GET', '/risks?impact=high&status=approved')).body.rows).toEqual([]);
  expect((await root.ask('GET', "/risks?it's=high")).body.rows).toEqual([]);
  expect((await ada.ask('GET', '/stuck')).body.rows).toMatchObject([{ nudged: null }, {}]);
  expect((await ada.ask('GET', '/decisions')).body).toEqual({ rows: [], next: null });
  expect((await ada.ask('GET', '/glossary')).body).toEqual({ rows: [], next: null });
  const stranger = await hub.signIn('Eve');
  for (const path of ['/risks', '/stuck', '/open-questions']) {
    expect((await stranger.ask('GET', path)).body.rows).toEqual([]);
  }

  // What registers show can be made anew.
  const before = await database.queries.select().from(registerRow).orderBy(registerRow.document, registerRow.position);
  await database.queries.delete(registerRow);
  await database.queries.delete(projection);
  await root.ask('PUT', '/workspaces/specs/configuration', { config: '' });
  await vi.waitFor(async () => {
    const after = await database.queries.select().from(registerRow).orderBy(registerRow.document, registerRow.position);
    expect(after).toEqual(before);
  }, 10_000);
});

test('a template is explained, and begins a document', async () => {
  const file = 'templates/design.md';
  const { readings } = (await ada.ask('GET', `/workspaces/specs/templates/explain?file=${file}`)).body;
  expect(readings.length).toBeGreaterThan(5);
  expect((await ada.ask('GET', `/workspaces/specs/templates/schema?file=${file}`)).body).toHaveProperty(
    'properties.risks',
  );
  expect((await ada.ask('GET', `/workspaces/specs/templates/types?file=${file}`)).body).toContain('interface');
  const asked = {
    template: file,
    file: 'specs/c.md',
    title: 'Caches',
    values: [{ address: 'problem', value: 'Slow.' }],
  };
  const made = await ada.ask('POST', '/workspaces/specs/documents/from-template', asked);
  expect(made.status).toBe(201);
  const read = await ada.ask('GET', `/documents/${made.body.id}/text`);
  expect(read.body).toContain('# Design: Caches\n\n**Author**: Ada\n');
  expect((await ada.ask('GET', '/codes?code=missing-section')).body.codes).toHaveLength(1);
});

test('every verb that says so is answered over HTTP, and agents are offered those that are for them', async () => {
  const described = (await hub.nobody.ask('GET', '/openapi.json')).body;
  expect(described.openapi).toBe('3.1.0');
  const paths = Object.values(described.paths).flatMap((path) =>
    Object.values(path as Record<string, { operationId?: string }>),
  );
  const served = new Set(paths.map(({ operationId }) => operationId));
  const overHttp = operations.filter(({ surfaces }) => (surfaces as readonly string[]).includes('http'));
  expect(overHttp.map(({ name }) => name.replace(/[ -]/gu, '_')).filter((name) => !served.has(name))).toEqual([]);

  const expiresAt = new Date(Date.now() + 3_600_000);
  const token = await addToken(
    database.queries,
    { ...ada.caller, authenticatedAt: new Date() },
    ada.caller.account,
    { name: 'Agent', right: 'author', workspace: null, expiresAt },
    new Date(),
  );
  const agent = new AgentClient({ name: 'test', version: '1' });
  const requestInit = { headers: { authorization: `Bearer ${token.secret}` } };
  await agent.connect(new StreamableHTTPClientTransport(new URL('/mcp', hub.url), { requestInit }) as never);
  const { tools } = await agent.listTools();
  const forAgents = operations.filter(({ surfaces }) => (surfaces as readonly string[]).includes('mcp'));
  expect(tools.map(({ name }) => name)).toEqual(forAgents.map(({ name }) => name.replace(/[ -]/gu, '_')));

  const use = async (name: string, input: Record<string, unknown>) => {
    const { content, isError } = await agent.callTool({ name, arguments: input });
    const [{ text }] = content as [{ text: string }];
    return isError === true ? text : JSON.parse(text);
  };
  expect((await use('list', { 'risks.impact': 'High' })).documents).toMatchObject([{ file: 'b.md' }]);
  expect((await use('risks', {})).rows[0].file).toBe('b.md');
  const { revision } = await use('show', { id: second.id, address: 'problem' });
  const values = [{ address: 'problem', value: 'Queues are full.' }];
  expect(await use('set', { id: second.id, revision, values })).toMatchObject({ version: 2 });
  expect(await use('set', { id: second.id, revision, values })).toContain('has changed since');
  expect(await use('show', { id: secret.id })).toContain('There is no such document');
  await agent.close();
  const nobody = await fetch(new URL('/mcp', hub.url), { method: 'POST', body: '{}' });
  expect(nobody.status).toBe(401);
});

test('the description says what every answer holds', async () => {
  const { paths } = (await hub.nobody.ask('GET', '/openapi.json')).body as { paths: Record<string, object> };
  const all = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { responses }]) => ({ name: `${method} ${path}`, responses })),
  );
  const silent = all.filter(({ responses }) => !Object.keys(responses).some((code) => /^[23]/u.test(code)));
  // OpenAPI has no words for what comes line by line.
  expect(silent.map(({ name }) => name)).toEqual(['get /api/v1/workspaces/{workspace}/bundle', 'get /api/v1/events']);
  const open = all.flatMap(({ name, responses }) =>
    openPlaces(responses[200]?.content?.['application/json']?.schema, name),
  );
  // What a document says is shaped by its template, and what an event holds by its kind.
  expect(open).toEqual(['get /api/v1/documents/{id}.data', 'get /api/v1/documents/{id}/part.data']);
});

/** Where a JSON Schema lets anything stand. */
function openPlaces(schema: unknown, at: string): string[] {
  if (schema === undefined) return [];
  const { description: _, ...said } = schema as { [key: string]: unknown };
  if (Object.keys(said).length === 0) return [at];
  const { properties = {}, items, anyOf = [] } = said as { properties?: object; items?: unknown; anyOf?: unknown[] };
  return [
    ...Object.entries(properties).flatMap(([name, inner]) => openPlaces(inner, `${at}.${name}`)),
    ...openPlaces(items, `${at}[]`),
    ...anyOf.flatMap((one) => openPlaces(one, at)),
  ];
}
