import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CannotStart } from './cannot-start.ts';
import { type Cluster, environmentOf, handOver, run, whyNot } from './cluster.ts';
import { isServerOn } from './processes.ts';

/** How often a server that starts or stops is looked at, ms. */
const pause = 10;
/** How long a server may take to write down what it holds when it is asked to end, ms; then it ends as in a crash. */
const longestStop = 60_000;
/** What the server's log may grow to before a start begins a new one, bytes. */
const longestLog = 10_000_000;

/** Starts the server of a cluster that has none, and waits until it takes connections. It outlives this process. */
export async function startServer(cluster: Cluster): Promise<void> {
  const file = join(cluster.data, settingsFile);
  writeFileSync(file, settingsOf(cluster), { mode: 0o600 });
  handOver(file, cluster.identity);
  if ((statSync(cluster.logFile, { throwIfNoEntry: false })?.size ?? 0) > longestLog)
    renameSync(cluster.logFile, `${cluster.logFile}.old`);
  const log = openSync(cluster.logFile, 'a', 0o600);
  const before = statSync(cluster.logFile).size;
  const { identity, binaries } = cluster;
  const [command = '', ...parameters] = [...identity.prefix, binaries.postgres, '-D', cluster.data];
  const child = spawn(command, parameters, {
    ...identity.user,
    cwd: '/',
    env: environmentOf(cluster),
    stdio: ['ignore', log, log],
    // A signal that the terminal sends to the hub must not reach the server: the hub stops it when its own work is done.
    detached: true,
  });
  closeSync(log);
  child.unref();
  let ended: string | null = null;
  child.once('error', (error) => {
    ended = error.message;
  });
  child.once('exit', () => {
    ended ??= readFileSync(cluster.logFile).subarray(before).toString();
  });
  while (ended === null) {
    const found = readPidFile(cluster);
    if (found?.pid === child.pid && found?.ready === true) return;
    await sleep(pause);
  }
  throw whyNot(ended, cluster);
}

/** Ends the server that runs: what was committed stays, whoever is connected is sent away. */
export async function stopServer(cluster: Cluster): Promise<void> {
  const pid = readPidFile(cluster)?.pid;
  if (pid === undefined) return;
  const signal = (name: string) => run(cluster, cluster.binaries.pgCtl, ['kill', name, String(pid)]);
  signal('INT');
  const end = Date.now() + longestStop;
  while (isServerOn(cluster.data, pid)) {
    if (Date.now() > end + longestStop)
      throw new CannotStart(`PostgreSQL (process ${pid}) on ${cluster.data} does not end`, `End process ${pid}`);
    if (Date.now() > end) signal('QUIT');
    await sleep(pause);
  }
}

/** What a server says of itself in its folder; null when none runs, or none has since it was stopped. */
export function readPidFile(cluster: Cluster): { readonly pid: number; readonly ready: boolean } | null {
  const lines = readOr(pidFileOf(cluster), '').split('\n');
  const pid = Number(lines[0]);
  return pid > 0 ? { pid, ready: lines[7]?.trim() === 'ready' } : null;
}

/**
 * Takes away what a server left that is no more, when its number belongs to another process by now: PostgreSQL would believe
 * that it still runs. A file that another hub's server wrote meanwhile is put back.
 */
export function dropPidFile(cluster: Cluster, pid: number): void {
  const socket = cluster.reach.socketFolder;
  const files = [pidFileOf(cluster), ...(socket === null ? [] : [join(socket, '.s.PGSQL.5432.lock')])];
  for (const file of files) {
    if (Number(readOr(file, '').split('\n')[0]) !== pid) continue;
    const aside = `${file}.${process.pid}`;
    renameSync(file, aside);
    if (Number(readOr(aside, '').split('\n')[0]) === pid) rmSync(aside);
    else renameSync(aside, file);
  }
}

/** True when the server that runs is of the same programs and settings as one that would be started now. */
export function runsAsToday(cluster: Cluster): boolean {
  const command = readOr(join(cluster.data, 'postmaster.opts'), '');
  const settings = readOr(join(cluster.data, settingsFile), '');
  return command.startsWith(realpathSync(cluster.binaries.postgres)) && settings === settingsOf(cluster);
}

const settingsFile = 'specwright.conf';

function settingsOf({ reach, settings }: Cluster): string {
  const lines = Object.entries({ ...reach.settings, ...settings }).map(
    ([name, value]) => `${name} = '${value.replaceAll("'", "''")}'\n`,
  );
  return `# Written at every start: your own settings belong into postgresql.conf.\n${lines.join('')}`;
}

function pidFileOf({ data }: Cluster): string {
  return join(data, 'postmaster.pid');
}

function readOr(file: string, otherwise: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return otherwise;
  }
}
