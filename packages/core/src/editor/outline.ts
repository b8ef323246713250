import type {
  BoundContent,
  BoundDocument,
  BoundField,
  BoundGroup,
  BoundItem,
  BoundList,
  BoundRow,
  BoundSection,
  BoundTable,
} from '../document/document.ts';
import { allLists } from '../document/walk-document.ts';
import { nameWords, termRange } from '../edit/entry-names.ts';
import { headingTextRange } from '../edit/headings.ts';
import { signOffColumns } from '../lifecycle/table-claims.ts';
import { foldSpace } from '../markdown/plain.ts';
import { rangeOf } from '../markdown/source.ts';
import { containsRange, type Range, withoutEndSpace } from '../text/range.ts';
import type { EditorDocument } from './editor-workspace.ts';

/** `entry`: one of a repeated group, be it a section or a bold line with what follows it. */
export type OutlineKind = 'title' | 'metadata' | 'field' | 'section' | 'entry' | 'row' | 'term';

/** A part of a document as a tree of its parts shows it. */
export interface OutlineNode {
  readonly kind: OutlineKind;
  /** One line, never empty. */
  readonly name: string;
  /** What is worth knowing without going there, such as a field's value or `2 of 5 done`; empty when nothing is. */
  readonly detail: string;
  readonly address: string;
  /** Holds the ranges of all children; white space at its end is left out. */
  readonly range: Range;
  /** Within `range`: what the cursor goes to. */
  readonly nameRange: Range;
  /** In text order. */
  readonly children: readonly OutlineNode[];
}

interface OpenNode extends OutlineNode {
  readonly children: OpenNode[];
}

/** What a part tells of itself; where it stands in the tree follows from its range. */
type Described = Omit<OutlineNode, 'children'>;

/**
 * The parts of a document that people look for, in text order: its title, metadata, sections, entries, terms,
 * and the rows of tables that the template knows. Near-linear in the document.
 */
export function documentTree(document: EditorDocument): readonly OutlineNode[] {
  const { bound } = document;
  const parts = [...titleNodes(bound), ...metadataNodes(bound), ...contentNodes(bound, bound.preamble)];
  for (const section of bound.allSections) {
    parts.push(sectionNode(bound, section));
    for (const node of contentNodes(bound, section.content)) parts.push(node);
  }
  return nested(parts);
}

/** Puts each part into the smallest one that holds it. */
function nested(parts: readonly Described[]): readonly OutlineNode[] {
  const top: OpenNode[] = [];
  const open: OpenNode[] = [];
  const sorted = [...parts].sort((a, b) => a.range.start - b.range.start || b.range.end - a.range.end);
  for (const part of sorted) {
    while (open.length > 0 && !containsRange((open.at(-1) as OpenNode).range, part.range)) open.pop();
    const node: OpenNode = { ...part, children: [] };
    (open.at(-1)?.children ?? top).push(node);
    open.push(node);
  }
  return top;
}

function titleNodes(document: BoundDocument): Described[] {
  const { title, outline, status } = document;
  if (title === null) return [];
  const holder = outline.sections.find(({ headingRange }) => containsRange(headingRange, title.range));
  if (holder === undefined) return [];
  return [
    {
      kind: 'title',
      name: oneLine(title.text, 'Title'),
      detail: status === null ? '' : oneLine(status.state ?? status.field.value.plain, ''),
      address: '(title)',
      range: withoutEndSpace(document.source.text, holder.range),
      nameRange: title.range,
    },
  ];
}

function metadataNodes(document: BoundDocument): Described[] {
  const { outline } = document;
  const nodes = document.fields.filter(({ inCompanion }) => !inCompanion).map(fieldNode);
  if (outline.frontMatter === null) return nodes;
  const range = rangeOf(outline.frontMatter);
  const nameRange = { start: range.start, end: Math.min(range.start + 3, range.end) };
  return [{ kind: 'metadata', name: 'Front matter', detail: '', address: '(metadata)', range, nameRange }, ...nodes];
}

function fieldNode({ name, address, range, nameRange, value }: BoundField): Described {
  return {
    kind: 'field',
    name: oneLine(name, address),
    detail: oneLine(value.plain, ''),
    address,
    range,
    nameRange: within(range, nameRange),
  };
}

function sectionNode(document: BoundDocument, section: BoundSection): Described {
  const { outline, address, schema, field, content } = section;
  const range = withoutEndSpace(document.source.text, outline.range);
  return {
    kind: schema?.repeat == null ? 'section' : 'entry',
    name: oneLine(outline.title, address),
    detail:
      field === null ? boxesIn(allLists(content), schema?.role === 'open-questions') : oneLine(field.value.plain, ''),
    address,
    range,
    nameRange: within(range, headingTextRange(outline.node)),
  };
}

function* contentNodes(document: BoundDocument, content: BoundContent | null): Iterable<Described> {
  if (content === null) return;
  // Groups that are written as headings stand in the tree as the sections they are.
  const byLine = content.groups.filter(({ range }) => containsRange(content.range, range));
  for (const group of byLine) yield groupNode(document, group);
  for (const table of content.tables) {
    if (table.schema === null || table.schema.keyValue) continue;
    for (const row of table.rows) yield* rowNode(table, row);
  }
  for (const list of content.lists) {
    if (list.type !== 'definitions') continue;
    for (const item of list.items) yield* termNode(item);
  }
}

function groupNode(document: BoundDocument, group: BoundGroup): Described {
  const words = nameWords(document, group);
  const range = withoutEndSpace(document.source.text, group.range);
  const lead = document.source.text.slice(words.start, words.end).replace(/[\s:：]+$/u, '');
  const { plain } = group.description;
  return {
    kind: 'entry',
    name: oneLine(group.ownName || plain === '' ? lead : `${lead}: ${plain}`, group.address),
    detail: boxesIn(group.lists, false),
    address: group.address,
    range,
    nameRange: within(range, words),
  };
}

/** A row is called by its first cell; the choices that it makes tell the rest, of a sign-off its status. */
function* rowNode(table: BoundTable, { cells, address, range }: BoundRow): Iterable<Described> {
  const [first] = cells;
  if (first === undefined || first.value.plain === '') return;
  const status = table.schema?.role === 'sign-offs' ? signOffColumns(table).status : null;
  const telling = cells.filter(
    ({ value, column }, place) => value.plain !== '' && (place === status || column?.schema?.type === 'choice'),
  );
  const detail = oneLine(telling.map(({ value }) => value.plain).join(' · '), '');
  const name = oneLine(first.value.plain, address);
  yield { kind: 'row', name, detail, address, range, nameRange: within(range, first.value.range) };
}

function* termNode(item: BoundItem): Iterable<Described> {
  const { term, definition, address, range } = item;
  if (term === null) return;
  const nameRange = within(range, termRange(item));
  yield {
    kind: 'term',
    name: oneLine(term, address),
    detail: oneLine(definition ?? '', ''),
    address,
    range,
    nameRange,
  };
}

/** How far a list has come, by the boxes of its items; empty when it has none. */
export function boxesIn(lists: readonly BoundList[], areQuestions: boolean): string {
  let boxes = 0;
  let ticked = 0;
  for (const { items } of lists) {
    for (const { checked } of items) {
      if (checked === null) continue;
      boxes += 1;
      if (checked) ticked += 1;
    }
  }
  if (boxes === 0) return '';
  return areQuestions ? `${boxes - ticked} open` : `${ticked} of ${boxes} done`;
}

const longest = 80;

/** A text on one line, cut where it is long; `otherwise` when there is none. */
function oneLine(text: string, otherwise: string): string {
  const line = foldSpace(text.slice(0, longest * 4)).trim();
  if (line === '') return otherwise;
  return line.length > longest ? `${line.slice(0, longest - 1).trimEnd()}…` : line;
}

/** A name that stands elsewhere gives its place to the beginning of the part. */
function within(outer: Range, inner: Range): Range {
  return containsRange(outer, inner) ? inner : { start: outer.start, end: outer.start };
}
