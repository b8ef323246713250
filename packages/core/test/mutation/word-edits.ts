import { metadataParts, partsOf } from '../../src/diff/document-parts.ts';
import type { Part } from '../../src/diff/part.ts';
import type { BoundDocument } from '../../src/document/document.ts';
import type { Range } from '../../src/text/range.ts';

/** A word of a document's text, and the part that holds it. */
export interface WordPlace {
  readonly part: Part;
  /** The row or item around it; null elsewhere. */
  readonly holder: Part | null;
  readonly range: Range;
}

const holders = new Set(['row', 'item']);
const holding = new Set(['paragraph', 'field', 'cell', 'quote', 'footnote']);

/** Every word of running text, cells, items and fields that no mark touches, in text order. */
export function wordPlaces(document: BoundDocument): WordPlace[] {
  const { text } = document.source;
  const found: WordPlace[] = [];
  const take = (part: Part, holder: Part | null, range: Range): void => {
    for (const match of text.slice(range.start, range.end).matchAll(/(?<=[ \n|]|^)\p{L}{3,}(?=[ \n,;.|]|$)/gu)) {
      const start = range.start + match.index;
      found.push({ part, holder, range: { start, end: start + match[0].length } });
    }
  };
  const values = new Map(document.fields.map((field) => [field.address, field.value.range]));
  for (const part of metadataParts(document)) {
    const value = values.get(part.address);
    if (value !== undefined && part.source === text) take(part, null, value);
  }
  const visit = (part: Part, holder: Part | null): void => {
    const own = holders.has(part.kind) ? part : holder;
    if (part.silent || part.keys[0] === '(columns)') return;
    if (part.parts.length === 0 && holding.has(part.kind)) take(part, holder, part.range);
    for (const child of part.parts) visit(child, own);
  };
  visit(partsOf(document), null);
  return found;
}
