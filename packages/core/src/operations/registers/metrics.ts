import type { BoundDocument } from '../../document/document.ts';
import { sectionsWithRole, tablesWithRole } from '../../document/walk-document.ts';
import type { RegisterRow } from './register-rows.ts';
import { cellText, filledItems, filledRows, rowAt, textOf } from './register-rows.ts';

export interface MetricRow extends RegisterRow {
  readonly metric: string;
  readonly current: string | null;
  readonly target: string | null;
  readonly method: string | null;
}

const CURRENT =
  /^(?:current|baseline|actual|today|now|measured|before)|текущ|当前|现状|現在|現状|aktuell|actuel|actual/u;
const TARGET = /target|goal|expected|after|цел|目标|目標|ziel|objectif|objetivo|meta/u;
const METHOD = /method|measure|how|source|измер|способ|方法|messung|mesure|medici/u;

/** Every success metric of the documents, in the order of the documents. */
export function metricRegister(documents: Iterable<BoundDocument>): MetricRow[] {
  const rows: MetricRow[] = [];
  for (const document of documents) for (const row of metricsOf(document)) rows.push(row);
  return rows;
}

function metricsOf(document: BoundDocument): MetricRow[] {
  const tables = tablesWithRole(document, 'metrics');
  if (tables.length === 0) {
    return sectionsWithRole(document, 'metrics').flatMap((section) =>
      filledItems(section).map((item) => ({
        ...rowAt(document, item.address, item.range.start),
        metric: item.plain,
        current: null,
        target: null,
        method: null,
      })),
    );
  }
  return tables.flatMap((table) =>
    filledRows(table).map((row) => ({
      ...rowAt(document, row.address, row.range.start),
      metric: row.cells[0] === undefined ? '' : (textOf(row.cells[0]) ?? ''),
      current: cellText(row, CURRENT),
      target: cellText(row, TARGET),
      method: cellText(row, METHOD),
    })),
  );
}
