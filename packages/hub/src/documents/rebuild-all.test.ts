import { loadParser } from '@specwright/core/markdown/load-parser.ts';
import { comment } from '@specwright/core/operations/comment.ts';
import { set } from '@specwright/core/operations/edit-set.ts';
import { move } from '@specwright/core/operations/move.ts';
import { sign } from '@specwright/core/operations/sign.ts';
import { sha256Of } from '@specwright/core/text/hash.ts';
import { eq, sql } from 'drizzle-orm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { testDatabase } from '../../test/database.ts';
import { person } from '../../test/people.ts';
import { madeTables, rowsOf } from '../../test/rows-of.ts';
import { design, designTemplate } from '../../test/team-hub.ts';
import { document, keptText, template, workspace } from '../database/tables/documents.ts';
import { rebuildEverything } from './rebuild-all.ts';
import { WritePath } from './write-path.ts';

const seed = Number(process.env.SPECWRIGHT_SEED ?? 20260702);
const numRuns = process.env.SPECWRIGHT_PROOF === '1' ? 200 : 4;
const database = await testDatabase();
const { queries } = database;
let clock = Date.parse('2026-03-02T09:00:00Z');
const nobody = async (): Promise<void> => {};
const path = new WritePath({
  ...{ database, parser: await loadParser(), least: 'session', told: nobody, settle: nobody },
  now: () => {
    clock += 10;
    return new Date(clock);
  },
});
const roles = 'lifecycle:\n  roles:\n    Tech Lead: {}\n';
await queries.insert(workspace).values({ id: 'w', name: 'w', title: 'W', config: roles });
await queries.insert(keptText).values({ digest: sha256Of(designTemplate), text: designTemplate });
await queries.insert(template).values({ workspace: 'w', file: 'design.md', digest: sha256Of(designTemplate) });
const ada = await person(queries, 'Ada', { admin: true });
const caller = () => ({ ...ada, authenticatedAt: new Date(clock) });

let files = 0;
const ids: string[] = [];
const begin = async (): Promise<void> => {
  files += 1;
  const { row } = await path.create(ada, 'w', {
    file: `${files}.md`,
    text: design(`Plan ${files}`),
    origin: 'written',
  });
  ids.push(row.id);
};
const newest = async (id: string): Promise<string> => (await path.read(ada, id)).row.revision;

/** What can happen to a document; whether the hub lets it happen is of no matter. */
const deeds: Readonly<Record<string, (id: string, word: string) => Promise<unknown>>> = {
  begin: () => begin(),
  replace: async (id, word) =>
    path.replace(ada, id, { base: await newest(id), text: design(word, { problem: `${word} is lost` }), via: 'api' }),
  set: async (id, word) =>
    path.edit(ada, id, await newest(id), (context) =>
      set.run(context, { values: [{ address: 'risks[1].risk', value: word }], force: true, keepDate: false }),
    ),
  comment: (id, word) =>
    path.act(ada, id, { action: 'comment', base: null }, (context) =>
      comment.run(context, { address: 'problem', quote: '', text: word, blocking: word.length > 4, dryRun: false }),
    ),
  move: (id, word) =>
    path.act(caller(), id, { action: 'move', base: null }, (context) =>
      move.run(context, { to: word.length > 4 ? 'In Review' : 'Approved', override: null, dryRun: false }),
    ),
  sign: (id) =>
    path.act(caller(), id, { action: 'sign', base: null }, async (context) =>
      sign.run(context, {
        ...{ role: 'Tech Lead', verdict: 'Approved', reason: null, scope: null, dryRun: false },
        shown: await newest(id),
      }),
    ),
  remove: (id) =>
    queries
      .update(document)
      .set({ removedAt: new Date(clock) })
      .where(eq(document.id, id)),
};
const deed = fc.record({
  what: fc.constantFrom(...Object.keys(deeds)),
  at: fc.nat(),
  word: fc.constantFrom('Rain', 'Parcels', 'Größe', '数据库 检索', 'x|y', '<b>', 'λ'),
});

test('what is made anew of documents and histories is what each write kept, whatever was written', async () => {
  await begin();
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { minLength: 5, maxLength: 25 }), async (done) => {
      for (const { what, at, word } of done) {
        await deeds[what]?.(ids[at % ids.length] ?? '', word).catch((error: unknown) => {
          if (!(error instanceof Error && 'kind' in error)) throw error;
        });
      }
      const kept = await rowsOf(queries, madeTables);
      const words = await knownWords();
      for (const table of [...madeTables, 'search_word'])
        await queries.execute(sql`delete from ${sql.identifier(table)} where ctid::text like '%(0,%'`);
      const seen: number[] = [];
      const rebuilt = await rebuildEverything({ database, path }, (count, total) => seen.push(count / total));
      expect(rebuilt).toEqual({ documents: ids.length, left: [] });
      expect(seen.at(-1)).toBe(1);
      expect(await rowsOf(queries, madeTables)).toEqual(kept);
      // Words that no document holds any more are forgotten; no other one comes.
      expect([...(await knownWords())].filter((word) => !words.has(word))).toEqual([]);
    }),
    { seed, numRuns },
  );
});

async function knownWords(): Promise<Set<unknown>> {
  const { rows } = await queries.execute(sql`select word from search_word`);
  return new Set(rows.map(({ word }) => word));
}
