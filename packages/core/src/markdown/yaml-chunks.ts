import type { Range } from '../text/range.ts';
import type { YamlComment } from './yaml.ts';

/** A key at the left edge and everything up to the next one. */
export interface YamlChunk extends Range {
  /** Quotes included. */
  readonly keyRange: Range;
  /** Just after the `:`. */
  readonly colonEnd: number;
  /** All text after the colon without white space and comments around it, were it YAML or not. */
  readonly valueRange: Range;
  readonly comment: YamlComment | null;
  /** The lines of the chunk: offsets of each line's first unit and of its end without line ending. */
  readonly lines: readonly Range[];
}

export interface YamlChunks {
  readonly chunks: readonly YamlChunk[];
  /** True when every line is where a map of plain keys would have it, so that chunks can be read one by one. */
  readonly regular: boolean;
  /** The first line that belongs to no key; null when there is none. */
  readonly stray: Range | null;
}

/** Marks of YAML that no plain key starts with; `-`, `?` and `:` may, before anything but white space. */
const INDICATORS = '#[]{},&*!|>%@`';
const HASH = 35;
const COLON = 58;

/** Splits YAML whose top is a map at the lines that start with a key. One pass over the lines. */
export function splitChunks(text: string, body: Range): YamlChunks {
  const chunks: YamlChunk[] = [];
  let regular = true;
  let stray: Range | null = null;
  let open: { keyRange: Range; colonEnd: number; lines: Range[] } | null = null;
  for (const line of linesOf(text, body)) {
    const kind = kindOf(text, line);
    const key = kind === 'edge' ? keyAt(text, line) : null;
    if (key !== null) {
      if (open !== null) chunks.push(closeChunk(text, open));
      open = { keyRange: key.keyRange, colonEnd: key.colonEnd, lines: [line] };
      continue;
    }
    if (kind === 'edge' || (open === null && kind !== 'blank')) {
      regular = false;
      if (open === null) stray ??= line;
    }
    open?.lines.push(line);
  }
  if (open !== null) chunks.push(closeChunk(text, open));
  return { chunks, regular, stray };
}

/** `edge`: text at the left edge that is no comment and no item of a sequence. `blank`: comments too. */
function kindOf(text: string, line: Range): 'edge' | 'within' | 'blank' {
  let at = line.start;
  while (at < line.end && (text[at] === ' ' || text[at] === '\t')) at += 1;
  if (at === line.end || text[at] === '#') return 'blank';
  if (at > line.start) return 'within';
  const next = at + 1 < line.end ? text[at + 1] : ' ';
  return text[at] === '-' && (next === ' ' || next === '\t') ? 'within' : 'edge';
}

/** The key at the start of a line, plain or in quotes: what stands before the first colon that white space follows. */
function keyAt(text: string, line: Range): { keyRange: Range; colonEnd: number } | null {
  const first = text[line.start] as string;
  if (INDICATORS.includes(first) || ('-?:'.includes(first) && isBreak(text, line.start + 1, line.end))) return null;
  let from = line.start;
  if (first === '"' || first === "'") {
    const close = text.indexOf(first, line.start + 1);
    if (close === -1 || close >= line.end || (first === '"' && text.slice(from, close).includes('\\'))) return null;
    from = close + 1;
  }
  for (let at = from; at < line.end; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === HASH || (from > line.start && unit !== COLON && !isSpace(unit))) return null;
    if (unit !== COLON || !isBreak(text, at + 1, line.end)) continue;
    let end = at;
    while (isSpace(text.charCodeAt(end - 1))) end -= 1;
    return { keyRange: { start: line.start, end }, colonEnd: at + 1 };
  }
  return null;
}

/** True when white space or the line's end stands at `at`. */
function isBreak(text: string, at: number, lineEnd: number): boolean {
  return at >= lineEnd || isSpace(text.charCodeAt(at));
}

function closeChunk(text: string, open: { keyRange: Range; colonEnd: number; lines: Range[] }): YamlChunk {
  const { keyRange, colonEnd, lines } = open;
  const first = lines[0] as Range;
  // Comments and blank lines after the value belong to nobody.
  while (lines.length > 1 && kindOf(text, lines[lines.length - 1] as Range) === 'blank') lines.pop();
  const last = lines[lines.length - 1] as Range;
  const comment = last === first ? commentIn(text, { start: colonEnd, end: first.end }) : null;
  const valueRange = trimRange(text, { start: colonEnd, end: comment === null ? last.end : comment.range.start });
  return {
    start: first.start,
    end: last.end,
    keyRange,
    colonEnd,
    valueRange: valueRange.start === valueRange.end ? emptyValueAt(text, colonEnd) : valueRange,
    comment,
    lines,
  };
}

/** Where a value would stand: after the colon and one space. */
export function emptyValueAt(text: string, colonEnd: number): Range {
  const at = text[colonEnd] === ' ' || text[colonEnd] === '\t' ? colonEnd + 1 : colonEnd;
  return { start: at, end: at };
}

/** The first `#` after white space in a range that lies within one line, to the range's end. */
export function commentIn(text: string, range: Range): YamlComment | null {
  for (let at = range.start; at < range.end; at += 1) {
    if (text.charCodeAt(at) !== HASH || !isSpace(text.charCodeAt(at - 1))) continue;
    return { text: text.slice(at + 1, range.end).trim(), range: { start: at, end: range.end } };
  }
  return null;
}

/** The range without the white space at its ends. */
export function trimRange(text: string, range: Range): Range {
  let { start, end } = range;
  while (start < end && isSpace(text.charCodeAt(start))) start += 1;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end -= 1;
  return { start, end };
}

function isSpace(unit: number): boolean {
  return unit === 32 || unit === 9 || unit === 10 || unit === 13;
}

function linesOf(text: string, body: Range): Range[] {
  const lines: Range[] = [];
  const onlyLineFeeds = !text.slice(body.start, body.end).includes('\r');
  let start = body.start;
  while (start < body.end) {
    const end = onlyLineFeeds ? endAtLineFeed(text, start, body.end) : endOfLine(text, start, body.end);
    lines.push({ start, end });
    start = text.charCodeAt(end) === 13 && text.charCodeAt(end + 1) === 10 ? end + 2 : end + 1;
  }
  return lines;
}

function endAtLineFeed(text: string, start: number, most: number): number {
  const end = text.indexOf('\n', start);
  return end === -1 ? most : Math.min(end, most);
}

function endOfLine(text: string, start: number, most: number): number {
  let end = start;
  while (end < most && text.charCodeAt(end) !== 10 && text.charCodeAt(end) !== 13) end += 1;
  return end;
}
