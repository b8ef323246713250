import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../../test/database.ts';
import { callerNamed, makeWorkspaces, type Shelved, shelve } from '../../test/shelf.ts';
import { document, grant } from '../database/tables/documents.ts';
import { group, groupMember } from '../database/tables/people.ts';
import type { Caller } from '../rights/right.ts';
import { BadCursor } from './cursor.ts';
import { facetsOf } from './facets.ts';
import { listDocuments } from './list-documents.ts';
import { searchDocuments } from './search-documents.ts';
import { parseQuery } from './search-query.ts';
import { foldWord } from './words.ts';

const seed = Number(process.env.SPECWRIGHT_SEED ?? 20260702);
const numRuns = process.env.SPECWRIGHT_PROOF === '1' ? 3_000 : 100;
const database = await testDatabase();

const vocabulary = 'queue retry Café naïve 数据库 検索する 데이터 قاعدة שלום rollback x7 HTTP2 ключ Straße ข้อมูล'.split(
  ' ',
);
const shelf: Shelved[] = Array.from({ length: 40 }, (_, at) => ({
  file: `specs/${at}.md`,
  text: `# Design: Number${at}\n\n## Problem\n\n${words(at, 4)}\n\n## Risks and Mitigations\n\n| Risk | Impact |\n|---|---|\n| ${words(at + 3, 3)} | High |\n\n## Other ${words(at + 5, 1)}\n\n- *${words(at + 6, 2)}*\n- only${at}\n`,
  workspace: at % 3 === 0 ? 'two' : 'one',
  status: at % 4 === 0 ? 'Approved' : 'Draft',
  restricted: at % 5 === 0,
  fields: { 'risks-and-mitigations.impact': [at % 2 === 0 ? 'High' : 'Low'] },
}));
const ids = new Map<string, Shelved>();
/** Whom the documents are read by, said a second time without SQL. */
const readers: { caller: Caller; reads: (id: string) => boolean }[] = [];

function words(at: number, count: number): string {
  return Array.from({ length: count }, (_, place) => vocabulary[(at * 7 + place * place) % vocabulary.length]).join(
    ' ',
  );
}

beforeAll(async () => {
  await makeWorkspaces(database, ['one', 'two']);
  for (const shelved of shelf) ids.set(await shelve(database, shelved), shelved);
  const granted = [...ids.keys()].filter((_, at) => at % 7 === 0);
  await database.queries.insert(group).values({ id: 'team', name: 'team' });
  const reads = (workspace: string | null) => (id: string) =>
    ids.get(id)?.restricted !== true && ids.get(id)?.workspace === workspace;
  readers.push({ caller: await callerNamed(database, 'root', true), reads: () => true });
  readers.push({ caller: await callerNamed(database, 'nobody'), reads: () => false });
  readers.push({ caller: await callerNamed(database, 'member'), reads: reads('one') });
  readers.push({ caller: await callerNamed(database, 'grouped'), reads: reads('two') });
  readers.push({ caller: await callerNamed(database, 'few'), reads: (id) => granted.includes(id) });
  readers.push({
    caller: await callerNamed(database, 'both'),
    reads: (id) => granted.includes(id) || reads('two')(id),
  });
  await database.queries.insert(groupMember).values([
    { group: 'team', account: 'grouped' },
    { group: 'team', account: 'both' },
  ]);
  const right = 'reader' as const;
  await database.queries.insert(grant).values([
    { id: 'member', workspace: 'one', account: 'member', right },
    { id: 'team', workspace: 'two', group: 'team', right },
    ...['few', 'both'].flatMap((account) =>
      granted.map((id) => ({
        id: `${account} ${id}`,
        workspace: ids.get(id)?.workspace ?? '',
        document: id,
        account,
        right,
      })),
    ),
  ]);
});

const reader = fc.nat().map((at) => () => readers[at % readers.length] as (typeof readers)[number]);
const typed = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...vocabulary,
        'in:risks',
        'in:problem',
        'status:draft',
        'impact:high',
        '-retry',
        '"queue',
        'nosuch:x',
        'r*',
        'author:ada',
      ),
      fc.nat(40).map((at) => `only${at}`),
      fc.constantFrom(
        "'",
        '\\',
        '&',
        '|',
        '!',
        '<->',
        ':*',
        ')(',
        '--',
        '\0',
        '\ud800',
        "'a':1A",
        'updated:9999-99',
        'updated:<2026',
      ),
      fc.string({ unit: 'binary', maxLength: 30 }),
    ),
    { maxLength: 4 },
  )
  .map((pieces) => pieces.join(' '));

test(`nothing is found, listed or counted but what the caller may read (seed ${seed})`, async () => {
  await fc.assert(
    fc.asyncProperty(reader, typed, fc.constantFrom('rank', 'updated'), async (who, text, sort) => {
      const { caller, reads } = who();
      const input = { workspace: null, text, filters: [], sort, cursor: null, limit: 50 } as const;
      const page = await searchDocuments(database, caller, input);
      for (const { id } of page.documents) expect(reads(id)).toBe(true);
      const wanted = { workspace: null, query: parseQuery(text), filters: [] };
      const facets = await facetsOf(database, caller, wanted);
      expect(facets).toMatchObject({ exact: true, count: page.documents.length });
      expect(facets.status.reduce((sum, { count }) => sum + count, 0)).toBe(facets.count);
      for (const suggestion of page.suggestions) {
        const found = await searchDocuments(database, caller, { ...input, text: suggestion });
        expect(found.documents.length).toBeGreaterThan(0);
      }
    }),
    { seed, numRuns },
  );
});

test(`every word of a section finds its document, for whoever may read it (seed ${seed})`, async () => {
  await fc.assert(
    fc.asyncProperty(reader, fc.nat(), fc.nat(), async (who, documentAt, wordAt) => {
      const { caller, reads } = who();
      const [id, { text }] = [...ids][documentAt % ids.size] as [string, Shelved];
      const all = text.match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
      const word = all[wordAt % all.length] ?? '';
      const input = {
        workspace: null,
        text: `"${word}"`,
        filters: [],
        sort: 'rank',
        cursor: null,
        limit: 100,
      } as const;
      const { documents } = await searchDocuments(database, caller, input);
      const found = documents.find((document) => document.id === id);
      expect(found !== undefined).toBe(reads(id));
      const marks = (found?.places ?? []).flatMap(({ heading, text: body }) =>
        [heading, body].flatMap((excerpt) => excerpt.marks.map(({ start, end }) => excerpt.text.slice(start, end))),
      );
      if (found !== undefined) expect(marks.map(foldWord)).toContain(foldWord(word));
    }),
    { seed, numRuns },
  );
});

/** What a query of the next law asks for, and the same once more without SQL: of the sections of a document, each with its words. */
interface Asked {
  readonly text: string;
  readonly isMet: (sections: Sections, at: number) => boolean;
}
type Sections = Readonly<Record<string, readonly string[]>>;

const plainWord = fc.constantFrom(...vocabulary);
const plainTerm: fc.Arbitrary<Asked> = fc.oneof(
  fc.tuple(fc.array(plainWord, { minLength: 1, maxLength: 3 }), fc.boolean()).map(([words, not]) => ({
    text: `${not ? '-' : ''}"${words.join(' ')}"`,
    isMet: (sections: Sections) => Object.values(sections).some((all) => isIn(all, words)) !== not,
  })),
  fc.nat(40).map((at) => {
    const inText = words(at, 3).split(' ').slice(0, 2);
    return {
      text: `"${inText.join(' ')}"`,
      isMet: (sections: Sections) => Object.values(sections).some((all) => isIn(all, inText)),
    };
  }),
  fc.constantFrom('draft', 'approved').map((status) => ({
    text: `status:${status}`,
    isMet: (_: unknown, at: number) => (at % 4 === 0 ? 'approved' : 'draft') === status,
  })),
  fc.tuple(fc.constantFrom('high', 'low'), fc.boolean()).map(([impact, not]) => ({
    text: `${not ? '-' : ''}risks.impact:${impact}`,
    isMet: (_: unknown, at: number) => ((at % 2 === 0 ? 'high' : 'low') === impact) !== not,
  })),
);
/** Phrases in one section, beside nothing else. */
const sectionTerm: fc.Arbitrary<Asked> = fc
  .tuple(fc.constantFrom('problem', 'risks', 'mitigations', 'oth'), fc.array(plainWord, { minLength: 1, maxLength: 2 }))
  .map(([name, words]) => ({
    text: `in:${name} "${words.join(' ')}"`,
    isMet: (sections: Sections) =>
      Object.entries(sections).some(
        ([section, all]) => section.split(' ').some((word) => word.startsWith(name)) && isIn(all, words),
      ),
  }));
const asked = fc.oneof(
  fc
    .uniqueArray(plainTerm, { minLength: 1, maxLength: 3, selector: ({ text }) => text.split(':')[0] })
    .map((terms) => ({
      text: terms.map(({ text }) => text).join(' '),
      isMet: (...of: Parameters<Asked['isMet']>) => terms.every(({ isMet }) => isMet(...of)),
    })),
  sectionTerm,
);

/** True when words stand side by side among others. */
function isIn(all: readonly string[], wanted: readonly string[]): boolean {
  return all.some((_, at) => wanted.every((word, place) => all[at + place] === word));
}

function sectionsOf(at: number): Sections {
  const split = (text: string): string[] => text.split(' ');
  return {
    problem: split(words(at, 4)),
    'risks mitigations': split(words(at + 3, 3)),
    'other heading': ['Other', ...split(words(at + 5, 1))],
    'other list': split(words(at + 6, 2)),
  };
}

test(`exactly what a plain reading of all documents finds is found, listed and counted (seed ${seed})`, async () => {
  const places = [...ids.keys()];
  await fc.assert(
    fc.asyncProperty(reader, asked, fc.constantFrom('rank', 'updated'), async (who, { text, isMet }, sort) => {
      const { caller, reads } = who();
      const expected = places.filter((id, at) => reads(id) && isMet(sectionsOf(at), at));
      const input = { workspace: null, text, filters: [], sort, cursor: null, limit: 50 } as const;
      const { documents } = await searchDocuments(database, caller, input);
      expect(documents.map(({ id }) => id).sort()).toEqual(expected.sort());
      const facets = await facetsOf(database, caller, { workspace: null, query: parseQuery(text), filters: [] });
      expect(facets.count).toBe(expected.length);
    }),
    { seed, numRuns },
  );
});

test('a document that is restricted or removed is gone from searches at once, without being indexed anew', async () => {
  const id = await shelve(database, { file: 'fleeting.md', text: '# Design: Fleeting\n', workspace: 'one' });
  const finds = async (who: number): Promise<boolean> => {
    const { caller } = readers[who] as (typeof readers)[number];
    const input = { workspace: null, text: 'fleeting', filters: [], sort: 'rank', cursor: null, limit: 5 } as const;
    return (await searchDocuments(database, caller, input)).documents.length > 0;
  };
  expect([await finds(0), await finds(2)]).toEqual([true, true]);
  await database.queries.update(document).set({ restricted: true }).where(eq(document.id, id));
  expect([await finds(0), await finds(2)]).toEqual([true, false]);
  await database.queries.update(document).set({ removedAt: new Date() }).where(eq(document.id, id));
  expect([await finds(0), await finds(2)]).toEqual([false, false]);
  await database.queries.update(document).set({ removedAt: null, restricted: false }).where(eq(document.id, id));
  expect([await finds(0), await finds(2)]).toEqual([true, true]);
  await database.queries.delete(document).where(eq(document.id, id));
});

test('what is typed and sent in bad faith is a question like others', async () => {
  const { caller } = readers[0] as (typeof readers)[number];
  const long = 'a'.repeat(10_000);
  const hostile = [
    long,
    `${'"'.repeat(9_999)}`,
    '検'.repeat(10_000),
    'a '.repeat(5_000),
    'x:'.repeat(5_000),
    '((((!&|'.repeat(1_000),
  ];
  for (const text of [
    ...hostile,
    `in:${long}`,
    `-in:"'\\"`,
    `in:.. a`,
    `created:>${long}`,
    "status:'); drop table document; --",
  ]) {
    const page = { workspace: null, filters: [], sort: 'rank', cursor: null, limit: 5 } as const;
    expect(await searchDocuments(database, caller, { ...page, text })).toHaveProperty('documents');
  }
  const filters = [
    { key: long, operator: '=', value: long },
    { key: "'", operator: '<', value: '\0' },
  ] as const;
  const list = { workspace: null, sort: { by: 'title', descending: false }, cursor: null, limit: 5 } as const;
  expect((await listDocuments(database, caller, { ...list, filters })).documents).toEqual([]);
  for (const cursor of [
    '',
    'x',
    long,
    btoa('["title","a"]'),
    btoa('["title",1,2]'),
    btoa('["changed",0,"now","\\u0000"]'),
    btoa('["rank",0,"infinity","a"]'),
  ]) {
    const asked = searchDocuments(database, caller, {
      ...list,
      filters: [],
      text: 'a',
      sort: 'updated',
      cursor,
    });
    await expect(asked).rejects.toThrow(BadCursor);
  }
});
