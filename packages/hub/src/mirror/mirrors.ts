import type { MarkdownParser } from '@specwright/core/markdown/parser.ts';
import { eq, isNull } from 'drizzle-orm';
import { Client } from 'pg';
import type { Database, Queries } from '../database/database.ts';
import { workspace as workspaceTable } from '../database/tables/documents.ts';
import { mirror } from '../database/tables/mirrors.ts';
import type { ChangeFeed } from '../documents/change-feed.ts';
import type { DeedPorts } from '../documents/deeds.ts';
import type { WritePath } from '../documents/write-path.ts';
import type { Caller } from '../rights/right.ts';
import { type FolderPort, FolderTrouble } from './folder-port.ts';
import { nothingSeen } from './home.ts';
import { Mirror } from './mirror.ts';

export interface MirrorPorts {
  readonly database: Database;
  readonly path: WritePath;
  readonly parser: MarkdownParser;
  readonly deeds: DeedPorts;
  readonly feed: ChangeFeed;
  /** Opens a folder. Throws `FolderTrouble` where it cannot be followed, or may not. */
  readonly openFolder: (folder: string) => FolderPort;
  /** Somebody as they are when the folder's changes are made in their name; null for who left. */
  readonly callerOf: (queries: Queries, account: string) => Promise<Caller | null>;
  readonly now: () => Date;
  readonly trouble: (error: unknown) => void;
}

/** The mirrors of a hub, as far as this process runs them. */
export interface Mirrors {
  /** Looks at once which mirrors are to run; those that this process takes over have looked through their folders when it resolves. */
  look(): Promise<void>;
  /** Ends those of this process; what the hub has is in their folders then. */
  stop(): Promise<void>;
}

/** How often a process looks for mirrors that nobody runs, ms. */
const pulse = 5_000;

/**
 * Runs the mirrors of a hub. Each is run by one process at a time: the one that holds PostgreSQL's advisory lock of its workspace, which
 * falls to another one when that process ends in whichever way.
 */
export function startMirrors(ports: MirrorPorts): Mirrors {
  const mirrors = new RunningMirrors(ports);
  const timer = setInterval(() => void mirrors.look().catch(ports.trouble), pulse).unref();
  return {
    look: () => mirrors.look(),
    stop: async () => {
      clearInterval(timer);
      await mirrors.stop();
    },
  };
}

type MirrorRow = typeof mirror.$inferSelect;

interface Running {
  readonly mirror: Mirror;
  /** Of which row it was made. */
  readonly key: string;
}

class RunningMirrors {
  readonly #ports: MirrorPorts;
  readonly #running = new Map<string, Running>();
  /** The connection that holds the locks. */
  #locks: Client | null = null;
  #looking: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(ports: MirrorPorts) {
    this.#ports = ports;
  }

  look(): Promise<void> {
    const looked = this.#looking.then(() => this.#look());
    this.#looking = looked.catch(() => {});
    return looked;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#looking;
    for (const { mirror } of this.#running.values()) await mirror.stop();
    this.#running.clear();
    await this.#locks?.end();
  }

  async #look(): Promise<void> {
    if (this.#isStopped) return;
    const found = await this.#ports.database.queries
      .select({ row: mirror })
      .from(mirror)
      .innerJoin(workspaceTable, eq(workspaceTable.id, mirror.workspace))
      .where(isNull(workspaceTable.removedAt));
    const rows = found.map(({ row }) => row);
    const wanted = new Map(rows.map((row) => [row.workspace, row]));
    for (const [workspace, { key, mirror }] of this.#running) {
      const row = wanted.get(workspace);
      if (row !== undefined && keyOf(row) === key) continue;
      this.#running.delete(workspace);
      await mirror.abandon();
      await this.#unlock(workspace);
    }
    for (const row of rows) if (!this.#running.has(row.workspace)) await this.#take(row);
  }

  async #take(row: MirrorRow): Promise<void> {
    const { database, callerOf, openFolder, feed, trouble, ...ports } = this.#ports;
    if (!(await this.#lock(row.workspace))) return;
    try {
      const caller = await callerOf(database.queries, row.account);
      if (caller === null) throw new FolderTrouble('Who set the mirror up has left', 'Let somebody else set it up');
      const port = openFolder(row.folder);
      const { workspace, rules } = row;
      const one = new Mirror(
        { ...ports, database, port, workspace, caller, rules, seen: nothingSeen() },
        feed,
        trouble,
      );
      this.#running.set(workspace, { mirror: one, key: keyOf(row) });
      await one.start();
    } catch (error) {
      if (!(error instanceof FolderTrouble)) throw error;
      await this.#unlock(row.workspace);
      await database.queries.update(mirror).set({ trouble: error.message }).where(eq(mirror.workspace, row.workspace));
    }
  }

  async #lock(workspace: string): Promise<boolean> {
    this.#locks ??= await this.#connect();
    const { rows } = await this.#locks.query('select pg_try_advisory_lock(hashtextextended($1, 0)) as held', [
      lockName(workspace),
    ]);
    return rows[0].held;
  }

  async #unlock(workspace: string): Promise<void> {
    await this.#locks?.query('select pg_advisory_unlock(hashtextextended($1, 0))', [lockName(workspace)]);
  }

  async #connect(): Promise<Client> {
    const client = new Client({ connectionString: this.#ports.database.url, keepAlive: true });
    client.on('error', () => void client.end().catch(() => {}));
    client.on('end', () => this.#lost(client));
    await client.connect();
    return client;
  }

  /** Without the connection there are no locks: another process may have the mirrors by now. */
  #lost(client: Client): void {
    if (this.#locks !== client) return;
    this.#locks = null;
    const left = [...this.#running.values()];
    this.#running.clear();
    for (const { mirror } of left) void mirror.abandon().catch(this.#ports.trouble);
  }
}

function lockName(workspace: string): string {
  return `specwright mirror ${workspace}`;
}

function keyOf({ folder, account, rules }: MirrorRow): string {
  return JSON.stringify([folder, account, rules]);
}
