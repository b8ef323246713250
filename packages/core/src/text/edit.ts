import type { Range } from './range.ts';

/** Put `text` in the place of `[start, end)` of the text before the edit. */
export interface Replacement extends Range {
  readonly text: string;
}

/**
 * One change to a text: replacements sorted by `start` and disjoint. Two may touch, but no two start at one place, so
 * that their order is never in question. All offsets count in the text before the edit.
 */
export type Edit = readonly Replacement[];

/** Which side of inserted text a position that stands exactly there goes to. */
export type Bias = 'before' | 'after';

export type EditErrorKind = 'overlap' | 'outside';

/** Replacements that make no edit. A fault of the caller's: rules and writers make edits, never people. */
export class EditError extends Error {
  readonly kind: EditErrorKind;
  readonly replacement: Replacement;

  constructor(kind: EditErrorKind, replacement: Replacement, message: string) {
    super(message);
    this.name = 'EditError';
    this.kind = kind;
    this.replacement = replacement;
  }
}

/**
 * Sorts replacements into an edit of a text of `length` units. Insertions at one place are joined in the order given;
 * an insertion where a replacement starts goes before the new text; replacements that change nothing stay.
 * @throws {EditError} when two overlap or one reaches outside the text.
 */
export function makeEdit(replacements: readonly Replacement[], length: number): Edit {
  const sorted = replacements
    .map((replacement, index) => ({ replacement, index }))
    .sort((a, b) => a.replacement.start - b.replacement.start || emptyFirst(a, b) || a.index - b.index);
  const edit: Replacement[] = [];
  for (const { replacement } of sorted) {
    const { start, end, text } = replacement;
    if (!(start >= 0 && start <= end && end <= length)) {
      throw new EditError('outside', replacement, `The range ${start}–${end} is not within a text of ${length} units`);
    }
    const last = edit[edit.length - 1];
    if (last !== undefined && start < last.end) {
      const ranges = `${last.start}–${last.end} and ${start}–${end}`;
      throw new EditError('overlap', replacement, `The replacements of ${ranges} overlap`);
    }
    if (last !== undefined && last.start === last.end && last.start === start) {
      edit[edit.length - 1] = { start, end, text: last.text + text };
    } else edit.push(replacement);
  }
  return edit;
}

function emptyFirst(a: { replacement: Replacement }, b: { replacement: Replacement }): number {
  const size = ({ replacement }: { replacement: Replacement }): number => (replacement.end > replacement.start ? 1 : 0);
  return size(a) - size(b);
}

/** The text after the edit. Linear in the text. */
export function applyEdit(text: string, edit: Edit): string {
  const parts: string[] = [];
  let at = 0;
  for (const { start, end, text: put } of edit) {
    parts.push(text.slice(at, start), put);
    at = end;
  }
  parts.push(text.slice(at));
  return parts.join('');
}

/** The edit that takes the text after `edit` back to `text`, the text before it. */
export function invertEdit(text: string, edit: Edit): Edit {
  let shift = 0;
  return edit.map(({ start, end, text: put }) => {
    const from = start + shift;
    shift += put.length - (end - start);
    return { start: from, end: from + put.length, text: text.slice(start, end) };
  });
}

/**
 * Where a position of the text before the edit is after it. Text put exactly there moves it for the bias `'after'`
 * only; a position within replaced text goes to the start or the end of the new text. Monotone in `offset`.
 */
export function mapPosition(edit: Edit, offset: number, bias: Bias): number {
  let shift = 0;
  for (const { start, end, text } of edit) {
    if (start > offset || (start === offset && end > offset)) break;
    if (start === offset && bias === 'before') break;
    if (end > offset) return start + shift + (bias === 'after' ? text.length : 0);
    shift += text.length - (end - start);
  }
  return offset + shift;
}

/**
 * Where the text of a range is after the edit; text put at its edges stays outside. A range whose text is all replaced
 * becomes empty, before the new text.
 */
export function mapRange(edit: Edit, range: Range): Range {
  const end = mapPosition(edit, range.end, 'before');
  return { start: Math.min(mapPosition(edit, range.start, 'after'), end), end };
}

/**
 * True when two edits of one text cannot both be made in any order with the same result: their replacements overlap, or
 * both insert at one place. Those that only touch do not collide. Linear in both.
 */
export function editsCollide(a: Edit, b: Edit): boolean {
  let left = 0;
  let right = 0;
  for (;;) {
    const first = a[left];
    const second = b[right];
    if (first === undefined || second === undefined) return false;
    if (replacementsCollide(first, second)) return true;
    if (first.end < second.end || (first.end === second.end && first.start <= second.start)) left += 1;
    else right += 1;
  }
}

function replacementsCollide(a: Replacement, b: Replacement): boolean {
  if (a.start === a.end && b.start === b.end) return a.start === b.start;
  return a.start < b.end && b.start < a.end;
}
