import type { List, ListItem } from 'mdast';
import { rangeOf } from '../markdown/source.ts';
import type { ListSchema } from '../template/schema.ts';
import { readTerm } from '../template/terms.ts';
import type { Range } from '../text/range.ts';
import type { BoundItem, BoundList } from './document.ts';
import { plainOfRange } from './plain-range.ts';

/** Lists within lists deeper than this are not read as items. */
const MAX_DEPTH = 32;

/** A list of a document. Items are read when first asked for, as most lists are in prose and never are. */
class DocumentList implements BoundList {
  readonly schema: ListSchema | null;
  readonly node: List;
  readonly type: BoundList['type'];
  private readonly text: string;
  private readonly base: string;
  private readonly first: number;
  private known: readonly BoundItem[] | null = null;

  /** `base` is the address before `[n]`; `first` the number of the first item, from 1. */
  constructor(text: string, node: List, schema: ListSchema | null, base: string, first: number) {
    this.text = text;
    this.node = node;
    this.schema = schema;
    this.base = base;
    this.first = first;
    this.type = typeOf(text, node, schema);
  }

  get range(): Range {
    return rangeOf(this.node);
  }

  get items(): readonly BoundItem[] {
    this.known ??= this.readItems();
    return this.known;
  }

  private readItems(): BoundItem[] {
    const items: BoundItem[] = [];
    const pending: { list: List; base: string; first: number; depth: number }[] = [
      { list: this.node, base: this.base, first: this.first, depth: 0 },
    ];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const { list, base, first, depth } = next;
      for (const [index, node] of list.children.entries()) {
        const address = `${base}[${first + index}]`;
        items.push(readItem(this.text, node, address, depth, this.type === 'definitions' && depth === 0));
        if (depth >= MAX_DEPTH) continue;
        let count = 1;
        for (const child of node.children) {
          if (child.type !== 'list') continue;
          pending.push({ list: child, base: address, first: count, depth: depth + 1 });
          count += child.children.length;
        }
      }
    }
    return items.sort((a, b) => a.range.start - b.range.start || a.depth - b.depth);
  }
}

/** The lists of one place, whose items are counted through. `base` is the address before `[n]`. */
export function listsInRow(
  nodes: readonly List[],
  { text, base }: { readonly text: string; readonly base: string },
  schemaOf: (node: List) => ListSchema | null,
): DocumentList[] {
  let first = 1;
  return nodes.map((node) => {
    const list = new DocumentList(text, node, schemaOf(node), base, first);
    first += node.children.length;
    return list;
  });
}

function typeOf(text: string, node: List, schema: ListSchema | null): BoundList['type'] {
  if (node.children.some((item) => typeof item.checked === 'boolean')) return 'checklist';
  const first = node.children[0];
  if (schema?.type === 'definitions' && first !== undefined && readTerm(text, ownRange(text, first)) !== null)
    return 'definitions';
  return node.ordered === true ? 'steps' : 'items';
}

const BOX = /[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]{1,8}\[([ \txX])\](?=[ \t\r\n]|$)/uy;

function readItem(text: string, node: ListItem, address: string, depth: number, isDefinition: boolean): BoundItem {
  const range = rangeOf(node);
  const rawRange = ownRange(text, node);
  BOX.lastIndex = range.start;
  const box = BOX.exec(text);
  const boxEnd = BOX.lastIndex;
  const term = isDefinition ? readTerm(text, rawRange) : null;
  const own = node.children[0];
  return {
    node,
    address,
    depth,
    range,
    raw: text.slice(rawRange.start, rawRange.end),
    plain: own === undefined ? '' : plainOfRange(text, rawRange, [own]),
    rawRange,
    checked: box === null ? (node.checked ?? null) : box[1] === 'x' || box[1] === 'X',
    boxRange: box === null ? null : { start: boxEnd - 2, end: boxEnd - 1 },
    term: term?.term ?? null,
    definition: term?.definition ?? null,
  };
}

const OWN_BOX = /\[[ \txX]\][ \t]{1,8}/uy;

/** The words of the item's own paragraph, box left out; an empty range where they would stand. */
function ownRange(text: string, node: ListItem): Range {
  const first = node.children[0];
  const range = rangeOf(node);
  if (first === undefined || first.type === 'list') {
    const end = first === undefined ? range.end : rangeOf(first).start;
    let at = Math.min(end, range.start + 1);
    while (at < end && text[at] !== '\n' && text[at] !== '\r') at += 1;
    return { start: at, end: at };
  }
  const own = rangeOf(first);
  OWN_BOX.lastIndex = own.start;
  const start = OWN_BOX.test(text) && OWN_BOX.lastIndex <= own.end ? OWN_BOX.lastIndex : own.start;
  return { start, end: own.end };
}
