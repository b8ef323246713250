import type { Range } from '../text/range.ts';

/** Where a `name: value` pair begins in a paragraph. */
export interface FieldStart {
  readonly name: string;
  readonly nameRange: Range;
  /** Offset of the first unit of the pair, emphasis marks included. */
  readonly start: number;
  /** Offset just after the colon. */
  readonly valueStart: number;
  readonly notation: 'bold' | 'line';
  /** False for a name without colon, which counts only when the schema knows it. */
  readonly colon: boolean;
}

const INDENT = /[ \t>]{0,40}/uy;
const BOLD =
  /(\*{2,3}|_{2,3})(?=[^\s*_])([^*\n]{1,80}?)([:：]?)\s?\1 {0,3}(?:\([^()\n]{1,40}\) {0,3}(?=[:：]))?([:：]?)/uy;
const ITALIC = /([*_])(?=[^\s*_])([^*_\n]{1,60}?)([:：]?)\1 {0,3}([:：]?)/uy;
const LINE =
  /([\p{L}\p{N}#][^:：\n|`[\]{}<>*]{0,90}?) {0,2}(?:：|:(?!\/\/)(?=\s|$|[<{[*_@`"'~]|[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]))/uy;
const SEPARATOR = /\s[·|•∙│]\s{1,8}|[ \t]{2,8}(?=\S)|[ \t](?=\*\*|__)/gu;

/**
 * The pairs of a paragraph: at the start of each line, and within a line after ` · `, ` | `, wide space, or before a bold
 * name. `known` says which names the schema has; a name within a line must be known or bold after a separator.
 */
export function fieldStarts(text: string, range: Range, known: (name: string) => boolean): FieldStart[] {
  const starts: FieldStart[] = [];
  let line = range.start;
  while (line < range.end) {
    const newline = text.indexOf('\n', line);
    const end = newline === -1 || newline > range.end ? range.end : newline;
    const start = startAt(text, skipIndent(text, line), end, known);
    if (start !== null) {
      starts.push(start);
      moreOnLine(text, start, end, known, starts);
    }
    line = end + 1;
  }
  return starts;
}

function skipIndent(text: string, at: number): number {
  INDENT.lastIndex = at;
  INDENT.exec(text);
  return INDENT.lastIndex;
}

/** The pair that begins at an offset, or null. Names without colon count when known and nothing else stands on the line. */
export function startAt(text: string, at: number, end: number, known: (name: string) => boolean): FieldStart | null {
  const unit = text[at];
  if (unit === '*' || unit === '_') {
    return emphasised(BOLD, text, at, end, known) ?? emphasised(ITALIC, text, at, end, known);
  }
  LINE.lastIndex = at;
  const match = LINE.exec(text);
  if (match === null || LINE.lastIndex > end) return null;
  const name = (match[1] as string).trimEnd();
  return {
    name,
    nameRange: { start: at, end: at + name.length },
    start: at,
    valueStart: LINE.lastIndex,
    notation: 'line',
    colon: true,
  };
}

function emphasised(
  form: RegExp,
  text: string,
  at: number,
  end: number,
  known: (name: string) => boolean,
): FieldStart | null {
  form.lastIndex = at;
  const match = form.exec(text);
  const valueStart = form.lastIndex;
  if (match === null || valueStart > end) return null;
  const marks = (match[1] as string).length;
  const name = (match[2] as string).trimEnd();
  const colon = match[3] !== '' || match[4] !== '';
  if (!colon && !known(name)) return null;
  if (form === ITALIC && !known(name)) return null;
  return {
    name,
    nameRange: { start: at + marks, end: at + marks + name.length },
    start: at,
    valueStart,
    notation: 'bold',
    colon,
  };
}

function moreOnLine(
  text: string,
  first: FieldStart,
  end: number,
  known: (name: string) => boolean,
  starts: FieldStart[],
): void {
  const rest = text.slice(first.valueStart, end);
  for (const separator of rest.matchAll(SEPARATOR)) {
    const at = first.valueStart + separator.index + separator[0].length;
    const next = startAt(text, at, end, known);
    if (next === null) continue;
    const isSeparated = /[·|•∙│]/u.test(separator[0]);
    if (known(next.name) || (isSeparated && next.notation === 'bold')) starts.push(next);
  }
}
