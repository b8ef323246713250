import { clip, printable } from '@specwright/core/diagnostic/render/cells.ts';
import { h } from 'hastscript';
import type { Page } from './page-input.ts';
import { type Piece, together } from './piece.ts';

export interface PageColumn<Row> {
  readonly title: string;
  readonly cell: (row: Row) => Piece;
  /** What the column is sorted by; numbers as numbers. Columns without it are not sorted. */
  readonly key?: (row: Row) => string | number;
  /** `narrow` for numbers and single words. */
  readonly width?: 'narrow' | 'wide';
}

export interface PageTable<Row> {
  readonly caption: string;
  readonly columns: readonly PageColumn<Row>[];
  readonly rows: readonly Row[];
  /** The document a row is about. */
  readonly about: (row: Row) => string;
  readonly most: number;
  /** The command that lists all. */
  readonly command: string;
}

/** A table of rows that can be filtered by their documents, cut where it is too long. */
export function tableOf<Row>(page: Page, { caption, columns, rows, about, most, command }: PageTable<Row>): Piece {
  const heads = columns.map(({ title, key, width }) =>
    h('th', { scope: 'col', className: width ?? null, dataSort: key === undefined ? null : '' }, title),
  );
  const body = rows.slice(0, most).map((row) =>
    h(
      'tr',
      filterKeys(page, about(row)),
      columns.map(({ title, cell, key, width }, place) => {
        const properties = {
          dataLabel: title,
          dataKey: key === undefined ? null : shortKey(key(row)),
          className: width ?? null,
        };
        return place === 0 ? h('th', { scope: 'row', ...properties }, cell(row)) : h('td', properties, cell(row));
      }),
    ),
  );
  return together(
    h('table', h('caption', caption), h('thead', h('tr', heads)), h('tbody', body)),
    more(rows.length - most, command),
  );
}

/** What is left out, and where it is; nothing when all is there. */
export function more(count: number, command: string): Piece {
  if (count <= 0) return null;
  return h('p.more', `${count.toLocaleString('en-US')} more: `, h('code', command));
}

/** What a row is filtered by. */
export function filterKeys({ documents }: Page, file: string): Record<string, string> {
  const document = documents.get(file);
  return {
    dataStatus: shortKey(document?.state ?? document?.claimed ?? ''),
    dataOwner: shortKey(document?.owner ?? ''),
    dataTeam: shortKey(document?.team ?? ''),
  };
}

const longestKey = 80;

/** Every row repeats its keys, so however long a document's words are, these are not. */
function shortKey(key: string | number): string {
  return typeof key === 'number' ? String(key) : clip(printable(key), longestKey);
}
