import type { BoundDocument, BoundGroup, BoundItem, BoundSection } from '../document/document.ts';
import type { Replacement } from '../text/edit.ts';
import type { Range } from '../text/range.ts';
import { headingTextRange } from './headings.ts';
import { EditRefusal } from './refusal.ts';

/** Gives an entry another name of its own and leaves its number and the words that all entries share. */
export function renameEntry(document: BoundDocument, entry: BoundSection | BoundGroup, name: string): Replacement {
  const words = nameWords(document, entry);
  const text = document.source.text.slice(words.start, words.end);
  const own = entry.ownName ?? '';
  if (own === '') {
    const at = words.start + text.replace(/[\s:：]+$/u, '').length;
    return { start: at, end: words.end, text: `: ${name}${/[:：]$/u.exec(text)?.[0] ?? ''}` };
  }
  const at = text.lastIndexOf(own);
  if (at === -1) {
    throw new EditRefusal(`The name of ${entry.address} is not written in plain words`, 'Change it in the file');
  }
  return { start: words.start + at, end: words.start + at + own.length, text: name };
}

/** A name stands on one line, without what would end it. @throws {EditRefusal} for any other text. */
export function oneLineName(name: string): string {
  const trimmed = name.trim();
  if (trimmed === '') throw new EditRefusal('A name must not be empty');
  if (/[\r\n]/u.test(trimmed)) throw new EditRefusal('A name stands on one line', 'Write it without line ends');
  return trimmed;
}

/** The words that hold an entry's number and name: those of a heading, or of a group's bold beginning. */
export function nameWords(document: BoundDocument, entry: BoundSection | BoundGroup): Range {
  if ('outline' in entry) return headingTextRange(entry.outline.node);
  const { start } = entry.range;
  const lead = document.source.text.slice(start, Math.max(start, entry.description.range.start));
  const bold = /^([ \t>]{0,8}(?:[-*+][ \t]{1,4})?)(\*{2,3}|_{2,3})([^*\n]{1,120}?)\2/u.exec(lead);
  if (bold === null) return { start, end: start + lead.search(/[:：]|$/u) };
  const from = start + (bold[1] as string).length + (bold[2] as string).length;
  return { start: from, end: from + (bold[3] as string).length };
}

/** Where a definition writes its term; the beginning of the item for one that has none. */
export function termRange({ raw, rawRange, term }: BoundItem): Range {
  const start = rawRange.start + Math.max(0, raw.indexOf(term ?? ''));
  return { start, end: start + (term ?? '').length };
}
