import { beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../../test/database.ts';
import { callerNamed, makeWorkspaces } from '../../test/shelf.ts';
import { document, grant, keptText, projection } from '../database/tables/documents.ts';
import { searchCounted, searchDocument, searchPart } from '../database/tables/search.ts';
import type { Caller } from '../rights/right.ts';
import { choiceSigns } from './choices.ts';
import { facetsOf } from './facets.ts';
import { searchDocuments } from './search-documents.ts';
import { parseQuery } from './search-query.ts';
import { type Part, rowsOf, wordsOfPart } from './search-rows.ts';

const database = await testDatabase();
/** More than are looked through before all are. */
const count = 5_400;
let admin: Caller;
let member: Caller;

beforeAll(async () => {
  await makeWorkspaces(database, ['one', 'two']);
  admin = await callerNamed(database, 'root', true);
  member = await callerNamed(database, 'member');
  await database.queries.insert(grant).values({ id: 'g', workspace: 'two', account: 'member', right: 'reader' });
  await database.queries.insert(keptText).values({ digest: 'text', text: '' });
  const batch = 600;
  for (let start = 0; start < count; start += batch) {
    const all = Array.from({ length: batch }, (_, at) => written(start + at));
    await database.queries.insert(document).values(all.map((one) => one.document));
    await database.queries.insert(projection).values(all.map((one) => one.projection));
    await database.queries.insert(searchDocument).values(all.map((one) => one.whole));
    await database.queries.insert(searchPart).values(all.flatMap((one) => one.parts));
  }
  await database.queries.insert(searchCounted).values([
    { key: 1n, values: '["Draft","a.md","2024-01"]' },
    { key: 2n, values: '["Ada"]' },
    { key: 3n, values: '[]' },
  ]);
  await database.pool.query('analyze');
});

/** The document with the least number is the oldest; every word says in which documents it stands. */
function written(at: number) {
  const id = `d${String(at).padStart(5, '0')}`;
  const workspace = at % 9 === 0 ? 'two' : 'one';
  const updatedAt = new Date(Date.UTC(2024, 0, 1) + at * 3 * 3_600_000);
  const month = updatedAt.toISOString().slice(0, 7);
  const words = `every ${at % 2 === 0 ? 'even day' : 'day even'} ${at === 9 ? 'oldest words' : 'words oldest'}`;
  const title = at === 40 ? 'Every' : 'Other';
  const parts: Part[] = [
    { kind: 'title', address: '(title)', thread: null, heading: '', text: title },
    { kind: 'section', address: 'problem', thread: null, heading: 'Problem', text: words },
  ];
  const rows = rowsOf(parts);
  const choices = { status: 'Draft', template: 'a.md', authors: ['Ada'], turns: [], archived: false, fields: [] };
  for (const sign of choiceSigns({ ...choices, id, workspace, month })) rows.words.addSign(sign);
  const numbers = { errors: 0, warnings: 0, openQuestions: 0, blockingThreads: 0, gateMet: 0, gateAll: 0 };
  return {
    document: { id, workspace, file: `${id}.md`, version: 1, revision: 'text', updatedAt },
    projection: { document: id, workspace, title, author: ['Ada'], ...numbers, data: {}, madeOf: '1' },
    whole: {
      ...{ document: id, workspace, restricted: false, removed: false, title, updatedAt },
      ...{ standing: 1n, authors: 2n, turns: 3n },
      words: rows.words.toString(),
    },
    parts: rows.parts.map((part) => ({ ...part, words: wordsOfPart(part), document: id })),
  };
}

async function find(caller: Caller, text: string): Promise<string[]> {
  const input = { workspace: null, text, filters: [], sort: 'rank', cursor: null, limit: 200 } as const;
  return (await searchDocuments(database, caller, input)).documents.map(({ id }) => id);
}

const newest = `d0${count - 1}`;

test('among thousands a title comes first, however old it is, and then the newest', async () => {
  expect((await find(admin, 'every')).slice(0, 2)).toEqual(['d00040', newest]);
  expect((await find(admin, 'ev')).slice(0, 2)).toEqual(['d00040', newest]);
  expect(await find(admin, 'every other')).toHaveLength(200);
});

test('a phrase of words that stand everywhere is found, be it in many documents or in one of the oldest', async () => {
  const many = await find(admin, '"even day"');
  expect(many).toHaveLength(200);
  expect(many.every((id) => Number(id.slice(1)) % 2 === 0)).toBe(true);
  expect(many[0]).toBe(`d0${count - 2}`);
  expect(await find(admin, '"oldest words"')).toEqual(['d00009']);
  expect(await find(admin, 'in:problem "oldest words"')).toEqual(['d00009']);
  expect(await find(admin, '"words even"')).toEqual([]);
  expect(await find(admin, 'in:problem every')).toContain(newest);
});

test('whoever may read few of them finds those', async () => {
  const own = await find(member, 'every');
  expect(own).toHaveLength(200);
  expect(own.every((id) => Number(id.slice(1)) % 9 === 0)).toBe(true);
  expect(await find(member, '"oldest words"')).toEqual(['d00009']);
});

test('a phrase is looked for in each document that is counted, unless there are very many', async () => {
  const counted = async (caller: Caller, text: string) => {
    const { exact, count } = await facetsOf(database, caller, {
      workspace: null,
      query: parseQuery(text),
      filters: [],
    });
    return { exact, count };
  };
  expect(await counted(admin, '"even day"')).toEqual({ exact: false, count: count / 2 });
  expect(await counted(member, '"even day"')).toEqual({ exact: true, count: count / 18 });
  expect(await counted(admin, 'in:problem "even day"')).toEqual({ exact: true, count: count / 2 });
  expect(await counted(admin, '"even day" -"even day"')).toEqual({ exact: false, count: 0 });
  expect(await counted(admin, '-"even day"')).toEqual({ exact: false, count: count / 2 });
  expect(await counted(member, 'in:problem every -"even day"')).toEqual({ exact: true, count: count / 18 });
  expect(await counted(admin, 'day even')).toEqual({ exact: true, count });
});
