import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Binaries, findBinaries } from './binaries.ts';
import { CannotStart } from './cannot-start.ts';
import { cannotUse, noRoom, openDataFolder } from './data-folder.ts';
import { type Identity, identityFor } from './identity.ts';
import { isAlive } from './processes.ts';
import { type Reach, reachOf, type Settings, user } from './reach.ts';

/** A cluster, as PostgreSQL calls the files of one server, and whatever is needed to run its programs on them. */
export interface Cluster {
  /** The folder with PostgreSQL's files. */
  readonly data: string;
  /** Where the server writes what it has to say. */
  readonly logFile: string;
  readonly reach: Reach;
  /** What the server runs with beside what it is reached by. */
  readonly settings: Settings;
  readonly binaries: Binaries;
  readonly identity: Identity;
}

/** Finds or makes the cluster in a data folder. Two that make it at once get the same one. Throws `CannotStart`. */
export async function openCluster(path: string, settings: Settings = {}, reached = reachOf): Promise<Cluster> {
  const folder = openDataFolder(path);
  try {
    const binaries = findBinaries(join(folder, 'libraries'));
    const data = join(folder, 'postgres');
    const identity = identityFor(data, [binaries.initdb, binaries.postgres]);
    const reach = await reached(folder);
    const cluster = { data, logFile: join(folder, 'postgres.log'), reach, settings, binaries, identity };
    dropUnfinished(data);
    if (!fs.existsSync(join(data, 'PG_VERSION'))) makeCluster(cluster);
    refuseOtherMajor(cluster);
    if (reach.socketFolder !== null) makePrivate(reach.socketFolder, identity);
    return cluster;
  } catch (error) {
    throw cannotUse(folder, error);
  }
}

/** Runs one of PostgreSQL's programs to its end; `text` is all that it said. */
export function run(cluster: Cluster, program: string, parameters: readonly string[]): { ok: boolean; text: string } {
  const { identity } = cluster;
  const [command = program, ...rest] = [...identity.prefix, program, ...parameters];
  const done = spawnSync(command, rest, { ...identity.user, env: environmentOf(cluster), encoding: 'utf8', cwd: '/' });
  return { ok: done.status === 0, text: `${done.stdout ?? ''}${done.stderr ?? ''}${done.error?.message ?? ''}` };
}

/** What PostgreSQL's programs see of the environment: messages in English, and where their libraries are. */
export function environmentOf({ binaries }: Cluster): NodeJS.ProcessEnv {
  const { PATH, TZ, SystemRoot } = process.env;
  return { PATH, TZ, SystemRoot, LC_ALL: 'C', ...binaries.environment };
}

/** Lets the user who runs PostgreSQL write a file that the hub made for it. */
export function handOver(path: string, { user }: Identity): void {
  if (user !== null) fs.chownSync(path, user.uid, user.gid);
}

/** What was wrong, from what a program of PostgreSQL said of it. */
export function whyNot(said: string, { data, logFile }: Cluster): CannotStart {
  if (said.includes('No space left on device')) return noRoom(data);
  const lines = said.trim().split('\n');
  const line = lines.find((one) => /(?:FATAL|PANIC|error): /u.test(one)) ?? lines.at(-1) ?? '';
  const reason = line.replace(/^.*?(?:FATAL|PANIC|error): */u, '').trim();
  return new CannotStart(`PostgreSQL does not start: ${reason}`, `${logFile} says more`);
}

/** Made beside its place and moved there whole, so that a killed maker leaves nothing half-made. */
function makeCluster(cluster: Cluster): void {
  const { data, identity, binaries, settings } = cluster;
  if (fs.existsSync(data) && fs.readdirSync(data).length > 0)
    throw new CannotStart(
      `${data} holds files that are not PostgreSQL's`,
      'Choose another data folder, or move these files away',
    );
  const made = `${data}.new-${process.pid}`;
  makePrivate(made, identity);
  try {
    const about = ['--encoding=UTF8', '--locale-provider=builtin', '--locale=C.UTF-8', `--username=${user}`];
    const sync = settings.fsync === 'off' ? ['--no-sync'] : [];
    const { ok, text } = run(cluster, binaries.initdb, ['-D', made, ...about, ...sync, ...access(made, cluster)]);
    if (!ok) throw whyNot(text, cluster);
    fs.appendFileSync(join(made, 'postgresql.conf'), "\ninclude_if_exists = 'specwright.conf'\n");
    moveIntoPlace(made, data);
  } finally {
    fs.rmSync(passwordFileOf(made), { force: true });
    fs.rmSync(made, { recursive: true, force: true });
  }
}

/** Who may come in: whoever may enter the socket's folder, or who knows the password. */
function access(made: string, { reach, identity }: Cluster): string[] {
  if (reach.password === null) return ['--auth-local=trust', '--auth-host=reject'];
  // initdb wants its folder empty, and reads the password as the user that it runs as.
  const file = passwordFileOf(made);
  fs.writeFileSync(file, reach.password, { mode: 0o600 });
  handOver(file, identity);
  return ['--auth=scram-sha-256', `--pwfile=${file}`];
}

function passwordFileOf(made: string): string {
  return `${made}-password`;
}

/** Another maker may have been first; its cluster is as good. */
function moveIntoPlace(made: string, data: string): void {
  try {
    fs.renameSync(made, data);
  } catch (error) {
    if (!fs.existsSync(join(data, 'PG_VERSION'))) throw error;
  }
}

function refuseOtherMajor(cluster: Cluster): void {
  const { data } = cluster;
  const theirs = fs.readFileSync(join(data, 'PG_VERSION'), 'utf8').trim();
  const { text } = run(cluster, cluster.binaries.postgres, ['--version']);
  const ours = /\b(\d+)\.\d/u.exec(text)?.[1];
  if (ours === undefined) throw whyNot(text, cluster);
  if (theirs === ours) return;
  throw new CannotStart(
    `${data} was written by PostgreSQL ${theirs}, and this Specwright brings PostgreSQL ${ours}`,
    'Back up with the version of Specwright that wrote it, and restore into a new data folder with this one',
  );
}

function makePrivate(folder: string, identity: Identity): void {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  fs.chmodSync(folder, 0o700);
  handOver(folder, identity);
}

/** What makers left that were killed. */
function dropUnfinished(data: string): void {
  for (const name of fs.readdirSync(dirname(data))) {
    const pid = /^\.new-(\d+)/u.exec(name.slice(basename(data).length))?.[1];
    if (pid !== undefined && name.startsWith(basename(data)) && !isAlive(Number(pid)))
      fs.rmSync(join(dirname(data), name), { recursive: true, force: true });
  }
}
