import type { BoundDocument, BoundItem, BoundList } from '../document/document.ts';
import { rangeOf } from '../markdown/source.ts';
import type { Replacement } from '../text/edit.ts';
import { lineEndOf } from './line-end.ts';
import { withMargin } from './line-margin.ts';
import { EditRefusal } from './refusal.ts';
import { removeBlock } from './removal.ts';
import { itemMargin } from './set-value.ts';

/** What a new item says. */
export interface NewItem {
  readonly text: string;
  /** For definitions; null for other items. */
  readonly term: string | null;
}

/**
 * Writes a new item behind the last one of a list, as that one is written: same marker, margin, box and distance. A
 * numbered list goes on counting.
 */
export function appendItem(document: BoundDocument, list: BoundList, item: NewItem): Replacement {
  const { source } = document;
  const tops = topItems(list);
  const last = tops.at(-1);
  if (last === undefined) throw new EditRefusal('The list has no item to write the new one like');
  const end = lineEndOf(source.text);
  const start = source.lines.startOfLine(source.lines.lineAt(last.range.start));
  const margin = source.text.slice(start, last.range.start).replace(/[^\s>]/gu, ' ');
  const marker = nextMarker(source.text, list, last);
  const box = last.checked === null ? '' : '[ ] ';
  const words = withMargin(source, wordsOf(last, item), itemMargin(document, last));
  const apart = isLoose(document, tops) ? `${end}${margin.trimEnd()}` : '';
  const at = last.range.end;
  return { start: at, end: at, text: `${apart}${end}${margin}${marker}${box}${words}` };
}

/** Items of the list itself, those of lists within it left out. */
export function topItems(list: BoundList): readonly BoundItem[] {
  return list.items.filter(({ depth }) => depth === 0);
}

/** As the model writes its own term and definition. */
function wordsOf(model: BoundItem, { text, term }: NewItem): string {
  const words = text.trim();
  if (term === null) return words;
  const at = model.term === null ? -1 : model.raw.indexOf(model.term);
  if (model.term === null || model.definition === null || at === -1) return `**${term}**: ${words}`;
  const between = model.raw.slice(at + model.term.length, model.raw.trimEnd().length - model.definition.length);
  return `${model.raw.slice(0, at)}${term}${/\s$/u.test(between) ? between : `${between} `}${words}`;
}

const MARKER = /^([-*+]|(\d{1,9})([.)]))([ \t]{0,4})/u;

/** The marker of the item behind `last`, with the space after it. */
function nextMarker(text: string, list: BoundList, last: BoundItem): string {
  const found = MARKER.exec(text.slice(last.range.start, last.range.start + 16));
  if (found === null) return '- ';
  const space = found[4] === '' ? ' ' : (found[4] as string);
  if (found[2] === undefined) return `${found[1]}${space}`;
  return `${Number(found[2]) + (countsUp(text, list) ? 1 : 0)}${found[3]}${space}`;
}

/** False for a numbered list that writes the same number before every item. */
function countsUp(text: string, list: BoundList): boolean {
  const [first, second] = topItems(list);
  return first === undefined || second === undefined || numberOf(text, first) !== numberOf(text, second);
}

function numberOf(text: string, item: BoundItem): number | null {
  const digits = /^\d{1,9}/u.exec(text.slice(item.range.start, item.range.start + 10))?.[0];
  return digits === undefined ? null : Number(digits);
}

function isLoose(document: BoundDocument, tops: readonly BoundItem[]): boolean {
  const last = tops.at(-1);
  const before = tops.at(-2);
  if (last === undefined || before === undefined) return false;
  const { lines } = document.source;
  return lines.lineAt(last.range.start) - lines.lineAt(Math.max(before.range.start, before.range.end - 1)) > 1;
}

/** Takes items of one list away, whatever stands within them too, and counts those of a numbered list anew. */
export function removeItems(document: BoundDocument, list: BoundList, items: readonly BoundItem[]): Replacement[] {
  const { source } = document;
  const siblings = siblingsOf(list, items[0] as BoundItem);
  if (siblings.length === items.length && items[0]?.depth === 0) return [removeBlock(source.lines, rangeOf(list.node))];
  const gone = new Set(items);
  const replacements = removeAmong(
    siblings.map(({ range }) => range),
    siblings.map((item) => gone.has(item)),
  );
  if (!countsUp(source.text, { ...list, items: siblings.map((item) => ({ ...item, depth: 0 })) } as BoundList)) {
    return replacements;
  }
  const first = numberOf(source.text, siblings[0] as BoundItem);
  if (first === null) return replacements;
  const kept = siblings.filter((item) => !gone.has(item));
  return [...replacements, ...kept.flatMap((item, index) => renumbered(document, item, first + index))];
}

/** Items of the list that holds `item`, be it within another. */
function siblingsOf(list: BoundList, item: BoundItem): readonly BoundItem[] {
  const base = item.address.replace(/\[\d+\]$/u, '');
  return list.items.filter(({ depth, address }) => depth === item.depth && address.replace(/\[\d+\]$/u, '') === base);
}

/** Of ranges that follow each other some go: each with the space before it, the first ones with the space behind them. */
export function removeAmong(
  ranges: readonly { readonly start: number; readonly end: number }[],
  gone: readonly boolean[],
): Replacement[] {
  const first = gone.indexOf(false);
  return ranges.flatMap(({ start, end }, index) => {
    if (gone[index] !== true) return [];
    if (first === -1) return [{ start, end, text: '' }];
    if (index < first) return [{ start, end: ranges[index + 1]?.start ?? end, text: '' }];
    return [{ start: ranges[index - 1]?.end ?? start, end, text: '' }];
  });
}

/** An item of several lines keeps the width of its marker, so that the lines below still belong to it. */
function renumbered(document: BoundDocument, item: BoundItem, number: number): Replacement[] {
  const { text, lines } = document.source;
  const { start, end } = item.range;
  const old = numberOf(text, item);
  if (old === null || old === number) return [];
  const width = String(old).length;
  const isLong = lines.lineAt(start) !== lines.lineAt(Math.max(start, end - 1));
  const written = String(number);
  if (!isLong || written.length >= width) return [{ start, end: start + width, text: written }];
  const mark = text.charAt(start + width);
  return [{ start, end: start + width + 1, text: `${written}${mark}${' '.repeat(width - written.length)}` }];
}
