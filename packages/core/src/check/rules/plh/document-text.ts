import type { Blockquote, Heading, Html, List, Nodes, Paragraph, RootContent, TableCell } from 'mdast';
import type { BoundDocument, BoundField, BoundSection } from '../../../document/document.ts';
import { rangeOf } from '../../../markdown/source.ts';
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

interface Gathered {
  readonly units: TextUnit[];
  readonly comments: Comment[];
  readonly quotes: TopBlock<Blockquote>[];
  readonly lists: TopBlock<List>[];
}

function readDocumentText(document: BoundDocument): DocumentText {
  const byHeading = new Map(document.allSections.map((section) => [section.outline.node, section]));
  const gathered: Gathered = { units: [], comments: [], quotes: [], lists: [] };
  let section: BoundSection | null = null;
  for (const block of document.source.tree.children) {
    if (block.type === 'heading') section = byHeading.get(block) ?? null;
    else if (block.type === 'blockquote') gathered.quotes.push({ node: block, section });
    else if (block.type === 'list') gathered.lists.push({ node: block, section });
    gatherBlock(document.source.text, block, section, gathered);
  }
  return { ...gathered, fields: fieldsOf(document) };
}

/** Walks one block without recursion: lists and quotes may nest without bound. */
function gatherBlock(text: string, block: RootContent, section: BoundSection | null, gathered: Gathered): void {
  const pending: Nodes[] = [block];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.type === 'paragraph' || node.type === 'heading') {
      const range = node.type === 'heading' ? wordsRange(node) : rangeOf(node);
      gathered.units.push({ node, range, raw: text.slice(range.start, range.end), section, top: node === block });
      pushComments(text, node, section, gathered);
    } else if (node.type === 'tableCell') {
      const range = cellRange(text, node);
      gathered.units.push({ node, range, raw: text.slice(range.start, range.end), section, top: false });
      pushComments(text, node, section, gathered);
    } else if (node.type === 'html') addComments(text, node, section, gathered);
    else if ('children' in node) {
      for (let index = node.children.length - 1; index >= 0; index -= 1) pending.push(node.children[index] as Nodes);
    }
  }
}

/** Comments within a line of text; marks around them may nest. */
function pushComments(text: string, unit: TextUnit['node'], section: BoundSection | null, gathered: Gathered): void {
  const pending: Nodes[] = [...unit.children];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.type === 'html') addComments(text, node, section, gathered);
    else if ('children' in node) pending.push(...node.children);
  }
}

function addComments(text: string, node: Html, section: BoundSection | null, gathered: Gathered): void {
  if (!node.value.includes('<!--')) return;
  const range = rangeOf(node);
  let at = text.indexOf('<!--', range.start);
  while (at !== -1 && at < range.end) {
    const close = text.indexOf('-->', at + 4);
    if (close === -1 || close + 3 > range.end) return;
    gathered.comments.push({ range: { start: at, end: close + 3 }, inner: text.slice(at + 4, close), section });
    at = text.indexOf('<!--', close + 3);
  }
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
