/** A text as a terminal shows it: graphemes with the number of cells each takes. */
export interface Cell {
  readonly text: string;
  /** 0, 1 or 2. */
  readonly width: number;
  /** UTF-16 offset of the grapheme in the text it was cut from. */
  readonly offset: number;
}

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

const tabWidth = 4;

/** Cuts a text into graphemes, safe to print: tabs become spaces, other control and direction marks become visible. */
export function cellsOf(text: string): Cell[] {
  if (plainAscii.test(text)) return Array.from(text, (character, offset) => ({ text: character, width: 1, offset }));
  const cells: Cell[] = [];
  for (const { segment, index } of segmenter.segment(text)) {
    if (segment === '\t') cells.push({ text: ' '.repeat(tabWidth), width: tabWidth, offset: index });
    else if (unprintable.test(segment)) {
      const shown = printable(segment);
      cells.push({ text: shown, width: shown.length, offset: index });
    } else cells.push({ text: segment, width: graphemeWidth(segment), offset: index });
  }
  return cells;
}

/** How many cells a text takes. */
export function widthOf(text: string): number {
  if (plainAscii.test(text)) return text.length;
  let width = 0;
  for (const cell of cellsOf(text)) width += cell.width;
  return width;
}

/**
 * Makes a text safe for a terminal: escape sequences, other control characters and marks that turn the direction of
 * text cannot act and show as `\x1b`. Line ends and tabs become spaces.
 */
export function printable(text: string): string {
  return text.replace(/[\t\r\n]+/g, ' ').replace(unprintableAll, escaped);
}

/** Like `printable`, for text of several lines: line ends and tabs stay. */
export function printableLines(text: string): string {
  return text.replace(unprintableInLines, escaped);
}

function escaped(character: string): string {
  const code = character.codePointAt(0) as number;
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
}

/** Cuts a text to a width and says so with `…`. */
export function clip(text: string, width: number): string {
  if (text.length <= width && plainAscii.test(text)) return text;
  let taken = 0;
  let shown = '';
  for (const cell of cellsOf(text.slice(0, width * 8))) {
    if (taken + cell.width > width) {
      return `${withoutOverflow(shown, width)}…`;
    }
    taken += cell.width;
    shown += cell.text;
  }
  return text.length > width * 8 ? `${shown}…` : shown;
}

/** Leaves one cell for the `…`. */
function withoutOverflow(text: string, width: number): string {
  const cells = cellsOf(text);
  let taken = cells.reduce((sum, cell) => sum + cell.width, 0);
  while (taken > width - 1 && cells.length > 0) taken -= cells.pop()?.width ?? 0;
  return cells.map((cell) => cell.text).join('');
}

/** Fills up with spaces on the right. */
export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}

const plainAscii = /^[ -~]*$/;
const unprintable = /[\p{Cc}\p{Cs}\u{061C}\u{200E}\u{200F}\u{202A}-\u{202E}\u{2066}-\u{2069}\u{FEFF}]/u;
const unprintableAll = new RegExp(unprintable.source, 'gu');
/** A CR acts by itself; before a line end it is part of it. */
const unprintableInLines = new RegExp(`(?![\\t\\n]|\\r(?:\\n|$))${unprintable.source}`, 'gu');

function graphemeWidth(grapheme: string): number {
  if (emoji.test(grapheme)) return 2;
  const code = grapheme.codePointAt(0) as number;
  if (zeroWidth.test(grapheme)) return 0;
  return isWide(code) ? 2 : 1;
}

const emoji = /^\p{Emoji_Presentation}|^\p{Extended_Pictographic}\u{FE0F}|^\p{Emoji}\u{FE0F}\u{20E3}/u;
const zeroWidth = /^[\p{Mn}\p{Me}\p{Cf}]+$/u;

/** Wide and full-width blocks of Unicode's East Asian Width (https://www.unicode.org/reports/tr11/), first and last. */
const wideBlocks: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa000, 0xa4cf],
  [0xa960, 0xa97c],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1f64f],
  [0x1f900, 0x1f9ff],
  [0x20000, 0x3fffd],
];

function isWide(code: number): boolean {
  return code >= 0x1100 && wideBlocks.some(([first, last]) => first <= code && code <= last);
}
