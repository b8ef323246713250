import type { List, ListItem, Paragraph, RootContent, Table, TableRow } from 'mdast';
import { cellTextRange } from '../document/cells.ts';
import { isEmptyBlock } from '../document/content.ts';
import type { BoundField, BoundGroup, BoundItem, BoundRow, BoundTable } from '../document/document.ts';
import { rangeOf } from '../markdown/source.ts';
import { foldKey } from '../template/names.ts';
import type { LineIndex } from '../text/lines.ts';
import type { Range } from '../text/range.ts';
import { canonicalWords, type Definitions } from './canonical.ts';
import { makePart, type Part, type PartKind } from './part.ts';

/** What is known of a document's blocks before they are taken apart. */
export interface BlockReading {
  readonly text: string;
  readonly lines: LineIndex;
  readonly definitions: Definitions;
  /** Fields of the document itself; what writes them is silent. */
  readonly metadata: ReadonlySet<BoundField>;
  /** Every field that is written in a block, in text order. */
  readonly fields: readonly BoundField[];
  readonly groups: readonly BoundGroup[];
  readonly items: ReadonlyMap<ListItem, BoundItem>;
  readonly rows: ReadonlyMap<TableRow, { readonly row: BoundRow; readonly table: BoundTable }>;
}

export function rowsByNode(tables: readonly BoundTable[]): BlockReading['rows'] {
  return new Map(
    tables.flatMap((table) =>
      table.rows.flatMap((row, index) => {
        const node = table.node.children[index + 1];
        return node === undefined ? [] : [[node, { row, table }] as const];
      }),
    ),
  );
}

/** Lists within lists deeper than this are one part. */
const MAX_DEPTH = 32;

/** Blocks as parts; `address` is that of what holds them. */
export function blockParts(blocks: readonly RootContent[], address: string, reading: BlockReading, depth = 0): Part[] {
  const parts: Part[] = [];
  for (let at = 0; at < blocks.length; ) {
    const block = blocks[at] as RootContent;
    const lists = block.type === 'list' ? listsFrom(blocks, at) : [];
    if (lists.length === 0 || depth >= MAX_DEPTH) parts.push(blockPart(block, address, reading));
    else parts.push(listPart(lists, address, reading, depth));
    at += Math.max(1, lists.length);
  }
  return parts;
}

/** Lists of one sort that follow each other are told apart by their markers alone: to a reader they are one. */
function listsFrom(blocks: readonly RootContent[], at: number): List[] {
  const lists: List[] = [];
  for (let next = at; next < blocks.length; next += 1) {
    const block = blocks[next] as RootContent;
    if (block.type !== 'list' || (block.ordered === true) !== ((lists[0] ?? block).ordered === true)) break;
    lists.push(block);
  }
  return lists;
}

function blockPart(block: RootContent, address: string, reading: BlockReading): Part {
  if (block.type === 'paragraph') return paragraphPart(block, address, reading);
  if (block.type === 'table') return tablePart(block, address, reading);
  return makePart({
    kind: kinds[block.type] ?? 'paragraph',
    address,
    keys: 'identifier' in block ? [block.identifier] : [],
    source: reading.text,
    range: rangeOf(block),
    words: block.type === 'yaml' ? '' : canonicalWords([block], reading),
    silent: isSilent(block, reading),
  });
}

const kinds: Readonly<Record<string, PartKind>> = {
  code: 'code',
  blockquote: 'quote',
  html: 'html',
  thematicBreak: 'break',
  definition: 'definition',
  footnoteDefinition: 'footnote',
  list: 'list',
};

/** Definitions and footnotes count where they are used; comments never. */
function isSilent(block: RootContent, reading: BlockReading): boolean {
  if (block.type === 'definition') return true;
  if (block.type === 'footnoteDefinition') return reading.definitions.footnotes.get(block.identifier) === block;
  return block.type === 'html' && canonicalWords([block], reading) === '';
}

/** A place within a paragraph where a field or an entry begins. */
interface Cut {
  readonly start: number;
  readonly field: BoundField | null;
  readonly group: BoundGroup | null;
}

function paragraphPart(block: Paragraph, address: string, reading: BlockReading): Part {
  const range = rangeOf(block);
  const words = canonicalWords([block], reading);
  const draft = { kind: 'paragraph', address, source: reading.text, range, words } as const;
  const cuts = cutsWithin(range, reading);
  if (cuts.length === 0) return makePart({ ...draft, silent: isEmptyBlock(block) && words === '' });
  const parts: Part[] = [];
  const first = cuts[0]?.start ?? range.end;
  pushWords(parts, block, { start: range.start, end: first }, address, reading);
  for (const [index, cut] of cuts.entries()) {
    const stretch = { start: cut.start, end: cuts[index + 1]?.start ?? range.end };
    if (cut.field !== null) pushField(parts, block, cut.field, stretch, reading);
    else if (cut.group !== null) pushLead(parts, block, cut.group, stretch, reading);
  }
  const silent = parts.every((part) => part.silent);
  return makePart({ ...draft, parts, silent });
}

function cutsWithin(range: Range, { fields, groups }: BlockReading): Cut[] {
  const cuts: Cut[] = [];
  for (const group of groups) {
    const { start } = group.range;
    if (start >= range.start && start < range.end) cuts.push({ start, field: null, group });
  }
  for (const field of fieldsWithin(range, fields)) {
    cuts.push({ start: Math.max(range.start, field.range.start), field, group: null });
  }
  cuts.sort((a, b) => a.start - b.start);
  return cuts.filter((cut, index) => cut.start !== cuts[index - 1]?.start);
}

/** The fields whose name stands within a range. Fields are in text order, so a binary search finds the first. */
function fieldsWithin(range: Range, fields: readonly BoundField[]): BoundField[] {
  let low = 0;
  let high = fields.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((fields[middle] as BoundField).range.start < range.start - FIELD_MARK) low = middle + 1;
    else high = middle;
  }
  const found: BoundField[] = [];
  for (let at = low; at < fields.length; at += 1) {
    const field = fields[at] as BoundField;
    if (field.range.start >= range.end) break;
    if (field.nameRange.start >= range.start && field.nameRange.start < range.end) found.push(field);
  }
  return found;
}

/** A field may begin with the marker of the item that holds it. */
const FIELD_MARK = 16;

function pushField(parts: Part[], block: RootContent, field: BoundField, stretch: Range, reading: BlockReading): void {
  const { text, metadata } = reading;
  const valueEnd = Math.min(Math.max(field.value.range.end, field.nameRange.end), stretch.end);
  const rest = text.slice(valueEnd, stretch.end);
  const holdsRest = /[\p{L}\p{N}]/u.test(rest);
  const range = trimmed(text, { start: stretch.start, end: holdsRest ? valueEnd : stretch.end });
  const value = field.value.range;
  parts.push(
    makePart({
      kind: 'field',
      address: field.address,
      name: field.name,
      keys: [field.key, foldKey(field.name)],
      source: text,
      range,
      words: value.start === value.end ? '' : canonicalWords([block], { ...reading, within: value }),
      form: field.key,
      silent: metadata.has(field),
    }),
  );
  if (holdsRest) pushWords(parts, block, { start: valueEnd, end: stretch.end }, field.address, reading);
}

/** The name of an entry (`**Phase 1**:`) and the words behind it. */
function pushLead(parts: Part[], block: RootContent, group: BoundGroup, stretch: Range, reading: BlockReading): void {
  const until = Math.min(group.description.range.start, stretch.end);
  const range = trimmed(reading.text, { start: stretch.start, end: until });
  parts.push(
    makePart({
      kind: 'heading',
      address: group.address,
      name: group.ownName === null || group.ownName === '' ? group.schema.name : group.ownName,
      number: group.number,
      keys: group.ownName === null || group.ownName === '' ? [] : [foldKey(group.ownName)],
      source: reading.text,
      range,
      words: canonicalWords([block], { ...reading, within: range }),
    }),
  );
  pushWords(parts, block, { start: until, end: stretch.end }, group.address, reading);
}

function pushWords(parts: Part[], block: RootContent, stretch: Range, address: string, reading: BlockReading): void {
  const range = trimmed(reading.text, stretch);
  if (range.start === range.end) return;
  const words = canonicalWords([block], { ...reading, within: range });
  parts.push(makePart({ kind: 'paragraph', address, source: reading.text, range, words }));
}

function trimmed(text: string, { start, end }: Range): Range {
  const slice = text.slice(start, end);
  const lead = slice.length - slice.trimStart().length;
  return lead === slice.length ? { start, end: start } : { start: start + lead, end: start + slice.trimEnd().length };
}

function listPart(lists: readonly List[], address: string, reading: BlockReading, depth: number): Part {
  const parts = lists.flatMap((list) => list.children.map((item) => itemPart(item, address, reading, depth)));
  const [first, last] = [lists[0] as List, lists.at(-1) as List];
  return makePart({
    kind: 'list',
    address,
    source: reading.text,
    range: { start: rangeOf(first).start, end: rangeOf(last).end },
    form: first.ordered === true ? '#' : '-',
    parts,
    silent: parts.every((part) => part.silent),
  });
}

const MARKER = /(?:[-*+]|\d{1,9}[.)])/uy;
const BOX = /[ \t]{1,8}(\[[ \txX]\])(?=[ \t\r\n]|$)/uy;

function itemPart(node: ListItem, holder: string, reading: BlockReading, depth: number): Part {
  const { text } = reading;
  const range = rangeOf(node);
  const bound = reading.items.get(node);
  const [first] = node.children;
  const fields = first === undefined ? [] : fieldsWithin(rangeOf(first), reading.fields);
  const address = bound?.address ?? fields[0]?.address ?? holder;
  const parts: Part[] = [];
  MARKER.lastIndex = range.start;
  if (MARKER.test(text)) {
    const mark = { start: range.start, end: MARKER.lastIndex };
    parts.push(makePart({ kind: 'mark', address, keys: ['(marker)'], source: text, range: mark, silent: true }));
    pushBox(parts, mark.end, range.end, address, text);
  }
  const from = parts.at(-1)?.range.end ?? range.start;
  for (const block of blockParts(node.children, address, reading, depth + 1)) {
    const part = block.range.start < from ? afterBox(block, from, reading.text) : block;
    if (part.range.end > part.range.start) parts.push(part);
  }
  const own = first === undefined || first.type === 'list' ? '' : canonicalWords([first], reading);
  return makePart({
    kind: 'item',
    address,
    name: bound?.term ?? own,
    keys: keysOfItem(fields[0], bound?.term ?? own),
    source: text,
    range,
    parts,
    silent: parts.length > 1 && parts.every((part) => part.silent),
  });
}

const NAME_LIMIT = 200;

function keysOfItem(field: BoundField | undefined, name: string): string[] {
  const key = field === undefined ? foldKey(name.slice(0, NAME_LIMIT)) : field.key;
  return key === '' ? [] : [key];
}

function pushBox(parts: Part[], at: number, end: number, address: string, text: string): void {
  BOX.lastIndex = at;
  const found = BOX.exec(text);
  if (found === null || BOX.lastIndex > end) return;
  const range = { start: BOX.lastIndex - 3, end: BOX.lastIndex };
  const words = /x/iu.test(found[1] as string) ? '[x]' : '[ ]';
  parts.push(makePart({ kind: 'box', address, keys: ['(box)'], source: text, range, words }));
}

/** A paragraph that the parser lets begin with its item's box. */
function afterBox(part: Part, from: number, text: string): Part {
  const range = trimmed(text, { start: Math.min(from, part.range.end), end: part.range.end });
  const words = part.words.replace(/^\[[ xX]\] /u, '');
  const parts = part.parts.filter((inner) => inner.range.start >= range.start);
  return makePart({ ...part, range, words, parts, form: '' });
}

function tablePart(block: Table, address: string, reading: BlockReading): Part {
  const { text } = reading;
  const [header, ...rows] = block.children;
  const range = rangeOf(block);
  if (header === undefined) return makePart({ kind: 'table', address, source: text, range });
  const known = rows[0] === undefined ? undefined : reading.rows.get(rows[0]);
  const tableAddress = known?.table.address ?? address;
  const columns = header.children.map((cell) => canonicalWords(cell.children, reading));
  const keys = columnKeys(columns);
  const head = rowPart(header, { address: `${tableAddress}`, keys: ['(columns)'], columns, columnKeys: keys }, reading);
  const afterHeader = rangeOf(header).end;
  const marks = trimmed(text, { start: afterHeader, end: rows[0] === undefined ? range.end : rangeOf(rows[0]).start });
  const delimiters = makePart({
    kind: 'mark',
    address: tableAddress,
    keys: ['(delimiters)'],
    source: text,
    range: marks,
    silent: true,
  });
  const body = rows.map((row) => bodyRow(row, tableAddress, columns, keys, reading));
  const areFields = body.length > 0 && body.every((row) => row.silent);
  const parts = [areFields ? { ...head, silent: true } : head, delimiters, ...body];
  return makePart({
    kind: 'table',
    address: tableAddress,
    keys: [keys.join('|')],
    source: text,
    range,
    parts,
    silent: areFields,
  });
}

function columnKeys(columns: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return columns.map((name, index) => {
    const key = foldKey(name) || `(${index + 1})`;
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    return count === 1 ? key : `${key}-${count}`;
  });
}

function bodyRow(
  row: TableRow,
  address: string,
  columns: readonly string[],
  keys: readonly string[],
  reading: BlockReading,
): Part {
  const bound = reading.rows.get(row)?.row;
  const [field] = fieldsWithin(rangeOf(row), reading.fields);
  const name = row.children[0] === undefined ? '' : canonicalWords(row.children[0].children, reading);
  const isMetadata = field !== undefined && reading.metadata.has(field);
  const own = foldKey(name);
  return rowPart(
    row,
    {
      address: bound?.address ?? field?.address ?? address,
      keys: own === '' ? [] : [own],
      columns,
      columnKeys: keys,
      bound,
      silent: isMetadata,
    },
    reading,
  );
}

interface RowDraft {
  readonly address: string;
  readonly keys: readonly string[];
  readonly columns: readonly string[];
  readonly columnKeys: readonly string[];
  readonly bound?: BoundRow | undefined;
  readonly silent?: boolean;
}

function rowPart(row: TableRow, draft: RowDraft, reading: BlockReading): Part {
  const { text } = reading;
  const parts = row.children.map((cell, index): Part => {
    const range = cellTextRange(text, cell);
    return makePart({
      kind: 'cell',
      address: draft.bound?.cells[index]?.address ?? draft.address,
      name: draft.columns[index] ?? '',
      keys: [draft.columnKeys[index] ?? `(${index + 1})`],
      source: text,
      range,
      words: canonicalWords(cell.children, reading),
    });
  });
  return makePart({
    kind: 'row',
    address: draft.address,
    name: parts[0]?.words ?? '',
    keys: draft.keys,
    source: text,
    range: rangeOf(row),
    parts,
    silent: draft.silent ?? false,
  });
}
