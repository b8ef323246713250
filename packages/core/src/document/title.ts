import type { Outline, OutlineSection } from '../markdown/outline.ts';
import { foldKey, foldName } from '../template/names.ts';
import type { Schema, TitleSchema } from '../template/schema.ts';
import type { BoundTitle } from './document.ts';
import { nearestSection } from './near.ts';
import type { SchemaIndex } from './schema-index.ts';
import { readStem } from './stem.ts';

/** The headings that are titles, and the sections that are left once the first title's heading is taken away. */
export interface TitlesReading {
  readonly titles: readonly BoundTitle[];
  /** The section whose heading is the title; its body stands before the first section. */
  readonly holder: OutlineSection | null;
  readonly sections: readonly OutlineSection[];
}

/**
 * A title is a top heading of depth 1 that no schema section is named like, or one of another depth that begins with the
 * template's fixed words. Where other headings of depth 1 are sections, only the first heading can be one.
 */
export function readTitles(outline: Outline, schema: Schema, index: SchemaIndex): TitlesReading {
  const tops = outline.sections;
  const candidates = candidatesAmong(tops, schema);
  const unknown = candidates.filter((section) => !isSectionName(section, index));
  const fixed = candidates.length === 0 ? tops.find((section) => startsWithFixedWords(section, schema)) : undefined;
  const sectionsAreTitleLevel = unknown.length < candidates.length || (schema.title === null && candidates.length > 1);
  const first = fixed ?? unknown[0];
  if (first === undefined || (sectionsAreTitleLevel && first !== tops[0]))
    return { titles: [], holder: null, sections: tops };
  const others = sectionsAreTitleLevel || fixed !== undefined ? [] : unknown.slice(1);
  const titles = [first, ...others].map((section) => boundTitle(section, schema.title));
  return {
    titles,
    holder: first,
    sections: tops.flatMap((section) => (section === first ? section.sections : [section])),
  };
}

/** Top headings of depth 1; where there is none, the first heading of the depth that the template's own title has. */
function candidatesAmong(tops: readonly OutlineSection[], schema: Schema): readonly OutlineSection[] {
  const candidates = tops.filter((section) => section.depth === 1);
  const first = tops[0];
  if (candidates.length > 0 || first === undefined || schema.title === null) return candidates;
  const depth =
    /^#{1,6}/u.exec(schema.text.slice(schema.title.range.start, schema.title.range.start + 6))?.[0].length ?? 1;
  return depth > 1 && first.depth === depth ? [first] : [];
}

function isSectionName(section: OutlineSection, index: SchemaIndex): boolean {
  if (index.top.exact.has(section.title)) return true;
  const key = foldKey(section.title);
  if (index.everywhere.has(key) || index.fields.has(key)) return true;
  const stem = readStem(section.title);
  if (stem !== null && index.everywhere.get(foldKey(stem.stem))?.some((schema) => schema.repeat !== null)) return true;
  return nearestSection(foldName(section.title).split(' '), index.top.single, ['typo']) !== null;
}

function startsWithFixedWords(section: OutlineSection, schema: Schema): boolean {
  const { title } = schema;
  if (title === null || title.prefix.trim() === '') return false;
  return titleMatches(section.title, title);
}

function boundTitle(section: OutlineSection, schema: TitleSchema | null): BoundTitle {
  const text = section.title;
  const children = section.node.children;
  const start = children[0]?.position?.start.offset ?? section.headingRange.start;
  const end = children[children.length - 1]?.position?.end.offset ?? section.headingRange.end;
  const match = schema === null ? null : patternOf(schema).exec(text);
  const name = match?.[1] ?? text;
  return { text, name: name.trim(), range: { start, end }, matchesTemplate: schema === null || match !== null };
}

/** True when a heading has the template's fixed words in their places. */
export function titleMatches(text: string, schema: TitleSchema): boolean {
  return patternOf(schema).test(text);
}

const patterns = new WeakMap<TitleSchema, RegExp>();

/** Matches titles with the template's fixed words, whatever stands between these; group 1 is the name. */
function patternOf(schema: TitleSchema): RegExp {
  let pattern = patterns.get(schema);
  if (pattern === undefined) {
    const before = fixedWords(schema.prefix, schema.number);
    const after = schema.placeholder === null ? '' : fixedWords(schema.suffix, schema.number);
    const name = schema.placeholder === null ? '()' : '(.*?)';
    pattern = new RegExp(`^${GAP}${before}${name}\\s{0,12}${after}$`, 'isu');
    patterns.set(schema, pattern);
  }
  return pattern;
}

/** What may stand between fixed words; brackets, quotes and emphasis begin the name. */
const GAP = '[\\s:：.,;|/#·•–—-]{0,12}';
const NUMBER = '[\\p{L}\\p{N}?._#-]{1,24}';

function fixedWords(words: string, number: string | null): string {
  const marked = number === null ? words : words.replace(number, ' \u0000 ');
  return marked
    .split(/[^\p{L}\p{N}\0]+/u)
    .filter((word) => word !== '')
    .map((word) => `${word === '\u0000' ? NUMBER : escapePattern(word)}${GAP}`)
    .join('');
}

function escapePattern(word: string): string {
  return word.replace(/[\\^$.*+?()[\]{}|]/gu, '\\$&');
}
