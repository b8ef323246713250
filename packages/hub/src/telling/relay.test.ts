import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { eq, sql } from 'drizzle-orm';
import { build } from 'esbuild';
import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import { testDatabase } from '../../test/database.ts';
import { openListener } from '../database/listen.ts';
import { outbox } from '../database/tables/telling.ts';
import { put } from './outbox.ts';
import { type Deliver, NotYet, startRelay, Undeliverable } from './relay.ts';

const database = await testDatabase();
const listener = await openListener(database);
const { queries } = database;
afterAll(() => listener.close());

beforeEach(() => queries.delete(outbox));

/** Relays that are killed, one after the other. */
const kills = process.env.SPECWRIGHT_PROOF === '1' ? 60 : 3;

const body = { webhook: 'w', type: 'webhook.test', at: '', data: {} } as const;
const rows = (count: number) => Array.from({ length: count }, () => ({ key: null, body }));
const open = async (): Promise<number> =>
  queries.$count(outbox, sql`${outbox.doneAt} is null and ${outbox.deadAt} is null`);
const none = (): void => {};

test('two relays tell each row once while both live, and nothing of what was rolled back', async () => {
  const told: string[] = [];
  const webhook: Deliver<'webhook'> = async ({ id }) => {
    told.push(id);
    await sleep(1);
  };
  const relays = await Promise.all(
    // Nobody looks by themselves within this test: they are woken.
    [1, 2].map(() => startRelay({ database, listener, deliveries: { webhook }, failed: none, poll: 60_000 })),
  );
  const lost = database.transaction(async (one) => {
    await put(one, 'webhook', rows(5));
    throw new Error('no');
  });
  await expect(lost).rejects.toThrow('no');
  await database.transaction((one) => put(one, 'webhook', rows(60)));
  await vi.waitFor(async () => expect(await open()).toBe(0), 10_000);
  await Promise.all(relays.map((relay) => relay.stop()));
  expect(told.length).toBe(60);
  expect(new Set(told).size).toBe(60);
});

test('what fails is tried again after a pause, then given up with its reason; what nothing can tell is given up at once', async () => {
  const attempts = new Map<string, number>();
  const reports: unknown[] = [];
  const [fails, hopeless, late] = ['fails', 'hopeless', 'late'];
  const webhook: Deliver<'webhook'> = async ({ body: { webhook: name }, attempt }) => {
    const before = attempts.get(name) ?? 0;
    attempts.set(name, before + 1);
    if (name === late && before < 3) throw new NotYet(new Date());
    if (name === late) expect(attempt).toBe(1);
    if (name === hopeless) throw new Undeliverable('nobody there\0');
    if (name === fails) throw new Error('closed');
  };
  const input = { database, listener, deliveries: { webhook }, poll: 5, pauses: [1, 1, 1] };
  await put(
    queries,
    'webhook',
    [fails, hopeless, late].map((name) => ({ key: null, body: { ...body, webhook: name ?? '' } })),
  );
  const relay = await startRelay({ ...input, failed: (error) => reports.push(error) });
  await vi.waitFor(async () => expect(await open()).toBe(0), 10_000);
  await relay.stop();
  expect(Object.fromEntries(attempts)).toEqual({ fails: 4, hopeless: 1, late: 4 });
  const given = await queries.select({ reason: outbox.reason, dead: outbox.deadAt }).from(outbox);
  expect(
    given
      .filter(({ dead }) => dead !== null)
      .map(({ reason }) => reason)
      .sort(),
  ).toEqual(['closed', 'nobody there']);
  expect(reports.map(String).join('\n')).toMatch(/given up after 4 attempts: closed/u);
});

test('a row that somebody holds keeps no other waiting', async () => {
  const told: string[] = [];
  const webhook: Deliver<'webhook'> = async ({ id }) => void told.push(id);
  await put(queries, 'webhook', rows(12));
  await database.transaction(async (one) => {
    const [held] = await one.select({ id: outbox.id }).from(outbox).orderBy(outbox.dueAt).limit(1).for('update');
    const relay = await startRelay({ database, listener, deliveries: { webhook }, failed: none, poll: 5 });
    await vi.waitFor(() => expect(told.length).toBe(11), 10_000);
    expect(told).not.toContain(held?.id);
    await relay.stop();
  });
});

test('what has a key is there once, and what a program cannot say is stored all the same', async () => {
  await put(queries, 'webhook', [{ key: 'one', body: { ...body, data: { a: 'a\0b\u{d800}' } } }]);
  await put(queries, 'webhook', [{ key: 'one', body }, ...rows(1)]);
  expect(await open()).toBe(2);
  const [row] = await queries.select().from(outbox).where(eq(outbox.key, 'one'));
  expect(row?.body).toMatchObject({ data: { a: 'a\u{fffd}b\u{fffd}' } });
});

test('a relay that is killed in the middle loses nothing, and what it told twice has the same id', {
  timeout: 60_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'relay-'));
  const outfile = join(folder, 'relay.mjs');
  const js = "import { createRequire } from 'node:module';const require = createRequire(import.meta.url);";
  const entry = fileURLToPath(new URL('../../test/relay-process.ts', import.meta.url));
  const options = {
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
    external: ['pg-native'],
  } as const;
  await build({ ...options, external: ['pg-native'], entryPoints: [entry], outfile, banner: { js } });
  const told: string[] = [];
  const server = createServer((request, response) => {
    told.push(String(request.headers['webhook-id']));
    // So late that a killed relay has said it, and not heard that it was heard.
    setTimeout(() => response.end(), 15);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const receiver = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const start = (): ChildProcess =>
    spawn(process.execPath, [outfile, database.url, receiver], { stdio: ['ignore', 'ignore', 'inherit'] });
  await put(queries, 'webhook', rows(kills * 60));
  const processes = [start(), start()];
  for (let kill = 0; kill < kills; kill += 1) {
    const before = told.length;
    await vi.waitFor(() => expect(told.length).toBeGreaterThan(before + 20), 20_000);
    processes[kill]?.kill('SIGKILL');
    processes.push(start());
  }
  await vi.waitFor(async () => expect(await open()).toBe(0), 60_000);
  for (const one of processes) one.kill('SIGKILL');
  server.close();
  rmSync(folder, { recursive: true, force: true });
  expect(new Set(told)).toEqual(new Set((await queries.select({ id: outbox.id }).from(outbox)).map(({ id }) => id)));
  expect(told.length).toBeGreaterThan(kills * 60);
});
