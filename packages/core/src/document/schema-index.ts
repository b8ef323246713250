import { cleanName, foldKey, foldName } from '../template/names.ts';
import { stripBrackets } from '../template/placeholder.ts';
import type { ContentSchema, FieldSchema, Schema, SectionSchema } from '../template/schema.ts';

/** The subsections that a schema section (or the top) knows, ready to be found by name. */
export interface SectionScope {
  /** By name and by heading as the template writes them. */
  readonly exact: ReadonlyMap<string, SectionSchema>;
  /** By `foldKey`. */
  readonly folded: ReadonlyMap<string, SectionSchema>;
  /** By `pluralKey`; names that two sections share are left out. */
  readonly plural: ReadonlyMap<string, SectionSchema>;
  /** Sections that stand once, with their folded words, for near matches. */
  readonly single: readonly NamedSection[];
  /** True when a repeated section among them has fixed words, such as `Option 1`. */
  readonly hasStems: boolean;
  /** Sections that stand once and hold a placeholder beside fixed words: `About [Feature]`. */
  readonly patterns: readonly NamePattern[];
  /** A repeated section whose whole heading is a placeholder, such as `[Component 1]`. */
  readonly wildcard: SectionSchema | null;
  /** The only subsection when it is a repeated one: then a subsection without the stem is one of it too. */
  readonly onlyRepeated: SectionSchema | null;
}

/** Folded words before and behind the placeholder of a name; one of the two may be empty. */
export interface NamePattern {
  readonly schema: SectionSchema;
  readonly before: string;
  readonly behind: string;
}

export interface NamedSection {
  readonly schema: SectionSchema;
  readonly words: readonly string[];
}

/** Everything about a schema that binding looks up, made once for a schema. */
export interface SchemaIndex {
  readonly top: SectionScope;
  readonly scopes: ReadonlyMap<SectionSchema, SectionScope>;
  readonly parents: ReadonlyMap<SectionSchema, SectionSchema | null>;
  /** Every section by `foldKey` of its name; repeated ones by their stem, placeholder-named ones left out. */
  readonly everywhere: ReadonlyMap<string, readonly SectionSchema[]>;
  /** True when any section anywhere is repeated under fixed words. */
  readonly hasStems: boolean;
  /** Position of a section in template order. */
  readonly order: ReadonlyMap<SectionSchema, number>;
  /** Fields before the first section, and fields that are sections of their own, by `foldKey`. */
  readonly fields: ReadonlyMap<string, FieldSchema>;
  /** Fields, group fields and definition-like fields of one body, by `foldKey`. */
  contentFields(content: ContentSchema): ReadonlyMap<string, FieldSchema>;
}

const indexes = new WeakMap<Schema, SchemaIndex>();

/** The index of a schema, made on first use and kept as long as the schema lives. */
export function indexOfSchema(schema: Schema): SchemaIndex {
  const known = indexes.get(schema);
  if (known !== undefined) return known;
  const index = buildIndex(schema);
  indexes.set(schema, index);
  return index;
}

function buildIndex(schema: Schema): SchemaIndex {
  const scopes = new Map<SectionSchema, SectionScope>();
  const parents = new Map<SectionSchema, SectionSchema | null>();
  const order = new Map<SectionSchema, number>();
  const everywhere = new Map<string, SectionSchema[]>();
  const fields = fieldMap(schema.fields);
  const visit = (section: SectionSchema, parent: SectionSchema | null): void => {
    parents.set(section, parent);
    order.set(section, order.size);
    scopes.set(section, scopeOf(section.sections));
    if (!isPlaceholderNamed(section)) {
      const key = foldKey(section.name);
      const same = everywhere.get(key);
      if (same === undefined) everywhere.set(key, [section]);
      else same.push(section);
    }
    if (section.field !== null && parent === null) addField(fields, section.field);
    for (const child of section.sections) visit(child, section);
  };
  for (const section of schema.sections) visit(section, null);
  const contentMaps = new WeakMap<ContentSchema, ReadonlyMap<string, FieldSchema>>();
  const contentFields = (content: ContentSchema): ReadonlyMap<string, FieldSchema> => {
    const known = contentMaps.get(content) ?? fieldMap(content.fields);
    contentMaps.set(content, known);
    return known;
  };
  const top = scopeOf(schema.sections);
  const hasStems = top.hasStems || [...scopes.values()].some((scope) => scope.hasStems);
  return { top, scopes, parents, everywhere, hasStems, order, fields, contentFields };
}

function fieldMap(fields: readonly FieldSchema[]): Map<string, FieldSchema> {
  const map = new Map<string, FieldSchema>();
  for (const field of fields) addField(map, field);
  for (const field of fields) for (const key of countedKeys(field.name)) if (!map.has(key)) map.set(key, field);
  return map;
}

/** One author or many: `Author(s)` is written `Author` or `Authors`, and either of these for the other. */
function countedKeys(name: string): readonly string[] {
  const one = /^(.*\p{L})\(s\)$/u.exec(name.trim())?.[1];
  if (one !== undefined) return [foldKey(one), foldKey(`${one}s`)];
  const key = foldKey(name);
  if (!/[a-z]{4}$/u.test(key) || key.endsWith('ss')) return [];
  return [key.endsWith('s') ? key.slice(0, -1) : `${key}s`];
}

function addField(map: Map<string, FieldSchema>, field: FieldSchema): void {
  for (const key of [foldKey(field.name), foldKey(field.key)]) if (!map.has(key)) map.set(key, field);
}

function scopeOf(sections: readonly SectionSchema[]): SectionScope {
  const exact = new Map<string, SectionSchema>();
  const folded = new Map<string, SectionSchema>();
  const plural = new Map<string, SectionSchema>();
  const shared = new Set<string>();
  const single: NamedSection[] = [];
  const patterns: NamePattern[] = [];
  let wildcard: SectionSchema | null = null;
  for (const section of sections) {
    if (isPlaceholderNamed(section)) {
      wildcard ??= section;
      continue;
    }
    for (const name of [section.name, section.heading]) if (!exact.has(name)) exact.set(name, section);
    const key = foldKey(section.name);
    if (!folded.has(key)) folded.set(key, section);
    const many = pluralKey(section.name);
    if (plural.has(many)) shared.add(many);
    plural.set(many, section);
    if (section.repeat !== null) continue;
    single.push({ schema: section, words: foldName(section.name).split(' ') });
    const pattern = patternOf(section);
    if (pattern !== null) patterns.push(pattern);
  }
  for (const key of shared) plural.delete(key);
  const only = sections.length === 1 ? sections[0] : undefined;
  const onlyRepeated = only !== undefined && only.repeat !== null ? only : null;
  const hasStems = sections.some((section) => section.repeat !== null && !isPlaceholderNamed(section));
  return { exact, folded, plural, single, patterns, hasStems, wildcard, onlyRepeated };
}

function patternOf(section: SectionSchema): NamePattern | null {
  const [before, behind] = section.placeholder === null ? [] : section.heading.split(section.placeholder);
  if (before === undefined || behind === undefined) return null;
  const pattern = { schema: section, before: foldName(before), behind: foldName(behind) };
  return pattern.before === '' && pattern.behind === '' ? null : pattern;
}

/** True for a repeated section whose heading holds no fixed word: `[Component 1]`, `{title of option}`. */
function isPlaceholderNamed(section: SectionSchema): boolean {
  if (section.repeat === null || section.placeholder === null) return false;
  const heading = cleanName(section.heading);
  const fixed = heading.replace(section.placeholder, '');
  return !/\p{L}/u.test(fixed) || foldKey(stripBrackets(heading)) === foldKey(stripBrackets(section.placeholder));
}

/** The folded name with a final `s` taken off every longer word, so that `Goal` and `Goals` are one. */
export function pluralKey(name: string): string {
  let key = '';
  for (const word of foldName(name).split(' '))
    key += word.length >= 4 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word;
  return key;
}
