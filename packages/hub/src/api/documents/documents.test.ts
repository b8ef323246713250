import { sha256Of } from '@specwright/core/text/hash.ts';
import { eq } from 'drizzle-orm';
import { afterAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { openMirror } from '../../../../cli/src/mirror/open-mirror.ts';
import { testDatabase } from '../../../test/database.ts';
import { person } from '../../../test/people.ts';
import { readConfiguration } from '../../configuration.ts';
import { room as rooms } from '../../database/tables/rooms.ts';
import { startHub } from '../../hub.ts';
import type { Caller } from '../../rights/right.ts';
import { startWorkings } from '../../workings.ts';

const database = await testDatabase();
const people = new Map<string, Caller>();
for (const name of ['ada', 'tia', 'eva', 'mal']) {
  people.set(name, await person(database.queries, name, { admin: name !== 'mal' }));
}
const callerNamed = (authorization: string | undefined): Caller | null => {
  const caller = people.get(authorization ?? '') ?? null;
  return caller && { ...caller, authenticatedAt: new Date() };
};

const noFolders = { openFolder: (folder: string) => openMirror(folder, folder), callerOf: async () => null };
const configuration = { port: '0', databaseUrl: database.url, logLevel: 'silent', rateLimit: '10000' };
const hub = await startHub(readConfiguration('hub', configuration, {}, ''), {
  version: '1',
  files: null,
  lost: () => {},
  face: async (parts) => {
    type Asked = { readonly headers: { readonly authorization?: string | undefined } };
    const opensRoom = async ({ headers }: Asked) => callerNamed(headers.authorization) ?? (401 as const);
    const callerOf = async ({ headers }: Asked) => callerNamed(headers.authorization);
    const { routes, attach, stop } = await startWorkings({
      parts,
      least: 'session',
      opensRoom,
      callerOf,
      folders: noFolders,
    });
    return { callerOf, routes, attach, stop };
  },
});
afterAll(() => hub.stop());

async function ask(who: string, method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const content = body === undefined ? {} : { 'content-type': 'application/json' };
  const answer = await fetch(new URL(`/api/v1${path}`, hub.url), {
    method,
    headers: { authorization: who, 'specwright-request': '1', ...content, ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  const isJson = answer.headers.get('content-type')?.includes('json') === true;
  return {
    status: answer.status,
    headers: answer.headers,
    text,
    body: isJson && text !== '' ? JSON.parse(text) : null,
  };
}

const template = `# Design: [Name]

**Author**: [Name]
**Status**: Draft | In Review | Approved

## Problem

[What is wrong]

## Tasks

- [ ] [Task]

## Sign-offs

| Role | Name | Status | Date |
|------|------|--------|------|
| Tech Lead | | Pending | |
`;
const text = template
  .replace('[Name]', 'Retries')
  .replace('[Name]', 'Ada')
  .replace('Draft | In Review | Approved', 'Draft')
  .replace('[What is wrong]', 'Parcels are lost at night.')
  .replace('[Task]', 'Buy lamps');

test('a document goes from its first line to its approval over HTTP, each step on the newest text alone', async () => {
  const { body: made } = await ask('ada', 'POST', '/workspaces', { name: 'plans', title: 'Plans' });
  const at = `/workspaces/${made.id}`;
  expect((await ask('ada', 'PUT', `${at}/templates`, { file: 'design.md', text: template })).status).toBe(202);
  expect((await ask('ada', 'PUT', `${at}/configuration`, { config: 'lifecycle: 7' })).body).toMatchObject({
    type: '/problems/invalid-body',
    fields: [{ field: 'config' }],
  });
  expect((await ask('mal', 'POST', `${at}/documents`, { file: 'a.md', text })).status).toBe(404);
  const begun = await ask('ada', 'POST', `${at}/documents`, { file: 'specs/0001-retries.md', text });
  expect([begun.status, begun.body.version, begun.body.revision]).toEqual([201, 1, sha256Of(text)]);
  const document = `/documents/${begun.body.id}`;

  const ticked = await ask('ada', 'POST', `${document}/tick`, { addresses: ['tasks[1]'], revision: sha256Of(text) });
  expect(ticked.body).toMatchObject({ version: 2, addresses: ['tasks[1]'] });
  const late = { text: text.replace('night', 'noon') };
  const stale = await ask('tia', 'PUT', `${document}/text`, late, { 'if-match': `"${sha256Of(text)}"` });
  expect(stale.body).toMatchObject({ status: 409, type: '/problems/stale-base', base: text, merged: { conflicts: 0 } });
  const written = await ask(
    'tia',
    'PUT',
    `${document}/text`,
    { text: stale.body.merged.text },
    {
      'if-match': `"${stale.body.revision}"`,
    },
  );
  expect(written.body.version).toBe(3);
  const read = await ask('tia', 'GET', `${document}/text`);
  expect(read.text).toContain('- [x] Buy lamps');
  expect(read.text).toContain('at noon');
  const known = { 'if-none-match': read.headers.get('etag') ?? '' };
  expect((await ask('tia', 'GET', `${document}/text`, undefined, known)).status).toBe(304);

  expect((await ask('ada', 'POST', `${document}/move`, { to: 'Approved', override: null })).status).toBe(409);
  const review = await ask('ada', 'POST', `${document}/move`, { to: 'In Review', override: null });
  expect(review.body.status).toBe('In Review');
  const signed = { role: 'Tech Lead', verdict: 'Approved', reason: null, scope: null };
  // Whoever edited a part last does not approve it.
  expect((await ask('ada', 'POST', `${document}/sign`, { ...signed, shown: review.body.revision })).body.type).toBe(
    '/problems/conflict',
  );
  const { body: standing } = await ask('ada', 'GET', document);
  expect(standing.standing).toMatchObject({ status: 'In Review', turns: [{ who: 'Tech Lead' }] });
  expect(standing.data).toMatchObject({ author: 'Ada', status: 'In Review' });
  const sign = { ...signed, shown: standing.revision };
  expect((await ask('eva', 'POST', `${document}/sign`, sign)).body).toMatchObject({ status: 'In Review' });
  const approved = await ask('ada', 'POST', `${document}/move`, { to: 'Approved', override: null });
  expect(approved.body.status).toBe('Approved');
  expect((await ask('ada', 'GET', '/sign-offs')).body.rows).toMatchObject([
    { role: 'Tech Lead', by: 'eva', verdict: 'Approved', hours: 0, file: 'specs/0001-retries.md' },
  ]);
  expect((await ask('ada', 'GET', '/decisions?kind=moved')).body.rows).toMatchObject([
    { words: expect.stringContaining('Approved') },
    { words: expect.stringContaining('In Review') },
  ]);
  const { body: told } = await ask('tia', 'GET', `${document}/history`);
  expect(told.map(({ event }: { event: { kind: string } }) => event.kind)).toEqual([
    ...['created', 'moved', 'signed', 'moved'],
  ]);
});

test('lists, searches and turns name what the caller may read, and nothing else', async () => {
  const found = async (who: string, path: string) => (await ask(who, 'GET', path)).body.documents.length;
  expect(await found('ada', '/documents?status=approved')).toBe(1);
  expect(await found('ada', '/documents?status=draft')).toBe(0);
  expect(await found('ada', '/search?q=parcels')).toBe(1);
  expect(await found('mal', '/documents')).toBe(0);
  expect(await found('mal', '/search?q=parcels')).toBe(0);
  expect((await ask('mal', 'GET', '/turns')).body).toEqual([]);
  expect((await ask('ada', 'GET', '/documents?cursor=none')).body.type).toBe('/problems/invalid-body');
  expect((await ask('nobody', 'GET', '/documents')).status).toBe(401);
});

test('a room opens for whoever may read the document, and for nobody else', async () => {
  const { body } = await ask('ada', 'GET', '/documents');
  const room = new URL(`/api/v1/documents/${body.documents[0].id}/room`, hub.url.href.replace('http', 'ws'));
  const opens = (who: string) =>
    new Promise<string>((done) => {
      const socket = new WebSocket(room, { headers: { authorization: who } });
      socket.once('message', () => {
        socket.close();
        done('joined');
      });
      socket.once('close', (code) => done(`closed ${code}`));
      socket.once('error', ({ message }) => done(message));
    });
  expect(await opens('ada')).toBe('joined');
  expect(await opens('mal')).toBe('closed 4403');
  expect(await opens('nobody')).toContain('401');
  // From now on the document has a room, into which whatever is written over HTTP comes.
  const { id } = body.documents[0];
  const { text: before } = await ask('ada', 'GET', `/documents/${id}/text`);
  const text = `${before}\nOne line more.\n`;
  const written = await ask('ada', 'PUT', `/documents/${id}/text`, { text }, { 'if-match': `"${sha256Of(before)}"` });
  expect(written.status).toBe(200);
  const [held] = await database.queries.select().from(rooms).where(eq(rooms.document, id));
  expect(held?.revision).toBe(sha256Of(text));
});
