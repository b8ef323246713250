import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { CannotStart } from './cannot-start.ts';
import { type Cluster, openCluster } from './cluster.ts';
import { isAlive, isServerOn } from './processes.ts';
import type { Settings } from './reach.ts';
import { dropPidFile, readPidFile, runsAsToday, startServer, stopServer } from './server.ts';

/** A PostgreSQL that this hub alone has, in its data folder. */
export interface EmbeddedPostgres {
  /** The address of the hub's database, for `pg`. */
  readonly url: string;
  /** Ends the server after what is being written; nothing that was committed is lost. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** The hub's data folder; made where it is missing. */
  readonly folder: string;
  readonly settings?: Settings;
  /** Hears in one line each what is done. */
  readonly tell: (line: string) => void;
  /** Hears that the server ended and could not be started again: the hub has to stop. */
  readonly lost: (reason: unknown) => void;
}

/** How long a server may take to answer: it reads what it had not yet written down when it was killed, ms. */
const longestStart = 120_000;
/** How long PostgreSQL may take to notice that a hub is gone, ms. */
const longestGoodbye = 5_000;
const pause = 25;

/** The number under which the hub of a data folder holds its server: PostgreSQL lets go of it when the hub dies, however it dies. */
const ownership = 4_711_220_419;

/**
 * Starts PostgreSQL on the data folder, or takes over the one that a killed hub left running there. While the hub runs, a server that
 * ends is started again. Throws `CannotStart`, also when another hub has the folder.
 */
export async function startPostgres({ folder, settings, tell, lost }: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const cluster = await openCluster(folder, settings);
  let stopping = false;
  let owner = own(cluster, tell);
  await makeDatabase(await owner);
  const watch = (client: Client): void => {
    client.once('end', () => {
      if (stopping) return;
      tell('PostgreSQL ended, and is started again');
      owner = own(cluster, tell);
      owner.then(watch, lost);
    });
  };
  watch(await owner);
  return {
    url: cluster.reach.url(databaseName),
    stop: async () => {
      stopping = true;
      // One that could not be had again may be another hub's by now.
      const isOurs = await owner.then(
        () => true,
        () => false,
      );
      if (!isOurs) return;
      await stopServer(cluster);
      tell('PostgreSQL stopped');
    },
  };
}

/**
 * The PostgreSQL of a data folder for work beside a hub: that of the hub which runs on it, or one that is started and owned for as long as
 * the work takes. Throws `CannotStart`, also when the folder holds nothing of a hub.
 */
export async function borrowPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const { folder } = options;
  if (!existsSync(join(folder, 'postgres', 'PG_VERSION')))
    throw new CannotStart(
      `${folder} holds no data of a hub`,
      'Name the data folder of a hub with --data, or its database with --database-url',
    );
  const cluster = await openCluster(folder, options.settings);
  const found = await connectToRunning(cluster, Date.now() + longestStart);
  if (found === null) return startPostgres(options);
  const holder = await holderOf(found);
  await found.end();
  return holder === null ? startPostgres(options) : { url: cluster.reach.url(databaseName), stop: async () => {} };
}

const databaseName = 'specwright';

/** Starts or finds the server and becomes its only owner; the connection that is given back is the ownership. */
async function own(cluster: Cluster, tell: (line: string) => void): Promise<Client> {
  const end = Date.now() + longestStart;
  for (;;) {
    const found = await connectToRunning(cluster, end);
    if (found === null) {
      tell(`PostgreSQL starts on ${cluster.data}`);
      await startUnlessStarted(cluster, end);
      continue;
    }
    if (!(await isOwned(found))) continue;
    if (runsAsToday(cluster)) return found;
    tell('PostgreSQL runs with other programs or settings, and is started again');
    await stopServer(cluster);
  }
}

/** A connection to the server that runs on the data folder; null when none does. */
async function connectToRunning(cluster: Cluster, end: number): Promise<Client | null> {
  for (;;) {
    const found = readPidFile(cluster);
    if (found === null) return null;
    // One that reads what it had not written down yet turns everybody away, which only keeps it from its work.
    const client = found.ready ? await connect(cluster) : null;
    if (client !== null) return client;
    if (!isServerOn(cluster.data, found.pid)) {
      dropPidFile(cluster, found.pid);
      return null;
    }
    if (Date.now() > end)
      throw new CannotStart(
        `PostgreSQL (process ${found.pid}) on ${cluster.data} does not answer`,
        `End process ${found.pid} and start the hub again`,
      );
    await sleep(pause);
  }
}

async function connect(cluster: Cluster): Promise<Client | null> {
  const client = new Client({
    connectionString: cluster.reach.url('postgres'),
    application_name: `specwright hub ${process.pid}`,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  });
  // The end of a connection is heard as `end`; without this an error that comes before it would end the hub.
  client.on('error', () => {});
  try {
    await client.connect();
    return client;
  } catch {
    return null;
  }
}

/** Does nothing when another hub starts the server at this moment. */
async function startUnlessStarted(cluster: Cluster, end: number): Promise<void> {
  for (;;) {
    try {
      return await startServer(cluster);
    } catch (error) {
      const other = readPidFile(cluster);
      if (other !== null && isServerOn(cluster.data, other.pid)) return;
      // Who served the connections of a server that was killed needs a moment to notice.
      if (!String(error).includes('shared memory block') || Date.now() > end) throw error;
      await sleep(pause);
    }
  }
}

/** Takes the ownership; false when the server went away meanwhile. Throws when another hub has it. */
async function isOwned(client: Client): Promise<boolean> {
  const end = Date.now() + longestGoodbye;
  try {
    for (;;) {
      const { rows } = await client.query('select pg_try_advisory_lock($1) as taken', [ownership]);
      if (rows[0].taken === true) return true;
      const holder = await holderOf(client);
      // A hub that was killed is gone before PostgreSQL has noticed.
      if ((holder !== null && isAlive(holder)) || Date.now() > end) {
        await client.end();
        throw new CannotStart(
          `Another hub (process ${holder ?? 'of another machine'}) uses this data folder`,
          'Stop it, or choose another data folder',
        );
      }
      await sleep(pause);
    }
  } catch (error) {
    if (error instanceof CannotStart) throw error;
    return false;
  }
}

/** The process of the hub that owns the server; null when that is not known. */
async function holderOf(client: Client): Promise<number | null> {
  const { rows } = await client.query(
    `select a.application_name as name from pg_locks l join pg_stat_activity a using (pid)
     where l.locktype = 'advisory' and l.granted and (l.classid::bigint << 32) + l.objid::bigint = $1`,
    [ownership],
  );
  const pid = /^specwright hub (\d+)$/u.exec(rows[0]?.name ?? '')?.[1];
  return pid === undefined ? null : Number(pid);
}

async function makeDatabase(owner: Client): Promise<void> {
  const { rowCount } = await owner.query('select 1 from pg_database where datname = $1', [databaseName]);
  if (rowCount === 0) await owner.query(`create database ${databaseName}`);
}
