import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bindDocument } from '../document/bind.ts';
import type { BoundTable } from '../document/document.ts';
import { mdastParser } from '../markdown/mdast-parser.ts';
import type { MarkdownSource } from '../markdown/source.ts';
import { readMarkdown } from '../markdown/source.ts';
import { compileTemplate } from '../template/compile.ts';
import { applyEdit } from '../text/edit.ts';
import { insertColumn, insertRow, linesOfTable, reorderColumns, replaceCell } from './tables.ts';

const schema = compileTemplate('# [Name]\n\n## Data\n\n[Text]\n', 'template.md', mdastParser);

function tableIn(text: string): { source: MarkdownSource; table: BoundTable } {
  const source = readMarkdown(text, mdastParser);
  const table = bindDocument({ source, file: 'a.md', schema }).allSections[0]?.content.tables[0];
  if (table === undefined) throw new Error(`no table in ${JSON.stringify(text)}`);
  return { source, table };
}

/** Cells as the parser reads them, row by row, the header first. */
function cellsOf(text: string): string[][] {
  const { source, table } = tableIn(text);
  const lines = linesOfTable(source, table) ?? [];
  return lines.map(({ cells }) => cells.map(({ start, end }) => text.slice(start, end).trim()));
}

const cell = fc.constantFrom('a', 'b c', '`x \\| y`', 'é🙂', '', '**d**', 'a \\| b', '\\\\', '[l](u)');
const padding = fc.constantFrom('', ' ', '   ');
const end = fc.constantFrom('\n', '\r\n');

/** A document with a table of outer pipes, text before and after it, and the number of its columns. */
const documents = fc.integer({ min: 2, max: 5 }).chain((count) =>
  fc
    .record({
      rows: fc.array(fc.array(fc.tuple(padding, cell, padding), { minLength: count, maxLength: count }), {
        maxLength: 4,
      }),
      marks: fc.array(fc.constantFrom('---', ':--', '--:', ':-:', '-'), { minLength: count, maxLength: count }),
      end,
      margin: fc.constantFrom('', '  '),
    })
    .map(({ rows, marks, end: line, margin }) => {
      const header = `|${marks.map((_, index) => ` H${index} `).join('|')}|`;
      const body = rows.map((row) => `|${row.map(([before, text, after]) => `${before}${text}${after}`).join('|')}|`);
      const lines = [header, `| ${marks.join(' | ')} |`, ...body].map((row) => margin + row);
      return {
        text: ['# T', '', '## Data', '', 'Before.', '', ...lines, '', 'After.', ''].join(line),
        count,
      };
    }),
);
describe('edits of tables', () => {
  it('puts columns back when the order is undone, and changes nothing around the table', () => {
    fc.assert(
      fc.property(
        documents.chain(({ text, count }) =>
          fc.record({
            text: fc.constant(text),
            order: fc.shuffledSubarray([...Array(count).keys()], { minLength: count, maxLength: count }),
          }),
        ),
        ({ text, order }) => {
          const { source, table } = tableIn(text);
          const moved = applyEdit(text, reorderColumns(source, table, order) ?? []);
          expect(cellsOf(moved)).toEqual(cellsOf(text).map((row) => order.map((from) => row[from])));
          const back = tableIn(moved);
          const undone = order.map((_, place) => order.indexOf(place));
          expect(applyEdit(moved, reorderColumns(back.source, back.table, undone) ?? [])).toBe(text);
        },
      ),
    );
  });

  it('inserts a column and leaves the others as they are', () => {
    fc.assert(
      fc.property(documents, fc.nat(4), ({ text, count }, nat) => {
        const place = nat % (count + 1);
        const { source, table } = tableIn(text);
        const grown = cellsOf(applyEdit(text, insertColumn(source, table, place, 'New | one') ?? []));
        expect(grown[0]?.[place]).toBe('New \\| one');
        expect(grown.map((row) => row.toSpliced(place, 1))).toEqual(cellsOf(text));
      }),
    );
  });

  it('inserts a row that has all its cells', () => {
    fc.assert(
      fc.property(documents, fc.boolean(), ({ text, count }, atEnd) => {
        const { source, table } = tableIn(text);
        const cells = Array.from({ length: count }, (_, index) => `n${index} | x`);
        const before = atEnd ? (table.rows.at(-1) ?? null) : null;
        const edit = insertRow(source, table, before, cells);
        const rows = cellsOf(applyEdit(text, edit === null ? [] : [edit]));
        expect(rows.filter((row) => row[0] === 'n0 \\| x')).toEqual([cells.map((value) => value.replace('|', '\\|'))]);
        expect(rows.filter((row) => row[0] !== 'n0 \\| x')).toEqual(cellsOf(text));
      }),
    );
  });

  it('replaces one cell and no other', () => {
    fc.assert(
      fc.property(documents, fc.nat(3), fc.nat(4), ({ text, count }, row, column) => {
        const { source, table } = tableIn(text);
        const value = table.rows[row]?.cells[column % count]?.value;
        if (value === undefined) return;
        const after = cellsOf(applyEdit(text, [replaceCell(source, value, 'new | text')]));
        const expected = cellsOf(text);
        (expected[row + 2] as string[])[column % count] = 'new \\| text';
        expect(after).toEqual(expected);
      }),
    );
  });
});
