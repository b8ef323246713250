import type { Heading, Html, Paragraph, RootContent, TableCell } from 'mdast';
import type { BoundContent, BoundDocument, BoundField, BoundSection } from '../../../document/document.ts';
import { commentsOf } from '../../../markdown/comments.ts';
import { rangeOf } from '../../../markdown/source.ts';
import { walk } from '../../../markdown/walk.ts';
import { cellRange } from '../../../template/field-lines.ts';
import { lastAnswer } from '../../../text/last-answer.ts';
import type { Range } from '../../../text/range.ts';

/** A stretch of text that reads as one: a paragraph, a heading's words, a cell, or HTML that may be a `<placeholder>`. */
export interface TextUnit {
  readonly node: Paragraph | Heading | TableCell | Html;
  readonly range: Range;
  readonly raw: string;
  /** The section it stands in; null before the first. For a heading the section it opens. */
  readonly section: BoundSection | null;
  /** True for a block directly under a heading, where help text of a template stands. */
  readonly top: boolean;
}

export interface Comment {
  /** From `<!--` to `-->`. */
  readonly range: Range;
  readonly inner: string;
  readonly section: BoundSection | null;
}

/** A block directly under a heading. */
export interface TopBlock {
  readonly node: RootContent;
  readonly section: BoundSection | null;
}

/** What the PLH rules read of a document; each part is gathered in one pass when a rule first asks for it. */
export class DocumentText {
  readonly #document: BoundDocument;
  #tops: readonly TopBlock[] | null = null;
  #units: readonly TextUnit[] | null = null;
  #fields: readonly BoundField[] | null = null;

  constructor(document: BoundDocument) {
    this.#document = document;
  }

  /** Blocks of the text, headings included, each with its section. */
  get tops(): readonly TopBlock[] {
    this.#tops ??= topBlocks(this.#document);
    return this.#tops;
  }

  /** Everywhere but in code, in text order. */
  get units(): readonly TextUnit[] {
    this.#units ??= textUnits(this.#document.source.text, this.tops);
    return this.#units;
  }

  /** Closed comments, in text order. */
  get comments(): readonly Comment[] {
    return commentsWithSections(this.#document);
  }

  /** Every field, wherever it stands. */
  get fields(): readonly BoundField[] {
    this.#fields ??= fieldsOf(this.#document);
    return this.#fields;
  }
}

export const documentText = lastAnswer((document: BoundDocument) => new DocumentText(document));

function topBlocks(document: BoundDocument): readonly TopBlock[] {
  const { allSections } = document;
  let next = 0;
  return document.source.tree.children.map((node) => {
    if (node.type === 'heading') {
      const { start } = rangeOf(node);
      while ((allSections[next]?.outline.range.start ?? Number.POSITIVE_INFINITY) <= start) next += 1;
    }
    return { node, section: allSections[next - 1] ?? null };
  });
}

/** Walks the blocks without recursion: lists and quotes may nest without bound. */
function textUnits(text: string, tops: readonly TopBlock[]): readonly TextUnit[] {
  const units: TextUnit[] = [];
  for (const { node: block, section } of tops) {
    if (block.type === 'code' || block.type === 'yaml' || block.type === 'definition') continue;
    walk(block, (node) => {
      const isText = node.type === 'paragraph' || node.type === 'heading' || node.type === 'tableCell';
      if (!isText && (node.type !== 'html' || node.value.startsWith('<!--'))) return undefined;
      const range = rangeOfWords(text, node);
      units.push({ node, range, raw: text.slice(range.start, range.end), section, top: node === block });
      return 'skip';
    });
  }
  return units;
}

function rangeOfWords(text: string, node: TextUnit['node']): Range {
  if (node.type === 'tableCell') return cellRange(text, node);
  return node.type === 'heading' ? wordsRange(node) : rangeOf(node);
}

/** Closed comments with the section that each stands in; both lists are in text order. */
function commentsWithSections(document: BoundDocument): readonly Comment[] {
  const { allSections } = document;
  let next = 0;
  return commentsOf(document.source)
    .filter((comment) => comment.closed)
    .map(({ range, inner }) => {
      while ((allSections[next]?.outline.range.start ?? Number.POSITIVE_INFINITY) <= range.start) next += 1;
      return { range, inner, section: allSections[next - 1] ?? null };
    });
}

function wordsRange(node: Heading): Range {
  const first = node.children[0];
  const last = node.children.at(-1);
  if (first === undefined || last === undefined) return { start: rangeOf(node).end, end: rangeOf(node).end };
  return { start: rangeOf(first).start, end: rangeOf(last).end };
}

function fieldsOf(document: BoundDocument): readonly BoundField[] {
  const fields = new Set(document.fields);
  for (const field of document.preamble?.fields ?? []) fields.add(field);
  for (const section of document.allSections) {
    if (section.field !== null) fields.add(section.field);
    for (const field of section.content.fields) fields.add(field);
  }
  return [...fields];
}

interface Named {
  readonly range: Range;
  readonly address: string;
}

/** The address of the smallest named part that holds an offset: a field, an item or a cell, else the section. */
export function addressAt(document: BoundDocument, offset: number, section: BoundSection | null): string {
  const field = lastBefore(namedFields(document), offset);
  // Only the parts of its own section can hold it; to read the items and cells of the others would take long.
  const content = section === null ? document.preamble : section.content;
  const within = content === null ? undefined : lastBefore(namedParts(content), offset);
  const part = within === undefined || (field !== undefined && field.range.start > within.range.start) ? field : within;
  return part !== undefined && offset <= part.range.end ? part.address : (section?.address ?? '');
}

/** The last of the parts that start at or before an offset. */
function lastBefore(parts: readonly Named[], offset: number): Named | undefined {
  let low = 0;
  let high = parts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((parts[middle] as Named).range.start <= offset) low = middle + 1;
    else high = middle;
  }
  return parts[low - 1];
}

const namedFields = lastAnswer((document: BoundDocument): readonly Named[] =>
  documentText(document)
    .fields.filter((field) => !field.inCompanion)
    .map((field) => ({ range: field.value.range, address: field.address }))
    .sort(byStart),
);

/** Items and cells. */
const namedParts = lastAnswer((content: BoundContent): readonly Named[] => {
  const parts: Named[] = [];
  for (const list of content.lists) {
    for (const item of list.items) parts.push({ range: item.rawRange, address: item.address });
  }
  for (const table of content.tables) {
    for (const row of table.rows) {
      for (const cell of row.cells) parts.push({ range: cell.value.range, address: cell.address });
    }
  }
  return parts.sort(byStart);
});

function byStart(a: Named, b: Named): number {
  return a.range.start - b.range.start;
}
