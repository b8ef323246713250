import { expect, test, vi } from 'vitest';
import { getState } from 'yjs';
import { testDatabase } from '../../test/database.ts';
import { RoomClient } from '../../test/room-client.ts';
import { roomProcesses } from '../../test/room-processes.ts';
import { writeDocument } from '../../test/written-document.ts';

const proof = process.env.SPECWRIGHT_PROOF === '1';
const database = await testDatabase();
const start = await roomProcesses(database.url, {
  pause: 3_000,
  longest: 10_000,
  recheck: 30_000,
  idle: 60_000,
  folded: 500,
});

/** In ms, sorted. */
function percentile(times: readonly number[], share: number): string {
  return (times[Math.floor((times.length - 1) * share)] ?? Number.NaN).toFixed(1);
}

test(`${proof ? 100 : 20} people who type at once in one document come to one text`, async () => {
  const processes = [await start(), await start()];
  const id = 'd';
  await database.transaction((queries) => writeDocument(queries, id, 'Begin.\n'.repeat(200)));
  const clients = Array.from({ length: proof ? 100 : 20 }, () => new RoomClient());
  await Promise.all(clients.map((client, index) => client.connect(processes[index % 2]?.urlOf(id) ?? '', `p${index}`)));
  await vi.waitFor(() => expect(clients.every(({ isSaved, text }) => isSaved && text !== '')).toBe(true), 30_000);
  const written = new Map(clients.map(({ doc }) => [doc.clientID, [] as { clock: number; at: number }[]]));
  const received: number[] = [];
  const saved: number[] = [];
  // One at each process hears of everybody.
  for (const watcher of clients.slice(0, 2)) {
    const heard = new Map<number, number>();
    watcher.heard = () => {
      const now = performance.now();
      for (const [client, updates] of written) {
        const clock = getState(watcher.doc.store, client);
        let next = heard.get(client) ?? 0;
        for (; (updates[next]?.clock ?? Number.POSITIVE_INFINITY) <= clock; next += 1)
          if (client !== watcher.doc.clientID) received.push(now - (updates[next]?.at ?? now));
        heard.set(client, next);
      }
    };
  }
  for (const client of clients.slice(2)) client.isLazy = true;
  const until = performance.now() + (proof ? 20_000 : 2_000);
  await Promise.all(
    clients.map(async (client, index) => {
      let at = 20 + index * 10;
      for (let count = 0; performance.now() < until; count += 1) {
        // Five keys a second is fast typing.
        await new Promise((done) => setTimeout(done, 150 + ((index * 37 + count * 13) % 100)));
        if (count % 4 === 0) client.read();
        client.insert(at, 'x');
        at += 1;
        const updates = written.get(client.doc.clientID);
        updates?.push({ clock: getState(client.doc.store, client.doc.clientID), at: performance.now() });
        client.awareness.setLocalState({ cursor: at });
        const sent = performance.now();
        client.whenSaved(() => saved.push(performance.now() - sent));
      }
    }),
  );
  await vi.waitFor(
    () => {
      for (const client of clients) client.read();
      expect(clients.every(({ isSaved }) => isSaved)).toBe(true);
      expect(new Set(clients.map(({ text }) => text)).size).toBe(1);
    },
    { timeout: 30_000, interval: 50 },
  );
  expect(received.length).toBeGreaterThan(clients.length * 10);
  if (proof) {
    const told = (name: string, times: number[]) => {
      times.sort((a, b) => a - b);
      return `${name} of ${times.length}: p50 ${percentile(times, 0.5)} ms, p99 ${percentile(times, 0.99)} ms, most ${percentile(times, 1)} ms`;
    };
    process.stdout.write(`${clients.length} people typing; ${told('received', received)}; ${told('saved', saved)}\n`);
  }
  for (const client of clients) client.close();
});
