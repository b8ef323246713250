// Measures a hub over HTTP beside the least that Fastify and pg do, on the same machine in the same run:
// `node scripts/setup.mjs && node --import ./bench/load-typescript.mjs bench/hub-http.ts`. BENCH_DOCUMENTS, BENCH_SECONDS
// and BENCH_CONNECTIONS change how much, BENCH_ONLY what; BENCH_PROFILE names a folder for profiles of the hub's processor time.
// On a busy machine the columns of processor time and the ratios are the fairer figures.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '../packages/hub/src/database/database.ts';
import { addAccount } from '../packages/hub/src/people/accounts.ts';
import { startSession } from '../packages/hub/src/people/sessions.ts';
import { openCluster } from '../packages/hub/src/postgres/cluster.ts';
import { readPidFile } from '../packages/hub/src/postgres/server.ts';
import { type Answer, Asking, type Measured, measured } from './hub/load.ts';
import { type Served, serve, type Watched, watch } from './hub/processes.ts';
import { watchChanges } from './hub/watchers.ts';

const DOCUMENTS = Number(process.env.BENCH_DOCUMENTS ?? 1_000);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 5);
const CONNECTIONS = Number(process.env.BENCH_CONNECTIONS ?? 16);
const only = process.env.BENCH_ONLY ?? '';

const repository = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string): string => readFileSync(join(repository, path), 'utf8');
const template = read('examples/templates/technical-spec.md');
const example = read('examples/specs/0002-stock-level-snapshots.md');
const words = 'ledger scanner picking audit movement warehouse stocktaking partition nightly reopening'.split(' ');

const folder = mkdtempSync(join(tmpdir(), 'specwright-bench-'));
const bin = join(repository, 'packages/cli/bin/specwright.js');
const startHub = (): Promise<Served> =>
  serve([
    ...(process.env.BENCH_PROFILE === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${process.env.BENCH_PROFILE}`]),
    ...[bin, 'hub', '--data', folder, '--port', '0', '--rate-limit', '10000000', '--log-level', 'fatal'],
  ]);
const first = await startHub();
await first.end();
const hub = await startHub();
const cluster = await openCluster(folder);
const address = cluster.reach.url('specwright');
const database = openDatabase(address, 2);
const postmaster = (): number => readPidFile(cluster)?.pid ?? 0;
const watched = watch(hub.process.pid ?? 0, postmaster);
const headers = await signedIn();
const asking = new Asking(hub.url, headers, CONNECTIONS);
const floor = await serve([
  ...['--import', fileURLToPath(new URL('load-typescript.mjs', import.meta.url))],
  ...[fileURLToPath(new URL('../packages/hub/test/floor-process.ts', import.meta.url)), address],
]);
const asksFloor = new Asking(floor.url, {}, CONNECTIONS);
const watchedFloor = watch(floor.process.pid ?? 0, postmaster);
console.log(
  `${cpus().length} cores, Node ${process.version}, ${CONNECTIONS} connections, ${DOCUMENTS} documents of ${example.length} bytes, load ${loadavg()[0]?.toFixed(1)}\n`,
);
const rest = watched.memory();
const made = await fill();
const filled = watched.memory();
const memory = ({ node, postgres }: ReturnType<Watched['memory']>) => ({
  Node: `${Math.round(node / 2 ** 20)} MB`,
  PostgreSQL: `${Math.round(postgres / 2 ** 20)} MB`,
});
console.table([
  { 'at rest': 'with a new database', 'starts in': exactly(first.took) },
  { 'at rest': 'empty', 'starts in': exactly(hub.took), ...memory(rest) },
  { 'at rest': `with ${DOCUMENTS} documents`, 'starts in': '', ...memory(filled) },
]);
const floors = await measureFloors();
await measureHub(floors);
await measureWatchers();
asking.close();
asksFloor.close();
await database.close();
await floor.end();
await hub.end();
rmSync(folder, { recursive: true });

/** A document as the hub gave it last; each connection writes documents of its own. */
interface Kept {
  readonly id: string;
  revision: string;
}

/** Headers of the hub's administrator, signed in with a browser. */
async function signedIn(): Promise<Record<string, string>> {
  const now = new Date();
  const account = await addAccount(database.queries, { email: 'root@example.com', name: 'Root', admin: true });
  const of = { account, method: 'password', authenticatedAt: now } as const;
  const secret = await startSession(database.queries, of, { address: '127.0.0.1', device: 'bench' }, now);
  return { cookie: `specwright=${secret}`, 'specwright-request': '1' };
}

async function fill(): Promise<readonly Kept[]> {
  const { id } = JSON.parse((await done(asking.ask('POST', '/api/v1/workspaces', { name: 'w', title: 'W' }))).text);
  await done(asking.ask('PUT', `/api/v1/workspaces/${id}/templates`, { file: 'technical-spec.md', text: template }));
  const all: Kept[] = [];
  const begin = async (connection: number): Promise<void> => {
    for (let at = connection; at < DOCUMENTS; at += CONNECTIONS) {
      const text = example.replace('Stock Level Snapshots', `Stock Level Snapshots ${at} ${wordAt(at)}`);
      const file = `specs/${at}.md`;
      all.push(JSON.parse((await done(asking.ask('POST', `/api/v1/workspaces/${id}/documents`, { file, text }))).text));
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: CONNECTIONS }, (_, connection) => begin(connection)));
  console.log(
    `${DOCUMENTS} documents were begun, ${((DOCUMENTS / (performance.now() - start)) * 1_000).toFixed(0)} a second\n`,
  );
  await database.pool.query('vacuum analyze');
  return all;
}

async function done(answer: Promise<Answer>): Promise<Answer> {
  const { status, text } = await answer;
  if (status >= 300) throw new Error(`The hub answered ${status}: ${text.slice(0, 400)}`);
  return { status, text };
}

function wordAt(at: number): string {
  return words[at % words.length] ?? '';
}

/** One of the documents that a connection has for itself, another each time. */
function drawing(): (connection: number) => Kept {
  let turn = 0;
  return (connection) => {
    turn += 1;
    const own = Math.floor((made.length - connection - 1) / CONNECTIONS) + 1;
    return made[connection + CONNECTIONS * ((turn * 7919) % own)] as Kept;
  };
}

async function measureFloors(): Promise<readonly Measured[]> {
  const draw = drawing();
  await asksFloor.ask('PUT', '/bytes', { text: example });
  const ask = (name: string, of: (connection: number) => Promise<Answer>) =>
    measured(name, CONNECTIONS, SECONDS, watchedFloor, of);
  return [
    await ask('floor: the same bytes', () => asksFloor.ask('GET', '/bytes')),
    await ask('floor: one question', (connection) => asksFloor.ask('GET', `/text/${draw(connection).id}`)),
    await ask('floor: one text written', () => asksFloor.ask('POST', '/text', { text: example })),
  ];
}

async function measureHub(floors: readonly Measured[]): Promise<void> {
  const [, reading, writing] = floors as [Measured, Measured, Measured];
  const draw = drawing();
  const at = (kept: Kept, path: string): string => `/api/v1/documents/${kept.id}${path}`;
  let turn = 0;
  const set = async (connection: number): Promise<Answer> => {
    const kept = draw(connection);
    turn += 1;
    const values = [{ address: 'overview.problem-statement', value: `Stock levels are summed ${turn} times.` }];
    const answer = await done(asking.ask('POST', at(kept, '/set'), { revision: kept.revision, values }));
    kept.revision = JSON.parse(answer.text).revision;
    return answer;
  };
  const comment = (kept: Kept) =>
    asking.ask('POST', at(kept, '/comment'), { address: 'overview.goals', quote: '', text: 'Why?', blocking: false });
  const questions: readonly [string, Measured, (connection: number) => Promise<Answer>][] = [
    ['text of a document', reading, (connection) => asking.ask('GET', at(draw(connection), '/text'))],
    ['document with its standing', reading, (connection) => asking.ask('GET', at(draw(connection), ''))],
    ['findings of a document', reading, (connection) => asking.ask('GET', at(draw(connection), '/findings'))],
    ['list, filtered by status', reading, () => asking.ask('GET', '/api/v1/documents?status=Implemented&limit=20')],
    ['search for a word', reading, (one) => asking.ask('GET', `/api/v1/search?limit=20&q=${wordAt(one)}`)],
    ['turns of somebody', reading, () => asking.ask('GET', '/api/v1/turns?who=root@example.com')],
    ['edit by address', writing, set],
    ['comment', writing, (connection) => comment(draw(connection))],
  ];
  const rows: [Measured, Measured | null][] = floors.map((one) => [one, null]);
  for (const [name, beside, ask] of questions)
    if (name.includes(only)) rows.push([await measured(name, CONNECTIONS, SECONDS, watched, ask), beside]);
  console.table(
    rows.map(([{ name, perSecond, half, most, node, postgres }, beside]) => ({
      ...{
        request: name,
        'a second': perSecond.toFixed(0),
        'half within': exactly(half),
        '99 % within': exactly(most),
      },
      ...{ 'Node each': exactly(node), 'PostgreSQL each': exactly(postgres) },
      'of the floor': beside === null ? '' : `${(perSecond / beside.perSecond).toFixed(2)}×`,
    })),
  );
}

function exactly(time: number): string {
  return `${time.toFixed(time < 10 ? 2 : 0)} ms`;
}

/** How soon those who watch hear of a comment after whoever wrote it was answered. */
async function measureWatchers(): Promise<void> {
  if (!'watchers'.includes(only)) return;
  const rows = [];
  for (const watchers of [1, 100]) rows.push(await watching(watchers, watched));
  console.table(rows);
}

async function watching(watchers: number, { spent }: Watched): Promise<object> {
  const streams = await watchChanges(new URL('/api/v1/events', hub.url), headers, watchers);
  const draw = drawing();
  const before = spent();
  const late: number[] = [];
  let lost = 0;
  for (let round = 0; round < 50; round += 1) {
    const { id } = draw(round % CONNECTIONS);
    const heard = streams.map((stream) => stream.heardOf(id));
    const body = { address: 'overview.goals', quote: '', text: `Why ${round}?`, blocking: false };
    await done(asking.ask('POST', `/api/v1/documents/${id}/comment`, body));
    const answered = performance.now();
    for (const at of await Promise.all(heard)) {
      if (Number.isNaN(at)) lost += 1;
      else late.push(Math.max(0, at - answered));
    }
  }
  const after = spent();
  for (const stream of streams) stream.close();
  late.sort((a, b) => a - b);
  const at = (share: number): string => exactly(late[Math.ceil(late.length * share) - 1] ?? 0);
  const each = (of: 'node' | 'postgres'): string => exactly((after[of] - before[of]) / late.length);
  return {
    ...{ 'told of 50 comments': `${watchers} watching`, 'half within': at(0.5), '99 % within': at(0.99), lost },
    ...{ 'Node for each told': each('node'), 'PostgreSQL for each told': each('postgres') },
  };
}
