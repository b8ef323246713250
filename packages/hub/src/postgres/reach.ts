import { createHash, randomBytes } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CannotStart } from './cannot-start.ts';

/** Settings of PostgreSQL by name, as its configuration file takes them. */
export type Settings = Readonly<Record<string, string>>;

/** How the hub, and nobody else, reaches its PostgreSQL. */
export interface Reach {
  readonly settings: Settings;
  /** The folder for the socket, for whoever runs PostgreSQL alone; null where there is none. */
  readonly socketFolder: string | null;
  /** The password of the one user; null where the socket's folder keeps others out. */
  readonly password: string | null;
  /** The address of a database, for `pg`. */
  url(database: string): string;
}

/** The one user of the database, who may do everything. */
export const user = 'specwright';

/** A Unix socket in a private folder; on Windows, where Node has none, a port of the loopback address with a password. */
export async function reachOf(folder: string): Promise<Reach> {
  return process.platform === 'win32' ? byLoopback(folder) : bySocket(folder);
}

/** What a socket's address may be long in bytes on every system, less PostgreSQL's own name for it. */
const longest = 103 - '/.s.PGSQL.5432'.length;

/** A socket in the data folder; where its path is too long for a socket, in a short folder of its own. */
export function bySocket(folder: string): Reach {
  const inside = join(folder, 'socket');
  const socketFolder = Buffer.byteLength(inside) <= longest ? inside : shortFolder(folder);
  return {
    settings: {
      listen_addresses: '',
      port: '5432',
      unix_socket_directories: `"${socketFolder}"`,
      unix_socket_permissions: '0700',
    },
    socketFolder,
    password: null,
    url: (database) => `postgresql://${user}@localhost/${database}?host=${encodeURIComponent(socketFolder)}`,
  };
}

/** Its name follows from the data folder, so that a later hub finds the server of one that was killed. */
function shortFolder(folder: string): string {
  const short = join(tmpdir(), `specwright-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`);
  if (!existsSync(short)) return short;
  const found = lstatSync(short);
  const others = found.uid !== process.getuid?.() && process.getuid?.() !== 0;
  if (found.isDirectory() && !others) return short;
  throw new CannotStart(
    `${short} belongs to another user, and PostgreSQL's socket has to stand there`,
    `Choose a data folder with a path of at most ${longest - '/socket'.length} bytes`,
  );
}

/** The port and the password are chosen once for a data folder and kept there. */
export async function byLoopback(folder: string): Promise<Reach> {
  const file = join(folder, 'loopback.json');
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    const chosen = { port: await freePort(), password: randomBytes(24).toString('base64url') };
    writeFileSync(file, JSON.stringify(chosen), { mode: 0o600, flag: 'wx' });
  }
  const { port, password } = JSON.parse(readFileSync(file, 'utf8')) as { port: number; password: string };
  return {
    settings: { listen_addresses: '127.0.0.1', port: String(port), unix_socket_directories: '' },
    socketFolder: null,
    password,
    url: (database) => `postgresql://${user}:${password}@127.0.0.1:${port}/${database}`,
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done, failed) => server.once('error', failed).listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
