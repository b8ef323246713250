import { createRequire } from 'node:module';
import { type AddressInfo, createServer } from 'node:net';
import { dirname, join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { type Face, makeApp } from './api/app.ts';
import { type Logger, openLog } from './api/log.ts';
import type { Configuration } from './configuration.ts';
import type { Database } from './database/database.ts';
import { migrate } from './database/migrate.ts';
import { CannotStart, codeOf } from './postgres/cannot-start.ts';
import { startPostgres } from './postgres/embedded.ts';
import { openStore } from './store.ts';

/** What a face of the hub is made of, once there is a database. */
export interface HubParts {
  readonly configuration: Configuration;
  readonly database: Database;
  /** The address under which browsers reach the hub. */
  readonly origin: URL;
  readonly log: Logger;
  now(): Date;
}

export interface HubPorts {
  readonly version: string;
  /** Folders of files that the hub reads; null for those of the sources. */
  readonly files: HubFiles | null;
  /** Says who is answered, and what. */
  readonly face: (parts: HubParts) => Promise<Face>;
  /** Hears that the hub lost its database for good and must stop. */
  readonly lost: (reason: unknown) => void;
}

interface HubFiles {
  readonly migrations: string;
  /** Of the API's page. */
  readonly apiPage: string;
}

/** A hub that answers. */
export interface Hub {
  readonly url: URL;
  /** Lets requests that run be answered, then ends everything in the reverse order of its start. */
  stop(): Promise<void>;
}

/** Starts a hub: its database, then what answers. Throws `CannotStart`; then nothing of it runs any more. */
export async function startHub(configuration: Configuration, ports: HubPorts): Promise<Hub> {
  const log = openLog(configuration.logLevel);
  const ends: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (let end = ends.pop(); end !== undefined; end = ends.pop()) await end();
  };
  try {
    const port = await choosePort(configuration);
    const { host, publicUrl, trustProxy, rateLimit } = configuration;
    const origin = publicUrl ?? new URL(`http://${host.includes(':') ? `[${host}]` : host}:${port}`);
    const database = await openStore(
      configuration,
      (folder) => startPostgres({ folder, tell: (line) => log.info(line), lost: ports.lost }),
      (database) => migrate(database, ports.files?.migrations),
      ends,
    );
    const face = await ports.face({ configuration, database, origin, log, now: () => new Date() });
    ends.push(async () => face.stop?.());
    const apiPage = ports.files?.apiPage ?? apiPageOfSources();
    const { version } = ports;
    const app = await makeApp({ database, origin, port, version, log, trustProxy, rateLimit, apiPage, face });
    ends.push(() => close(app));
    await app.listen({ host, port }).catch((error) => {
      throw cannotListen(error, host, port);
    });
    log.info({ url: origin.href }, 'the hub answers');
    return { url: origin, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** How long a request that runs may take to be answered once the hub stops, ms. */
const longestFarewell = 10_000;

async function close(app: FastifyInstance): Promise<void> {
  const late = setTimeout(() => app.server.closeAllConnections(), longestFarewell);
  await app.close();
  clearTimeout(late);
}

/** The most ports that are tried, one after another. */
const mostPorts = 100;

/** A port that is free now. Chosen before anything starts, since the hub's own address is told to all its parts. */
async function choosePort({ host, port: first, orNextPort }: Configuration): Promise<number> {
  const last = orNextPort ? Math.min(first + mostPorts, 65_535) : first;
  for (let port = first; ; port += 1) {
    try {
      return await tryPort(host, port);
    } catch (error) {
      if (codeOf(error) !== 'EADDRINUSE' || port >= last) throw cannotListen(error, host, port);
    }
  }
}

function tryPort(host: string, port: number): Promise<number> {
  return new Promise((done, failed) => {
    const server = createServer().once('error', failed);
    server.listen({ host, port }, () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => done(port));
    });
  });
}

function cannotListen(error: unknown, host: string, port: number): unknown {
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return new CannotStart(`Port ${port} is taken`, 'Give another one with --port or PORT');
    case 'EACCES':
      return new CannotStart(`Port ${port} is not for this user`, 'Give one from 1024 on with --port or PORT');
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new CannotStart(`${host} is no address of this machine`, 'Give another one with --host or HOST');
    default:
      return error;
  }
}

function apiPageOfSources(): string {
  return join(dirname(createRequire(import.meta.url).resolve('@fastify/swagger-ui')), 'static');
}
