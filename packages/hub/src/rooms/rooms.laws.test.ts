import { eq, sql } from 'drizzle-orm';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { snapshot, snapshotContainsUpdate } from 'yjs';
import { testDatabase } from '../../test/database.ts';
import { RoomClient } from '../../test/room-client.ts';
import { type RoomProcess, roomProcesses } from '../../test/room-processes.ts';
import { cutRevision, writeDocument, writeRevision } from '../../test/written-document.ts';
import { document, keptText } from '../database/tables/documents.ts';
import { cutRoom } from './cut.ts';
import { docOf, readAfter, textOf } from './log.ts';
import { applyOutside } from './outside.ts';

const proof = process.env.SPECWRIGHT_PROOF === '1';
const database = await testDatabase();
const start = await roomProcesses(database.url, { pause: 100, longest: 500, recheck: 60_000, idle: 100, folded: 5 });
const processes = [await start(), await start()];
const people = proof ? 8 : 4;
let made = 0;

const place = fc.double({ min: 0, max: 1, noNaN: true });
const who = fc.nat(people - 1);
const which = fc.nat(1);
const words = fc.constantFrom('a', 'word ', '\n', 'two words ', '字', '🙂', '## Heading\n\n');
const step = fc.oneof(
  { weight: 12, arbitrary: fc.record({ does: fc.constant('type' as const), who, at: place, text: words }) },
  {
    weight: 6,
    arbitrary: fc.record({
      does: fc.constant('erase' as const),
      who,
      at: place,
      length: fc.integer({ min: 1, max: 6 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('drop' as const), who }) },
  { weight: 4, arbitrary: fc.record({ does: fc.constant('join' as const), who, which }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('wait' as const), wait: fc.nat(60) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('write elsewhere' as const), at: place, text: words }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('kill' as const), which }) },
  { weight: 1, arbitrary: fc.constant({ does: 'cut off the database' as const }) },
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

async function take(id: string, clients: readonly RoomClient[], step: Step): Promise<void> {
  const client = 'who' in step ? (clients[step.who] as RoomClient) : undefined;
  if (step.does === 'type') client?.insert(Math.floor(step.at * client.text.length), step.text);
  else if (step.does === 'erase' && client !== undefined) {
    const at = Math.floor(step.at * client.text.length);
    client.delete(at, Math.min(step.length, client.text.length - at));
  } else if (step.does === 'drop') client?.drop();
  else if (step.does === 'join') {
    await client?.connect((processes[step.which] as RoomProcess).urlOf(id), `p${step.who}`);
  } else if (step.does === 'wait') await new Promise((done) => setTimeout(done, step.wait));
  else if (step.does === 'write elsewhere') await writeElsewhere(id, step.at, step.text);
  else if (step.does === 'kill') {
    await processes[step.which]?.kill();
    processes[step.which] = await start();
  } else
    await database.queries.execute(
      sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
    );
}

async function writeElsewhere(id: string, at: number, put: string): Promise<void> {
  await database.transaction(async (queries) => {
    await queries.select().from(document).where(eq(document.id, id)).for('update');
    const base = await newest(id);
    const letters = [...base];
    const text = letters.toSpliced(Math.floor(at * letters.length), 1, put).join('');
    await writeRevision(queries, id, text, ['api@x.org'], 'api');
    await applyOutside(queries, { document: id, base, text, who: 'api@x.org' });
  });
}

async function newest(id: string): Promise<string> {
  const [found] = await database.queries
    .select({ text: keptText.text })
    .from(document)
    .innerJoin(keptText, eq(keptText.digest, document.revision))
    .where(eq(document.id, id));
  return found?.text ?? '';
}

test('whatever happens, all who write come to one text with everything in it that was ever acknowledged', async () => {
  const law = fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 60 }), async (steps) => {
    made += 1;
    const id = `d${made}`;
    await database.transaction((queries) => writeDocument(queries, id, 'A text that was there before.\n'));
    const clients = Array.from({ length: people }, () => new RoomClient());
    const joinAll = (left: (client: RoomClient) => boolean) =>
      Promise.all(
        clients.map(async (client, index) => {
          if (left(client)) await client.connect((processes[index % 2] as RoomProcess).urlOf(id), `p${index}`);
        }),
      );
    await joinAll(() => true);
    for (const one of steps) await take(id, clients, one);
    await joinAll(({ isIn }) => !isIn);
    await vi.waitFor(
      async () => {
        // Whoever is told that the database is away comes again.
        await joinAll(({ closeCode }) => closeCode !== undefined);
        expect(clients.map(({ isSaved, closeCode }) => ({ isSaved, closeCode }))).toEqual(
          clients.map(() => ({ isSaved: true, closeCode: undefined })),
        );
        expect(new Set(clients.map(({ text }) => text)).size).toBe(1);
      },
      { timeout: 20_000, interval: 10 },
    );
    const kept = docOf((await readAfter(database.queries, id, 0))?.updates ?? []);
    const all = snapshot(kept);
    for (const { acknowledged } of clients)
      for (const update of acknowledged) expect(snapshotContainsUpdate(all, update)).toBe(true);
    await database.transaction((queries) => cutRoom(queries, id, cutRevision));
    const text = await newest(id);
    expect(text).toBe(textOf(kept));
    await vi.waitFor(() => expect(clients.map((client) => client.text)).toEqual(clients.map(() => text)), 20_000);
    for (const client of clients) client.close();
  });
  // A failure is waited for, so making it smaller would take longer than the test may.
  await fc.assert(law, { numRuns: proof ? 200 : 5, endOnFailure: true });
});
