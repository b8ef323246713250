import type { Paragraph, RootContent } from 'mdast';
import { rangeOf } from '../markdown/source.ts';
import type { Range } from '../text/range.ts';
import { foldName } from './names.ts';
import { stripBrackets } from './placeholder.ts';
import type { ListSchema } from './schema.ts';

/** A term and what it means, as the text writes them; `range` holds both. */
export interface Term {
  readonly term: string;
  readonly definition: string;
  readonly range: Range;
}

const TERM =
  /(?:(\*{1,3}|_{1,3}|`)([^\n]{1,120}?)([:：]?)\1[ \t]{0,3}(?:[:：]|[-–—](?=\s))?|([^:：\n]{1,80}?)(?:[ \t]{0,2}(?:：|:(?=\s|$|[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]))|[ \t][-–—][ \t]))[ \t]{0,3}/uy;

/** `**Term**: Definition`, `**Term** — Definition`, `Term: Definition`; null for a text without a term. */
export function readTerm(text: string, range: Range): Term | null {
  TERM.lastIndex = range.start;
  const match = TERM.exec(text);
  if (match === null || TERM.lastIndex > range.end) return null;
  const term = (match[2] ?? match[4] ?? '').trim();
  return term === '' ? null : { term, definition: text.slice(TERM.lastIndex, range.end).trim(), range };
}

const MOST_WORDS = 6;

/**
 * The terms of a paragraph, one a line or one over several lines; empty when it is anything else. Only for places that are
 * known to define terms, as any `Note: …` looks like one.
 */
export function termsOfParagraph(text: string, paragraph: Paragraph): readonly Term[] {
  const whole = rangeOf(paragraph);
  const lines: Range[] = [];
  for (let start = whole.start; start < whole.end; ) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 || newline > whole.end ? whole.end : newline;
    lines.push({ start, end });
    start = end + 1;
  }
  const terms = lines.map((line) => readTerm(text, line));
  if (terms.every((term) => term !== null && isShort(term))) return terms as readonly Term[];
  const only = readTerm(text, whole);
  return only !== null && isShort(only) && /^[*_`]/u.test(text.slice(whole.start, whole.start + 1)) ? [only] : [];
}

function isShort({ term, definition }: Term): boolean {
  return definition !== '' && term.split(/\s+/u).length <= MOST_WORDS;
}

const GLOSSARY =
  /^(?:appendix (?:[\p{L}\d] )?)?(?:glossary|terminology|definitions|terms|acronyms|abbreviations|глоссарий|термины|术语|用語|용어|glossar|begriffe|glossaire|glosario|glossário|glossario)(?![\p{L}])/u;

/** True for the name of a section that defines terms. */
export function isGlossary(name: string): boolean {
  return GLOSSARY.test(foldName(name));
}

const SAMPLE =
  /^(?:terms?|other term|another term|acronym|abbreviation|word|concept|термин|术语|用語|용어|begriff|término|termo|terme)(?: ?[\da-z])?$/u;

/** True for a name that only stands for a term: `Term`, `Term 2`, `Acronym`. */
export function isSampleTerm(name: string): boolean {
  return SAMPLE.test(foldName(stripBrackets(name)));
}

/** The terms of a template's glossary, and the paragraphs that hold them. */
export interface TermsReading {
  readonly list: ListSchema;
  readonly taken: readonly Paragraph[];
  /** Those that only stand for a term, without any bracket. */
  readonly samples: readonly Range[];
}

/** Paragraphs of a template's glossary that show its terms, read as one list; null when they do not. */
export function readTerms(text: string, blocks: readonly RootContent[], sectionName: string): TermsReading | null {
  if (!isGlossary(sectionName)) return null;
  const taken = blocks.filter((block): block is Paragraph => {
    if (block.type !== 'paragraph') return false;
    const terms = termsOfParagraph(text, block);
    return terms.length > 0 && terms.every((term) => isShown(text, term));
  });
  const first = taken[0];
  const last = taken[taken.length - 1];
  if (first === undefined || last === undefined) return null;
  const list: ListSchema = {
    type: 'definitions',
    range: { start: rangeOf(first).start, end: rangeOf(last).end },
    min: 0,
    parts: ['term', 'definition'],
    fixed: [],
    stems: [],
    why: 'paragraphs that are terms with definitions',
    confidence: 0.85,
  };
  const samples = taken
    .flatMap((block) => termsOfParagraph(text, block))
    .filter(({ term, range }) => isSampleTerm(term) && !/[[{<]/u.test(text.slice(range.start, range.end)));
  return { list, taken, samples: samples.map(({ range }) => range) };
}

/** A sample of a term is marked, or says no more than that it is one. */
function isShown(text: string, { term, range }: Term): boolean {
  return isSampleTerm(term) || /^[*_`[{<]/u.test(text.slice(range.start, range.start + 1));
}
