import type { Rule } from '../../rule.ts';
import { cellChoiceCase } from './cell-choice-case.ts';
import { cellEmpty } from './cell-empty.ts';
import { cellNotAChoice } from './cell-not-a-choice.ts';
import { cellUnchosen } from './cell-unchosen.ts';
import { columnMissing } from './column-missing.ts';
import { columnOrder } from './column-order.ts';
import { columnRenamed } from './column-renamed.ts';
import { columnUnknown } from './column-unknown.ts';
import { noRows } from './no-rows.ts';
import { raggedRow } from './ragged-row.ts';
import { requiredRowMissing } from './required-row-missing.ts';
import { tableMissing } from './table-missing.ts';

/** Rules about tables and their cells. */
export const tableRules: readonly Rule[] = [
  tableMissing,
  columnMissing,
  columnRenamed,
  columnOrder,
  columnUnknown,
  cellNotAChoice,
  cellUnchosen,
  cellEmpty,
  noRows,
  raggedRow,
  requiredRowMissing,
  cellChoiceCase,
];
