import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { testDatabase } from '../../test/database.ts';
import { type DescribedRoute, routesOf, sample } from '../../test/described-routes.ts';
import { type Client, design, teamHub } from '../../test/team-hub.ts';
import { document, event, revision } from '../database/tables/documents.ts';
import { account } from '../database/tables/people.ts';
import { type Action, type ActionRule, actions, allowed, type DocumentState } from '../rights/actions.ts';
import { type Right, rights } from '../rights/right.ts';

const database = await testDatabase();
const hub = await teamHub(database);
const root = await hub.signIn('Root', 'admin of the hub');
await hub.makeWorkspace('specs', root);
const stranger = await hub.signIn('Stranger');
const people = new Map<Right | null, Client>([[null, stranger]]);
for (const right of rights) people.set(right, await hub.signIn(right, right));

/** What stands in every document here, and in no answer to who may not read it. */
const word = 'Zanzibar';
const live: DocumentState = { archived: false, removed: false, restricted: false };
const states = { live, archived: { ...live, archived: true }, removed: { ...live, removed: true } };
const documents = new Map<string, DocumentState>();
for (const [name, state] of Object.entries({ ...states, restricted: { ...live, restricted: true } })) {
  const asked = { file: `${name}.md`, text: design(`${word} ${name}`, { problem: `${word} is far.` }) };
  const { id } = (await root.ask('POST', '/workspaces/specs/documents', asked)).body;
  if (state.archived)
    expect(
      (await root.ask('POST', `/documents/${id}/archive`, { as: 'withdrawn', reason: 'No', replacedBy: null })).status,
    ).toBe(200);
  await database.queries
    .update(document)
    .set({ restricted: state.restricted, removedAt: state.removed ? new Date() : null })
    .where(eq(document.id, id));
  documents.set(id, state);
}

const routes = await routesOf(hub.nobody);

/** Asks at a route, about a document where it is about one; for the rest whatever is valid. */
async function ask(client: Client, { path, method, described }: DescribedRoute, id: string) {
  const isAboutDocument = path.startsWith('/api/v1/documents/{');
  const named = path.replace('/api/v1', '').replace(/\{(\w+)\}/gu, (_whole, name: string) => {
    if (name === 'workspace') return 'specs';
    if (isAboutDocument && (name === 'id' || name === 'document') && path.indexOf(`{${name}}`) < 20) return id;
    const parameter = described.parameters?.find((one) => one.name === name);
    return String(sample(parameter?.schema ?? {}));
  });
  const query = new URLSearchParams();
  for (const { name, in: where, required, schema } of described.parameters ?? [])
    if (where === 'query' && required === true) query.set(name, String(sample(schema)));
  const body = described.requestBody?.content['application/json']?.schema;
  const headers = path.endsWith('/text') ? { 'if-match': `"${'f'.repeat(64)}"` } : {};
  const controller = new AbortController();
  const ended = path.endsWith('/events') ? setTimeout(() => controller.abort(), 100) : undefined;
  const answer = await client
    .ask(method, `${named}?${query}`, body === undefined ? undefined : sample(body), headers, controller.signal)
    .catch((error: unknown) => {
      if (controller.signal.aborted) return { status: 200, body: 'a stream' };
      throw error;
    });
  clearTimeout(ended);
  return answer;
}

const refusals = ['missing-right', 'not-found', 'wrong-state'].map((kind) => `/problems/${kind}`);

test('nobody who is not signed in is answered, at any route', async () => {
  expect(routes.length).toBeGreaterThan(80);
  const [id = ''] = documents.keys();
  for (const route of routes) {
    const { status, body } = await ask(hub.nobody, route, id);
    expect([route.method, route.path, status]).toEqual([route.method, route.path, 401]);
    expect(JSON.stringify(body)).not.toContain(word);
  }
});

test('every route asks for the right that the table says, in every state of a document', async () => {
  const counts = async () => [
    await database.queries.$count(document),
    await database.queries.$count(event),
    await database.queries.$count(revision),
    await database.queries.$count(account),
  ];
  const before = await counts();
  let asked = 0;
  for (const route of routes) {
    const rule: ActionRule = actions[route.action];
    const isAboutDocument = route.path.startsWith('/api/v1/documents/{');
    const isAboutWorkspace = route.path.startsWith('/api/v1/workspaces/{');
    if (!isAboutDocument && !isAboutWorkspace) continue;
    const inAll = [...people].flatMap(([right, client]) =>
      [...(isAboutDocument ? documents : [['', live] as const])].map(([id, state]) => ({ right, client, id, state })),
    );
    // At once, since the next route need not wait for each of them.
    const refused = inAll.map(async ({ right, client, id, state }) => {
      const held = state.restricted && rule.on === 'document' ? null : right;
      if (allowed(held, route.action, state)) return;
      const { status, body } = await ask(client, route, id);
      asked += 1;
      const where = [route.method, route.path, right, JSON.stringify(state), status];
      expect([...where, body.type]).toEqual([...where, refusals.find((one) => one === body.type) ?? 'a refusal']);
      // Only who may read it learns that there is anything.
      if (held === null) expect([...where, body.type]).toEqual([...where, '/problems/not-found']);
      expect(JSON.stringify(body)).not.toContain(word);
    });
    await Promise.all(refused);
  }
  expect(asked).toBeGreaterThan(300);
  expect(await counts()).toEqual(before);
});

test('everybody is told what they may do, as the table says', async () => {
  const ofDocuments = Object.keys(actions) as Action[];
  for (const [right, client] of people) {
    for (const [id, state] of documents) {
      const { status, body } = await client.ask('GET', `/documents/${id}/may`);
      const held = state.restricted ? null : right;
      expect([right, state, status]).toEqual([right, state, held === null ? 404 : 200]);
      if (held === null) continue;
      const may = ofDocuments.filter((name) => actions[name].on === 'document' && allowed(held, name, state));
      expect(body).toEqual({
        right,
        actions: may,
        state: Object.keys(state).filter((name) => state[name as 'removed']),
      });
    }
    if (right === null) continue;
    const may = ofDocuments.filter((name) => actions[name].on === 'workspace' && allowed(right, name));
    expect((await client.ask('GET', '/workspaces/specs/may')).body).toEqual({ right, actions: may });
  }
});

/** What these are sent decides whether they are about the hub, a workspace, or one's own. */
const byWhatIsSent = new Set(['DELETE /api/v1/tokens/{id}', 'GET /api/v1/invitations', 'POST /api/v1/invitations']);

test('the least right that the table says is enough', async () => {
  const refused: object[] = [];
  const [id = ''] = documents.keys();
  for (const route of routes) {
    const { on, least }: ActionRule = actions[route.action];
    const isOfHub = on === 'hub' && least === 'admin';
    if (isOfHub || byWhatIsSent.has(`${route.method} ${route.path}`)) continue;
    // What ends sessions would end the test's own.
    if (route.path.includes('/sessions') || route.path.endsWith('/password')) continue;
    const client = people.get(least) as Client;
    const { status, body } = await ask(client, route, id);
    // What was taken away or hidden by a route is there again for the next.
    await database.queries.update(document).set({ restricted: false, removedAt: null }).where(eq(document.id, id));
    const found = { ...route, described: null, least, status, type: body?.type };
    if (status === 500 || found.type === '/problems/missing-right') refused.push(found);
  }
  expect(refused).toEqual([]);
});

test('what is over all documents tells who may read none of them nothing', async () => {
  for (const route of routes.filter(({ path, method }) => method === 'GET' && !path.includes('{'))) {
    const { body } = await ask(stranger, route, '');
    expect([route.path, JSON.stringify(body)]).not.toContain(word);
  }
});
