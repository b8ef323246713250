import type { Json } from '../document.ts';
import type { ValueText } from './value-reader.ts';

const LIST_MARK = /^[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?/u;
const LINK = /!?\[([^\][\n]{1,300})\]\([^()\n]{0,500}\)/gu;

/** The parts of a value that holds several: a YAML list, list items, lines, or words between commas or semicolons. */
export function partsOf(text: ValueText, conjunction: RegExp | null): string[] {
  if (Array.isArray(text.data)) return (text.data as readonly Json[]).map(partOfData).filter((part) => part !== '');
  const lines = text.raw.split('\n');
  const isList = lines.length > 1 || LIST_MARK.test(text.raw);
  const source = isList ? lines.map((line) => line.replace(LIST_MARK, '')).map(unmark) : [text.plain];
  const parts: string[] = [];
  for (const line of source) {
    for (const piece of splitOutsideBrackets(line)) {
      for (const part of conjunction === null ? [piece] : piece.split(conjunction)) {
        const trimmed = part.trim();
        if (trimmed !== '') parts.push(trimmed);
      }
    }
  }
  return parts;
}

function partOfData(value: Json): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value).trim();
}

/** The words of one line without links, emphasis and hard-break marks. */
function unmark(line: string): string {
  return line
    .replace(LINK, '$1')
    .replace(/[*_`]{1,3}(?=\S)|(?<=\S)[*`]{1,3}/gu, '')
    .replace(/<br ?\/?>|\\$/giu, '')
    .trim();
}

function splitOutsideBrackets(line: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < line.length; at += 1) {
    const unit = line[at] as string;
    if (unit === '(' || unit === '[' || unit === '<') depth += 1;
    else if (unit === ')' || unit === ']' || unit === '>') depth = Math.max(0, depth - 1);
    else if (depth === 0 && (unit === ',' || unit === ';' || unit === '、' || unit === '，')) {
      parts.push(line.slice(start, at));
      start = at + 1;
    }
  }
  parts.push(line.slice(start));
  return parts;
}
