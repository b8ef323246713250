import { printable } from '@specwright/core/diagnostic/render/cells.ts';
import type { Palette } from '@specwright/core/diagnostic/render/palette.ts';
import type { Replacement } from '@specwright/core/text/edit.ts';
import { LineIndex } from '@specwright/core/text/lines.ts';

/** Lines of the old text that a change replaces, and what stands there after it. Lines count from 0, `last` is left out. */
interface Hunk {
  readonly first: number;
  readonly last: number;
  readonly replacement: string;
}

/** How the lines of a diff are shown. */
export interface DiffLook {
  readonly palette: Palette;
  readonly show: (line: string) => string;
}

const contextLines = 3;

/**
 * A unified diff of one file, made from the edit itself; `git apply` takes it when it is without colour and `show` leaves
 * its lines as they are. Lines end at LF alone, as diffs have it.
 */
export function unifiedDiff(
  file: string,
  text: string,
  edit: readonly Replacement[],
  { palette, show }: DiffLook,
): string {
  const lines = new LineIndex(text.replaceAll('\r', ' '));
  const groups = groupHunks(
    joinNeighbours(hunksOf(lines, text, edit)).map((hunk) => withoutEqualLines(hunk, lines, text)),
  );
  const output = [palette.strong(`--- a/${printable(file)}`), palette.strong(`+++ b/${printable(file)}`)];
  let shift = 0;
  for (const group of groups) {
    const first = Math.max(0, (group[0] as Hunk).first - contextLines);
    const last = Math.min(countLines(lines), (group.at(-1) as Hunk).last + contextLines);
    const body: string[] = [];
    let added = 0;
    let at = first;
    for (const hunk of group) {
      for (const line of plainLines(lines, text, at, hunk.first)) body.push(` ${show(line)}`);
      for (const line of plainLines(lines, text, hunk.first, hunk.last)) body.push(palette.removed(`-${show(line)}`));
      const fresh = splitLines(hunk.replacement);
      for (const line of fresh) body.push(palette.added(`+${show(line)}`));
      added += fresh.length - (hunk.last - hunk.first);
      at = hunk.last;
    }
    for (const line of plainLines(lines, text, at, last)) body.push(` ${show(line)}`);
    const oldCount = last - first;
    const newCount = oldCount + added;
    const span = (start: number, count: number): string => `${count === 0 ? start : start + 1},${count}`;
    output.push(palette.accent(`@@ -${span(first, oldCount)} +${span(first + shift, newCount)} @@`));
    for (const line of body) output.push(line);
    shift += added;
  }
  return `${output.join('\n')}\n`;
}

/** Each replacement grown to whole lines; replacements that share a line become one. */
function hunksOf(lines: LineIndex, text: string, edit: readonly Replacement[]): Hunk[] {
  const hunks: Hunk[] = [];
  let index = 0;
  while (index < edit.length) {
    const start = edit[index] as Replacement;
    const first = lines.lineAt(start.start) - 1;
    const from = lines.startOfLine(first + 1);
    let at = from;
    let replacement = '';
    let last = first;
    do {
      const change = edit[index] as Replacement;
      replacement += text.slice(at, change.start) + change.text;
      at = change.end;
      index += 1;
      last = endLine(lines, at, from);
    } while (index < edit.length && lines.lineAt((edit[index] as Replacement).start) <= last);
    const to = Math.min(lines.startOfLine(last + 1), text.length);
    hunks.push({ first, last, replacement: replacement + text.slice(at, to) });
  }
  return hunks;
}

/** Hunks with no line between them become one, so that what goes stands before what comes. */
function joinNeighbours(hunks: readonly Hunk[]): Hunk[] {
  const joined: Hunk[] = [];
  for (const hunk of hunks) {
    const previous = joined.at(-1);
    if (previous?.last === hunk.first) {
      joined[joined.length - 1] = {
        ...previous,
        last: hunk.last,
        replacement: previous.replacement + hunk.replacement,
      };
    } else joined.push(hunk);
  }
  return joined;
}

/** Lines that are the same before and after are no part of a change. */
function withoutEqualLines({ first, last, replacement }: Hunk, lines: LineIndex, text: string): Hunk {
  const old = plainLines(lines, text, first, last);
  const fresh = splitLines(replacement);
  let head = 0;
  while (head < old.length && head < fresh.length && old[head] === fresh[head]) head += 1;
  let tail = 0;
  while (tail < old.length - head && tail < fresh.length - head && old.at(-1 - tail) === fresh.at(-1 - tail)) tail += 1;
  const kept = replacement.split(/(?<=\n)/);
  return { first: first + head, last: last - tail, replacement: kept.slice(head, kept.length - tail).join('') };
}

/** Number of lines, from the start, that hold everything before `offset`. */
function endLine(lines: LineIndex, offset: number, from: number): number {
  const line = lines.lineAt(offset);
  const startsLine = lines.startOfLine(line) === offset;
  return startsLine && offset >= from ? line - 1 : Math.min(line, countLines(lines));
}

/** A line end at the end of the text starts no further line. */
function countLines(lines: LineIndex): number {
  return lines.startOfLine(lines.lineCount) === lines.text.length ? lines.lineCount - 1 : lines.lineCount;
}

function groupHunks(hunks: readonly Hunk[]): Hunk[][] {
  const groups: Hunk[][] = [];
  for (const hunk of hunks) {
    const previous = groups.at(-1)?.at(-1);
    if (previous !== undefined && hunk.first - previous.last <= 2 * contextLines) groups.at(-1)?.push(hunk);
    else groups.push([hunk]);
  }
  return groups;
}

function plainLines(lines: LineIndex, text: string, first: number, last: number): string[] {
  if (first >= last) return [];
  return splitLines(text.slice(lines.startOfLine(first + 1), lines.startOfLine(last + 1)));
}

/** Lines without their LF, which the diff writes itself; a CR stays, for it is part of the change. */
function splitLines(text: string): string[] {
  if (text === '') return [];
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  else lines.push(`${lines.pop()}\n\\ No newline at end of file`);
  return lines;
}
