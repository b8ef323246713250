import type { ServerResponse } from 'node:http';
import { and, inArray } from 'drizzle-orm';
import type { Database } from '../../database/database.ts';
import { document, workspace } from '../../database/tables/documents.ts';
import type { Change, ChangeFeed, ChangePlace } from '../../documents/change-feed.ts';
import type { Caller } from '../../rights/right.ts';
import { readableDocuments, readableWorkspaces } from '../../rights/right-on.ts';

export interface StreamPorts {
  readonly database: Database;
  readonly feed: ChangeFeed;
  /** Who watches, asked ever again; null once they may not any more. */
  readonly callerNow: () => Promise<Caller | null>;
  /** What is watched; null for everything. */
  readonly only: { readonly workspace: string | null; readonly document: string | null };
}

/** Bytes that wait for a client that does not read; more, and it has to come back. */
const mostWaiting = 256 * 1024;

/** One client that is told of changes as they come (server-sent events). What it may not read it is not told of. */
export class ChangeStream {
  readonly #to: ServerResponse;
  readonly #ports: StreamPorts;
  #place: ChangePlace;
  #caller: Caller;
  #running: Promise<void> | null = null;
  #again = false;

  constructor(to: ServerResponse, caller: Caller, place: ChangePlace, ports: StreamPorts) {
    this.#to = to;
    this.#caller = caller;
    this.#place = place;
    this.#ports = ports;
  }

  /** Says from where on changes are told: a client that was lost here comes back with that place. */
  begin(): void {
    this.#write('ready', {});
  }

  /** Tells what came since. Calls while it does so make it look once more. */
  async tell(): Promise<void> {
    this.#again = true;
    this.#running ??= this.#tellAll().finally(() => {
      this.#running = null;
    });
    await this.#running;
  }

  /** Keeps the connection alive through proxies, and ends it when the client may watch no more. */
  async pulse(): Promise<void> {
    if (await this.#isLost()) return;
    this.#to.write(':\n\n');
  }

  /** Somebody's rights changed: lists may be longer or shorter now. */
  async rightsChanged(): Promise<void> {
    if (await this.#isLost()) return;
    this.#write('rights', {});
  }

  end(): void {
    this.#to.end();
  }

  async #isLost(): Promise<boolean> {
    const caller = await this.#ports.callerNow();
    if (caller === null || this.#to.writableLength > mostWaiting) this.end();
    else this.#caller = caller;
    return this.#to.writableEnded;
  }

  async #tellAll(): Promise<void> {
    while (this.#again && !this.#to.writableEnded) {
      this.#again = false;
      const changes = await this.#ports.feed.after(this.#place);
      if (changes === null) {
        this.#place = await this.#ports.feed.end();
        this.#write('reset', {});
        continue;
      }
      const last = changes.at(-1);
      if (last === undefined) continue;
      const readable = await this.#readable(changes);
      for (const change of readable) {
        const { place, kind, workspace, document, notification, at } = change;
        this.#place = place;
        if (kind === 'notification') this.#write(kind, { id: notification, workspace, document, at });
        else this.#write('change', { kind, workspace, document, at });
      }
      this.#place = last.place;
      if (this.#to.writableLength > mostWaiting) this.end();
    }
  }

  async #readable(changes: readonly Change[]): Promise<readonly Change[]> {
    const { only, database } = this.#ports;
    const watched = changes.filter(
      (one) =>
        (one.account === null || one.account === this.#caller.account) &&
        (only.workspace === null || one.workspace === only.workspace) &&
        (only.document === null || one.document === only.document),
    );
    const ids = [...new Set(watched.flatMap((one) => one.document ?? []))];
    const homes = [...new Set(watched.flatMap((one) => (one.document === null ? [one.workspace] : [])))];
    const documents =
      ids.length === 0
        ? []
        : await database.queries
            .select({ id: document.id })
            .from(document)
            .where(and(inArray(document.id, ids), readableDocuments(this.#caller)));
    const workspaces =
      homes.length === 0
        ? []
        : await database.queries
            .select({ id: workspace.id })
            .from(workspace)
            .where(and(inArray(workspace.id, homes), readableWorkspaces(this.#caller)));
    const known = new Set([...documents, ...workspaces].map(({ id }) => id));
    return watched.filter((one) => known.has(one.document ?? one.workspace));
  }

  #write(event: string, data: object): void {
    this.#to.write(`id: ${this.#place}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }
}
