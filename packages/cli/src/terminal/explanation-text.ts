import { clip, printable, widthOf } from '@specwright/core/diagnostic/render/cells.ts';
import { wrap } from '@specwright/core/diagnostic/render/code-frame.ts';
import type { Paint, Palette } from '@specwright/core/diagnostic/render/palette.ts';
import { counted } from '@specwright/core/diagnostic/summary.ts';
import type { Reading } from '@specwright/core/template/explain.ts';
import type { Schema } from '@specwright/core/template/schema.ts';
import { LineIndex } from '@specwright/core/text/lines.ts';
import type { Terminal } from './terminal.ts';

/** Readings below this are marked, for a person to look at. */
const unsure = 0.6;

/** Every line of a template on the left, how it is read on the right, and why. */
export function explanationText(schema: Schema, readings: readonly Reading[], terminal: Terminal): string {
  const { palette, width } = terminal;
  const lines = new LineIndex(schema.text);
  const numbers = String(lines.lineCount).length;
  const left = Math.max(24, Math.min(52, Math.floor((width - numbers - 4) * 0.44)));
  const right = Math.max(30, width - numbers - left - 5);
  const byLine = new Map<number, Reading[]>();
  for (const reading of readings) byLine.set(reading.line, [...(byLine.get(reading.line) ?? []), reading]);
  const rows: string[] = [];
  for (let line = 1; line <= lines.lineCount; line += 1) {
    const written = lines.text.slice(lines.startOfLine(line), lines.endOfLine(line));
    if (line === lines.lineCount && written === '') break;
    const here = (byLine.get(line) ?? []).flatMap((reading) => readingLines(reading, right, palette));
    const shown = clip(printable(written).trimEnd(), left);
    const painted = here.length > 0 ? palette.strong(shown) : palette.dim(shown);
    const gap = ' '.repeat(left - widthOf(shown));
    const number = palette.dim(String(line).padStart(numbers));
    rows.push(here[0] === undefined ? `${number}  ${painted}`.trimEnd() : `${number}  ${painted}${gap}  ${here[0]}`);
    for (const more of here.slice(1)) rows.push(`${' '.repeat(numbers + left + 4)}${more}`);
  }
  return `${headText(schema, readings, palette)}\n\n${rows.join('\n')}\n\n${footText(readings, palette)}\n`;
}

function headText(schema: Schema, readings: readonly Reading[], palette: Palette): string {
  const count = (kind: Reading['kind'], word: string): string | null => {
    const found = readings.filter((reading) => reading.kind === kind).length;
    return found === 0 ? null : counted(found, word);
  };
  const parts = [
    count('section', 'section'),
    count('field', 'field'),
    count('table', 'table'),
    count('group', 'group'),
  ];
  const known = parts.filter((part) => part !== null).join(', ');
  const states = schema.lifecycle === null ? '' : `\nLifecycle: ${printable(schema.lifecycle.states.join(' → '))}`;
  return `${palette.strong(printable(schema.file))}: ${known === '' ? 'nothing that a document must have' : known}${states}`;
}

function footText(readings: readonly Reading[], palette: Palette): string {
  const doubtful = readings.filter((reading) => reading.confidence < unsure).length;
  const doubt =
    doubtful === 0
      ? ''
      : `${palette.warning('?')} marks ${counted(doubtful, 'reading')} that may be meant otherwise; such parts are never errors.\n`;
  return `${doubt}Say it yourself with a comment at the place: ${palette.accent('<!-- spec: optional -->')}, ${palette.accent('<!-- spec: repeat 2.. -->')}, ${palette.accent('<!-- spec: free -->')}`;
}

function readingLines(reading: Reading, width: number, palette: Palette): string[] {
  const { kind } = reading;
  const mark = reading.confidence < unsure ? palette.warning(' ?') : '';
  const [first = '', ...rest] = wrap(printable(`${kind} ${summaryOf(reading)}`.trimEnd()), width - 2);
  const why = printable(reading.why);
  const head = `${paints(palette)[kind](kind)}${first.slice(kind.length)}${mark}`;
  if (rest.length === 0 && widthOf(first) + widthOf(why) + 5 <= width) return [`${head}  ${palette.dim(why)}`];
  return [head, ...rest, ...wrap(why, width).map((line) => palette.dim(line))];
}

function paints(palette: Palette): Readonly<Record<Reading['kind'], Paint>> {
  return {
    title: palette.accent,
    section: palette.accent,
    field: palette.good,
    table: palette.good,
    column: palette.good,
    group: palette.good,
    checklist: palette.good,
    item: palette.info,
    guidance: palette.warning,
    literal: palette.info,
  };
}

/** What a reading says of documents, in a few words. */
function summaryOf(reading: Reading): string {
  const { kind, name, type, choices, required, repeat, fixedRows, parts } = reading;
  const words: string[] = [];
  if (kind === 'guidance') return '';
  if (kind !== 'literal' && name !== '') words.push(name);
  const about: string[] = [];
  if (kind !== 'title' && kind !== 'literal' && type !== kind) about.push(type);
  if (choices !== null) about.push(choices.join(' | '));
  if (parts !== null && parts.length > 1) about.push(parts.join(', '));
  if (fixedRows !== null && fixedRows.length > 0) about.push(`rows ${fixedRows.join(', ')}`);
  if (repeat !== null) about.push(repeat.min > 0 ? `repeated, ${repeat.min} or more` : 'repeated');
  if (kind === 'literal' && reading.literal !== null) about.push(reading.literal);
  else if (!required && kind !== 'literal') about.push('optional');
  return [...words, ...(about.length === 0 ? [] : [`· ${about.join(' · ')}`])].join(' ');
}
