import { stretchesOf, tokensOf } from '@specwright/core/diff/words.ts';
import { type Edit, makeEdit, mapPosition, type Replacement } from '@specwright/core/text/edit.ts';
import type { Range } from '@specwright/core/text/range.ts';

/** The edit from one text to another: what differs word by word, and of words that differ only the letters between their common ends. */
export function wordEdit(before: string, after: string): Edit {
  const lines = differences(linesOf(before), linesOf(after));
  const words = lines.flatMap(({ start, end, text }) =>
    differences(tokensOf(before.slice(start, end)), tokensOf(text)).map((one) => trimmed(before, start, one)),
  );
  return makeEdit(words, before.length);
}

/** An edit of `base` as an edit of `now`, a text that came of `base` by other edits; what these put in stays. */
export function carriedOver(edit: Edit, base: string, now: string): Edit {
  if (base === now) return edit;
  const since = wordEdit(base, now);
  const carried = edit.flatMap(({ start, end, text }) => {
    const at = mapPosition(since, start, 'before');
    return [{ start: at, end: at, text }, ...stillThere(since, { start, end })];
  });
  return makeEdit(carried, now.length);
}

/** What is left of a range after an edit, without what the edit put into it, as deletions. */
function stillThere(since: Edit, { start, end }: Range): Replacement[] {
  const left: Replacement[] = [];
  let from = start;
  const leave = (until: number): void => {
    if (until > from)
      left.push({ start: mapPosition(since, from, 'after'), end: mapPosition(since, until, 'before'), text: '' });
  };
  for (const put of since) {
    if (put.end < start || put.start >= end) continue;
    leave(put.start);
    from = Math.max(from, put.end);
  }
  leave(end);
  return left;
}

function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+/gu) ?? [];
}

function differences(before: readonly string[], after: readonly string[]): Replacement[] {
  const found: Replacement[] = [];
  let start = 0;
  for (const { kept, before: gone, after: come } of stretchesOf(before, after)) {
    const end = start + gone.join('').length;
    if (!kept) found.push({ start, end, text: come.join('') });
    start = end;
  }
  return found;
}

/** A replacement of the stretch behind `from`, without the letters at both ends that stay. */
function trimmed(before: string, from: number, { start, end, text }: Replacement): Replacement {
  const gone = [...before.slice(from + start, from + end)];
  const come = [...text];
  let head = 0;
  while (head < gone.length && head < come.length && gone[head] === come[head]) head += 1;
  let tail = 0;
  const most = Math.min(gone.length, come.length) - head;
  while (tail < most && gone.at(-1 - tail) === come.at(-1 - tail)) tail += 1;
  const put = come.slice(head, come.length - tail).join('');
  return {
    start: from + start + gone.slice(0, head).join('').length,
    end: from + end - gone.slice(gone.length - tail).join('').length,
    text: put,
  };
}
