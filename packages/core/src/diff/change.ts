import type { Part } from './part.ts';
import { type WordSegment, wordSegments } from './words.ts';

export type ChangeKind =
  | 'added'
  | 'removed'
  | 'changed'
  | 'moved'
  | 'renamed'
  /** Only the ordinal in its heading is another. */
  | 'renumbered'
  | 'ticked'
  | 'unticked';

export type ChangedPart =
  | 'title'
  | 'section'
  | 'entry'
  | 'field'
  | 'paragraph'
  | 'list'
  | 'item'
  | 'table'
  | 'column'
  | 'row'
  | 'cell'
  | 'code'
  | 'quote'
  | 'html'
  | 'break'
  | 'footnote';

/** One difference between two documents, as plain data. */
export interface Change {
  readonly kind: ChangeKind;
  readonly what: ChangedPart;
  /** In the document after; in the one before for what is removed. */
  readonly address: string;
  /** Its address before, when that was another; null for what is added or removed. */
  readonly from: string | null;
  /** What a person calls it: a heading, the name of a field or column, the first cell of a row. May be empty. */
  readonly name: string;
  /** For a cell the name of its row; empty for others. */
  readonly of: string;
  /** Address of the section that holds it: `(title)`, `(metadata)` for the document's own fields, `(preamble)`. */
  readonly section: string;
  /** Headings from the outermost section to the one that holds it. */
  readonly path: readonly string[];
  /** Content in one way of writing; null for what is added. */
  readonly before: string | null;
  /** Null for what is removed. */
  readonly after: string | null;
  /** The kept and removed ones make `before`, the kept and added ones `after`. */
  readonly words: readonly WordSegment[];
}

/** Where in the document a change stands. */
export interface Place {
  readonly section: string;
  readonly path: readonly string[];
  /** The row or item that holds the part; null elsewhere. */
  readonly holder: Part | null;
  readonly inHeader: boolean;
}

/** The change of `part`, which has a counterpart, is new, or is gone. */
export function changeOf(
  kind: ChangeKind,
  part: Part,
  place: Place,
  { before = null, after = null, from = null }: { before?: string | null; after?: string | null; from?: string | null },
): Change {
  const held = place.holder;
  const isItemText = held?.kind === 'item' && (part.kind === 'paragraph' || part.kind === 'box');
  return {
    kind,
    what: place.inHeader ? 'column' : isItemText ? 'item' : whatOf(part),
    address: part.address,
    from: from === part.address ? null : from,
    name:
      part.kind === 'heading' && held !== null
        ? held.name
        : isItemText
          ? held.name
          : part.kind === 'cell' && place.inHeader
            ? ((after ?? before ?? '').split('\n')[0] ?? '')
            : part.name,
    of: part.kind === 'cell' && !place.inHeader ? (held?.name ?? '') : '',
    section: place.section,
    path: place.path,
    before,
    after,
    words: before === null && after === null ? [] : wordSegments(before ?? '', after ?? ''),
  };
}

function whatOf({ kind }: Part): ChangedPart {
  switch (kind) {
    case 'heading':
      return 'section';
    case 'document':
    case 'front-matter':
    case 'mark':
    case 'definition':
      return 'paragraph';
    case 'box':
      return 'item';
    default:
      return kind;
  }
}

/** Everything a part says, its parts one below the other; the cells of a row beside each other. */
export function wordsOf(part: Part): string {
  if (part.parts.length === 0) return part.kind === 'mark' ? '' : part.words;
  const words = part.parts.filter(({ silent }) => !silent).map(wordsOf);
  return words.filter((each) => each !== '').join(part.kind === 'row' ? ' | ' : part.kind === 'item' ? ' ' : '\n');
}
