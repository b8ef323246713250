import type { BoundCell, BoundDocument } from '../../../document/document.ts';
import { replaceCell } from '../../../edit/tables.ts';
import type { ColumnSchema } from '../../../template/schema.ts';
import { shortened } from '../../../text/shortened.ts';
import type { DocumentRule, Finding } from '../../rule.ts';
import { clearNearest, listOf } from '../did-you-mean.ts';
import { sureTable, tablesOf } from './bound-tables.ts';

export const cellNotAChoice: DocumentRule = {
  scope: 'document',
  code: 'TBL406',
  name: 'cell-not-a-choice',
  summary: 'A cell holds none of the values that the template allows in its column',
  why: 'Registers sort and count by these values. A value outside of the list is in none of the counts.',
  remedy: 'Use one of the values in the message. When a new one is needed, add it to the list in the template.',
  severity: { draft: 'warning', settled: 'error' },
  example: {
    template: '# [Name]\n\n## Risks\n\n| Risk | Impact |\n| --- | --- |\n| [Risk] | High/Med/Low |\n',
    bad: '# Queue\n\n## Risks\n\n| Risk | Impact |\n| --- | --- |\n| The broker fails | Hgih |\n',
    good: '# Queue\n\n## Risks\n\n| Risk | Impact |\n| --- | --- |\n| The broker fails | High |\n',
  },
  check: findOthers,
};

function* findOthers(document: BoundDocument): Iterable<Finding> {
  for (const table of tablesOf(document).answering) {
    if (!table.schema.columns.some((column) => column.choices !== null)) continue;
    for (const row of table.rows) {
      for (const cell of row.cells) {
        const schema = cell.column?.schema;
        if (schema?.choices == null || schema.open || schema.confidence < sureTable) continue;
        if (cell.value.state !== 'invalid' || cell.value.choice !== null) continue;
        yield notAChoice(document, cell, schema, schema.choices);
      }
    }
  }
}

function notAChoice(
  document: BoundDocument,
  { value, address }: BoundCell,
  schema: ColumnSchema,
  choices: readonly string[],
): Finding {
  const short = otherLength(value.plain, choices);
  const meant = short ?? clearNearest(value.plain, choices);
  const guess = meant === null ? '' : `; did you mean "${meant}"?`;
  return {
    range: value.range,
    message: `"${shortened(value.plain)}" is not a value of "${schema.name}", which is ${listOf(choices)}${guess}`,
    address,
    template: schema.range,
    fixes:
      meant === null
        ? []
        : [{ title: `Change to "${meant}"`, kind: 'suggested', edits: [replaceCell(document.source, value, meant)] }],
    ...(short === null ? {} : { atMost: 'warning' as const }),
  };
}

/** The one choice that the text abbreviates or spells out: `Medium` for `Med`, `H` for `High`. */
function otherLength(plain: string, choices: readonly string[]): string | null {
  const text = plain.toLowerCase();
  const found = choices.filter((choice) => {
    const other = choice.toLowerCase();
    return text !== '' && other !== '' && (text.startsWith(other) || other.startsWith(text));
  });
  return found.length === 1 ? (found[0] ?? null) : null;
}
