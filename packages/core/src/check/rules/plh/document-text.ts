import type { Blockquote, Heading, List, Paragraph, RootContent, TableCell } from 'mdast';
import type { BoundDocument, BoundField, BoundSection } from '../../../document/document.ts';
import { commentsOf } from '../../../markdown/comments.ts';
import { rangeOf } from '../../../markdown/source.ts';
import { walk } from '../../../markdown/walk.ts';
import { cellRange } from '../../../template/field-lines.ts';
import type { Range } from '../../../text/range.ts';

/** A stretch of text that reads as one: a paragraph, a heading's words, a cell. */
export interface TextUnit {
  readonly node: Paragraph | Heading | TableCell;
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

export interface TopBlock<Node extends RootContent> {
  readonly node: Node;
  readonly section: BoundSection | null;
}

/** What the PLH rules read of a document, gathered in one pass over its tree. Code is left out. */
export interface DocumentText {
  readonly units: readonly TextUnit[];
  readonly comments: readonly Comment[];
  readonly quotes: readonly TopBlock<Blockquote>[];
  readonly lists: readonly TopBlock<List>[];
  /** Every field, wherever it stands. */
  readonly fields: readonly BoundField[];
}

const known = new WeakMap<BoundDocument, DocumentText>();

export function documentText(document: BoundDocument): DocumentText {
  let text = known.get(document);
  if (text === undefined) {
    text = readDocumentText(document);
    known.set(document, text);
  }
  return text;
}

function readDocumentText(document: BoundDocument): DocumentText {
  const byHeading = new Map(document.allSections.map((section) => [section.outline.node, section]));
  const units: TextUnit[] = [];
  const quotes: TopBlock<Blockquote>[] = [];
  const lists: TopBlock<List>[] = [];
  let section: BoundSection | null = null;
  for (const block of document.source.tree.children) {
    if (block.type === 'heading') section = byHeading.get(block) ?? null;
    else if (block.type === 'blockquote') quotes.push({ node: block, section });
    else if (block.type === 'list') lists.push({ node: block, section });
    gatherBlock(document.source.text, block, section, units);
  }
  return { units, comments: commentsWithSections(document), quotes, lists, fields: fieldsOf(document) };
}

/** Walks one block without recursion: lists and quotes may nest without bound. */
function gatherBlock(text: string, block: RootContent, section: BoundSection | null, units: TextUnit[]): void {
  walk(block, (node) => {
    if (node.type !== 'paragraph' && node.type !== 'heading' && node.type !== 'tableCell') return undefined;
    const range = rangeOfWords(text, node);
    units.push({ node, range, raw: text.slice(range.start, range.end), section, top: node === block });
    return 'skip';
  });
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
    for (const group of section.content.groups) for (const field of group.fields) fields.add(field);
  }
  return [...fields];
}

interface Named {
  readonly range: Range;
  readonly address: string;
}

const named = new WeakMap<BoundDocument, readonly Named[]>();

/** The address of the smallest named part that holds an offset: a field, an item or a cell, else the section. */
export function addressAt(document: BoundDocument, offset: number, section: BoundSection | null): string {
  let parts = named.get(document);
  if (parts === undefined) {
    parts = namedParts(document);
    named.set(document, parts);
  }
  let low = 0;
  let high = parts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((parts[middle] as Named).range.start <= offset) low = middle + 1;
    else high = middle;
  }
  const part = parts[low - 1];
  return part !== undefined && offset <= part.range.end ? part.address : (section?.address ?? '');
}

function namedParts(document: BoundDocument): readonly Named[] {
  const parts: Named[] = [];
  for (const field of documentText(document).fields) {
    if (!field.inCompanion) parts.push({ range: field.value.range, address: field.address });
  }
  const contents = document.allSections.map((section) => section.content);
  if (document.preamble !== null) contents.push(document.preamble);
  for (const content of contents) {
    for (const list of content.lists) {
      for (const item of list.items) parts.push({ range: item.rawRange, address: item.address });
    }
    for (const table of content.tables) {
      for (const row of table.rows) {
        for (const cell of row.cells) parts.push({ range: cell.value.range, address: cell.address });
      }
    }
  }
  return parts.sort((a, b) => a.range.start - b.range.start);
}
