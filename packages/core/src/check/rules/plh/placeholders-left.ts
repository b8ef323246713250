import type { BoundDocument, BoundField, BoundSection } from '../../../document/document.ts';
import { type Placeholder, placeholdersIn, scanBrackets, stripBrackets } from '../../../template/placeholder.ts';
import type { PlaceholderSchema } from '../../../template/schema.ts';
import { lastAnswer } from '../../../text/last-answer.ts';
import type { Range } from '../../../text/range.ts';
import { valueInTemplate } from './at-field.ts';
import { addressAt, documentText, type TextUnit } from './document-text.ts';
import { isAtHome, nearestPart } from './home.ts';
import { asWritten, firstWord, looseText, templateText, type WordedPlaceholder, wordsOf } from './template-text.ts';
import { isTodo } from './todo.ts';
import { isUntouched } from './untouched.ts';

/** A placeholder of the template that still stands in a document. */
export interface LeftPlaceholder {
  readonly how: 'exact' | 'rewrapped' | 'reworded';
  readonly range: Range;
  /** As the document writes it. */
  readonly text: string;
  readonly address: string;
  /** `range` is null when the template writes it in a file of its own. */
  readonly schema: { readonly range: Range | null; readonly text: string };
  /** The companion file, when it stands there. */
  readonly file: string | null;
  /** True when the template lets the author leave the whole value out. */
  readonly optional?: boolean;
}

/** Every placeholder left in a document, read once for all rules; in no order, each place once. */
export function placeholdersLeft(document: BoundDocument): readonly LeftPlaceholder[] {
  return isUntouched(document) ? [] : placeholdersOf(document);
}

/** The same, in a document too that is still the template itself. */
export const placeholdersOf = lastAnswer(findPlaceholders);

function findPlaceholders(document: BoundDocument): readonly LeftPlaceholder[] {
  const found = new Map<string, LeftPlaceholder>();
  const add = (left: LeftPlaceholder | null): void => {
    if (left === null) return;
    const place = `${left.file ?? ''}:${left.range.start}`;
    if (!found.has(place)) found.set(place, left);
  };
  const text = documentText(document);
  const { bracketed, firstWords } = templateText(document.schema);
  if (bracketed || firstWords.size > 0) {
    for (const unit of text.units) {
      if (isEntryHeading(unit)) continue;
      for (const left of leftInUnit(document, unit)) add(left);
    }
  }
  for (const field of text.fields) for (const left of leftInField(document, field)) add(left);
  for (const left of leftInTitle(document)) add(left);
  for (const left of leftInHeadings(document)) add(left);
  return [...found.values()];
}

/** The heading of a repeated section: another rule speaks of examples that were not renamed. */
function isEntryHeading(unit: TextUnit): boolean {
  return unit.node.type === 'heading' && unit.section?.schema?.repeat != null;
}

const bracket = /[[{<【〔\\]/u;

/** A longer paragraph is data, and brackets that nest in it would take long to read. */
const longestUnit = 20_000;

/** Brackets other than those of links, images, footnotes, boxes, autolinks and the HTML that documents use most. */
const openBracket = /\[(?![ xX^]?\]|\^|[^[\]]{1,300}\][([])|[{【〔]|<(?![/!]|https?:|br\b)/u;

function* leftInUnit(document: BoundDocument, unit: TextUnit): Iterable<LeftPlaceholder | null> {
  if (templateText(document.schema).bracketed && unit.raw.length <= longestUnit && openBracket.test(unit.raw)) {
    for (const candidate of placeholdersIn(document.source.text, unit.node)) {
      const whole = candidate.text.length === unit.raw.trim().length;
      yield judge(document, candidate, whole, unit.section);
    }
  }
  if (unit.section === null || unit.section.schema !== null) yield bareUnit(document, unit);
}

/** A whole paragraph, item or cell that is a placeholder without brackets, or the words of one that has them. */
function bareUnit(document: BoundDocument, unit: TextUnit): LeftPlaceholder | null {
  const { raw } = unit;
  const { exact, loose, firstWords } = templateText(document.schema);
  if (raw.length > 600 || /^[[{<]/u.test(raw) || !firstWords.has(firstWord(raw)) || isTodo(raw)) return null;
  const same = atHome(document, exact.get(asWritten(raw)), unit.section);
  if (same !== undefined) return leftAt(document, unit.range, 'exact', same, unit.section);
  const words = wordsOf(raw);
  if (words.length < 3 && !(words.length === 2 && /^\d+$/u.test(words[1] as string))) return null;
  const alike = atHome(document, loose.get(words.join(' ')), unit.section);
  return alike === undefined ? null : leftAt(document, unit.range, 'reworded', alike, unit.section);
}

function atHome(
  document: BoundDocument,
  parts: readonly PlaceholderSchema[] | undefined,
  section: BoundSection | null,
): PlaceholderSchema | undefined {
  return parts?.find((part) => isAtHome(document.schema, part, section));
}

/**
 * Compares a bracketed text with the template's. A text of one word counts only where the template has it, or as a whole
 * paragraph, item or cell; a reworded one only at its place and when most of its words are the same.
 */
function judge(
  document: BoundDocument,
  candidate: Placeholder,
  whole: boolean,
  section: BoundSection | null,
): LeftPlaceholder | null {
  const text = templateText(document.schema);
  const exact = nearestPart(document.schema, text.exact.get(asWritten(candidate.text)), section);
  const short = wordsOf(candidate.inner).length < 2;
  if (exact !== undefined) {
    const telling = whole || !short || isAtHome(document.schema, exact, section);
    return telling ? leftAt(document, candidate, 'exact', exact, section) : null;
  }
  const alike = nearestPart(document.schema, text.loose.get(looseText(candidate.text)), section);
  if (alike !== undefined) {
    const home = isAtHome(document.schema, alike, section);
    const rewrapped = alike.folded === candidate.text.replace(/\s+/gu, ' ');
    const telling = wordsOf(candidate.inner).length >= 4 || (home && (whole || !short));
    return telling ? leftAt(document, candidate, rewrapped ? 'rewrapped' : 'reworded', alike, section) : null;
  }
  const similar = similarPlaceholder(document, candidate.inner, section);
  return similar === undefined ? null : leftAt(document, candidate, 'reworded', similar, section);
}

/** A placeholder of the same section that shares at least four of five words with the text, in any order. */
function similarPlaceholder(
  document: BoundDocument,
  inner: string,
  section: BoundSection | null,
): PlaceholderSchema | undefined {
  const words = wordsOf(inner);
  if (words.length < 5 || words.length > 120) return undefined;
  const { byWord } = templateText(document.schema);
  const tried = new Set<WordedPlaceholder>();
  for (const word of words) {
    for (const candidate of byWord.get(word) ?? []) {
      if (tried.has(candidate)) continue;
      tried.add(candidate);
      if (!isAtHome(document.schema, candidate.schema, section)) continue;
      if (sharedWords(words, candidate.words) * 5 >= Math.max(words.length, candidate.words.length) * 4) {
        return candidate.schema;
      }
    }
  }
  return undefined;
}

function sharedWords(a: readonly string[], b: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const word of a) counts.set(word, (counts.get(word) ?? 0) + 1);
  let shared = 0;
  for (const word of b) {
    const count = counts.get(word) ?? 0;
    if (count > 0) shared += 1;
    counts.set(word, count - 1);
  }
  return shared;
}

function leftAt(
  document: BoundDocument,
  { start, end }: Range,
  how: LeftPlaceholder['how'],
  schema: PlaceholderSchema,
  section: BoundSection | null,
): LeftPlaceholder {
  const text = document.source.text.slice(start, end);
  return { how, range: { start, end }, text, address: addressAt(document, start, section), schema, file: null };
}

/** Front matter and companion files are no Markdown, so their values are read here. */
function* leftInField(document: BoundDocument, field: BoundField): Iterable<LeftPlaceholder | null> {
  const { value, schema } = field;
  if (value.state === 'placeholder' && schema?.placeholder != null) {
    const how = isTodo(value.raw) ? null : likeness(unquote(value.raw), schema.placeholder);
    if (how === null) return;
    yield {
      how,
      range: value.range,
      text: value.raw,
      address: field.address,
      schema: { range: valueInTemplate(schema), text: schema.placeholder },
      file: companionFile(document, field),
      optional: !schema.required,
    };
    return;
  }
  if (field.where !== 'frontmatter' || value.state === 'unchosen' || !bracket.test(value.raw)) return;
  const source = field.inCompanion ? (document.companion?.text ?? '') : document.source.text;
  for (const candidate of scanBrackets(source, value.range)) {
    const left = judge(document, candidate, false, null);
    if (left !== null)
      yield { ...left, text: candidate.text, address: field.address, file: companionFile(document, field) };
  }
}

/** How far a value that stands for the template's placeholder is still it; null when it has become something else. */
function likeness(value: string, placeholder: string): LeftPlaceholder['how'] | null {
  if (stripBrackets(value) === stripBrackets(unquote(placeholder))) return 'exact';
  const own = wordsOf(value);
  const wanted = wordsOf(placeholder);
  return sharedWords(own, wanted) * 5 >= Math.max(own.length, wanted.length) * 4 && !/\]\(/u.test(value)
    ? 'reworded'
    : null;
}

function unquote(text: string): string {
  const quote = text[0];
  return (quote === '"' || quote === "'") && text.endsWith(quote) ? text.slice(1, -1) : text;
}

function companionFile(document: BoundDocument, field: BoundField): string | null {
  return field.inCompanion ? (document.companion?.file ?? null) : null;
}

/** What the template's title asks to be replaced: the letters that stand for a number, and the name. */
function* leftInTitle(document: BoundDocument): Iterable<LeftPlaceholder> {
  const { title } = document;
  const schema = document.schema.title;
  if (title === null || schema === null) return;
  if (schema.number !== null && /\p{L}|#/u.test(schema.number)) {
    const left = inHeading(document, title.range, schema.number, schema.range);
    if (left !== null) yield left;
  }
  if (schema.placeholder === null) return;
  const left = inHeading(document, title.range, schema.placeholder, schema.range);
  if (left !== null) yield left;
  else if (schema.confidence >= 0.7 && sameName(title.name, schema.placeholder)) {
    const part = { range: schema.range, text: schema.placeholder };
    yield { how: 'reworded', range: title.range, text: title.name, address: '', schema: part, file: null };
  }
}

/** Two words at least: a document may well be called `Name` or `Title`. */
function sameName(name: string, placeholder: string): boolean {
  const words = wordsOf(placeholder);
  return words.length > 1 && words.join(' ') === looseText(name);
}

/** A placeholder in the heading of a section that stands once: `## About [Feature]`. */
function* leftInHeadings(document: BoundDocument): Iterable<LeftPlaceholder> {
  for (const section of document.allSections) {
    const { schema } = section;
    if (schema?.placeholder == null || schema.repeat !== null) continue;
    const left = inHeading(document, section.outline.headingRange, schema.placeholder, schema.headingRange);
    if (left !== null) yield { ...left, address: section.address };
  }
}

function inHeading(document: BoundDocument, heading: Range, text: string, template: Range): LeftPlaceholder | null {
  const raw = document.source.text.slice(heading.start, heading.end);
  const at = raw.indexOf(text);
  if (at === -1 || isWordUnit(raw[at - 1], text[0]) || isWordUnit(raw[at + text.length], text.at(-1))) return null;
  const start = heading.start + at;
  const range = { start, end: start + text.length };
  return { how: 'exact', range, text, address: '', schema: { range: template, text }, file: null };
}

/** True when a word goes on over the edge between two units. */
function isWordUnit(outer: string | undefined, inner: string | undefined): boolean {
  return word.test(outer ?? '') && word.test(inner ?? '');
}

const word = /[\p{L}\p{N}]/u;
