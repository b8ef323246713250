import { Readable } from 'node:stream';
import { createGunzip, createGzip } from 'node:zlib';
import { foldPerson } from '@specwright/core/lifecycle/policy.ts';
import { loadParser } from '@specwright/core/markdown/load-parser.ts';
import { and, eq, or } from 'drizzle-orm';
import { exportBundle } from './audit/export-bundle.ts';
import { type JournalEntry, journalEntries } from './audit/journal.ts';
import type { ArchiveHead } from './backup/archive.ts';
import { restoreArchive } from './backup/restore-archive.ts';
import { archiveText, type Progress } from './backup/write-archive.ts';
import type { Configuration } from './configuration.ts';
import type { Database, Queries } from './database/database.ts';
import { demandMigrated, migrate } from './database/migrate.ts';
import { document, workspace } from './database/tables/documents.ts';
import { account } from './database/tables/people.ts';
import { type Rebuilt, rebuildEverything } from './documents/rebuild-all.ts';
import { WritePath } from './documents/write-path.ts';
import type { HubPorts } from './hub.ts';
import { leastOfTeam } from './people/assurance.ts';
import { CannotStart } from './postgres/cannot-start.ts';
import { borrowPostgres, startPostgres } from './postgres/embedded.ts';
import { openStore } from './store.ts';

/** Where the hub is that is worked on, and with what. */
export interface UpkeepInput extends Pick<HubPorts, 'files'> {
  readonly place: Pick<Configuration, 'data' | 'databaseUrl'>;
}

/** Gives the bytes of an archive of a hub to whoever keeps them; the hub may run meanwhile. Throws `CannotStart`. */
export async function backUp(
  input: UpkeepInput,
  version: string,
  keep: (bytes: Readable) => Promise<void>,
  progress: Progress,
): Promise<void> {
  await beside(input, async (database) => {
    const text = Readable.from(archiveText(database, version, progress));
    const packed = createGzip();
    text.once('error', (error) => packed.destroy(error));
    packed.once('close', () => text.destroy());
    await keep(text.pipe(packed));
  });
}

/** What a restored hub holds. */
export interface Restored {
  readonly archive: ArchiveHead;
  readonly rebuilt: Rebuilt;
}

/**
 * Fills an empty hub that does not run with what an archive holds, and makes anew what is made of it. Throws `CannotStart`; then nothing
 * was restored.
 */
export async function restore(
  { place, files }: UpkeepInput,
  bytes: Readable,
  progress: { readonly restoring: Progress; readonly rebuilding: Progress },
): Promise<Restored> {
  const start = (folder: string) => startPostgres({ folder, tell: () => {}, lost: () => {} });
  return withStore(
    place,
    start,
    (database) => migrate(database, files?.migrations),
    async (database) => {
      const text = createGunzip();
      bytes.once('error', (error) => text.destroy(error));
      const archive = await restoreArchive(database, bytes.pipe(text), progress.restoring);
      return { archive, rebuilt: await rebuildAll(database, progress.rebuilding) };
    },
  );
}

/** What the journal of a hub is asked for, as people say it. */
export interface AuditOf {
  /** A workspace, by name or id; null for all of them. */
  readonly workspace: string | null;
  /** A document of it, by id or file; null for all of them. */
  readonly document: string | null;
}

/** Gives what proves a workspace, or a document of it, to whoever keeps it; the hub may run meanwhile. Throws `CannotStart`. */
export async function exportAudit(
  input: UpkeepInput,
  of: AuditOf & { readonly workspace: string },
  keep: (lines: Readable) => Promise<void>,
): Promise<void> {
  await beside(input, async (database) => {
    const { workspace, document } = await placeFor(database.queries, of);
    const lines = exportBundle(database, { workspace: workspace ?? '', document, caller: null }, new Date());
    await keep(Readable.from(lines));
  });
}

/** Entries of the journal, newest first; the hub may run meanwhile. `who` is an e-mail address. Throws `CannotStart`. */
export function listAudit(
  input: UpkeepInput,
  question: AuditOf & { readonly who: string | null; readonly what: string | null; readonly limit: number },
): Promise<readonly JournalEntry[]> {
  return beside(input, async ({ queries }) => {
    const { workspace, document } = await placeFor(queries, question);
    const account = question.who === null ? undefined : await accountOf(queries, question.who);
    const where = { workspace: workspace ?? undefined, document: document ?? undefined, account };
    const { what, limit } = question;
    return journalEntries(queries, { ...where, what: what ?? undefined, limit, caller: null });
  });
}

async function placeFor(queries: Queries, of: AuditOf): Promise<AuditOf> {
  if (of.workspace === null) return of;
  const [home] = await queries
    .select({ id: workspace.id })
    .from(workspace)
    .where(or(eq(workspace.name, of.workspace), eq(workspace.id, of.workspace)));
  if (home === undefined) throw new CannotStart(`The hub has no workspace ${of.workspace}`);
  if (of.document === null) return { workspace: home.id, document: null };
  const [one] = await queries
    .select({ id: document.id })
    .from(document)
    .where(and(eq(document.workspace, home.id), or(eq(document.id, of.document), eq(document.file, of.document))));
  if (one === undefined) throw new CannotStart(`The workspace ${of.workspace} has no document ${of.document}`);
  return { workspace: home.id, document: one.id };
}

async function accountOf(queries: Queries, email: string): Promise<string> {
  const [found] = await queries
    .select({ id: account.id })
    .from(account)
    .where(eq(account.email, foldPerson(email)));
  if (found === undefined) throw new CannotStart(`Nobody on the hub has the address ${email}`);
  return found.id;
}

/** Makes anew what is made of documents and histories; the hub may run meanwhile. Throws `CannotStart`. */
export function rebuild(input: UpkeepInput, progress: Progress): Promise<Rebuilt> {
  return beside(input, (database) => rebuildAll(database, progress));
}

/** Makes anew what is made of documents and histories, as a team's hub does. */
export async function rebuildAll(database: Database, progress: Progress): Promise<Rebuilt> {
  const nobody = async (): Promise<void> => {};
  const parser = await loadParser();
  const now = () => new Date();
  const path = new WritePath({ database, parser, least: leastOfTeam, told: nobody, settle: nobody, now });
  return rebuildEverything({ database, path }, progress);
}

/** Works on the database of a hub that may run. */
function beside<Result>({ place, files }: UpkeepInput, work: (database: Database) => Promise<Result>): Promise<Result> {
  const borrow = (folder: string) => borrowPostgres({ folder, tell: () => {}, lost: () => {} });
  return withStore(place, borrow, (database) => demandMigrated(database, files?.migrations), work);
}

async function withStore<Result>(
  place: UpkeepInput['place'],
  own: Parameters<typeof openStore>[1],
  lookAfter: Parameters<typeof openStore>[2],
  work: (database: Database) => Promise<Result>,
): Promise<Result> {
  const ends: (() => Promise<void>)[] = [];
  try {
    return await work(await openStore(place, own, lookAfter, ends));
  } finally {
    for (let end = ends.pop(); end !== undefined; end = ends.pop()) await end();
  }
}
