import { daysBetween } from '@specwright/core/operations/stuck.ts';
import { and, desc, eq, inArray, type SQL, sql } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { document, projection } from '../database/tables/documents.ts';
import { account } from '../database/tables/people.ts';
import { registerRow } from '../database/tables/registers.ts';
import { nudge } from '../database/tables/telling.ts';
import type { Caller } from '../rights/right.ts';
import { readableDocuments } from '../rights/right-on.ts';
import { readCursor, writeCursor } from '../search/cursor.ts';
import { type Reach, reachOf } from '../search/reach.ts';

export type RegisterName = (typeof registerRow.$inferSelect)['register'];

export interface RegisterQuestion {
  readonly register: RegisterName;
  /** Ids; null for all. */
  readonly workspace: string | null;
  readonly document: string | null;
  /** Of documents; null for any. */
  readonly status: string | null;
  readonly template: string | null;
  /** Fields of rows with the values that each may have, whatever their case. */
  readonly fields: readonly { readonly field: string; readonly values: readonly string[] }[];
  /** From the page before; null for the first. */
  readonly cursor: string | null;
  readonly limit: number;
  /** `YYYY-MM-DD`. */
  readonly today: string;
}

export interface RegisterPage {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** Null when this is the last page. */
  readonly next: string | null;
}

/** A page of a register over all documents that a caller may read, what needs somebody first. Throws `BadCursor`. */
export async function readRegister(
  queries: Queries,
  caller: Caller,
  question: RegisterQuestion,
): Promise<RegisterPage> {
  const { register, cursor, limit, today } = question;
  const after = cursor === null ? null : readCursor(register, cursor, [0, '', '', 0]);
  const reach = await reachOf(queries, caller);
  const rows: Found[] = [];
  // Each stage is read in the order of an index, and no further than the page.
  for (const [at, stage] of stagesOf(register, today).entries()) {
    const [reached = 0, ...behind] = after ?? [];
    if (at < Number(reached) || rows.length > limit) continue;
    const left = {
      stage: and(stage, within(reach)),
      behind: at === reached && after !== null ? behind : null,
      limit: limit + 1 - rows.length,
    };
    for (const row of await readStage(queries, caller, question, left)) rows.push({ ...row, at });
  }
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  const shown = rows.slice(0, limit);
  const nudges = register === 'stuck' ? await lastNudges(queries, shown) : null;
  return {
    rows: shown.map(({ row, document, title, status }) => {
      const { id, workspace, file } = document;
      return {
        document: id,
        workspace,
        file,
        documentTitle: title,
        documentStatus: status,
        ...row,
        ...asOf(row, today, nudges?.get(id) ?? null),
      };
    }),
    next: last === undefined ? null : writeCursor(register, [last.at, last.sorted, last.document.id, last.position]),
  };
}

/** Who reads a few documents alone is shown what these bring, without a look at what all others do. */
function within(reach: Reach): SQL | undefined {
  if (reach === 'everywhere' || reach.workspaces.length > 0) return undefined;
  return inArray(registerRow.document, [...reach.documents]);
}

type Found = Awaited<ReturnType<typeof readStage>>[number] & { readonly at: number };

/** By what a register is parted before it is sorted: of what is stuck, that comes first which should have been decided by now. */
function stagesOf(register: RegisterName, today: string): readonly (SQL | undefined)[] {
  if (register !== 'stuck') return [undefined];
  const decideBy = sql`${registerRow.row}->>'decideBy'`;
  return [sql`${decideBy} < ${today}`, sql`coalesce(${decideBy} >= ${today}, true)`];
}

function readStage(
  queries: Queries,
  caller: Caller,
  { register, workspace, document: only, status, template, fields }: RegisterQuestion,
  {
    stage,
    behind,
    limit,
  }: { readonly stage: SQL | undefined; readonly behind: readonly (string | number)[] | null; readonly limit: number },
) {
  const { row, sorted, position } = registerRow;
  return queries
    .select({
      ...{ row, sorted, position },
      document: { id: document.id, workspace: document.workspace, file: document.file },
      title: projection.title,
      status: projection.status,
    })
    .from(registerRow)
    .innerJoin(document, eq(document.id, registerRow.document))
    .innerJoin(projection, eq(projection.document, document.id))
    .where(
      and(
        eq(registerRow.register, register),
        stage,
        readableDocuments(caller),
        workspace === null ? undefined : eq(document.workspace, workspace),
        only === null ? undefined : eq(document.id, only),
        status === null ? undefined : eq(sql`lower(${projection.status})`, status.toLowerCase()),
        template === null ? undefined : eq(projection.template, template),
        ...fields.map(({ field, values }) => {
          const wanted = values.map((one) => one.toLowerCase());
          return inArray(sql`lower(${row}->>${field})`, wanted);
        }),
        behind === null ? undefined : further(behind),
      ),
    )
    .orderBy(sorted, registerRow.document, position)
    .limit(limit);
}

interface Nudged {
  /** Printed name; null for somebody who is here no more. */
  readonly by: string | null;
  readonly at: Date;
}

/** Who last asked somebody to do what documents wait for, by the documents' ids. */
async function lastNudges(
  queries: Queries,
  rows: readonly { readonly document: { readonly id: string } }[],
): Promise<ReadonlyMap<string, Nudged>> {
  if (rows.length === 0) return new Map();
  const found = await queries
    .selectDistinctOn([nudge.document], { document: nudge.document, by: account.name, at: nudge.at })
    .from(nudge)
    .leftJoin(account, eq(account.id, nudge.by))
    .where(
      inArray(
        nudge.document,
        rows.map((row) => row.document.id),
      ),
    )
    .orderBy(nudge.document, desc(nudge.at));
  return new Map(found.map(({ document: id, by, at }) => [id, { by, at }]));
}

function further([sorted, id, position]: readonly (string | number)[]): SQL {
  return sql`(${registerRow.sorted}, ${registerRow.document}, ${registerRow.position}) > (${sorted}, ${id}, ${position}::int)`;
}

/** What of an open document goes on while nobody writes it. */
function asOf(
  { state, since, decideBy, heldUntil }: Readonly<Record<string, unknown>>,
  today: string,
  nudged: Nudged | null,
): object {
  if (state === undefined) return {};
  return {
    days: typeof since === 'string' ? daysBetween(since, today) : null,
    overdue: typeof decideBy === 'string' && decideBy < today,
    nudged,
    heldUntil: typeof heldUntil === 'string' && heldUntil >= today ? heldUntil : null,
  };
}
