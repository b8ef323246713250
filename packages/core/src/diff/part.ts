import type { Range } from '../text/range.ts';

export type PartKind =
  | 'document'
  | 'title'
  | 'section'
  | 'entry'
  | 'heading'
  | 'paragraph'
  | 'field'
  | 'list'
  | 'item'
  | 'box'
  | 'table'
  | 'row'
  | 'cell'
  | 'code'
  | 'quote'
  | 'html'
  | 'break'
  | 'footnote'
  | 'definition'
  | 'front-matter'
  /** Marks that only say how something is written: bullets and numbers, the delimiter row of a table, `---`. */
  | 'mark';

/**
 * A stretch of a document's text and the parts it is made of. Parts are in text order and disjoint; what stands between
 * them is white space and marks. So the text of a part is its parts with what stands before, between and behind them.
 */
export interface Part {
  readonly kind: PartKind;
  /** Where it stands; parts without an address of their own have that of what holds them. */
  readonly address: string;
  /** What a person calls it; empty when it has no name. */
  readonly name: string;
  /** Names by which it is known again, the surest first. */
  readonly keys: readonly string[];
  /** The ordinal written in it, for entries. */
  readonly number: number | null;
  /** The whole text that `range` counts in. */
  readonly source: string;
  readonly range: Range;
  /** Tells parts of one kind apart that differ in more than words: `#` for a numbered list, the depth of a heading. */
  readonly form: string;
  /** For paragraphs and parts without parts: their content in one way of writing, see `canonicalWords`. */
  readonly words: string;
  /** Equal for two parts exactly when they say the same in whatever way of writing. */
  readonly print: string;
  /** True when it shows nothing to a reader, or when what it shows is compared as metadata. */
  readonly silent: boolean;
  readonly parts: readonly Part[];
}

/** What a part is made from; what is left out is empty, and words that are left out are the text as written. */
export interface PartDraft {
  readonly kind: PartKind;
  readonly address: string;
  readonly range: Range;
  readonly source: string;
  readonly name?: string;
  readonly keys?: readonly string[];
  readonly number?: number | null;
  readonly words?: string;
  readonly silent?: boolean;
  readonly form?: string;
  readonly parts?: readonly Part[];
}

export function makePart(draft: PartDraft): Part {
  const { kind, range, source, form = '' } = draft;
  const words = draft.words ?? source.slice(range.start, range.end);
  const parts = areApart(draft.parts ?? [], range) ? (draft.parts ?? []) : [];
  const inner = parts.length === 0 ? words : parts.map((part) => (part.silent ? '' : part.print)).join('\u{1}');
  return {
    kind,
    address: draft.address,
    name: draft.name ?? '',
    keys: draft.keys ?? [],
    number: draft.number ?? null,
    source,
    range,
    form,
    words: parts.length === 0 ? words : (draft.words ?? ''),
    print: `${sortOf({ kind })}${form}(${inner})`,
    silent: draft.silent ?? false,
    parts,
  };
}

/** Whether a section is an entry depends on the template; it is the same section. */
export function sortOf({ kind }: Pick<Part, 'kind'>): string {
  return kind === 'entry' ? 'section' : kind;
}

/** Parsers disagree about where some parts end; parts that overlap are left unread, never cut. */
function areApart(parts: readonly Part[], range: Range): boolean {
  let at = range.start;
  for (const part of parts) {
    if (part.range.start < at || part.range.end < part.range.start) return false;
    at = part.range.end;
  }
  return at <= range.end;
}

export function textOf(part: Part): string {
  return part.source.slice(part.range.start, part.range.end);
}

/** What stands before the first part, between two, and behind the last: one more than there are parts. */
export function gapsOf({ source, range, parts }: Part): string[] {
  const gaps: string[] = [];
  let at = range.start;
  for (const part of parts) {
    gaps.push(source.slice(at, part.range.start));
    at = part.range.end;
  }
  gaps.push(source.slice(at, range.end));
  return gaps;
}

/** The part and everything in it, in text order. Parts are at most some forty deep. */
export function* allParts(part: Part): Iterable<Part> {
  yield part;
  for (const child of part.parts) yield* allParts(child);
}
