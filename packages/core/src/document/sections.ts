import type { OutlineSection } from '../markdown/outline.ts';
import { cleanName, foldKey, foldName } from '../template/names.ts';
import type { SectionSchema } from '../template/schema.ts';
import type { SectionMatch } from './document.ts';
import type { Nearness } from './near.ts';
import { nearestSection } from './near.ts';
import type { NamedSection, NamePattern, SchemaIndex, SectionScope } from './schema-index.ts';
import { pluralKey } from './schema-index.ts';
import { readOwnName, readStem } from './stem.ts';

/** A heading of the document and the schema section it answers. */
export interface MatchedSection {
  readonly outline: OutlineSection;
  readonly parent: MatchedSection | null;
  readonly children: readonly MatchedSection[];
  /** The heading without outline number and decoration. */
  readonly name: string;
  schema: SectionSchema | null;
  match: SectionMatch | null;
  number: number | null;
  ownName: string | null;
  /** `foldKey` of the name; null until it is needed. */
  key: string | null;
}

/** The sections of a document, and those that answer each schema section, in text order. */
export interface SectionMatches {
  readonly top: readonly MatchedSection[];
  /** Parents before children, in text order. */
  readonly all: readonly MatchedSection[];
  readonly answers: ReadonlyMap<SectionSchema, readonly MatchedSection[]>;
}

interface Matching {
  readonly index: SchemaIndex;
  readonly all: MatchedSection[];
  readonly answers: Map<SectionSchema, MatchedSection[]>;
  /** Folded names of all headings; made when first needed. */
  names: Set<string> | null;
}

/**
 * Finds what each heading answers. A heading under the right parent wins; then one under another parent or at another
 * depth, when nothing else answers its schema section; then, under the right parent only, one with a similar name. Each
 * heading is compared with the names its parent allows, so the time is linear in the number of headings.
 */
export function matchSections(sections: readonly OutlineSection[], index: SchemaIndex): SectionMatches {
  const matching: Matching = { index, all: [], answers: new Map(), names: null };
  const top = sections.map((section) => openSection(section, null, matching));
  matchUnder(null, top, matching);
  for (const section of matching.all) {
    if (section.schema !== null || !matchElsewhere(section, matching)) continue;
    if (section.children.length > 0) matchUnder(section, section.children, matching);
  }
  return { top, all: matching.all, answers: sortedAnswers(matching) };
}

/** A tree of headings is at most six deep, so recursion is bounded. */
function openSection(outline: OutlineSection, parent: MatchedSection | null, matching: Matching): MatchedSection {
  const children: MatchedSection[] = [];
  const section: MatchedSection = {
    outline,
    parent,
    children,
    name: cleanName(outline.title),
    schema: null,
    match: null,
    number: null,
    ownName: null,
    key: null,
  };
  matching.all.push(section);
  for (const child of outline.sections) children.push(openSection(child, section, matching));
  return section;
}

function matchUnder(parent: MatchedSection | null, sections: readonly MatchedSection[], matching: Matching): void {
  const schema = parent?.schema ?? null;
  const scope = parent === null ? matching.index.top : schema === null ? null : matching.index.scopes.get(schema);
  if (scope !== null && scope !== undefined) {
    let unknown = 0;
    for (const section of sections) if (section.schema === null && !matchByName(section, scope, matching)) unknown += 1;
    if (unknown > 0) matchUnnamed(sections, scope, matching);
  }
  for (const section of sections) {
    if (section.schema !== null && section.children.length > 0) matchUnder(section, section.children, matching);
  }
}

function matchByName(section: MatchedSection, scope: SectionScope, matching: Matching): boolean {
  const exact = scope.exact.get(section.outline.title);
  if (exact !== undefined) return accept(section, exact, 'exact', matching);
  const key = keyOf(section);
  const folded = scope.folded.get(key) ?? scope.plural.get(pluralKey(section.name));
  if (folded !== undefined) return accept(section, folded, 'folded', matching);
  const unnumbered = withoutBareNumber(section.name);
  if (unnumbered !== null) {
    const named = scope.folded.get(foldKey(unnumbered));
    if (named !== undefined) return accept(section, named, 'folded', matching);
  }
  const patterned = scope.patterns.find((pattern) => fits(pattern, section.name));
  if (patterned !== undefined) return accept(section, patterned.schema, 'folded', matching);
  const stem = scope.hasStems ? readStem(section.name) : null;
  if (stem === null) return false;
  const repeated = scope.folded.get(foldKey(stem.stem)) ?? scope.plural.get(pluralKey(stem.stem));
  if (repeated === undefined || repeated.repeat === null) return false;
  return accept(section, repeated, stem.stem === repeated.name ? 'exact' : 'folded', matching);
}

/** True when the name has the pattern's fixed words in their places and others where its placeholder stands. */
function fits({ before, behind }: NamePattern, name: string): boolean {
  const words = foldName(name);
  if (words.length <= before.length + behind.length + 1) return false;
  return (before === '' || words.startsWith(`${before} `)) && (behind === '' || words.endsWith(` ${behind}`));
}

const BARE_NUMBER = /^[0-9]{1,2} {1,3}(?=\p{L})/u;

/** `2 Goals` without its number, which may be an outline number or a part of the name; null when there is none. */
function withoutBareNumber(name: string): string | null {
  const number = BARE_NUMBER.exec(name);
  return number === null ? null : name.slice(number[0].length);
}

function keyOf(section: MatchedSection): string {
  section.key ??= foldKey(section.name);
  return section.key;
}

/** What stands under a known parent without a known name: a typing error, or an entry whose heading is its own name. */
function matchUnnamed(sections: readonly MatchedSection[], scope: SectionScope, matching: Matching): void {
  const open = scope.single.filter((named) => !matching.answers.has(named.schema));
  const unknown = sections.filter((section) => section.schema === null && !isKnownElsewhere(section, matching));
  const wildcard = scope.wildcard ?? wildcardByUse(sections, scope);
  matchNear(unknown, open, wildcard === null ? ['typo', 'words'] : ['typo'], matching);
  if (wildcard === null) return;
  for (const section of unknown) if (section.schema === null) accept(section, wildcard, 'folded', matching);
}

/** Where the template only has `Option 1`, `Option 2` and the document never says "Option", every subsection is one. */
function wildcardByUse(sections: readonly MatchedSection[], scope: SectionScope): SectionSchema | null {
  const { onlyRepeated } = scope;
  return onlyRepeated !== null && sections.every((section) => section.schema === null) ? onlyRepeated : null;
}

/** True when a heading elsewhere has the very name. */
function isNamedSomewhere(schema: SectionSchema, matching: Matching): boolean {
  matching.names ??= new Set(matching.all.map(keyOf));
  return matching.names.has(foldKey(schema.name));
}

/** True when the heading is the exact name of a section the template has elsewhere and nothing answers yet. */
function isKnownElsewhere(section: MatchedSection, matching: Matching): boolean {
  const known = matching.index.everywhere.get(keyOf(section));
  return known?.some((schema) => !matching.answers.has(schema)) ?? false;
}

/** The nearest pairs first, each heading and each schema section once; of equally near headings none. */
function matchNear(
  unknown: readonly MatchedSection[],
  open: readonly NamedSection[],
  kinds: readonly Nearness['kind'][],
  matching: Matching,
): void {
  if (open.length === 0) return;
  const pairs = new Map<SectionSchema, { section: MatchedSection; score: number; tied: boolean }>();
  for (const section of unknown) {
    if (section.schema !== null) continue;
    const near = nearestSection(foldName(section.name).split(' '), open, kinds);
    if (near === null) continue;
    const schema = near.section.schema;
    const rival = pairs.get(schema);
    if (rival === undefined || rival.score < near.score) pairs.set(schema, { section, score: near.score, tied: false });
    else if (rival.score === near.score) rival.tied = true;
  }
  for (const [schema, { section, tied }] of pairs) {
    if (!tied && !isNamedSomewhere(schema, matching)) accept(section, schema, 'near', matching);
  }
}

/** The name under another parent or at another depth, when nothing answers that schema section in its place. */
function matchElsewhere(section: MatchedSection, matching: Matching): boolean {
  const { index, answers } = matching;
  const stem = index.hasStems ? readStem(section.name) : null;
  const unnumbered = withoutBareNumber(section.name);
  const named =
    index.everywhere.get(keyOf(section)) ??
    (unnumbered === null ? [] : (index.everywhere.get(foldKey(unnumbered)) ?? []));
  const repeated =
    stem === null ? [] : (index.everywhere.get(foldKey(stem.stem)) ?? []).filter((schema) => schema.repeat !== null);
  const open = [...named, ...repeated].filter(
    (schema) => !answers.has(schema) || isContinued(schema, section, matching),
  );
  if (open.length === 0) return false;
  const best = open.length === 1 ? open[0] : closestByContext(section, open, matching);
  return (
    best !== undefined && accept(section, best, section.outline.title === best.name ? 'exact' : 'folded', matching)
  );
}

/** A repeated section found out of place goes on with its siblings there. */
function isContinued(schema: SectionSchema, section: MatchedSection, matching: Matching): boolean {
  if (schema.repeat === null) return false;
  const last = matching.answers.get(schema)?.at(-1);
  return last !== undefined && last.parent === section.parent;
}

/** Of several schema sections with one name, that whose parent the heading stands under or most lately followed. */
function closestByContext(
  section: MatchedSection,
  open: readonly SectionSchema[],
  matching: Matching,
): SectionSchema | undefined {
  const { parents, order } = matching.index;
  for (let holder = section.parent; holder !== null; holder = holder.parent) {
    for (const schema of open) {
      if (holder.schema !== null && isWithin(schema, holder.schema, parents)) return schema;
    }
  }
  let best: SectionSchema | undefined;
  let latest = -1;
  for (const schema of open) {
    const parent = parents.get(schema) ?? null;
    const before = parent === null ? undefined : lastBefore(matching.answers.get(parent), section);
    if (before !== undefined && before > latest) {
      best = schema;
      latest = before;
    }
  }
  return best ?? [...open].sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0))[0];
}

function isWithin(
  schema: SectionSchema,
  ancestor: SectionSchema,
  parents: ReadonlyMap<SectionSchema, SectionSchema | null>,
): boolean {
  for (let at = parents.get(schema) ?? null; at !== null; at = parents.get(at) ?? null)
    if (at === ancestor) return true;
  return false;
}

function lastBefore(answers: readonly MatchedSection[] | undefined, section: MatchedSection): number | undefined {
  let last: number | undefined;
  for (const answer of answers ?? []) {
    if (answer.outline.range.start < section.outline.range.start) last = answer.outline.range.start;
  }
  return last;
}

function accept(section: MatchedSection, schema: SectionSchema, match: SectionMatch, matching: Matching): true {
  section.schema = schema;
  section.match = match;
  if (schema.repeat !== null) {
    const own = readOwnName(section.name, schema.name);
    section.number = own.number;
    section.ownName = own.ownName;
  }
  const answers = matching.answers.get(schema);
  if (answers === undefined) matching.answers.set(schema, [section]);
  else answers.push(section);
  return true;
}

function sortedAnswers(matching: Matching): Map<SectionSchema, MatchedSection[]> {
  for (const answers of matching.answers.values()) {
    if (answers.length > 1) answers.sort((a, b) => a.outline.range.start - b.outline.range.start);
  }
  return matching.answers;
}
