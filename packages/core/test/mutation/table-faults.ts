import type { Table } from 'mdast';
import { foldName } from '../../src/template/names.ts';
import type { SectionSchema, TableSchema } from '../../src/template/schema.ts';
import { type Draw, type Fault, misspell, type Planted, pick, replace, within } from './fault.ts';
import type { Places } from './places.ts';
import { spanOf } from './places.ts';

/** Mistakes in tables that the template asks for. */
export const tableFaults: readonly Fault[] = [
  {
    name: 'a column is deleted',
    rules: ['column-missing'],
    plant: (places, draw) => {
      const table = pick(grids(places), draw);
      if (table === null) return null;
      const column = draw(width(table));
      return written(
        places,
        table,
        table.cells.map((row) => row.filter((_, index) => index !== column)),
      );
    },
  },
  {
    name: 'a column is renamed',
    rules: ['column-renamed', 'column-missing'],
    plant: (places, draw) => {
      const table = pick(grids(places), draw);
      if (table === null) return null;
      const column = draw(width(table));
      const name = draw(2) === 0 ? 'Wavelength' : misspell(table.cells[0]?.[column] ?? '', draw);
      return written(places, table, withCell(table, 0, column, name));
    },
  },
  {
    name: 'two columns change places',
    rules: ['column-order'],
    plant: (places, draw) => {
      const table = pick(grids(places), draw);
      if (table === null) return null;
      const column = draw(width(table) - 1);
      const swapped = table.cells.map((row) => {
        return [...row.slice(0, column), row[column + 1] ?? '', row[column] ?? '', ...row.slice(column + 2)];
      });
      return written(places, table, swapped);
    },
  },
  {
    name: 'a row has a cell too few or too many',
    rules: ['ragged-row'],
    plant: (places, draw) => {
      const table = pick(grids(places), draw);
      if (table === null) return null;
      const row = 2 + draw(table.cells.length - 2);
      const ragged = (cells: readonly string[]): string[] =>
        draw(2) === 0 ? cells.slice(0, -1) : [...cells, 'one more'];
      return written(
        places,
        table,
        table.cells.map((cells, index) => (index === row ? ragged(cells) : [...cells])),
      );
    },
  },
  {
    name: 'a cell is none of the choices',
    rules: ['cell-not-a-choice'],
    plant: (places, draw) => choiceCell(places, draw, () => pick(['Enormous', 'так себе', '7'], draw) ?? '7'),
  },
  {
    name: 'a cell writes a choice in another case',
    rules: ['cell-choice-case'],
    plant: (places, draw) =>
      choiceCell(places, draw, (choices) => {
        const cased = choices.filter((choice) => choice.toUpperCase() !== choice.toLowerCase());
        const choice = pick(cased, draw);
        if (choice === null) return null;
        const other = choice === choice.toUpperCase() ? choice.toLowerCase() : choice.toUpperCase();
        return choices.includes(other) ? null : other;
      }),
  },
  {
    name: 'a cell shows all choices',
    rules: ['cell-unchosen'],
    plant: (places, draw) => choiceCell(places, draw, (choices) => choices.join('/')),
  },
  {
    name: 'a cell that needs a choice is empty',
    rules: ['cell-empty'],
    plant: (places, draw) => choiceCell(places, draw, () => ''),
  },
  {
    name: 'a row is empty',
    rules: ['cell-empty'],
    plant: (places, draw) => {
      const table = pick(
        grids(places).filter(({ schema }) => schema.fixedRows.length === 0),
        draw,
      );
      if (table === null) return null;
      const at = table.cells.length;
      return written(places, table, [...table.cells.slice(0, at), Array<string>(width(table)).fill('')]);
    },
  },
  {
    name: 'a table has no rows',
    rules: ['no-rows'],
    plant: (places, draw) => {
      const table = pick(
        grids(places).filter(({ schema }) => schema.fixedRows.length === 0),
        draw,
      );
      return table === null ? null : written(places, table, table.cells.slice(0, 2));
    },
  },
  {
    name: 'a row that the template fixes is deleted',
    rules: ['required-row-missing'],
    plant: (places, draw) => {
      const table = pick(
        grids(places).filter(({ schema }) => schema.fixedRows.length > 1),
        draw,
      );
      if (table === null) return null;
      const name = foldName(pick(table.schema.fixedRows, draw) ?? '');
      return written(
        places,
        table,
        table.cells.filter((row) => foldName(row[0] ?? '') !== name),
      );
    },
  },
  {
    name: 'a table is replaced by a paragraph',
    rules: ['table-missing', 'wrong-content'],
    plant: (places, draw) => {
      const table = pick(grids(places), draw);
      if (table === null) return null;
      const planted = replace(places.text, spanOf(table.node), 'Nothing was found that a table could hold.');
      return within(planted, { start: table.heading, end: planted.at.end });
    },
  },
  {
    name: 'a placeholder row is back',
    rules: ['placeholder-left', 'cell-unchosen'],
    plant: (places, draw) => {
      const table = pick(
        grids(places).filter(({ schema }) => schema.columns.some((column) => column.placeholder !== null)),
        draw,
      );
      if (table === null) return null;
      const row = table.cells[0]?.map((name) => {
        const column = table.schema.columns.find((each) => foldName(each.name) === foldName(name));
        return column?.placeholder ?? column?.choices?.join('/') ?? '';
      });
      return row === undefined ? null : written(places, table, [...table.cells, row]);
    },
  },
  {
    name: 'an ellipsis row is left',
    rules: ['ellipsis-item'],
    plant: (places, draw) => {
      const table = pick(
        grids(places).filter(({ schema }) => schema.fixedRows.length === 0),
        draw,
      );
      if (table === null) return null;
      return written(places, table, [...table.cells, Array<string>(width(table)).fill(draw(2) === 0 ? '…' : '...')]);
    },
  },
];

/** A table of the document with what the template asks for, and its cells: header, delimiters, rows. */
interface Grid {
  readonly node: Table;
  readonly schema: TableSchema;
  readonly cells: readonly (readonly string[])[];
  /** Where its section starts. */
  readonly heading: number;
}

function grids(places: Places): Grid[] {
  const schemas = tablesOf(places.specimen.schema.sections);
  return places.tables.flatMap((node) => {
    const { start, end } = spanOf(node);
    const cells = places.text.slice(start, end).split('\n').map(cellsOf);
    const names = new Set(cells[0]?.map(foldName));
    const schema = schemas.find(({ columns }) => columns.every((column) => names.has(foldName(column.name))));
    const heading = places.headings.findLast(({ range }) => range.start < start)?.range.start ?? 0;
    return schema === undefined ? [] : [{ node, schema, cells, heading }];
  });
}

function tablesOf(sections: readonly SectionSchema[]): TableSchema[] {
  return sections.flatMap((section) => [...(section.content?.tables ?? []), ...tablesOf(section.sections)]);
}

function cellsOf(line: string): string[] {
  return line
    .trim()
    .replace(/^\||\|$/gu, '')
    .split(/(?<!\\)\|/u)
    .map((cell) => cell.trim());
}

function width(table: Grid): number {
  return table.cells[0]?.length ?? 0;
}

function withCell(table: Grid, row: number, column: number, words: string): string[][] {
  return table.cells.map((cells, at) => cells.map((cell, index) => (at === row && index === column ? words : cell)));
}

function written(places: Places, table: Grid, cells: readonly (readonly string[])[]): Planted {
  const lines = cells.map((row) => `| ${row.join(' | ')} |`);
  const planted = replace(places.text, spanOf(table.node), lines.join('\n'));
  return within(planted, { start: table.heading, end: planted.at.end });
}

function choiceCell(places: Places, draw: Draw, words: (choices: readonly string[]) => string | null): Planted | null {
  const cells = grids(places).flatMap((table) =>
    table.schema.columns.flatMap((column) => {
      const index = table.cells[0]?.findIndex((name) => foldName(name) === foldName(column.name)) ?? -1;
      return column.choices === null || index < 0 ? [] : [{ table, index, choices: column.choices }];
    }),
  );
  const cell = pick(cells, draw);
  if (cell === null) return null;
  const row = 2 + draw(cell.table.cells.length - 2);
  const value = words(cell.choices);
  return value === null ? null : written(places, cell.table, withCell(cell.table, row, cell.index, value));
}
