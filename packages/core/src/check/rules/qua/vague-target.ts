import type { BoundDocument, BoundTable } from '../../../document/document.ts';
import { tablesWithRole } from '../../../document/walk-document.ts';
import type { DocumentRule, Finding } from '../../rule.ts';

export const vagueTarget: DocumentRule = {
  scope: 'document',
  code: 'QUA702',
  name: 'vague-target',
  summary: 'The target of a metric holds no number',
  why: 'Without a number nobody can say later whether the target was met.',
  remedy: 'Name the value to reach and its unit, such as `under 200 ms` or `3 a week`.',
  severity: { draft: 'off', settled: 'off' },
  example: {
    template:
      '# [Name]\n\n## Success Metrics\n\n| Metric | Current | Target |\n|---|---|---|\n| [Metric] | [Value] | [Value] |\n',
    bad: '# Retries\n\n## Success Metrics\n\n| Metric | Current | Target |\n|---|---|---|\n| Lost orders | 12 a day | Far fewer |\n',
    good: '# Retries\n\n## Success Metrics\n\n| Metric | Current | Target |\n|---|---|---|\n| Lost orders | 12 a day | None |\n',
  },
  check: findVague,
};

function* findVague(document: BoundDocument): Iterable<Finding> {
  for (const table of tablesWithRole(document, 'metrics')) yield* vagueRows(table);
}

function* vagueRows(table: BoundTable): Iterable<Finding> {
  for (const row of table.rows) {
    for (const cell of row.cells) {
      const { state, plain, range } = cell.value;
      if (cell.column === null || !targetName.test(cell.column.name)) continue;
      if (state === 'empty' || state === 'placeholder' || exact.test(plain)) continue;
      yield {
        range,
        message: `"${plain}" holds no number, so nobody can tell whether it was reached`,
        address: cell.address,
        template: table.schema?.range ?? null,
      };
    }
  }
}

const targetName =
  /^(?:target|goal|ziel|zielwert|objectif|cible|objetivo|meta|obiettivo|doel|cel|цель|ціль|目标|目標|목표)/iu;

/** A digit, or a word that is as good as one. */
const exact =
  /\p{N}|(?<!\p{L})(?:none|zero|no|all|every|never|always|yes|keine?|null|alle|aucun|tous|ninguno|todos|нет|все|ноль)(?!\p{L})/iu;
