import { createHash } from 'node:crypto';
import { and, asc, eq, gt, inArray, isNull, notExists, or, type SQL, sql } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { attachment, documentLink, keptBytes } from '../database/tables/attachments.ts';
import { document, projection } from '../database/tables/documents.ts';
import { demand } from '../rights/demand.ts';
import { placeOf } from '../rights/places.ts';
import { Problem } from '../rights/problem.ts';
import type { Caller } from '../rights/right.ts';
import { rightOn } from '../rights/right-on.ts';
import { readCursor, writeCursor } from '../search/cursor.ts';
import { type DeedPorts, heldPlace } from './deeds.ts';
import { isSafePath } from './file-names.ts';
import { mediaTypeOf } from './media-type.ts';

/**
 * Whose a file is. One of a workspace is read by all who may read that, and shown to those who may read only a document in which it stands. One of a
 * document is read by those alone who may read the document, and comes before one of the workspace that has the same path.
 */
export type AttachmentHome = { readonly workspace: string } | { readonly document: string };

/** A file as it is told of. */
export interface Attachment {
  readonly file: string;
  readonly digest: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly at: Date;
  /** The document that it belongs to; null when it is of the workspace. */
  readonly document: string | null;
}

/** The most bytes of one file, and of all of a workspace. */
export interface AttachmentLimits {
  readonly size: number;
  readonly space: number;
}

interface NewAttachment {
  readonly file: string;
  readonly bytes: Buffer;
  /** SHA-256 of the content that it takes the place of; null for a file that is not there yet. */
  readonly base: string | null;
}

/** Locked by whoever keeps bytes, shared; and by whoever drops those that nothing names. */
const keeping = 7_305_418_337;

/**
 * Keeps a file, or a new content in the place of the one named by `base`. Documents that show it are judged anew, for a sign-off is of
 * the image that was shown. Throws a `Problem` for a file that is not kept, or when `base` is not what is there.
 */
export async function putAttachment(
  ports: DeedPorts,
  caller: Caller,
  home: AttachmentHome,
  { file, bytes, base }: NewAttachment,
  limits: AttachmentLimits,
): Promise<Attachment> {
  demandPath(file);
  const mediaType = mediaTypeOf(file, bytes);
  const digest = createHash('sha256').update(bytes).digest('hex');
  return ports.database.transaction(async (queries) => {
    const { workspace, document: of } = await writableHome(queries, caller, home);
    await lockFiles(queries, workspace);
    const there = await current(queries, { workspace, document: of, file });
    const at = ports.now();
    const made = { file, digest, mediaType, bytes: bytes.length, at, document: of };
    if (there?.digest === digest) return told(there);
    demandCurrent(file, there, base);
    await demandSpace(queries, workspace, bytes.length, limits);
    await queries.insert(keptBytes).values({ digest, bytes }).onConflictDoNothing();
    await end(queries, there, at);
    await queries.insert(attachment).values({ ...made, workspace, account: caller.account });
    await judgeAnew(queries, workspace, of, file);
    const details = { file, digest, bytes: bytes.length };
    await ports.recorded(queries, { action: 'upload attachment', caller, workspace, document: of, details });
    return made;
  });
}

/** Takes a file away whose content is `base`. What was signed of it is kept for some months. */
export function removeAttachment(
  ports: DeedPorts,
  caller: Caller,
  home: AttachmentHome,
  file: string,
  base: string,
): Promise<void> {
  return ports.database.transaction(async (queries) => {
    const { workspace, document: of } = await writableHome(queries, caller, home);
    await lockFiles(queries, workspace);
    const there = await current(queries, { workspace, document: of, file });
    if (there === undefined) throw noFile(file);
    demandCurrent(file, there, base);
    await end(queries, there, ports.now());
    await judgeAnew(queries, workspace, of, file);
    const details = { file, digest: null };
    await ports.recorded(queries, { action: 'upload attachment', caller, workspace, document: of, details });
  });
}

/** A page of the files of a workspace, by path. Those of single documents are not among them. Throws `BadCursor`. */
export async function attachmentsIn(
  queries: Queries,
  caller: Caller,
  workspace: string,
  { cursor, limit }: { readonly cursor: string | null; readonly limit: number },
): Promise<{ readonly files: readonly Attachment[]; readonly next: string | null }> {
  await demand(queries, caller, 'read workspace', { workspace });
  const [after = ''] = cursor === null ? [] : readCursor('attachments', cursor, ['']);
  const rows = await queries
    .select()
    .from(attachment)
    .where(
      and(
        ...[eq(attachment.workspace, workspace), isNull(attachment.document), isNull(attachment.endedAt)],
        cursor === null ? undefined : gt(attachment.file, String(after)),
      ),
    )
    .orderBy(asc(attachment.file))
    .limit(limit + 1);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    files: rows.slice(0, limit).map(told),
    next: last === undefined ? null : writeCursor('attachments', [last.file]),
  };
}

/** The files of a document: its own, and those of the workspace that it shows. */
export async function attachmentsOf(queries: Queries, caller: Caller, id: string): Promise<readonly Attachment[]> {
  const place = await placeOf(queries, caller, id);
  await demand(queries, caller, 'read document', place);
  const rows = await queries
    .select()
    .from(attachment)
    .where(
      and(
        ...[eq(attachment.workspace, place.workspace), isNull(attachment.endedAt)],
        or(eq(attachment.document, id), and(isNull(attachment.document), isShownBy(queries, id))),
      ),
    )
    .orderBy(asc(attachment.file), asc(attachment.document))
    .limit(10_000);
  const own = new Set(rows.flatMap(({ document, file }) => (document === null ? [] : [file])));
  return rows.filter(({ document, file }) => document !== null || !own.has(file)).map(told);
}

/** A file with its bytes; `digest` names one that was there before, null what is there. Throws a `Problem` when the caller may not read it. */
export async function readAttachment(
  queries: Queries,
  caller: Caller,
  home: AttachmentHome,
  { file, digest }: { readonly file: string; readonly digest: string | null },
): Promise<Attachment & { readonly content: Buffer }> {
  const isWanted = digest === null ? isNull(attachment.endedAt) : eq(attachment.digest, digest);
  const [found] = await queries
    .select({ attachment, content: keptBytes.bytes })
    .from(attachment)
    .innerJoin(keptBytes, eq(keptBytes.digest, attachment.digest))
    .where(and(eq(attachment.file, file), isWanted, await readableFrom(queries, caller, home)))
    .orderBy(sql`${attachment.document} nulls last`, sql`${attachment.endedAt} desc nulls first`)
    .limit(1);
  if (found === undefined) throw noFile(file);
  return { ...told(found.attachment), content: found.content };
}

/** SHA-256 of those of some files that a document may show, by path. */
export async function digestsFor(
  queries: Queries,
  { workspace, document: id }: { readonly workspace: string; readonly document: string },
  files: readonly string[],
): Promise<Map<string, string>> {
  if (files.length === 0) return new Map();
  const rows = await queries
    .select({ file: attachment.file, digest: attachment.digest })
    .from(attachment)
    .where(
      and(
        ...[eq(attachment.workspace, workspace), isNull(attachment.endedAt), inArray(attachment.file, [...files])],
        or(isNull(attachment.document), eq(attachment.document, id)),
      ),
    )
    // Its own come last and stand.
    .orderBy(sql`${attachment.document} nulls first`);
  return new Map(rows.map(({ file, digest }) => [file, digest]));
}

/** Lets files that no other document shows belong to a document that is hidden from now on, so that they are hidden with it. */
export async function hideAttachments(queries: Queries, workspace: string, id: string): Promise<void> {
  const elsewhere = queries
    .select({ one: sql`1` })
    .from(documentLink)
    .innerJoin(document, eq(document.id, documentLink.document))
    .where(
      and(eq(documentLink.path, attachment.file), eq(document.workspace, workspace), sql`${document.id} <> ${id}`),
    );
  const own = sql`select own.file from ${attachment} own where own.document_id = ${id}`;
  await queries
    .update(attachment)
    .set({ document: id })
    .where(
      and(
        ...[eq(attachment.workspace, workspace), isNull(attachment.document), isShownBy(queries, id)],
        ...[notExists(elsewhere), sql`${attachment.file} not in (${own})`],
      ),
    );
}

/** Drops contents that others took the place of some months ago; a job does it once a day. */
export async function forgetAttachments(ports: Pick<DeedPorts, 'database' | 'now'>): Promise<void> {
  const ended = new Date(ports.now().getTime() - keptDays * 86_400_000);
  await ports.database.transaction(async (queries) => {
    await queries.execute(sql`select pg_advisory_xact_lock(${keeping})`);
    await queries.delete(attachment).where(sql`${attachment.endedAt} < ${ended.toISOString()}::timestamptz`);
    const named = queries.select({ one: sql`1` }).from(attachment).where(eq(attachment.digest, keptBytes.digest));
    await queries.delete(keptBytes).where(notExists(named));
  });
}

/** How long a content is kept that another took the place of, days. */
const keptDays = 180;

/** Throws a `Problem` unless the caller may change files there, for who asks before a long upload is read. */
export async function demandUpload(queries: Queries, caller: Caller, home: AttachmentHome): Promise<void> {
  if ('document' in home) await demand(queries, caller, 'edit', await placeOf(queries, caller, home.document));
  else await demand(queries, caller, 'upload attachment', home);
}

/** Like `demandUpload`. Holds the document's row for files of a document. */
async function writableHome(
  queries: Queries,
  caller: Caller,
  home: AttachmentHome,
): Promise<{ readonly workspace: string; readonly document: string | null }> {
  const place =
    'document' in home
      ? await heldPlace(queries, caller, home.document)
      : { workspace: home.workspace, document: null };
  await demandUpload(queries, caller, home);
  return place;
}

/** A condition on attachments: those that are read from there. */
async function readableFrom(queries: Queries, caller: Caller, home: AttachmentHome): Promise<SQL> {
  if ('workspace' in home) {
    await demand(queries, caller, 'read workspace', home);
    return and(eq(attachment.workspace, home.workspace), isNull(attachment.document)) as SQL;
  }
  const place = await placeOf(queries, caller, home.document);
  await demand(queries, caller, 'read document', place);
  const { workspace, document: id } = place;
  const onAll = await rightOn(queries, caller, workspace, null);
  const shared = and(isNull(attachment.document), onAll === null ? isShownBy(queries, id) : undefined);
  return and(eq(attachment.workspace, workspace), or(eq(attachment.document, id), shared)) as SQL;
}

function isShownBy(queries: Queries, id: string): SQL {
  const shown = queries.select({ path: documentLink.path }).from(documentLink).where(eq(documentLink.document, id));
  return inArray(attachment.file, shown);
}

/** Changes of the files of one workspace come one after another, so that none goes beyond its space. */
async function lockFiles(queries: Queries, workspace: string): Promise<void> {
  await queries.execute(sql`select pg_advisory_xact_lock_shared(${keeping})`);
  await queries.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`files of ${workspace}`}, 0))`);
}

type Row = typeof attachment.$inferSelect;

async function current(
  queries: Queries,
  { workspace, document: of, file }: Pick<Row, 'workspace' | 'document' | 'file'>,
): Promise<Row | undefined> {
  const isOf = of === null ? isNull(attachment.document) : eq(attachment.document, of);
  const [row] = await queries
    .select()
    .from(attachment)
    .where(and(eq(attachment.workspace, workspace), eq(attachment.file, file), isOf, isNull(attachment.endedAt)));
  return row;
}

function demandCurrent(file: string, there: Row | undefined, base: string | null): void {
  if ((there?.digest ?? null) === base) return;
  if (there === undefined) throw noFile(file);
  throw new Problem('stale-base', `The content of ${file} is not the one that this takes the place of`, {
    hint: 'Look at it, then send If-Match with its entity tag',
    members: { digest: there.digest },
  });
}

async function demandSpace(queries: Queries, workspace: string, more: number, { space }: AttachmentLimits) {
  const [{ sum } = { sum: 0 }] = await queries
    .select({ sum: sql<number>`coalesce(sum(${attachment.bytes}), 0)::float8` })
    .from(attachment)
    .where(eq(attachment.workspace, workspace));
  if (sum + more <= space) return;
  throw new Problem('too-large', `The files of a workspace hold at most ${space / 1_000_000} MB together`, {
    hint: 'What was replaced or taken away counts until it is dropped; whoever runs the hub can allow more',
  });
}

async function end(queries: Queries, there: Row | undefined, endedAt: Date): Promise<void> {
  if (there !== undefined) await queries.update(attachment).set({ endedAt }).where(eq(attachment.id, there.id));
}

/** Marks documents that show a file to be judged anew. Holds their rows, so that none is signed meanwhile. */
async function judgeAnew(queries: Queries, workspace: string, of: string | null, file: string): Promise<void> {
  const showing = queries.select({ id: documentLink.document }).from(documentLink).where(eq(documentLink.path, file));
  const rows = await queries
    .select({ id: document.id })
    .from(document)
    .where(
      and(
        eq(document.workspace, workspace),
        inArray(document.id, showing),
        of === null ? undefined : eq(document.id, of),
      ),
    )
    .orderBy(asc(document.id))
    .for('update');
  const ids = rows.map(({ id }) => id);
  if (ids.length > 0) await queries.update(projection).set({ rules: 0 }).where(inArray(projection.document, ids));
}

function demandPath(file: string): void {
  if (isSafePath(file)) return;
  throw new Problem('invalid-body', `${JSON.stringify(file)} is no path of a file`, {
    hint: 'A path within the workspace with forward slashes: specs/images/flow.png',
    fields: [{ field: 'file', message: 'must be a relative path' }],
  });
}

function noFile(file: string): Problem {
  return new Problem('not-found', `There is no file ${JSON.stringify(file)} that you may see`);
}

function told({ file, digest, mediaType, bytes, at, document: of }: Row): Attachment {
  return { file, digest, mediaType, bytes, at, document: of };
}
