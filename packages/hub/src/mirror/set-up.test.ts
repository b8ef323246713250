import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeEvent } from '@specwright/core/lifecycle/event.ts';
import { afterAll, expect, test } from 'vitest';
import { testDatabase } from '../../test/database.ts';
import { design, teamHub } from '../../test/team-hub.ts';

const mirrors = realpathSync(mkdtempSync(join(tmpdir(), 'specwright-mirrors-')));
afterAll(() => rmSync(mirrors, { recursive: true, force: true }));
const database = await testDatabase();
const [hub, other] = [await teamHub(database, { mirrors }), await teamHub(database, { mirrors })];
const root = await hub.signIn('Root', 'admin of the hub');
await hub.makeWorkspace('specs', root);
await hub.makeWorkspace('other', root);
const maintainer = await hub.signIn('Mia', 'maintainer');
const begun = async (file: string): Promise<string> =>
  (await root.ask('POST', '/workspaces/specs/documents', { file, text: design(file) })).body.id;

test('who administers a workspace has it kept in step with a folder, and another process goes on when one ends', async () => {
  const id = await begun('a.md');
  const put = (folder: string, by = root, workspace = 'specs') =>
    by.ask('PUT', `/workspaces/${workspace}/mirror`, { folder });
  expect((await put('team', maintainer)).status).toBe(403);
  expect((await root.ask('GET', '/workspaces/specs/mirror')).status).toBe(404);
  symlinkSync('/tmp', join(mirrors, 'link'));
  for (const folder of ['..', '../x', 'link', 'link/x', '/etc', 'a//b']) {
    const { status, body } = await put(folder);
    expect([folder, status, body.type]).toEqual([folder, 400, '/problems/invalid-body']);
  }
  expect((await put('team')).status).toBe(204);
  expect((await put('team/below', root, 'other')).status).toBe(409);
  const file = join(mirrors, 'team', 'a.md');
  await expect.poll(() => existsSync(file), { timeout: 15_000 }).toBe(true);
  const state = async () => (await root.ask('GET', '/workspaces/specs/mirror')).body;
  await expect.poll(state).toMatchObject({ folder: 'team', rules: 'hub', state: 'in step', behind: 0, conflicts: [] });

  await hub.stop();
  writeFileSync(file, readFileSync(file, 'utf8').replace('at night', 'by day'));
  const ask = (method: string, path: string) =>
    fetch(new URL(`/api/v1${path}`, other.url), { method, headers: root.headers });
  const text = async () => (await ask('GET', `/documents/${id}/text`)).text();
  await expect.poll(text, { timeout: 15_000 }).toContain('Parcels are lost by day.');
  const revisions = await (await ask('GET', `/documents/${id}/revisions`)).json();
  expect((revisions as { via: string }[])[0]?.via).toBe('folder');
  expect((await ask('DELETE', '/workspaces/specs/mirror')).status).toBe(204);
  expect(existsSync(file)).toBe(true);
});

test('events of elsewhere are imported as claims, and none of another document', async () => {
  const again = await teamHub(database);
  const admin = await again.signIn('Ann', 'maintainer');
  const { body } = await admin.ask('POST', '/workspaces/specs/documents', { file: 'b.md', text: design('B') });
  const { id } = body;
  const by = { kind: 'person', id: 'eve@example.com', name: 'Eve' } as const;
  const frame = { at: '2027-01-01T00:00:00.000Z', by, parents: [id], document: id };
  const thread = { kind: 'thread-opened', address: 'problem', quote: '', text: 'Says who?', blocking: true } as const;
  const opened = makeEvent({ ...frame, ...thread, revision: body.revision });
  const send = (events: readonly object[], texts: readonly string[] = []) =>
    admin.ask('POST', `/documents/${id}/history`, { events, texts });
  expect((await send([opened])).body).toEqual({ added: 1 });
  expect((await send([opened])).body).toEqual({ added: 0 });
  expect((await send([{ ...opened, text: 'Forged' }])).body.fields[0].message).toContain('is not what its id says');
  const stranger = makeEvent({ ...frame, ...thread, revision: body.revision, document: 'f'.repeat(64), parents: [] });
  expect((await send([stranger])).body.detail).toContain('is of another document');
  // Who knows the name of a text alone does not get to see it by an event.
  const secret = await admin.ask('POST', '/workspaces/specs/documents', { file: 'c.md', text: design('C') });
  const peeping = makeEvent({ ...frame, ...thread, revision: secret.body.revision });
  expect((await send([peeping])).body.detail).toContain('is not among those that came with it');
  expect((await send([peeping], [design('C')])).body).toEqual({ added: 1 });
});
