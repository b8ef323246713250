import type { BoundDocument, BoundSection } from '../../../document/document.ts';
import { lineEndOf } from '../../../edit/line-end.ts';
import { plainText } from '../../../markdown/plain.ts';
import type { TableSchema } from '../../../template/schema.ts';
import { containsRange } from '../../../text/range.ts';
import type { DocumentRule, Finding } from '../../rule.ts';
import { sureTable, tableName, tablesOf } from './bound-tables.ts';

export const tableMissing: DocumentRule = {
  scope: 'document',
  code: 'TBL401',
  name: 'table-missing',
  summary: 'A section is written without the table that the template asks for',
  why: 'Registers of risks, metrics and sign-offs are read from the tables; what stands in prose is not counted.',
  remedy: 'Put the content into the table that the template shows. An empty section is another finding.',
  severity: { draft: 'info', settled: 'warning' },
  example: {
    template: '# [Name]\n\n## Risks\n\n| Risk | Impact |\n| --- | --- |\n| [Risk] | High/Med/Low |\n',
    bad: '# Queue\n\n## Risks\n\nThe broker may fail, which would be bad for the orders.\n',
    good: '# Queue\n\n## Risks\n\n| Risk | Impact |\n| --- | --- |\n| The broker fails | High |\n',
  },
  check: findMissing,
};

function* findMissing(document: BoundDocument): Iterable<Finding> {
  for (const section of document.allSections) {
    const tables = section.schema?.content?.tables;
    if (tables === undefined || tables.length === 0 || section.schema?.free === true || saysLittle(section)) continue;
    for (const schema of tables) {
      if (!schema.required || schema.keyValue || schema.confidence < sureTable) continue;
      if (!hasTable(document, section, schema)) yield missing(document, section, schema);
    }
  }
}

/** Nothing at all is another finding, and a few words such as "None so far" answer any question. */
function saysLittle({ content }: BoundSection): boolean {
  if (content.empty) return true;
  const [only, ...others] = content.blocks.filter((block) => block.type !== 'html');
  return only?.type === 'paragraph' && others.length === 0 && plainText(only).split(' ').length <= 6;
}

/** The table may stand in a subsection. */
function hasTable(document: BoundDocument, section: BoundSection, schema: TableSchema): boolean {
  if (section.content.tables.some((table) => table.schema === schema)) return true;
  return tablesOf(document).all.some(
    (table) => table.schema === schema && containsRange(section.outline.range, table.range),
  );
}

function missing(document: BoundDocument, section: BoundSection, schema: TableSchema): Finding {
  const { text } = document.source;
  const end = lineEndOf(text);
  const at = section.content.range.end;
  const sample = document.schema.text.slice(schema.range.start, schema.range.end).replace(/\r\n?|\n/gu, end);
  return {
    range: section.outline.headingRange,
    message: `"${section.name}" lacks the table ${tableName(schema)}`,
    address: section.address,
    template: schema.range,
    fixes: [
      {
        title: 'Insert the table from the template',
        kind: 'suggested',
        edits: [{ start: at, end: at, text: `${end}${end}${sample}` }],
      },
    ],
  };
}
