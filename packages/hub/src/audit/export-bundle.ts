import { beginningOfChain } from '@specwright/core/operations/bundle/audit-chain.ts';
import { type BundleLine, writeLine } from '@specwright/core/operations/bundle/bundle-line.ts';
import { RunningHash } from '@specwright/core/text/hash.ts';
import { and, asc, eq, gt, inArray, isNotNull, min, type SQL, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import type { Database, Queries } from '../database/database.ts';
import { auditEntry } from '../database/tables/audit.ts';
import { document, event, keptText, revision, template, workspace } from '../database/tables/documents.ts';
import { hub } from '../database/tables/hub.ts';
import type { Caller } from '../rights/right.ts';
import { documentsWith } from '../rights/right-on.ts';
import { chainEntries, headOf } from './chain.ts';
import { readableEntries } from './journal.ts';

/** What a bundle is of: a whole workspace, or one document of it. */
export interface BundleOf {
  readonly workspace: string;
  /** Null for every document, those that were removed too. */
  readonly document: string | null;
  /** Who it is for: what they may not read is not in it. Null for whoever runs the hub. */
  readonly caller: Caller | null;
}

/**
 * Everything that a workspace or a document is proved by, as the lines of one bundle with their line feeds: texts, histories, rules and
 * journal as they were at one moment. Of entries that speak of something else only the digests are told. Whoever calls it has seen to it
 * that the asker may see the journal, with the addresses that people came from. Gives nothing for what is not there.
 */
export async function* exportBundle(database: Database, of: BundleOf, at: Date): AsyncGenerator<string> {
  await chainEntries(database);
  const client = await database.pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin isolation level repeatable read read only');
    const all = new RunningHash();
    let lines = 0;
    for await (const line of linesOf(drizzle(client), of, at)) {
      const text = `${writeLine(line)}\n`;
      all.add(text);
      lines += 1;
      yield text;
    }
    if (lines > 0) yield `${writeLine({ kind: 'end', lines, digest: all.hex() })}\n`;
  } catch (error) {
    broken = error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    // Whoever reads may stop in the middle; the transaction only reads, so nothing of it is worth keeping.
    if (broken === undefined) await client.query('rollback').catch((error: Error) => (broken = error));
    client.release(broken);
  }
}

async function* linesOf(queries: Queries, of: BundleOf, at: Date): AsyncGenerator<BundleLine> {
  const [home] = await queries.select().from(workspace).where(eq(workspace.id, of.workspace));
  const [self] = await queries.select().from(hub);
  const documents = await queries
    .select({ id: document.id })
    .from(document)
    .where(
      and(
        eq(document.workspace, of.workspace),
        of.document === null ? undefined : eq(document.id, of.document),
        of.caller === null ? undefined : documentsWith(of.caller, 'reader'),
      ),
    )
    .orderBy(document.id);
  if (home === undefined || (of.document !== null && documents.length === 0)) return;
  const { id, name, title, config } = home;
  yield {
    kind: 'bundle',
    v: 1,
    hub: self?.id ?? '',
    at: at.toISOString(),
    workspace: { id, name, title, config },
    document: of.document,
  };
  const ids = documents.map((one) => one.id);
  yield* rules(queries, of, ids);
  for (const one of ids) yield* documentLines(queries, one);
  yield* journal(queries, of);
}

/** Texts of templates and policies: those in force, and those that an event was decided under. */
async function* rules(queries: Queries, of: BundleOf, ids: readonly string[]): AsyncGenerator<BundleLine> {
  const inForce = await queries
    .select({ file: template.file, digest: template.digest })
    .from(template)
    .where(eq(template.workspace, of.workspace));
  const named = await queries.execute<{ file: string | null; digest: string }>(sql`
    select distinct
      ${event.body} #>> '{template,file}' as file,
      case jsonb_typeof(${event.body} -> 'template') when 'object' then ${event.body} #>> '{template,digest}' else rule end as digest
    from ${event} left join lateral (values (${event.body} ->> 'policy'), (${event.body} ->> 'template')) as rules(rule)
      on jsonb_typeof(${event.body} -> 'template') = 'string'
    where ${event.document} in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))
      and jsonb_typeof(${event.body} -> 'template') in ('object', 'string')`);
  const files = new Map<string, string>();
  for (const { file, digest } of [...named.rows, ...inForce]) if (file !== null) files.set(digest, file);
  const digests = new Set([...inForce, ...named.rows].map(({ digest }) => digest));
  yield* texts(queries, [...digests].sort());
  for (const [digest, file] of files) yield { kind: 'template', file, digest };
}

async function* texts(queries: Queries, digests: readonly string[]): AsyncGenerator<BundleLine> {
  for (let from = 0; from < digests.length; from += textsAtOnce) {
    const some = digests.slice(from, from + textsAtOnce);
    const found = await queries.select().from(keptText).where(inArray(keptText.digest, some)).orderBy(keptText.digest);
    for (const { digest, text } of found) yield { kind: 'text', digest, text };
  }
}

/** Texts that are held in memory at once. */
const textsAtOnce = 20;

async function* documentLines(queries: Queries, id: string): AsyncGenerator<BundleLine> {
  const [found] = await queries.select().from(document).where(eq(document.id, id));
  if (found === undefined) return;
  const { file, version, companionFile, companionText, removedAt } = found;
  yield {
    kind: 'document',
    id,
    file,
    version,
    revision: found.revision,
    companion: companionFile === null ? null : { file: companionFile, text: companionText ?? '' },
    removedAt: removedAt?.toISOString() ?? null,
  };
  const revisions = await queries
    .select({
      version: revision.version,
      revision: revision.revision,
      companion: revision.companionText,
      authors: revision.authors,
      via: revision.via,
      at: revision.at,
    })
    .from(revision)
    .where(eq(revision.document, id))
    .orderBy(revision.version);
  const events = await queries
    .select({ body: event.body, assurance: event.assurance, account: event.account, recordedAt: event.recordedAt })
    .from(event)
    .where(eq(event.document, id))
    .orderBy(event.sequence);
  const bodies = events.map(({ body }) => body as Record<string, unknown>);
  const named = [...revisions, ...bodies].map((one) => String(one.revision));
  yield* texts(queries, [...new Set([found.revision, ...named])].sort());
  for (const one of revisions) yield { kind: 'revision', ...one, at: one.at.toISOString() };
  for (const { body, assurance, account, recordedAt } of events)
    yield { kind: 'event', assurance, account, recordedAt: recordedAt.toISOString(), event: body as never };
}

/** The chain from the first entry that the bundle tells of to its head. */
async function* journal(queries: Queries, of: BundleOf): AsyncGenerator<BundleLine> {
  const isTold = and(
    of.document === null ? eq(auditEntry.workspace, of.workspace) : eq(auditEntry.document, of.document),
    of.caller === null ? undefined : readableEntries(of.caller),
  ) as SQL;
  const [first] = await queries
    .select({ position: min(auditEntry.position) })
    .from(auditEntry)
    .where(and(isTold, isNotNull(auditEntry.position)));
  const head = await headOf(queries);
  let place = (first?.position ?? head.position + 1) - 1;
  const [before] = await queries
    .select({ hash: auditEntry.hash })
    .from(auditEntry)
    .where(eq(auditEntry.position, place));
  yield { kind: 'chain', position: place, hash: before?.hash ?? beginningOfChain.hash };
  let others: string[] = [];
  while (place < head.position) {
    const rows = await queries
      .select({
        position: auditEntry.position,
        digest: auditEntry.digest,
        body: auditEntry.body,
        isTold: sql<boolean>`coalesce(${isTold}, false)`,
      })
      .from(auditEntry)
      .where(gt(auditEntry.position, place))
      .orderBy(asc(auditEntry.position))
      .limit(1_000);
    for (const { digest, body, isTold } of rows) {
      if (!isTold) others.push(digest);
      if (others.length > 0 && (isTold || others.length === 1_000)) {
        yield { kind: 'others', digests: others };
        others = [];
      }
      if (isTold) yield { kind: 'entry', digest, body };
    }
    place = rows.at(-1)?.position ?? head.position;
  }
  if (others.length > 0) yield { kind: 'others', digests: others };
  yield { kind: 'head', ...head };
}
