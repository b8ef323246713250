// Lists, filters, facets and searches of a hub with 100,000 documents and 1,000,000 events: how long they take, half of them and nearly all,
// and how much longer plain SQL takes that knows nothing of rights, asked for the same with ILIKE over the same texts.
// `node --import ./bench/load-typescript.mjs bench/hub-search.ts`; `BENCH_DOCUMENTS` says how many are made, `BENCH_ROUNDS` how often each
// question is asked, `BENCH_PLAIN_ROUNDS` how often plainly, `BENCH_ONLY` which are by a piece of their names. `BENCH_FOLDER` keeps the database there, and the next run finds it filled.

import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, openDatabase } from '../packages/hub/src/database/database.ts';
import { migrate } from '../packages/hub/src/database/migrate.ts';
import { document } from '../packages/hub/src/database/tables/documents.ts';
import { openCluster } from '../packages/hub/src/postgres/cluster.ts';
import { readPidFile, startServer, stopServer } from '../packages/hub/src/postgres/server.ts';
import type { Caller } from '../packages/hub/src/rights/right.ts';
import type { Filter } from '../packages/hub/src/search/conditions.ts';
import { facetsOf } from '../packages/hub/src/search/facets.ts';
import { type ListInput, listDocuments } from '../packages/hub/src/search/list-documents.ts';
import { type SearchInput, searchDocuments } from '../packages/hub/src/search/search-documents.ts';
import { parseQuery } from '../packages/hub/src/search/search-query.ts';
import { type Draw, drawFrom, fillHub, han, vocabulary, workspaces } from './hub-documents.ts';
import { indexedEdits } from './hub-edits.ts';
import { askPlainly, type PlainQuestion } from './plain-search.ts';
import { processorTime, share, timeOf } from './processor-time.ts';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 200);
/** Plain questions take seconds, up to a minute. */
const PLAIN_ROUNDS = Number(process.env.BENCH_PLAIN_ROUNDS ?? 1);
const kept = process.env.BENCH_FOLDER;
const folder = kept ?? join(tmpdir(), `specwright-bench-hub-${process.pid}`);
mkdirSync(folder, { recursive: true });
const quick = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_wal_size: '8GB' };
const cluster = await openCluster(folder, { ...quick, shared_buffers: '1GB' });
const database = await filledDatabase();

/** Asked once, of the hub and plainly. */
type Question = (draw: Draw) => Asked;
interface Asked {
  readonly ask: () => Promise<unknown>;
  readonly plain: PlainQuestion;
}

const admin = callerNamed('account-0', true);
const ofGroups = callerNamed('account-1', false);
const ofFew = callerNamed('account-2', false);
const member = callerNamed('account-3', false);

const common = (draw: Draw): string => vocabulary[Math.floor(draw() * 40)] ?? '';
const middling = (draw: Draw): string => vocabulary[200 + Math.floor(draw() * 800)] ?? '';
const rare = (draw: Draw): string => vocabulary[20_000 + Math.floor(draw() * 10_000)] ?? '';
const hanWord = (draw: Draw): string =>
  Array.from({ length: 2 }, () => han[Math.floor(han.length ** draw()) - 1]).join('');
const someWorkspace = (draw: Draw): string => workspaces[Math.floor(draw() * workspaces.length)] ?? '';

const questions: Readonly<Record<string, Question>> = {
  'list: newest of a workspace': (draw) => list(admin, { workspace: someWorkspace(draw) }),
  'list: newest of all': () => list(admin, {}),
  'list: by title': (draw) => list(admin, { workspace: someWorkspace(draw), sort: { by: 'title', descending: false } }),
  'list: newest, member of one workspace': () => list(member, {}),
  'list: newest, three workspaces by groups': () => list(ofGroups, {}),
  'list: newest, few grants': () => list(ofFew, {}),
  'filter: status': () => list(admin, { filters: [equal('status', 'In Review')] }),
  'filter: author': (draw) => list(admin, { filters: [equal('author', `Person ${Math.floor(draw() * 300)}`)] }),
  'filter: status and risks.impact': () =>
    list(ofGroups, { filters: [equal('status', 'In Review'), equal('risks.impact', 'High')] }),
  'filter: created after, target below': () =>
    list(admin, {
      filters: [
        { key: 'created', operator: '>', value: '2025-05-01' },
        { key: 'target', operator: '<', value: '20' },
      ],
    }),
  'filter: few grants, risks.impact': () => list(ofFew, { filters: [equal('risks.impact', 'High')] }),
  'facets: a workspace': (draw) => facets(admin, '', someWorkspace(draw)),
  'facets: all': () => facets(admin, ''),
  'facets: three workspaces by groups': () => facets(ofGroups, ''),
  'facets: common word': (draw) => facets(admin, common(draw)),
  'facets: middling word, groups': (draw) => facets(ofGroups, middling(draw)),
  'facets: phrase, common': (draw) => facets(admin, `"${common(draw)} ${common(draw)}"`),
  'facets: common in a section': (draw) => facets(admin, `in:risks "${common(draw)}"`),
  'facets: few grants': (draw) => facets(ofFew, common(draw)),
  'search: common word': (draw) => search(admin, `"${common(draw)}"`),
  'search: common word, groups': (draw) => search(ofGroups, `"${common(draw)}"`),
  'search: common word, few grants': (draw) => search(ofFew, `"${common(draw)}"`),
  'search: common word, by date': (draw) => search(admin, `"${common(draw)}"`, { sort: 'updated' }),
  'search: middling word': (draw) => search(admin, `"${middling(draw)}"`),
  'search: rare word': (draw) => search(admin, `"${rare(draw)}"`),
  'search: rare word, few grants': (draw) => search(ofFew, `"${rare(draw)}"`),
  'search: two letters of a word': (draw) => search(admin, common(draw).slice(0, 2)),
  'search: three letters of a word': (draw) => search(admin, middling(draw).slice(0, 3)),
  'search: most of a word': (draw) => search(ofGroups, middling(draw).slice(0, 5)),
  'search: two words, middling': (draw) => search(ofGroups, `${middling(draw)} ${middling(draw)}`),
  'search: two words, common': (draw) => search(admin, `${common(draw)} ${common(draw)}`),
  'search: phrase, middling': (draw) => search(admin, `"${middling(draw)} ${middling(draw)}"`),
  'search: phrase, common': (draw) => search(admin, `"${common(draw)} ${common(draw)}"`),
  'search: two signs': (draw) => search(admin, hanWord(draw)),
  'search: one sign': (draw) => search(ofGroups, hanWord(draw).slice(0, 1)),
  'search: five signs': (draw) => search(admin, `${hanWord(draw)}${hanWord(draw)}${hanWord(draw).slice(0, 1)}`),
  'search: in a section': (draw) => search(admin, `in:risks ${middling(draw)}`),
  'search: common in a section': (draw) => search(admin, `in:risks "${common(draw)}"`),
  'search: word, status, field': (draw) => search(ofGroups, `status:review risks.impact:high ${middling(draw)}`),
  'search: mistyped': (draw) => search(ofGroups, `${rare(draw).slice(0, 5)}x${rare(draw).slice(5)}`),
};

const only = process.env.BENCH_ONLY ?? '';
const rows = [];
for (const [name, question] of Object.entries(questions))
  if (name.includes(only)) rows.push(await measured(name, question));
if (rows.length > 0) console.table(rows);
if ('edits'.includes(only)) console.table([await indexedEdits(database, 40)]);
console.log(`${await database.queries.$count(document)} documents, load ${loadavg()[0]?.toFixed(1)}`);
await database.close();
if (kept === undefined) {
  await stopServer(cluster);
  process.on('exit', () => rmSync(folder, { recursive: true }));
}

/** The database of an earlier run, or one that is filled now. What is measured is reading, so nothing waits for the disk. */
async function filledDatabase(): Promise<Database> {
  const filled = join(folder, 'filled');
  if (readPidFile(cluster)?.ready !== true) await startServer(cluster);
  if (!existsSync(filled)) {
    const first = openDatabase(cluster.reach.url('postgres'));
    await first.pool.query('drop database if exists hub');
    await first.pool.query('create database hub');
    await first.close();
  }
  const opened = openDatabase(cluster.reach.url('hub'), 1);
  if (!existsSync(filled)) {
    await migrate(opened);
    await fillHub(opened, Number(process.env.BENCH_DOCUMENTS ?? 100_000));
    mkdirSync(filled);
  }
  return opened;
}

async function measured(name: string, question: Question): Promise<object> {
  const draw = drawFrom(11);
  for (let round = 0; round < 5; round += 1) await question(draw).ask();
  const times: number[] = [];
  const spent = await processorTime(database);
  for (let round = 0; round < ROUNDS; round += 1) times.push(await timeOf(question(draw).ask));
  const each = ((await processorTime(database)) - spent) / ROUNDS;
  const plain: number[] = [];
  const again = drawFrom(11);
  for (let round = 0; round < PLAIN_ROUNDS; round += 1) {
    const { plain: asked } = question(again);
    plain.push(await timeOf(() => askPlainly(database, asked)));
  }
  const ms = (time: number): string => `${time.toFixed(1)} ms`;
  const half = share(times, 0.5);
  const plainly = share(plain, 0.5);
  const row = {
    question: name,
    half: ms(half),
    '99 %': ms(share(times, 0.99)),
    slowest: ms(share(times, 1)),
    processor: ms(each),
    'plain SQL': ms(plainly),
    ratio: `${(plainly / half).toFixed(1)}x`,
  };
  if (process.env.BENCH_LOUD === '1') console.log(Object.values(row).join('  '));
  return row;
}

function list(caller: Caller, more: Partial<ListInput>): Asked {
  const sort = { by: 'updated', descending: true } as const;
  const input = { workspace: null, filters: [], sort, cursor: null, limit: 50, ...more };
  return {
    ask: () => listDocuments(database, caller, input),
    plain: { kind: 'list', workspace: input.workspace, terms: [], filters: input.filters, by: input.sort.by },
  };
}

function facets(caller: Caller, text: string, workspace: string | null = null): Asked {
  const query = parseQuery(text);
  return {
    ask: () => facetsOf(database, caller, { workspace, query, filters: [] }),
    plain: { kind: 'facets', workspace, terms: query.terms, filters: [], by: 'updated' },
  };
}

function search(caller: Caller, text: string, more: Partial<SearchInput> = {}): Asked {
  const input = { workspace: null, text, filters: [], sort: 'rank', cursor: null, limit: 20, ...more } as const;
  return {
    ask: () => searchDocuments(database, caller, input),
    plain: { kind: 'list', workspace: null, terms: parseQuery(text).terms, filters: [], by: 'updated' },
  };
}

function equal(key: string, value: string): Filter {
  return { key, operator: '=', value };
}

function callerNamed(account: string, isAdmin: boolean): Caller {
  const actor = { kind: 'person', id: `${account}@example.org`, name: account } as const;
  return { account, actor, admin: isAdmin, via: 'session', authenticatedAt: null, bound: null };
}
