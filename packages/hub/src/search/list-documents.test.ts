import { beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../../test/database.ts';
import { callerNamed, makeWorkspaces, shelve } from '../../test/shelf.ts';
import type { Caller } from '../rights/right.ts';
import type { Filter } from './conditions.ts';
import { facetsOf } from './facets.ts';
import { type ListInput, listDocuments } from './list-documents.ts';

const database = await testDatabase();
let admin: Caller;

beforeAll(async () => {
  await makeWorkspaces(database, ['one', 'two']);
  admin = await callerNamed(database, 'root', true);
  for (const [at, title] of ['Delta', 'Alpha', 'Charlie', 'Bravo', 'Alpha'].entries()) {
    await shelve(database, {
      file: `${at}.md`,
      text: `# Design: ${title}\n\n## Problem\n\nwords\n`,
      workspace: at === 4 ? 'two' : 'one',
      status: at < 2 ? 'In Review' : 'Draft',
      authors: at < 3 ? ['Ada', 'Grace'] : ['Grace'],
      turns: at === 0 ? ['Security', 'Tech Lead'] : [],
      updatedAt: `2026-0${at + 1}-01T00:00:00.123456Z`,
      fields: {
        'risks-and-mitigations.impact': at % 2 === 0 ? ['High', 'Low'] : ['Low'],
        'success-metrics.target': [`${at * 100 - 100} ms`],
        created: [`2026-01-0${at + 1}`],
        büdget: ['Größe'],
      },
    });
  }
});

function filter(text: string): Filter {
  const [, key = '', operator = '=', value = ''] = /^([^=<>]+)(=|<=|>=|<|>)(.*)$/u.exec(text) ?? [];
  return { key, operator: operator as Filter['operator'], value };
}

async function filesWhere(filters: readonly string[], more: Partial<ListInput> = {}): Promise<string[]> {
  const sort = { by: 'updated', descending: false } as const;
  const input = { workspace: null, filters: filters.map(filter), sort, cursor: null, limit: 50, ...more };
  return (await listDocuments(database, admin, input)).documents.map(({ file }) => file[0] ?? '');
}

test.each([
  [['status=in review'], '01'],
  [['status=review'], ''],
  [['Status=Draft', 'status=In Review'], '01234'],
  [['author=ada', 'risks.impact=HIGH'], '02'],
  [['role=security'], '0'],
  [['impact=High', 'impact=Low'], '01234'],
  [['target<0'], '0'],
  [['target>=100', 'target<300'], '23'],
  [['created>2026-01-02', 'created<=2026-01-04'], '23'],
  [['budget=grosse'], ''],
  [['BÜDGET=GRÖßE'], '01234'],
  [['updated>=2026-04'], '34'],
  [['nosuch=1'], ''],
])('%s', async (filters, files) => {
  expect((await filesWhere(filters)).join('')).toBe(files);
});

test('lists are sorted either way, of one workspace or all, page after page', async () => {
  const inOne = { workspace: 'one' };
  for (const [by, whole] of [
    ['updated', '0123'],
    ['title', '1320'],
  ] as const) {
    for (const descending of [false, true]) {
      const files = descending ? [...whole].reverse() : [...whole];
      expect(await filesWhere([], { ...inOne, sort: { by, descending } })).toEqual(files);
      let cursor: string | null = null;
      for (const file of files) {
        const input = { ...inOne, filters: [], sort: { by, descending }, cursor, limit: 1 } as const;
        const page = await listDocuments(database, admin, input);
        expect(page.documents.map((document) => document.file)).toEqual([`${file}.md`]);
        cursor = page.next;
      }
      expect(cursor).toBe(null);
    }
  }
});

test('facets count each value once for a document', async () => {
  const wanted = { workspace: 'one', query: { terms: [] }, filters: [] };
  const facets = await facetsOf(database, admin, wanted);
  expect(facets).toMatchObject({
    count: 4,
    status: [
      { value: 'Draft', count: 2 },
      { value: 'In Review', count: 2 },
    ],
    author: [
      { value: 'Grace', count: 4 },
      { value: 'Ada', count: 3 },
    ],
    role: [
      { value: 'Security', count: 1 },
      { value: 'Tech Lead', count: 1 },
    ],
  });
  expect(facets.updated.map(({ value }) => value)).toEqual(['2026-04', '2026-03', '2026-02', '2026-01']);
});
