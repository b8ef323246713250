import { documentData } from '@specwright/core/document/data.ts';
import type { BoundDocument } from '@specwright/core/document/document.ts';
import { allContents, allFields } from '@specwright/core/document/walk-document.ts';
import { blockingThreads } from '@specwright/core/lifecycle/gates.ts';
import { type EffectiveStatus, effectiveStatus } from '@specwright/core/lifecycle/status.ts';
import { ownerOf, type Turn } from '@specwright/core/lifecycle/turn.ts';
import { nextMove, turnsOf } from '@specwright/core/lifecycle/turns.ts';
import { documentTitle } from '@specwright/core/operations/registers/register-rows.ts';
import { eq } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { fieldValue, projection, turn } from '../database/tables/documents.ts';
import { indexDocument } from '../search/index-document.ts';
import { foldField, storable } from '../search/words.ts';
import { projectRegisters, storableJson } from './project-registers.ts';
import type { StoredDocument } from './stored-document.ts';

/** How many rows are written at once. */
const batch = 1_000;

/** Writes down what a document says and where it stands, so that lists and searches need not judge it. Gives its turns. */
export async function project(queries: Queries, stored: StoredDocument): Promise<readonly Turn[]> {
  const { row, opened, bound, history } = stored;
  const { review } = opened;
  const status = effectiveStatus(review);
  const turns = turnsOf(review, status);
  const values = projected(stored, status);
  await queries
    .insert(projection)
    .values({ document: row.id, ...values })
    .onConflictDoUpdate({ target: projection.document, set: values });
  await replaceFields(queries, row.id, bound);
  await replaceTurns(queries, row.id, turns);
  await projectRegisters(queries, row.id, opened, status, turns);
  await indexDocument(queries, { document: row.id, bound, history });
  return turns;
}

function projected({ row, rules, opened, report, use }: StoredDocument, status: EffectiveStatus) {
  const { review } = opened;
  const { current, history } = review;
  const next = nextMove(review, status);
  const count = (severity: string): number => report.diagnostics.filter((one) => one.severity === severity).length;
  const open = next?.gates.find(({ gate }) => gate === 'no-open-questions');
  const authors = current.bound.fields.filter(
    ({ schema, value }) => schema?.role === 'author' && value.state === 'valid',
  );
  return {
    workspace: row.workspace,
    title: storable(documentTitle(current.bound)),
    number: report.facts.id?.value ?? null,
    template: use.file,
    claimed: status.claimed === null ? null : storable(status.claimed),
    status: status.state,
    archived: history?.archived != null,
    author: authors.map(({ value }) => storable(value.plain)),
    owner: ownerOf(review),
    team: history?.assigned.team ?? null,
    decideBy: history?.assigned.decideBy ?? null,
    since: new Date(status.since?.at ?? history?.created.at ?? row.createdAt),
    errors: count('error'),
    warnings: count('warning'),
    openQuestions: open?.missing.length ?? 0,
    blockingThreads: blockingThreads(review).length,
    gateMet: next?.gates.filter(({ met }) => met).length ?? 0,
    gateAll: next?.gates.length ?? 0,
    nextState: next?.move.to ?? null,
    data: storableJson(documentData(current.bound)),
    madeOf: madeOf(row.version, opened.events.length),
    rules: rules.version,
  };
}

/** Names what a projection was made of, to tell whether it is of now. */
export function madeOf(version: number, events: number): string {
  return `${version} ${events}`;
}

async function replaceFields(queries: Queries, id: string, bound: BoundDocument): Promise<void> {
  const rows = [...valuesOf(bound)].map(({ address, plain }) => ({
    document: id,
    address,
    path: address.replace(/\[[^\]]*\]/gu, ''),
    value: foldField(plain),
  }));
  await queries.delete(fieldValue).where(eq(fieldValue.document, id));
  for (let start = 0; start < rows.length; start += batch) {
    await queries.insert(fieldValue).values(rows.slice(start, start + batch));
  }
}

/** Every value that stands at an address of its own and says something. */
function* valuesOf(bound: BoundDocument): Generator<{ readonly address: string; readonly plain: string }> {
  const says = (state: string): boolean => state === 'valid' || state === 'invalid';
  for (const { address, value } of allFields(bound)) if (says(value.state)) yield { address, plain: value.plain };
  for (const { tables } of allContents(bound)) {
    for (const { rows } of tables) {
      for (const { cells } of rows) {
        for (const { address, value } of cells) if (says(value.state)) yield { address, plain: value.plain };
      }
    }
  }
}

async function replaceTurns(queries: Queries, id: string, turns: readonly Turn[]): Promise<void> {
  await queries.delete(turn).where(eq(turn.document, id));
  const rows = turns.map(({ who, what, address, why, since }) => {
    const began = since === null ? null : new Date(since);
    return {
      document: id,
      who: storable(who ?? ''),
      what,
      address,
      why: storable(why),
      since: began === null || Number.isNaN(began.getTime()) ? null : began,
    };
  });
  if (rows.length > 0) await queries.insert(turn).values(rows);
}

/** The turns at a document as they were written down last. */
export async function turnsOfDocument(queries: Queries, id: string): Promise<Turn[]> {
  const rows = await queries.select().from(turn).where(eq(turn.document, id));
  return rows.map(({ who, what, address, why, since }) => ({
    who: who === '' ? null : who,
    what,
    address,
    why,
    since: since?.toISOString() ?? null,
    command: [],
  }));
}
