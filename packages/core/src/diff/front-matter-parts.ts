import type { Range } from '../text/range.ts';
import type { BlockReading } from './block-parts.ts';
import { makePart, type Part } from './part.ts';

const KEY = /^(?:"([^"\n]*)"|'([^'\n]*)'|([^\s#:'"-][^:\n]*?))[ \t]*:(?=[ \t\r\n]|$)/u;

/**
 * Front matter as its fences and one part for each key at the top, the lines that go on with its value included. Made of
 * lines, not of what YAML reads, so that broken YAML has parts as well.
 */
export function frontMatterPart(reading: BlockReading, range: Range): Part {
  const { text, lines } = reading;
  const parts: Part[] = [];
  const first = lines.lineAt(range.start);
  const last = lines.lineAt(Math.max(range.start, range.end - 1));
  for (let line = first; line <= last; ) {
    const start = Math.max(range.start, lines.startOfLine(line));
    const written = text.slice(start, Math.min(range.end, lines.endOfLine(line)));
    const key = line === first || line === last ? null : keyOf(written);
    let until = line;
    if (key !== null) while (until + 1 < last && goesOn(text, lines.startOfLine(until + 1))) until += 1;
    const end = trimmedEnd(text, start, Math.min(range.end, lines.endOfLine(until)));
    if (end > start) parts.push(entryPart(reading, { start, end }, key));
    line = until + 1;
  }
  const silent = parts.every((part) => part.silent);
  return makePart({
    kind: 'front-matter',
    address: '(metadata)',
    keys: ['(front-matter)'],
    source: text,
    range,
    parts,
    silent,
  });
}

function keyOf(line: string): string | null {
  const match = KEY.exec(line);
  return match === null ? null : (match[1] ?? match[2] ?? match[3] ?? '').trim();
}

/** Lines that are indented, items of a sequence, and blank lines belong to the key above them. */
function goesOn(text: string, start: number): boolean {
  return /^(?:[ \t]|-(?:[ \t]|\r?\n)|\r?\n)/u.test(text.slice(start, start + 3));
}

function trimmedEnd(text: string, start: number, end: number): number {
  return start + text.slice(start, end).trimEnd().length;
}

/** A key that the document reads as a field is compared as metadata. */
function entryPart({ text, metadata }: BlockReading, range: Range, key: string | null): Part {
  if (key === null) {
    const words = text.slice(range.start, range.end);
    const silent = words.startsWith('#') || /^(?:-{3}|\.{3})$/u.test(words);
    return makePart({ kind: 'mark', address: '(metadata)', keys: [words], source: text, range, silent });
  }
  let silent = false;
  for (const field of metadata) if (field.range.start >= range.start && field.range.start < range.end) silent = true;
  return makePart({ kind: 'field', address: '(metadata)', name: key, keys: [key], source: text, range, silent });
}
