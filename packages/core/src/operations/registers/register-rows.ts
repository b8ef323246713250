import type {
  BoundCell,
  BoundDocument,
  BoundItem,
  BoundRow,
  BoundSection,
  BoundTable,
} from '../../document/document.ts';
import { foldName } from '../../template/names.ts';

/** Where an entry of a register stands. */
export interface RegisterRow {
  readonly file: string;
  readonly documentTitle: string;
  /** The document's claimed state; null when it has none. */
  readonly documentStatus: string | null;
  /** Of the row, item or term in its document. */
  readonly address: string;
  /** 1-based line of the document. */
  readonly line: number;
}

/** The title as people know it: the name in it, else all of it, else a title field, else the file. */
export function documentTitle(document: BoundDocument): string {
  const { title, fields, file } = document;
  if (title !== null && title.text !== '') return title.name === '' ? title.text : title.name;
  const field = fields.find((candidate) => candidate.schema?.role === 'title' && candidate.value.state === 'valid');
  return field?.value.plain ?? file;
}

/** What every entry of one document shares, with its place. */
export function rowAt(document: BoundDocument, address: string, offset: number): RegisterRow {
  return {
    file: document.file,
    documentTitle: documentTitle(document),
    documentStatus: document.status?.state ?? null,
    address,
    line: document.source.lines.lineAt(offset),
  };
}

/** Lists of a section's body, lists of its groups left out; their top items that an author has filled in. */
export function filledItems(section: BoundSection): BoundItem[] {
  const open = section.schema?.content?.lists ?? [];
  return section.content.lists
    .filter((list) => open.length === 0 || list.schema !== null)
    .flatMap((list) => list.items.filter((item) => item.depth === 0 && isFilledText(item.raw)));
}

/** False for words that still wait for an author: nothing, `…`, or a whole text in brackets that is no link. */
export function isFilledText(raw: string): boolean {
  return raw.trim() !== '' && !/^(?:\.{3}|…|\[[^\][]*\](?![([])|\{[^{}]*\}|<[^<>]*>)$/u.test(raw.trim());
}

/** Rows whose first cell an author has filled in. */
export function filledRows(table: BoundTable): BoundRow[] {
  return table.rows.filter(
    (row) =>
      row.cells.some((cell) => cell.value.state === 'valid' && isFilledText(cell.value.raw)) && isFilled(row.cells[0]),
  );
}

function isFilled(cell: BoundCell | undefined): boolean {
  return (
    cell !== undefined &&
    cell.value.state !== 'placeholder' &&
    cell.value.state !== 'empty' &&
    isFilledText(cell.value.raw)
  );
}

/** The words of the first cell whose column's name fits; null when there is none or it says nothing. */
export function cellText(row: BoundRow, name: RegExp): string | null {
  const cell = cellNamed(row, name);
  return cell === undefined ? null : textOf(cell);
}

/** The first cell whose column's name fits. */
export function cellNamed(row: BoundRow, name: RegExp): BoundCell | undefined {
  return row.cells.find((candidate) => candidate.column !== null && name.test(foldName(columnName(candidate))));
}

function columnName(cell: BoundCell): string {
  return cell.column?.schema?.name ?? cell.column?.name ?? '';
}

/** The typed value as words; null for a cell that says nothing. */
export function textOf(cell: BoundCell): string | null {
  const { state, choice, plain } = cell.value;
  return state === 'valid' || state === 'invalid' ? (choice ?? plain) : null;
}
