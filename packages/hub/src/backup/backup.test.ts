import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { beforeAll, expect, test, vi } from 'vitest';
import { testDatabase } from '../../test/database.ts';
import { RoomClient } from '../../test/room-client.ts';
import { madeTables, rowsOf } from '../../test/rows-of.ts';
import { type Client, design, teamHub } from '../../test/team-hub.ts';
import { chainEntries } from '../audit/chain.ts';
import { brokenEntry } from '../audit/verify-chain.ts';
import type { Database } from '../database/database.ts';
import { hubId } from '../database/hub-id.ts';
import { notification, webhook } from '../database/tables/telling.ts';
import { rebuildAll } from '../upkeep.ts';
import { keptTables } from './kept-tables.ts';
import { restoreArchive } from './restore-archive.ts';
import { archiveText } from './write-archive.ts';

const seed = Number(process.env.SPECWRIGHT_SEED ?? 20260702);
const numRuns = process.env.SPECWRIGHT_PROOF === '1' ? 500 : 15;
const database = await testDatabase();
const empty = await testDatabase();
const quiet = (): void => {};
let archive: Buffer = Buffer.alloc(0);
/** What a program is answered, by address. */
let answers: Record<string, unknown> = {};
let bearer = '';

/** Reads a hub over its API, as a program with a token. */
async function readAll({ nobody }: Awaited<ReturnType<typeof teamHub>>): Promise<Record<string, unknown>> {
  const read: Record<string, unknown> = {};
  const ask = async (path: string) => {
    const { status, body } = await nobody.ask('GET', path, undefined, { authorization: bearer });
    read[path] = { status, body };
    return body;
  };
  const { documents } = await ask('/documents');
  for (const { id } of documents)
    for (const what of ['', '/text', '/history', '/revisions', '/gates', '/findings', '/rights'])
      await ask(`/documents/${id}${what}`);
  for (const what of ['roles', 'rights', 'templates', 'configuration']) await ask(`/workspaces/specs/${what}`);
  for (const path of ['/workspaces', '/people', '/groups', '/turns', '/stuck', '/risks', '/open-questions', '/facets'])
    await ask(path);
  await ask('/search?q=parcels');
  await ask('/documents?risks.impact=Low');
  return read;
}

/** A hub with some of everything. */
async function fill(hub: Awaited<ReturnType<typeof teamHub>>): Promise<void> {
  const done = async (who: Client, ...request: Parameters<Client['ask']>) => {
    const answer = await who.ask(...request);
    expect(answer.status, `${request[1]}: ${JSON.stringify(answer.body)}`).toBeLessThan(300);
    return answer.body;
  };
  await hubId(database);
  const ada = await hub.signIn('Ada', 'admin of the hub');
  await hub.makeWorkspace('specs', ada);
  const tia = await hub.signIn('Tia', 'commenter');
  const { id, revision } = await done(ada, 'POST', '/workspaces/specs/documents', {
    ...{ file: 'rain.md', text: design('Größe 数据库 \\u0000 "quoted"') },
  });
  const values = [{ address: 'risks[1].impact', value: 'Low' }];
  await done(ada, 'POST', `/documents/${id}/set`, { revision, values });
  const said = { address: 'problem', quote: '', text: 'Which nights?\n\t{}', blocking: true };
  await done(tia, 'POST', `/documents/${id}/comment`, said);
  await done(ada, 'PUT', '/workspaces/specs/configuration', { config: 'lifecycle:\n  roles:\n    Security: {}\n' });
  await done(ada, 'PUT', '/workspaces/specs/roles/Security', { owners: [{ account: tia.caller.account }] });
  await done(ada, 'PUT', '/me/absences', { absences: [{ from: '2026-12-24', until: null }] });
  const group = await done(ada, 'POST', '/groups', { name: 'Writers' });
  await done(ada, 'PUT', `/groups/${group.id}/members/${tia.caller.account}`);
  const made = { name: 'CI', right: 'admin', workspace: null, expiresAt: new Date(Date.now() + 86_400_000) };
  bearer = `Bearer ${(await done(ada, 'POST', '/me/tokens', made)).secret}`;
  const { account } = tia.caller;
  const of = { workspace: 'specs', account, url: 'https://example.com', kinds: ['signed'], secret: 's' };
  await database.queries.insert(webhook).values({ id: 'hook', ...of });
  const told = { account, document: id, kind: 'turn', what: 'sign', address: 'problem', why: '’', at: new Date() };
  await database.queries.insert(notification).values({ id: 'told', ...told });
  const writer = new RoomClient();
  await writer.connect(`ws://${hub.url.host}/api/v1/documents/${id}/room`, bearer);
  await vi.waitFor(() => expect(writer.isIn).toBe(true));
  writer.insert(0, '🙂');
  await vi.waitFor(() => expect(writer.isSaved).toBe(true));
  writer.close();
}

beforeAll(async () => {
  const hub = await teamHub(database);
  await fill(hub);
  await hub.stop();
  await chainEntries(database);
  await rebuildAll(database, quiet);
  const reading = await teamHub(database);
  answers = await readAll(reading);
  await reading.stop();
  archive = await archiveOf(database);
});

async function archiveOf(from: Database): Promise<Buffer> {
  const pieces: string[] = [];
  for await (const piece of archiveText(from, '1.2.3', quiet)) pieces.push(piece);
  return Buffer.from(pieces.join(''));
}

/** Restores what comes as a file does, in pieces that mind no lines. */
async function restored(bytes: Uint8Array, size = 1_000): Promise<void> {
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
  }
  await restoreArchive(empty, pieces(), quiet);
}

const changed = (find: string, by: string): Buffer => Buffer.from(archive.toString().replace(find, by));

test('an archive that was cut off or altered anywhere, or is of another version, is refused, and nothing is restored', async () => {
  const before = await rowsOf(empty.queries, keptTables);
  await fc.assert(
    fc.asyncProperty(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 1, max: 255 }), async (at, bits) => {
      const place = Math.min(archive.length - 1, Math.floor(at * archive.length));
      await expect(restored(archive.subarray(0, place))).rejects.toThrow(/cut off|no backup/u);
      const other = Buffer.from(archive);
      other[place] = (other[place] ?? 0) ^ bits;
      await expect(restored(other)).rejects.toThrow(/altered|cut off|no backup|format|does not know/u);
    }),
    { seed, numRuns },
  );
  await expect(restored(Buffer.concat([archive, Buffer.from('{}\n')]))).rejects.toThrow('altered');
  await expect(restored(changed('"format":1', '"format":2'))).rejects.toThrow('in format 2, and this version reads 1');
  await expect(restored(changed('"table":"account"', '"table":"pg_authid"'))).rejects.toThrow('“pg_authid”');
  await expect(restored(changed('"columns":["only"', '"columns":["lost"'))).rejects.toThrow('“lost” in “hub”');
  expect(await rowsOf(empty.queries, keptTables)).toEqual(before);
});

test('a restored hub holds and answers what the other one did, goes on with its numbers, and is restored into once', async () => {
  // A start leaves a row or two, and links that must open nothing later.
  await (await teamHub(empty)).stop();
  await restored(archive, 77);
  await rebuildAll(empty, quiet);
  const tables = [...keptTables, ...madeTables];
  const [here, there] = [await rowsOf(database.queries, tables), await rowsOf(empty.queries, tables)];
  const unlike = { api_token: [] };
  expect({ ...there, ...unlike }).toEqual({ ...here, ...unlike });
  const filled = Object.entries(there).filter(([, rows]) => rows.length > 0);
  expect(filled.map(([table]) => table)).toEqual(
    expect.arrayContaining(['hub', 'account', 'event', 'room_update', 'webhook', 'audit_entry', 'role_owner']),
  );
  const { rows: links } = await empty.queries.execute(sql`select * from one_time_link`);
  expect(links).toEqual([]);
  const hub = await teamHub(empty);
  expect(await readAll(hub)).toEqual(answers);
  const text = design('After');
  const begun = await hub.nobody.ask(
    'POST',
    '/workspaces/specs/documents',
    { file: 'after.md', text },
    { authorization: bearer },
  );
  expect(begun.status).toBe(201);
  const rebuild = await hub.nobody.ask('POST', '/rebuild', undefined, { authorization: bearer });
  expect([rebuild.status, rebuild.body]).toEqual([202, { toRebuild: 2 }]);
  await hub.stop();
  await chainEntries(empty);
  expect(await brokenEntry(empty.pool)).toBe(null);
  await empty.queries.execute(sql`update audit_entry set body = body || ' ' where position = 2`);
  expect(await brokenEntry(empty.pool)).toBe(2);
  await expect(restored(archive)).rejects.toThrow('holds accounts or documents already');
});

test('a backup is of one moment, whatever is written meanwhile', async () => {
  const pieces: string[] = [];
  for await (const piece of archiveText(database, '1.2.3', quiet)) {
    if (pieces.length === 0)
      await database.queries.execute(sql`update document set file = 'late.md'; update workspace set title = 'Late'`);
    pieces.push(piece);
  }
  const rows = (text: string) => text.split('\n').slice(1, -2).sort();
  expect(rows(pieces.join(''))).toEqual(rows(archive.toString()));
});
