import type { BoundDocument, BoundRow, BoundTable, BoundValue } from '../document/document.ts';
import { type Change, joinChanges, noChange, ownChange } from '../edit/change.ts';
import { replaceWord } from '../edit/fields.ts';
import { partAt } from '../edit/parts.ts';
import { setValue } from '../edit/set-value.ts';
import { insertRow, replaceCell } from '../edit/tables.ts';
import type { Replacement } from '../text/edit.ts';
import type { Verdict } from './event.ts';
import { foldPerson, sameState } from './policy.ts';
import type { Review } from './review.ts';
import { type JudgedSignOff, judgeSignOffs, roleGaps } from './sign-offs.ts';
import type { EffectiveStatus } from './status.ts';
import { boundSignOffs, type SignOffColumns, signOffClaims, signOffColumns, verdictOf } from './table-claims.ts';

/**
 * What makes the text say what the history says: the status line, and the sign-off table of a document with a history.
 * Empty when it says so already. Only living parts are touched, so no sign-off is the older for it.
 */
export function viewOf(review: Review, status: EffectiveStatus): Change {
  const line = statusLine(review, status);
  return review.history?.begun !== true ? line : joinChanges([line, ownChange(signOffTable(review))]);
}

function statusLine({ current, today }: Review, { state, claimed }: EffectiveStatus): Change {
  const { bound } = current;
  if (state === null || bound.status === null || (claimed !== null && sameState(state, claimed))) return noChange;
  const { field } = bound.status;
  const kept = claimed === null ? null : replaceWord(field.value, claimed, state);
  if (kept !== null && field.where !== 'frontmatter') return ownChange([kept]);
  return setValue(bound, partAt(bound, field.address), state, { today, force: true });
}

function signOffTable(review: Review): Replacement[] {
  const { bound } = review.current;
  const table = boundSignOffs(bound);
  if (table === null) return [];
  const columns = signOffColumns(table);
  const claims = signOffClaims(bound);
  return tellingSignOffs(review).flatMap(({ role, signOff }) => {
    const claim = claims.find((one) => sameState(one.role, role));
    const word = signOff === null ? pendingWord(table, columns) : verdictWord(signOff.verdict, table, columns);
    if (claim !== undefined) return rowView(bound, claim.row, columns, signOff, word);
    return signOff === null ? [] : newRow(bound, table, columns, role, signOff, word);
  });
}

/** For each role of the policy the sign-off that speaks for it: the newest objection, else the newest that still counts. */
function tellingSignOffs(review: Review): { readonly role: string; readonly signOff: JudgedSignOff | null }[] {
  const signOffs = judgeSignOffs(review).filter(({ doubt }) => doubt === null);
  const gaps = roleGaps(review, signOffs);
  return review.policy.roles.map(({ name }) => {
    const own = signOffs.filter((one) => sameState(one.role, name)).sort((a, b) => (a.at < b.at ? 1 : -1));
    const open = gaps.some(({ role }) => role.name === name);
    const objection = own.find(({ verdict, state }) => verdict === 'Changes Requested' && state === 'fresh');
    const telling = objection ?? own.find(({ verdict }) => verdict !== 'Approved' || !open);
    return { role: name, signOff: telling ?? null };
  });
}

/** The team's own word for a verdict: a choice of the column, else what another row says, else the verdict's name. */
function verdictWord(verdict: Verdict, table: BoundTable, { status }: SignOffColumns): string {
  if (status === null) return verdict;
  const choices = table.columns[status]?.schema?.choices ?? [];
  const said = table.rows.map((row) => row.cells[status]?.value.plain ?? '');
  return [...choices, ...said].find((words) => verdictOf(words) === verdict) ?? verdict;
}

/** The word the template writes for a role that has not answered. */
function pendingWord(table: BoundTable, { status }: SignOffColumns): string {
  const column = status === null ? undefined : table.columns[status]?.schema;
  return column?.default ?? 'Pending';
}

function rowView(
  bound: BoundDocument,
  row: BoundRow,
  columns: SignOffColumns,
  signOff: JudgedSignOff | null,
  word: string,
): Replacement[] {
  const value = (place: number | null): BoundValue | null =>
    place === null ? null : (row.cells[place]?.value ?? null);
  const put = (place: number | null, text: string): Replacement[] => {
    const at = value(place);
    return at === null || at.plain === text ? [] : [replaceCell(bound.source, at, text)];
  };
  if (signOff === null) {
    // A role that has not answered may well have its person's name there already.
    return verdictOf(value(columns.status)?.plain ?? '') === null
      ? []
      : [...put(columns.status, word), ...put(columns.date, '')];
  }
  const named = foldPerson(value(columns.name)?.plain ?? '');
  const isNamed = named === foldPerson(signOff.by.id) || named === foldPerson(signOff.by.name);
  return [
    ...(isNamed ? [] : put(columns.name, signOff.by.name)),
    ...(verdictOf(value(columns.status)?.plain ?? '') === signOff.verdict ? [] : put(columns.status, word)),
    ...put(columns.date, signOff.at.slice(0, 10)),
  ];
}

function newRow(
  bound: BoundDocument,
  table: BoundTable,
  columns: SignOffColumns,
  role: string,
  signOff: JudgedSignOff,
  word: string,
): Replacement[] {
  const cells = table.columns.map((_, place) => {
    if (place === columns.role) return role;
    if (place === columns.name) return signOff.by.name;
    if (place === columns.status) return word;
    return place === columns.date ? signOff.at.slice(0, 10) : '';
  });
  const row = insertRow(bound.source, table, table.rows.at(-1) ?? null, cells);
  return row === null ? [] : [row];
}
