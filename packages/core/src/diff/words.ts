import { diffArrays } from 'diff';

/** A run of words that both texts have, or one of them. */
export interface WordSegment {
  readonly kind: 'kept' | 'removed' | 'added';
  readonly text: string;
}

/** Scripts that write without spaces between words; they are cut at every letter. */
const UNSPACED = String.raw`\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}`;
const unspaced = new RegExp(`[${UNSPACED}]`, 'u');

/** White space, the target of a link, a word (`2026-03-31`, `1.9` and `ada@x.org` are one), or one other sign. */
const TOKEN = tokenPattern(String.raw`[\p{L}\p{N}\p{M}_]`, '');
const TOKEN_OR_LETTER = tokenPattern(
  String.raw`(?:(?![${UNSPACED}])[\p{L}\p{N}\p{M}_])`,
  String.raw`[${UNSPACED}]\p{M}*|`,
);

function tokenPattern(letter: string, single: string): RegExp {
  return new RegExp(String.raw`\s+|\]\([^\s()]{1,2000}|${single}${letter}+(?:[-.:/@]${letter}+)*|[\s\S]`, 'gu');
}

/** The tokens that a text is made of; joined they are the text. */
export function tokensOf(text: string): string[] {
  return text.match(unspaced.test(text) ? TOKEN_OR_LETTER : TOKEN) ?? [];
}

/** Insertions and deletions after which a text counts as another one. */
const MOST_EDITS = 800;

/** A stretch of two sequences: equal in both when `kept`, else what stood in the first and what stands in the second. */
export interface Stretch {
  readonly kept: boolean;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/**
 * The least change from one sequence to another (Myers 1986), as stretches that take turns. When it is too large to be
 * found within bounds, everything between the common ends counts as changed.
 */
export function stretchesOf(before: readonly string[], after: readonly string[]): Stretch[] {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head += 1;
  let tail = 0;
  const most = Math.min(before.length, after.length) - head;
  while (tail < most && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  const middle = changedStretches(before.slice(head, before.length - tail), after.slice(head, after.length - tail));
  const start = { kept: true, before: before.slice(0, head), after: after.slice(0, head) };
  const end = { kept: true, before: before.slice(before.length - tail), after: after.slice(after.length - tail) };
  return joined([start, ...middle, end]);
}

function changedStretches(before: readonly string[], after: readonly string[]): Stretch[] {
  const changes =
    before.length === 0 || after.length === 0
      ? undefined
      : diffArrays([...before], [...after], { maxEditLength: MOST_EDITS });
  if (changes === undefined) return [{ kept: false, before, after }];
  return changes.map(({ value, added, removed }) => {
    if (added) return { kept: false, before: [], after: value };
    if (removed) return { kept: false, before: value, after: [] };
    return { kept: true, before: value, after: value };
  });
}

/** Neighbours of one sort become one; empty ones go. */
function joined(stretches: readonly Stretch[]): Stretch[] {
  const result: Stretch[] = [];
  for (const stretch of stretches) {
    if (stretch.before.length === 0 && stretch.after.length === 0) continue;
    const last = result.at(-1);
    if (last?.kept === stretch.kept) {
      const before = [...last.before, ...stretch.before];
      const after = [...last.after, ...stretch.after];
      result[result.length - 1] = { kept: last.kept, before, after };
    } else result.push(stretch);
  }
  return result;
}

/**
 * What a reader has to look at: the words that went and came, what stays between them. The kept and removed segments
 * make the text before, the kept and added ones the text after. White space alone between two changes belongs to both.
 */
export function wordSegments(before: string, after: string): WordSegment[] {
  const stretches = withoutLoneSpaces(stretchesOf(tokensOf(before), tokensOf(after)));
  const segments: WordSegment[] = [];
  for (const { kept, before: gone, after: come } of stretches) {
    if (kept) segments.push({ kind: 'kept', text: gone.join('') });
    else {
      if (gone.length > 0) segments.push({ kind: 'removed', text: gone.join('') });
      if (come.length > 0) segments.push({ kind: 'added', text: come.join('') });
    }
  }
  return segments;
}

function withoutLoneSpaces(stretches: readonly Stretch[]): Stretch[] {
  const opened = stretches.map((stretch, index): Stretch => {
    const isBetween = index > 0 && index < stretches.length - 1;
    return stretch.kept && isBetween && stretch.before.every((token) => /^\s+$/u.test(token))
      ? { ...stretch, kept: false }
      : stretch;
  });
  return joined(opened);
}
