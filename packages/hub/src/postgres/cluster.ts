import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Binaries, findBinaries } from './binaries.ts';
import { CannotStart, codeOf } from './cannot-start.ts';
import { type Identity, identityFor } from './identity.ts';
import { socketFolderOf } from './socket-folder.ts';

/** PostgreSQL's own name for a database cluster: its files, and whatever is needed to run programs on them. */
export interface Cluster {
  /** The folder with PostgreSQL's files. */
  readonly data: string;
  /** Where its socket stands; only the user who runs PostgreSQL may enter. */
  readonly sockets: string;
  /** Where the server writes what it has to say. */
  readonly logFile: string;
  readonly binaries: Binaries;
  readonly identity: Identity;
}

/** The one user of the database, who may do everything; the socket's folder says who may be that user. */
export const user = 'specwright';

/** Finds or makes the cluster in the hub's data folder. Two that make it at once get the same one. */
export function openCluster(folder: string): Cluster {
  const binaries = findBinaries(join(folder, 'libraries'));
  const identity = identityFor(folder, [binaries.initdb, binaries.postgres]);
  const data = join(folder, 'postgres');
  const sockets = socketFolderOf(folder);
  const cluster = { data, sockets, logFile: join(folder, 'postgres.log'), binaries, identity };
  dropUnfinished(data);
  if (!existsSync(join(data, 'PG_VERSION'))) makeCluster(cluster);
  refuseOtherMajor(cluster);
  makePrivate(sockets, identity);
  return cluster;
}

/** Runs one of PostgreSQL's programs to its end. */
export function run(cluster: Cluster, program: string, parameters: readonly string[]): { ok: boolean; text: string } {
  const { identity } = cluster;
  const [command = program, ...rest] = [...identity.prefix, program, ...parameters];
  const done = spawnSync(command, rest, { ...identity.user, env: environmentOf(cluster), encoding: 'utf8', cwd: '/' });
  return { ok: done.status === 0, text: `${done.stdout ?? ''}${done.stderr ?? ''}${done.error?.message ?? ''}` };
}

/** What PostgreSQL's programs see of the environment: messages in English, and where their libraries are. */
export function environmentOf({ binaries }: Cluster): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, TZ: process.env.TZ, LC_ALL: 'C', ...binaries.environment };
}

/** Made beside its place and moved there whole, so that a killed maker leaves nothing half-made. */
function makeCluster(cluster: Cluster): void {
  const { data, identity, binaries } = cluster;
  if (existsSync(data) && readdirSync(data).length > 0)
    throw new CannotStart(
      `${data} holds files that are not PostgreSQL's`,
      'Choose another data folder, or move these files away',
    );
  const made = `${data}.new-${process.pid}`;
  makePrivate(made, identity);
  const about = ['--encoding=UTF8', '--locale-provider=builtin', '--locale=C.UTF-8', '--no-instructions', '--no-sync'];
  const access = [`--username=${user}`, '--auth-local=trust', '--auth-host=scram-sha-256'];
  const { ok, text } = run(cluster, binaries.initdb, ['-D', made, ...about, ...access]);
  if (!ok) {
    rmSync(made, { recursive: true, force: true });
    throw whyNot(text, cluster);
  }
  appendFileSync(join(made, 'postgresql.conf'), "\ninclude_if_exists = 'specwright.conf'\n");
  try {
    renameSync(made, data);
  } catch (error) {
    rmSync(made, { recursive: true, force: true });
    if (codeOf(error) !== 'ENOTEMPTY' && codeOf(error) !== 'EEXIST') throw error;
  }
}

/** What was wrong, from what a program of PostgreSQL said of it. */
export function whyNot(said: string, { data, logFile }: Cluster): CannotStart {
  if (said.includes('No space left on device'))
    return new CannotStart(
      `No space left on the disk of ${data}`,
      'Make room and start the hub again; nothing was lost',
    );
  const lines = said.trim().split('\n');
  const line = lines.find((one) => /FATAL:|PANIC:|error:/u.test(one)) ?? lines.at(-1) ?? '';
  const reason = line.replace(/^.*?(?:FATAL|PANIC|error):\s*/u, '').trim();
  return new CannotStart(`PostgreSQL does not start: ${reason}`, `${logFile} says more`);
}

function refuseOtherMajor(cluster: Cluster): void {
  const theirs = readFileSync(join(cluster.data, 'PG_VERSION'), 'utf8').trim();
  const ours = /(\d+)\./u.exec(run(cluster, cluster.binaries.postgres, ['--version']).text)?.[1];
  if (ours === undefined || theirs === ours) return;
  throw new CannotStart(
    `${cluster.data} was written by PostgreSQL ${theirs}, and this is PostgreSQL ${ours}`,
    `Back up with the version of Specwright that wrote it, and restore into a new folder with this one`,
  );
}

function makePrivate(folder: string, { user }: Identity): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  if (user !== null) chownSync(folder, user.uid, user.gid);
}

/** What makers left that were killed. */
function dropUnfinished(data: string): void {
  for (const name of readdirSync(dirname(data))) {
    const pid = name.startsWith(`${basename(data)}.new-`) ? Number(name.split('-').at(-1)) : null;
    if (pid !== null && !isAlive(pid)) rmSync(join(dirname(data), name), { recursive: true, force: true });
  }
}

/** True when a process has this number, whoever it belongs to. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}
