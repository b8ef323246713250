import { isApproved, stageOf } from '../check/stage.ts';
import type { BoundCell, BoundDocument, BoundRow, BoundTable } from '../document/document.ts';
import { tablesWithRole } from '../document/walk-document.ts';
import { foldName } from '../template/names.ts';
import { type Verdict, verdicts } from './event.ts';

/** A row of the sign-off table: what the text says of a role, which proves nothing. */
export interface SignOffClaim {
  readonly role: string;
  /** Empty when the row names nobody. */
  readonly name: string;
  /** Null while the row says that it is pending, or says nothing that is a verdict. */
  readonly verdict: Verdict | null;
  readonly date: string | null;
  readonly row: BoundRow;
}

/** The columns of a sign-off table by what they hold; null for one it lacks. */
export interface SignOffColumns {
  readonly role: number;
  readonly name: number | null;
  readonly status: number | null;
  readonly date: number | null;
}

/** The document's sign-off table; null when it has none. */
export function boundSignOffs(document: BoundDocument): BoundTable | null {
  return tablesWithRole(document, 'sign-offs')[0] ?? null;
}

/** Every filled row of the sign-off table as a claim. */
export function signOffClaims(document: BoundDocument): SignOffClaim[] {
  const table = boundSignOffs(document);
  if (table === null) return [];
  const columns = signOffColumns(table);
  return table.rows.flatMap((row): SignOffClaim[] => {
    const role = row.cells[columns.role]?.value;
    if (role === undefined || role.state === 'empty' || role.state === 'placeholder') return [];
    const status = cellAt(row, columns.status)?.value.plain ?? '';
    const date = cellAt(row, columns.date)?.value.plain ?? '';
    return [
      {
        role: role.plain,
        name: cellAt(row, columns.name)?.value.plain ?? '',
        verdict: verdictOf(status),
        date: date === '' ? null : date,
        row,
      },
    ];
  });
}

/** Reads the columns by type and name; what a template calls them is the team's own. */
export function signOffColumns(table: BoundTable): SignOffColumns {
  const names = table.columns.map(({ schema, name }) => foldName(schema?.name ?? name));
  const place = (pattern: RegExp): number | null => {
    const at = names.findIndex((name, index) => index > 0 && pattern.test(name));
    return at === -1 ? null : at;
  };
  const date = table.columns.findIndex(({ schema }) => schema?.type === 'date');
  return {
    role: 0,
    name: place(/name|who|person|approver|reviewer|signatory|имя|кто|姓名|氏名|nom\b|nombre|nome/u),
    status: place(/status|verdict|decision|approv|state|sign|статус|решение|状态|状態|statut|estado/u),
    date: date > 0 ? date : place(/date|when|дата|日期|日付|datum|fecha|data\b/u),
  };
}

function cellAt(row: BoundRow, place: number | null): BoundCell | null {
  return place === null ? null : (row.cells[place] ?? null);
}

/** The verdict that the words of a cell stand for; null for pending, for nothing and for words that say neither. */
export function verdictOf(words: string): Verdict | null {
  const folded = words
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  const exact = verdicts.find((verdict) => verdict.toLowerCase() === folded);
  if (exact !== undefined) return exact;
  if (/^[✅✔☑]\u{fe0f}?$/u.test(words.trim())) return 'Approved';
  if (/^(?:lgtm|ok(?:ay)?|yes|signed off|agreed|同意)$/u.test(folded)) return 'Approved';
  // One word for what has been agreed upon, in any language that statuses are read in; more words may set conditions.
  if (/^[\p{L}\p{M}]+$/u.test(folded) && isApproved(stageOf(folded))) return 'Approved';
  if (
    /^(?:changes? (?:requested|needed)|rejected|declined|not approved|blocked|no|отклонено|abgelehnt|rejeté|rechazado|rejeitado|respinto|驳回|却下|拒绝)$/u.test(
      folded,
    )
  )
    return 'Changes Requested';
  if (/^(?:abstain(?:ed)?|n a|not applicable)$/u.test(folded)) return 'Abstained';
  return folded === 'recused' ? 'Recused' : null;
}
