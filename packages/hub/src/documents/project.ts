import { documentData } from '@specwright/core/document/data.ts';
import type { BoundDocument } from '@specwright/core/document/document.ts';
import { allContents, allFields } from '@specwright/core/document/walk-document.ts';
import { blockingThreads } from '@specwright/core/lifecycle/gates.ts';
import { type EffectiveStatus, effectiveStatus } from '@specwright/core/lifecycle/status.ts';
import { ownerOf, type Turn } from '@specwright/core/lifecycle/turn.ts';
import { nextMove, turnsOf } from '@specwright/core/lifecycle/turns.ts';
import { documentTitle } from '@specwright/core/operations/registers/register-rows.ts';
import type { Queries } from '../database/database.ts';
import { fieldValue, projection, turn } from '../database/tables/documents.ts';
import { indexDocument } from '../search/index-document.ts';
import { foldField, indexable, storable } from '../search/words.ts';
import { turnsAtConflicts } from './conflict-turns.ts';
import { replaceDerived } from './derived-rows.ts';
import { linkRowsOf } from './project-links.ts';
import { registersOf } from './project-registers.ts';
import type { StoredDocument } from './stored-document.ts';

/** Writes down what a document says and where it stands, so that lists and searches need not judge it. Gives its turns. */
export async function project(queries: Queries, stored: StoredDocument): Promise<readonly Turn[]> {
  const { row, opened, bound, history } = stored;
  const { review } = opened;
  const status = effectiveStatus(review);
  const turns = [...turnsOf(review, status), ...(await turnsAtConflicts(queries, row.id, review))];
  const projected = projectionOf(stored, status);
  const fields = fieldsOf(bound);
  await replaceDerived(queries, row.id, [
    { table: projection, rows: [projected] },
    { table: fieldValue, rows: fields },
    { table: turn, rows: turns.map(rowOfTurn) },
    linkRowsOf(bound, stored.report.facts.references),
    registersOf(opened, status, turns),
  ]);
  const { title, template, archived, author: authors } = projected;
  const who = [...new Set(turns.map((one) => indexable(one.who ?? '')))].sort();
  const standing = {
    ...row,
    title,
    status: status.state === null ? null : indexable(status.state),
    template,
    archived,
    authors,
    turns: who,
    fields,
  };
  await indexDocument(queries, { bound, history, standing });
  return turns;
}

function projectionOf({ row, rules, opened, report, use }: StoredDocument, status: EffectiveStatus) {
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
    title: indexable(documentTitle(current.bound)),
    number: report.facts.id?.value ?? null,
    template: use.file,
    claimed: status.claimed === null ? null : storable(status.claimed),
    status: status.state === null ? null : indexable(status.state),
    archived: history?.archived != null,
    author: authors.map(({ value }) => indexable(value.plain)),
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
    data: documentData(current.bound),
    madeOf: madeOf(row.version, opened.events.length),
    rules: rules.version,
  };
}

/** Names what a projection was made of, to tell whether it is of now. */
export function madeOf(version: number, events: number): string {
  return `${version} ${events}`;
}

function fieldsOf(bound: BoundDocument): { address: string; path: string; value: string }[] {
  return [...valuesOf(bound)].map(({ address, plain }) => ({
    address,
    path: indexable(address.replace(/\[[^\]]*\]/gu, '')),
    value: foldField(plain),
  }));
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

/** A turn as it is written down; one of nobody's has no name. */
function rowOfTurn({ who, what, address, why, since }: Turn): Omit<typeof turn.$inferInsert, 'document'> {
  const began = since === null ? null : new Date(since);
  const at = began === null || Number.isNaN(began.getTime()) ? null : began;
  return { who: indexable(who ?? ''), what, address, why, since: at };
}
