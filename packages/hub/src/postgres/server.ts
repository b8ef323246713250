import { spawn } from 'node:child_process';
import { chownSync, closeSync, openSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Cluster, environmentOf, run, user, whyNot } from './cluster.ts';

/** How often a starting server is looked at, ms. */
const pause = 10;

/** Settings of PostgreSQL by name, as its configuration file takes them. */
export type Settings = Readonly<Record<string, string>>;

/** Starts the server of a cluster that has none, and waits until it takes connections. It outlives this process. */
export async function startServer(cluster: Cluster, settings: Settings = {}): Promise<void> {
  writeSettings(cluster, settings);
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

/** Ends the server: what was committed stays, whoever is connected is sent away. */
export function stopServer(cluster: Cluster): void {
  const { ok, text } = run(cluster, cluster.binaries.pgCtl, [
    'stop',
    '-D',
    cluster.data,
    '-m',
    'fast',
    '-w',
    '-t',
    '60',
  ]);
  if (!ok && readPidFile(cluster) !== null) throw whyNot(text, cluster);
}

/** What a server says of itself in its folder; null when none runs, or none has since it was stopped. */
export function readPidFile(cluster: Cluster): { readonly pid: number; readonly ready: boolean } | null {
  try {
    const lines = readFileSync(join(cluster.data, 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Number(lines[0]), ready: lines[7]?.trim() === 'ready' };
  } catch {
    return null;
  }
}

/** The address of a database of the cluster, for `pg`. */
export function urlOf(cluster: Cluster, database: string): string {
  return `postgresql://${user}@localhost/${database}?host=${encodeURIComponent(cluster.sockets)}`;
}

function writeSettings(cluster: Cluster, settings: Settings): void {
  const all = {
    listen_addresses: '',
    unix_socket_directories: `"${cluster.sockets}"`,
    unix_socket_permissions: '0700',
    ...settings,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'\n`);
  const file = join(cluster.data, 'specwright.conf');
  writeFileSync(file, `# Written at every start; put your own settings into postgresql.conf.\n${lines.join('')}`);
  if (cluster.identity.user !== null) chownSync(file, cluster.identity.user.uid, cluster.identity.user.gid);
}
