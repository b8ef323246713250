import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { eq, sql } from 'drizzle-orm';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { Doc, encodeStateAsUpdate } from 'yjs';
import { testDatabase } from '../../test/database.ts';
import { RoomClient } from '../../test/room-client.ts';
import { serveRooms } from '../../test/room-server.ts';
import { writeDocument, writeRevision } from '../../test/written-document.ts';
import { document, keptText, revision } from '../database/tables/documents.ts';
import { roomUpdate } from '../database/tables/rooms.ts';
import { stateMessage, updateMessage } from './messages.ts';
import { applyOutside } from './outside.ts';

const database = await testDatabase();
const settings = { pause: 150, longest: 2_000, recheck: 200, idle: 300, folded: 500 };
const out = new Set<string>();
const gone = new Set<string>();
const readers = new Set<string>();
const [one, other] = await Promise.all([
  serveRooms(database, { settings, out, gone, readers }),
  serveRooms(database, { settings, out, gone, readers }),
]);
const clients: RoomClient[] = [];
let made = 0;

afterEach(() => {
  for (const client of clients.splice(0)) client.close();
  expect([...one.troubles, ...other.troubles]).toEqual([]);
});
afterAll(() => Promise.all([one.close(), other.close()]));

async function documentWith(text: string): Promise<string> {
  made += 1;
  const id = `d${made}`;
  await database.transaction((queries) => writeDocument(queries, id, text));
  return id;
}

async function join(server: typeof one, id: string, who: string): Promise<RoomClient> {
  const client = new RoomClient();
  clients.push(client);
  await client.connect(server.urlOf(id), who);
  await vi.waitFor(() => expect(client.isIn || client.closeCode !== undefined).toBe(true));
  return client;
}

/** The HTTP status with which a request to join is turned away. */
async function statusOf(url: string, who: string): Promise<number | undefined> {
  const socket = new WebSocket(url, { headers: { authorization: who } });
  socket.on('error', () => {});
  const [, { statusCode }] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage];
  return statusCode;
}

const eventually = (check: () => unknown) => vi.waitFor(check, { timeout: 10_000, interval: 10 });

async function newest(id: string): Promise<{ text: string; authors: string[] }> {
  const [found] = await database.queries
    .select({ text: keptText.text, authors: revision.authors })
    .from(document)
    .innerJoin(keptText, eq(keptText.digest, document.revision))
    .leftJoin(revision, sql`${revision.document} = ${document.id} and ${revision.version} = ${document.version}`)
    .where(eq(document.id, id));
  return { text: found?.text ?? '', authors: (found?.authors ?? []).toSorted() };
}

test('two who open a room at once at two processes write one text, which becomes a revision of both', async () => {
  const id = await documentWith('Hello\n');
  const [ada, bob] = await Promise.all([join(one, id, 'ada'), join(other, id, 'bob')]);
  await eventually(() => expect([ada.text, bob.text]).toEqual(['Hello\n', 'Hello\n']));
  ada.insert(5, ' Bob');
  bob.insert(6, 'Hi Ada\n');
  await eventually(() => {
    expect(ada.text).toBe('Hello Bob\nHi Ada\n');
    expect(bob.text).toBe(ada.text);
    expect(ada.isSaved && bob.isSaved).toBe(true);
  });
  await eventually(async () =>
    expect(await newest(id)).toEqual({ text: 'Hello Bob\nHi Ada\n', authors: ['ada@x.org', 'bob@x.org'] }),
  );
  await eventually(() => {
    expect(ada.revisions).not.toEqual([]);
    expect(bob.revisions.at(-1)).toEqual(ada.revisions.at(-1));
  });
});

test('what is told to be saved is in the database', async () => {
  const id = await documentWith('');
  const ada = await join(one, id, 'ada');
  ada.insert(0, 'kept');
  await eventually(() => expect(ada.isSaved).toBe(true));
  const rows = await database.queries
    .select({ who: roomUpdate.who })
    .from(roomUpdate)
    .where(eq(roomUpdate.document, id));
  expect(rows).toEqual([{ who: 'ada@x.org' }]);
});

test('people see where others are, under the name that these signed in with', async () => {
  const id = await documentWith('');
  const [ada, bob] = [await join(one, id, 'ada'), await join(other, id, 'bob')];
  ada.awareness.setLocalState({ cursor: 3, user: { name: 'Eve', color: '#ff0000' } });
  const adas = () => bob.awareness.getStates().get(ada.doc.clientID);
  await eventually(() =>
    expect(adas()).toEqual({ cursor: 3, user: { name: 'ada', id: 'ada@x.org', color: '#ff0000' } }),
  );
  const late = await join(other, id, 'late');
  await eventually(() => expect(late.awareness.getStates().has(ada.doc.clientID)).toBe(true));
  ada.drop();
  await eventually(() => expect(adas()).toBeUndefined());
});

test('a reader hears everything and writes nothing', async () => {
  const id = await documentWith('Read me\n');
  const [reader, ada] = [await join(one, id, 'reader'), await join(one, id, 'ada')];
  await eventually(() => expect(reader.text).toBe('Read me\n'));
  expect(reader.right).toBe('read');
  reader.insert(0, 'No');
  await eventually(() => expect(reader.refused).toEqual(['read-only']));
  ada.insert(8, 'More\n');
  await eventually(() => expect(reader.text).toBe('NoRead me\nMore\n'));
  expect(ada.text).toBe('Read me\nMore\n');
  expect(reader.closeCode).toBeUndefined();
});

test('who may no longer write is told, who may no longer read goes, and so does who is signed out or whose document is removed', async () => {
  const id = await documentWith('');
  const names = ['ada', 'bob', 'cy', 'dan'];
  const [ada, bob, cy, dan] = (await Promise.all(names.map((name) => join(one, id, name)))) as [
    RoomClient,
    RoomClient,
    RoomClient,
    RoomClient,
  ];
  readers.add('ada');
  out.add('bob');
  gone.add('cy');
  await database.queries.execute(sql`select pg_notify('rights', '')`);
  await eventually(() => expect([ada.right, bob.closeCode, cy.closeCode]).toEqual(['read', 4403, 4401]));
  readers.clear();
  await eventually(() => expect(ada.right).toBe('write'));
  await database.queries.update(document).set({ removedAt: new Date() }).where(eq(document.id, id));
  await eventually(() => expect([ada.closeCode, dan.closeCode]).toEqual([4410, 4410]));
  expect((await join(one, id, 'ada')).closeCode).toBe(4410);
  expect((await join(one, id, 'bob')).closeCode).toBe(4403);
  expect((await join(one, 'nothing', 'ada')).closeCode).toBe(4403);
  out.clear();
  gone.clear();
});

test('what is no text of a room closes the connection and changes nothing', async () => {
  const id = await documentWith('Text\n');
  const watching = await join(one, id, 'watching');
  const map = new Doc();
  map.getMap('other').set('a', 1);
  const bold = new Doc();
  bold.getText('text').insert(0, 'bold', { bold: true });
  const zero = new Doc();
  zero.getText('text').insert(0, 'a\0b');
  const late = new Doc();
  late.getText('text').insert(0, 'one');
  const updates: Uint8Array[] = [];
  late.on('update', (update: Uint8Array) => updates.push(update));
  late.getText('text').insert(3, 'two');
  const forged = new Doc();
  forged.clientID = watching.doc.clientID;
  forged.getText('text').insert(0, 'mine');
  watching.insert(0, 'W');
  await eventually(() => expect(watching.isSaved).toBe(true));
  const hostile: (Uint8Array | string)[] = [
    'text',
    Uint8Array.of(99),
    Uint8Array.of(0, 0, 200),
    Uint8Array.of(0, 0, 1, 200),
    updateMessage(Uint8Array.of(1, 2, 3, 4)),
    updateMessage(updates[0] as Uint8Array),
    ...[map, bold, zero].map((doc) => stateMessage(encodeStateAsUpdate(doc))),
    stateMessage(encodeStateAsUpdate(forged)),
  ];
  for (const message of hostile) {
    const eve = await join(one, id, 'eve');
    eve.send(message);
    await eventually(() => expect(eve.closeCode).toBe(4400));
  }
  // Another process has not seen whose the Yjs client is.
  const mallory = await join(other, id, 'mallory');
  mallory.send(stateMessage(encodeStateAsUpdate(forged)));
  await eventually(() => expect(mallory.closeCode).toBe(4400));
  expect(watching.text).toBe('WText\n');
  expect((await join(other, id, 'late')).closeCode).toBeUndefined();
});

test('who is not signed in does not come in, nor does the twenty-first connection of one account', async () => {
  const id = await documentWith('');
  gone.add('nobody');
  expect(await statusOf(one.urlOf(id), 'nobody')).toBe(401);
  gone.clear();
  expect(await statusOf(one.urlOf(id).replace('/room', '/rooms'), 'ada')).toBe(404);
  const many = await Promise.all(Array.from({ length: 21 }, () => join(one, id, 'ada')));
  await eventually(() =>
    expect(many.map(({ closeCode }) => closeCode).filter((code) => code !== undefined)).toEqual([4429]),
  );
});

test('who reads slowly is told the rest when they have read what they were sent', async () => {
  const id = await documentWith('');
  const [slow, ada] = [await join(one, id, 'slow'), await join(one, id, 'ada')];
  slow.pause();
  for (let turn = 0; turn < 12; turn += 1) {
    ada.delete(0, ada.text.length);
    ada.insert(0, String(turn % 10).repeat(1_000_000));
    await eventually(() => expect([ada.isSaved, ada.closeCode]).toEqual([true, undefined]));
  }
  slow.resume();
  await eventually(() => expect(slow.text === ada.text).toBe(true));
  ada.insert(0, 'more');
  await eventually(() => expect(slow.text === ada.text).toBe(true));
});

test('a text that would be too long is refused', async () => {
  const id = await documentWith('');
  const ada = await join(one, id, 'ada');
  ada.insert(0, 'x'.repeat(1_999_999));
  await eventually(() => expect(ada.isSaved).toBe(true));
  ada.delete(0, 10);
  ada.insert(0, '0123456789');
  await eventually(() => expect(ada.isSaved).toBe(true));
  ada.insert(0, 'ab');
  await eventually(() => expect(ada.closeCode).toBe(4413));
  expect(ada.refused).toEqual(['too-long']);
});

test('a write from elsewhere comes to everybody who types, at every process', async () => {
  const base = 'One two three.\n';
  const id = await documentWith(base);
  const [ada, bob] = [await join(one, id, 'ada'), await join(other, id, 'bob')];
  await eventually(() => expect([ada.text, bob.text]).toEqual([base, base]));
  ada.insert(0, 'Zero. ');
  await database.transaction(async (queries) => {
    await queries.select().from(document).where(eq(document.id, id)).for('update');
    const before = (await newest(id)).text;
    const text = before.replace('two', '2').replace('three.', 'three. Four.');
    await writeRevision(queries, id, text, ['api@x.org'], 'api');
    await applyOutside(queries, { document: id, base: before, text, who: 'api@x.org' });
  });
  bob.insert(bob.text.length, 'Five.\n');
  const text = 'Zero. One 2 three. Four.\nFive.\n';
  await eventually(() => expect([ada.text, bob.text]).toEqual([text, text]));
  await eventually(async () => expect((await newest(id)).text).toBe(text));
});

test('a revision can be asked for, and a room is put away and opened again', async () => {
  const id = await documentWith('');
  const ada = await join(one, id, 'ada');
  ada.insert(0, 'now');
  await eventually(() => expect(ada.isSaved).toBe(true));
  expect(await one.rooms.cut(id)).toMatchObject({ sequence: 1 });
  expect((await newest(id)).text).toBe('now');
  ada.drop();
  await new Promise((done) => setTimeout(done, 1_000));
  const bob = await join(one, id, 'bob');
  await eventually(() => expect(bob.text).toBe('now'));
  expect(await one.rooms.cut('nothing')).toBeNull();
});
