import { foldPerson } from '@specwright/core/lifecycle/policy.ts';
import { and, asc, eq, inArray, isNotNull, isNull, or, type SQL, sql } from 'drizzle-orm';
import type { Database, Queries } from '../database/database.ts';
import { document, projection, turn, workspace } from '../database/tables/documents.ts';
import type { Caller } from '../rights/right.ts';
import { readableDocuments } from '../rights/right-on.ts';
import { dueDigests, markTold } from './choices.ts';
import { snoozedBy } from './nudge.ts';
import { put } from './outbox.ts';
import { turnKey } from './turns.ts';
import { namesOf } from './whom.ts';

/** What a digest tells somebody. */
export interface Digest {
  readonly needsMe: readonly DigestTurn[];
  /** All of them, also those that are not listed. */
  readonly allNeedsMe: number;
  readonly stuck: readonly StuckDocument[];
}

export interface DigestTurn {
  readonly document: string;
  /** Name of the workspace as addresses have it. */
  readonly workspace: string;
  readonly title: string;
  readonly what: string;
  readonly address: string;
  readonly why: string;
  readonly since: Date | null;
}

/** A document that somebody answers for and that waits for others. */
export interface StuckDocument {
  readonly document: string;
  readonly workspace: string;
  readonly title: string;
  readonly status: string | null;
  readonly since: Date | null;
  readonly decideBy: string | null;
  /** Who must act, and what; null when nobody must. */
  readonly waitsFor: string | null;
}

const mostListed = 30;

/** Days after which a document that does not move is stuck. */
const patience = 7;

/** Puts out the digest of everybody whose hour it is. */
export async function putDueDigests(database: Database, now: Date): Promise<void> {
  for (const due of await dueDigests(database.queries, now))
    await database.transaction(async (queries) => {
      await markTold(queries, due);
      await put(queries, 'mail', [{ key: `digest:${due.account}:${due.day}`, body: { ...due } }]);
    });
}

/** What somebody is to be told now, as far as they may read it. */
export async function digestFor(queries: Queries, caller: Caller, now: Date): Promise<Digest> {
  const names = await namesOf(queries, caller);
  const snoozed = await snoozedBy(queries, caller.account, now);
  const readable = readableDocuments(caller);
  const mine = await queries
    .select({ turn, file: document.file, workspace: workspace.name, title: projection.title })
    .from(turn)
    .innerJoin(document, eq(document.id, turn.document))
    .innerJoin(workspace, eq(workspace.id, document.workspace))
    .leftJoin(projection, eq(projection.document, document.id))
    .where(and(isOneOf(turn.who, names), readable))
    .orderBy(sql`${turn.since} asc nulls last`)
    .limit(1_000);
  const needsMe = mine
    .filter((row) => !snoozed.has(turnKey(row.turn.document, row.turn)))
    .map(({ turn: { document: id, what, address, why, since }, file, title, ...row }): DigestTurn => {
      return { document: id, workspace: row.workspace, title: title ?? file, what, address, why, since };
    });
  const stuck = await stuckFor(queries, names, readable, now);
  return { needsMe: needsMe.slice(0, mostListed), allNeedsMe: needsMe.length, stuck };
}

async function stuckFor(
  queries: Queries,
  names: readonly string[],
  readable: SQL,
  now: Date,
): Promise<readonly StuckDocument[]> {
  const { owner, author, since, decideBy, nextState, archived } = projection;
  const today = now.toISOString().slice(0, 10);
  const before = new Date(now.getTime() - patience * 86_400_000);
  const rows = await queries
    .select({ projection, workspace: workspace.name })
    .from(projection)
    .innerJoin(document, eq(document.id, projection.document))
    .innerJoin(workspace, eq(workspace.id, document.workspace))
    .where(
      and(
        or(
          isOneOf(owner, names),
          and(isNull(owner), sql`exists (select 1 from unnest(${author}) one where ${isOneOf(sql`one`, names)})`),
        ),
        isNotNull(nextState),
        eq(archived, false),
        or(sql`${since} < ${before.toISOString()}::timestamptz`, sql`${decideBy} < ${today}`),
        readable,
      ),
    )
    .orderBy(asc(since))
    .limit(mostListed);
  const found: StuckDocument[] = [];
  for (const { projection: one, workspace: home } of rows) {
    const turns = await queries
      .select({ who: turn.who, what: turn.what })
      .from(turn)
      .where(eq(turn.document, one.document))
      .orderBy(sql`${turn.since} asc nulls last`)
      .limit(10);
    const other = turns.find(({ who }) => !names.includes(foldPerson(who)));
    // What waits for oneself alone stands among the turns already.
    if (other === undefined && turns.length > 0) continue;
    found.push({
      ...{ document: one.document, workspace: home, title: one.title, status: one.status, since: one.since },
      decideBy: one.decideBy,
      waitsFor: other === undefined ? null : `${other.who} to ${other.what}`,
    });
  }
  return found;
}

function isOneOf(column: SQL | typeof turn.who | typeof projection.owner, names: readonly string[]): SQL {
  return inArray(sql`lower(${column})`, [...names]);
}
