import type { BoundCell, BoundDocument, BoundRow } from '../../document/document.ts';
import { sectionsWithRole, tablesWithRole } from '../../document/walk-document.ts';
import { cellNamed, cellText, filledItems, filledRows, type RegisterRow, rowAt, textOf } from './register-rows.ts';

export interface RiskRow extends RegisterRow {
  readonly risk: string;
  readonly likelihood: string | null;
  readonly impact: string | null;
  readonly mitigation: string | null;
  /** From 0 for the mildest to 1 for the worst, by the places of likelihood and impact on their scales; null when neither is known. */
  readonly weight: number | null;
  /** Where likelihood and impact stand on their scales, each from 0 to 1; null where that is not known. */
  readonly places: { readonly likelihood: number | null; readonly impact: number | null };
}

const LIKELIHOOD =
  /likelihood|probability|chance|вероятн|可能性|概率|発生|eintritt|wahrscheinlich|probabilid|probabilit/u;
const IMPACT = /impact|severity|consequence|effect|влияни|последств|影响|影響|auswirkung|gravit|impacto/u;
const MITIGATION =
  /mitigation|response|countermeasure|action|plan|снижен|меры|缓解|应对|対策|maßnahme|mitigaci|mitigaç|atténuation/u;

/** Every risk of the documents, the worst first; of equals the order of the documents stays. */
export function riskRegister(documents: Iterable<BoundDocument>): RiskRow[] {
  const rows: RiskRow[] = [];
  for (const document of documents) for (const row of risksOf(document)) rows.push(row);
  return rows.sort(worstFirst);
}

/** The order of a register of risks. */
export function worstFirst(a: RiskRow, b: RiskRow): number {
  return (b.weight ?? -1) - (a.weight ?? -1);
}

function risksOf(document: BoundDocument): RiskRow[] {
  const tables = tablesWithRole(document, 'risks');
  const inTables = tables.flatMap((table) => filledRows(table).map((row) => riskOfRow(document, row)));
  if (tables.length > 0) return inTables;
  return sectionsWithRole(document, 'risks').flatMap((section) =>
    filledItems(section).map((item) => ({
      ...rowAt(document, item.address, item.range.start),
      risk: item.plain,
      likelihood: null,
      impact: null,
      mitigation: null,
      weight: null,
      places: { likelihood: null, impact: null },
    })),
  );
}

function riskOfRow(document: BoundDocument, row: BoundRow): RiskRow {
  const first = row.cells[0];
  const scales = row.cells.map(placeOnScale).filter((place) => place !== null);
  return {
    ...rowAt(document, row.address, row.range.start),
    risk: first === undefined ? '' : (textOf(first) ?? ''),
    likelihood: cellText(row, LIKELIHOOD),
    impact: cellText(row, IMPACT),
    mitigation: cellText(row, MITIGATION),
    weight: scales.length === 0 ? null : scales.reduce((sum, place) => sum + place, 0) / scales.length,
    places: { likelihood: placeIn(row, LIKELIHOOD), impact: placeIn(row, IMPACT) },
  };
}

function placeIn(row: BoundRow, name: RegExp): number | null {
  const cell = cellNamed(row, name);
  return cell === undefined ? null : placeOnScale(cell);
}

const HIGH =
  /^(?:very high|high|critical|severe|major|likely|almost certain|certain|высок|критич|高|hoch|alta?|élevée?|haut)/iu;

/** Where a choice stands between the ends of its column's choices: 0 mildest, 1 worst. */
function placeOnScale(cell: BoundCell): number | null {
  const choices = cell.column?.schema?.choices ?? null;
  const { choice } = cell.value;
  if (choices === null || choices.length < 2 || choice === null) return null;
  const at = choices.indexOf(choice);
  if (at === -1) return null;
  const place = at / (choices.length - 1);
  return HIGH.test(choices[0] ?? '') ? 1 - place : place;
}
