import { eq } from 'drizzle-orm';
import { expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { testDatabase } from '../../../test/database.ts';
import { type Client, design, designTemplate, teamHub } from '../../../test/team-hub.ts';
import { auditEntry } from '../../database/tables/audit.ts';
import { projection } from '../../database/tables/documents.ts';

const database = await testDatabase();
const hub = await teamHub(database);
const root = await hub.signIn('Root', 'admin of the hub');
await hub.makeWorkspace('specs', root);
await hub.makeWorkspace('plans', root);
const mia = await hub.signIn('Mia', 'maintainer');
const ada = await hub.signIn('Ada', 'author');
const hidden = 'Zanzibar';

const begin = async (file: string, text: string, on = 'specs') => {
  const { body, status } = await root.ask('POST', `/workspaces/${on}/documents`, { file, text });
  expect([file, status]).toEqual([file, 201]);
  return body as { readonly id: string; readonly revision: string };
};

/** Everything that tells of several documents. */
const lists = ['/documents', `/search?q=${hidden}`, '/facets', '/turns', '/stuck', '/risks', '/open-questions'];
const seen = async (client: Client): Promise<string[]> => {
  const answers = await Promise.all(lists.map(async (path) => [path, await client.ask('GET', path)] as const));
  return answers.flatMap(([path, { body }]) => (JSON.stringify(body.documents ?? body).includes(hidden) ? [path] : []));
};
const standing = ['/documents', `/search?q=${hidden}`, '/stuck', '/risks', '/open-questions'];

test('a document that is taken away is found nowhere, its room closes, and all of it comes back', async () => {
  const { id, revision } = await begin('a.md', design(hidden));
  expect(await seen(ada)).toEqual(expect.arrayContaining(standing));
  const room = new WebSocket(new URL(`/api/v1/documents/${id}/room`, hub.url.href.replace('http', 'ws')), {
    headers: ada.headers,
  });
  const closed = new Promise<number>((done) => room.on('close', done));
  await new Promise((done) => room.once('message', done));

  expect((await ada.ask('DELETE', `/documents/${id}`)).body.type).toBe('/problems/missing-right');
  expect((await mia.ask('DELETE', `/documents/${id}`)).status).toBe(204);
  expect(await closed).toBe(4410);
  for (const client of [ada, mia, root]) expect(await seen(client)).toEqual([]);
  for (const path of ['', '/text', '/history', '/findings', '/part', '/rights'])
    expect([path, (await ada.ask('GET', `/documents/${id}${path}`)).status]).toEqual([path, 409]);
  expect((await ada.ask('POST', `/documents/${id}/tick`, { addresses: ['x'], revision })).status).toBe(409);
  expect((await ada.ask('GET', '/removed-documents')).body.documents).toEqual([]);
  const removed = await mia.ask('GET', '/removed-documents?workspace=specs');
  expect(removed.body).toMatchObject({ documents: [{ id, file: 'a.md' }], next: null });

  // Its name is free meanwhile.
  const other = await begin('a.md', design('Other'));
  expect((await mia.ask('POST', `/documents/${id}/restore`, {})).body.type).toBe('/problems/conflict');
  expect((await mia.ask('POST', `/documents/${id}/restore`, { file: '../b.md' })).status).toBe(400);
  expect((await mia.ask('POST', `/documents/${id}/restore`, { file: 'b.md' })).status).toBe(204);
  expect(await seen(ada)).toEqual(expect.arrayContaining(standing));
  expect((await ada.ask('GET', `/documents/${id}`)).body).toMatchObject({ file: 'b.md', revision });
  expect((await ada.ask('GET', `/documents/${id}/history`)).body).toHaveLength(1);
  expect((await mia.ask('DELETE', `/documents/${other.id}`)).status).toBe(204);
  expect((await mia.ask('DELETE', `/documents/${id}`)).status).toBe(204);
  const first = (await mia.ask('GET', '/removed-documents?limit=1')).body;
  const second = (await mia.ask('GET', `/removed-documents?limit=1&cursor=${first.next}`)).body;
  expect([first, second].map(({ documents }) => documents[0].file)).toEqual(['b.md', 'a.md']);
  expect(second.next).toBeNull();
  const deeds = await database.queries
    .select({ what: auditEntry.what })
    .from(auditEntry)
    .where(eq(auditEntry.document, id));
  expect(deeds.map(({ what }) => what)).toEqual(['create', 'remove', 'restore', 'remove']);
});

test('a document that is restricted is shown to nobody without a right on it, until that is lifted', async () => {
  const { id } = await begin('secret.md', design(hidden));
  expect((await ada.ask('PUT', `/documents/${id}/restriction`)).status).toBe(403);
  expect((await mia.ask('PUT', `/documents/${id}/restriction`)).status).toBe(204);
  expect(await seen(ada)).toEqual([]);
  expect((await ada.ask('GET', `/documents/${id}`)).status).toBe(404);
  expect(await seen(mia)).toEqual(expect.arrayContaining(standing));
  expect((await mia.ask('DELETE', `/documents/${id}`)).status).toBe(204);
  expect((await ada.ask('GET', '/removed-documents')).body.documents).toEqual([]);
  expect((await mia.ask('POST', `/documents/${id}/restore`, {})).status).toBe(204);
  expect((await mia.ask('DELETE', `/documents/${id}/restriction`)).status).toBe(204);
  expect(await seen(ada)).toEqual(expect.arrayContaining(standing));
  expect((await mia.ask('DELETE', `/documents/${id}`)).status).toBe(204);
});

test('who links to a document is told to who may read both, and the graph holds no trace of others', async () => {
  const goal = await begin('links/goal.md', design('Goal'));
  const open = await begin(
    'links/open.md',
    design('Open', { problem: 'See [it](goal.md#problem) and [that](hidden.md).' }),
  );
  const secret = await begin('links/hidden.md', design(hidden, { problem: 'See [goal](/links/goal.md).' }));
  const files = async (client: Client, path: string, end: 'from' | 'to') => {
    const { body } = await client.ask('GET', path);
    return body.links.map((link: Record<string, { file: string }>) => link[end]?.file).sort();
  };
  const back = `/documents/${goal.id}/backlinks`;
  expect(await files(ada, back, 'from')).toEqual(['links/hidden.md', 'links/open.md']);
  const first = (await ada.ask('GET', `${back}?limit=1`)).body;
  expect(await files(ada, `${back}?limit=1&cursor=${first.next}`, 'from')).toHaveLength(1);
  expect(await files(ada, `/documents/${open.id}/links`, 'to')).toEqual(['links/goal.md', 'links/hidden.md']);
  expect(await files(ada, '/workspaces/specs/links?kind=link', 'from')).toHaveLength(3);
  expect(await files(ada, '/workspaces/specs/links?kind=depends-on', 'from')).toEqual([]);
  expect((await mia.ask('PUT', `/documents/${secret.id}/restriction`)).status).toBe(204);
  expect(await files(mia, back, 'from')).toHaveLength(2);
  expect(await files(ada, back, 'from')).toEqual(['links/open.md']);
  expect(await files(ada, `/documents/${open.id}/links`, 'to')).toEqual(['links/goal.md']);
  expect(await files(ada, '/workspaces/specs/links', 'from')).toEqual(['links/open.md']);
  expect((await ada.ask('GET', `/documents/${secret.id}/backlinks`)).status).toBe(404);
  await mia.ask('DELETE', `/documents/${open.id}`);
  await mia.ask('DELETE', `/documents/${secret.id}`);
  expect(await files(mia, back, 'from')).toEqual([]);
  await mia.ask('DELETE', `/documents/${goal.id}`);

  const file = 'templates/design.md';
  const depending = '**Depends on**: [Number]\n**Status**';
  await mia.ask('PUT', '/workspaces/specs/templates', { file, text: designTemplate.replace('**Status**', depending) });
  const needed = await begin(
    'links/0007-needed.md',
    design('Needed').replace('**Status**', '**Depends on**: none\n**Status**'),
  );
  await begin('links/0008-needs.md', design('Needs').replace('**Status**', '**Depends on**: 0007\n**Status**'));
  const { links } = (await ada.ask('GET', `/documents/${needed.id}/backlinks`)).body;
  expect(links).toMatchObject([{ kind: 'depends-on', from: { file: 'links/0008-needs.md' }, to: { id: needed.id } }]);
});

test('a workspace goes with its documents and comes back with those that went with it', async () => {
  const admin = await hub.signIn('Amy', 'admin', 'plans');
  const [gone, stays] = [
    await begin('gone.md', design(hidden), 'plans'),
    await begin('stays.md', design(hidden), 'plans'),
  ];
  await admin.ask('DELETE', `/documents/${gone.id}`);
  expect((await admin.ask('DELETE', '/workspaces/plans?name=plan')).body.fields[0].field).toBe('name');
  expect((await admin.ask('DELETE', '/workspaces/plans?name=plans')).status).toBe(204);
  for (const client of [admin, root]) {
    expect(await seen(client)).toEqual([]);
    expect((await client.ask('GET', '/workspaces/plans/templates')).status).toBe(404);
    expect((await client.ask('GET', '/removed-documents')).body.documents).not.toContainEqual(
      expect.objectContaining({ workspace: 'plans' }),
    );
  }
  expect((await admin.ask('POST', `/documents/${stays.id}/restore`, {})).body.type).toBe('/problems/conflict');
  expect((await root.ask('POST', '/workspaces', { name: 'plans', title: 'Others' })).status).toBe(201);
  expect((await admin.ask('POST', '/removed-workspaces/plans/restore', {})).status).toBe(403);
  expect((await root.ask('POST', '/removed-workspaces/plans/restore', {})).status).toBe(409);
  expect((await root.ask('GET', '/removed-workspaces')).body).toMatchObject([{ id: 'plans', name: 'plans' }]);
  expect((await root.ask('POST', '/removed-workspaces/plans/restore', { name: 'old-plans' })).status).toBe(204);
  const back = (await admin.ask('GET', '/documents?workspace=old-plans')).body.documents;
  expect(back.map(({ id }: { id: string }) => id)).toEqual([stays.id]);
});

test('a change of rules is followed by whoever reads at once, and by lists soon', async () => {
  const { id } = await begin('slow.md', design('Slow'));
  const changed = await mia.ask('PUT', '/workspaces/specs/templates', {
    file: 'templates/design.md',
    text: `${designTemplate}\n## Rollback\n\n[How to go back]\n`,
  });
  expect(changed.status).toBe(202);
  expect(changed.body.toRebuild).toBeGreaterThan(0);
  const findings = (await ada.ask('GET', `/documents/${id}/findings`)).body;
  expect(findings).toContainEqual(expect.objectContaining({ code: 'STR101' }));
  const errors = async () => {
    const [row] = await database.queries.select().from(projection).where(eq(projection.document, id));
    return row?.warnings;
  };
  const left = async () => (await ada.ask('GET', '/workspaces/specs')).body.toRebuild;
  await vi.waitFor(async () => expect(await left()).toBe(0), 10_000);
  expect(await errors()).toBeGreaterThan(0);
  // A document whose template is gone keeps what is known of it, and holds nothing up.
  const gone = await mia.ask('DELETE', '/workspaces/specs/templates?file=templates/design.md');
  expect(gone.status).toBe(202);
  expect((await ada.ask('GET', `/documents/${id}`)).status).toBe(409);
  await vi.waitFor(async () => expect(await left()).toBe(0), 10_000);
  expect((await ada.ask('GET', '/documents?workspace=specs')).body.documents).toMatchObject([
    { id, title: 'Slow' },
    {},
    {},
  ]);
});
