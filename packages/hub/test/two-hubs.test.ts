import { setTimeout as sleep } from 'node:timers/promises';
import { sha256Of } from '@specwright/core/text/hash.ts';
import { sql } from 'drizzle-orm';
import { expect, test, vi } from 'vitest';
import { brokenEntry } from '../src/audit/verify-chain.ts';
import { testDatabase } from './database.ts';
import { letIn } from './let-in.ts';
import { lostAt, startLoad } from './load.ts';
import { freePort, startRealHub } from './real-hub.ts';
import { watchChanges } from './watch-changes.ts';

const proof = process.env.SPECWRIGHT_PROOF === '1';
const seed = Number(process.env.SPECWRIGHT_SEED ?? 20260702);
const deaths = Number(process.env.SPECWRIGHT_ROUNDS ?? (proof ? 40 : 1));
/** For a machine that does much else, ms. */
const timeout = deaths * 60_000 + 240_000;
const database = await testDatabase();
const { queries } = database;

/** Somebody who watches what changes, at one hub after the other, and goes on where they were. */
class Watcher {
  readonly heard = new Set<string>();
  resets = 0;
  #isStopped = false;
  #leave: () => unknown = () => undefined;

  /** Resolves when a hub has begun to tell. */
  async watch(
    ports: readonly number[],
    headers: Readonly<Record<string, string>>,
    last = '',
    place = 0,
  ): Promise<void> {
    const from = last === '' ? {} : { 'last-event-id': last };
    const hub = new URL(`http://127.0.0.1:${ports[place % ports.length]}`);
    const watching = await watchChanges(hub, { ...headers, ...from }).catch(() => null);
    this.#leave = () => watching?.leave();
    void this.#hear(watching?.next).then(async (newest) => {
      await sleep(20);
      if (!this.#isStopped) await this.watch(ports, headers, newest ?? last, place + 1);
    });
  }

  stop(): void {
    this.#isStopped = true;
    this.#leave();
  }

  /** Gives the id of the last event, null when there was none. */
  async #hear(next: Awaited<ReturnType<typeof watchChanges>>['next'] = async () => null): Promise<string | null> {
    let last: string | null = null;
    for (;;) {
      const told = await next().catch(() => null);
      if (told === null) return last;
      if (told.id !== '') last = told.id;
      if (told.event === 'reset') this.resets += 1;
      if (told.event === 'change') this.heard.add(`${told.data.kind} of ${told.data.document}`);
    }
  }
}

test('of two hubs one is killed: clients go on at the other, nothing acknowledged is lost, and its work is taken over', {
  timeout,
}, async () => {
  const ports = [await freePort(), await freePort()];
  const start = (place: number) => startRealHub(ports[place] ?? 0, '--database-url', database.url);
  const hubs = await Promise.all([start(0), start(1)]);
  const input = { ports, ...(await letIn(database)), writers: 2, typists: 2 };
  const watcher = new Watcher();
  await watcher.watch(ports, input.headers);
  const load = startLoad(input);
  const count = (as: string): number => load.acknowledged.filter((one) => one.as === as).length;
  const more = async (): Promise<void> => {
    const before = { text: count('text'), comment: count('comment'), typed: count('typed') };
    const isMore = () => Object.entries(before).every(([as, had]) => count(as) > had);
    await vi.waitFor(() => expect(isMore()).toBe(true), { timeout: 60_000, interval: 5 });
  };
  await more();
  for (let death = 0; death < deaths; death += 1) {
    const killed = Number.parseInt(sha256Of(`${seed} ${death}`).slice(0, 8), 16) % 2;
    await hubs[killed]?.kill();
    await more();
    if (death === deaths - 1) break;
    hubs[killed] = await start(killed);
    await more();
  }
  await load.stop();
  expect(load.surprises).toEqual([]);
  expect(await lostAt({ ...input, ports: [await livingPort(ports)] }, load.acknowledged)).toEqual([]);

  const told = new Set(
    load.acknowledged.map(({ document, as }) => `${as === 'comment' ? 'history' : 'text'} of ${document}`),
  );
  await vi.waitFor(() => expect([...told].filter((one) => !watcher.heard.has(one))).toEqual([]), 30_000);
  expect(watcher.resets).toBe(0);
  watcher.stop();

  // Comments that were sent twice, as nobody knew whether the first was heard, are there once.
  const { rows } = await queries.execute(
    sql`select body->>'text' as text from event where kind = 'thread-opened' group by 1 having count(*) > 1`,
  );
  expect(rows).toEqual([]);
  await vi.waitFor(async () => {
    const left = await queries.execute(sql`select count(*)::int as count from audit_entry where position is null`);
    expect(left.rows).toEqual([{ count: 0 }]);
  }, 30_000);
  expect(await brokenEntry(database.pool)).toBe(null);
  // What the dead were telling is theirs for two minutes; what came later the others tell at once.
  const due = sql`done_at is null and dead_at is null and topic = 'happening' ${proof ? sql`` : sql`and due_at <= now()`}`;
  await vi.waitFor(
    async () =>
      expect((await queries.execute(sql`select count(*)::int as count from outbox where ${due}`)).rows).toEqual([
        { count: 0 },
      ]),
    { timeout: proof ? 180_000 : 30_000, interval: 200 },
  );
  if (proof)
    console.log(`killed one of two hubs ${deaths} times (seed ${seed}): ${load.acknowledged.length} acknowledged`);
});

/** A port at which a hub answers. */
async function livingPort(ports: readonly number[]): Promise<number> {
  for (const port of ports) {
    const isUp = await fetch(`http://127.0.0.1:${port}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isUp) return port;
  }
  throw new Error('No hub answers');
}
