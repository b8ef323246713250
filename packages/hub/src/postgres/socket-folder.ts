import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a socket's address may be long in bytes on every system, less PostgreSQL's own name for it. */
const longest = 103 - '/.s.PGSQL.5432'.length;

/** The folder for PostgreSQL's socket: in the data folder, or, where its path is too long for a socket, a short one of its own. */
export function socketFolderOf(folder: string): string {
  const inside = join(folder, 'socket');
  if (Buffer.byteLength(inside) <= longest) return inside;
  return join(tmpdir(), `specwright-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`);
}
