import type { Outline, OutlineSection } from '../markdown/outline.ts';
import { cleanName, foldKey } from '../template/names.ts';
import type { FieldNotation } from '../template/schema.ts';
import { readDate } from './fields/date.ts';
import { leadPairs } from './lead-pairs.ts';

/** What most of many documents without a template have in common. */
export interface SharedShape {
  /** How many documents were compared. */
  readonly documents: number;
  /** Fixed words of the title with `NNNN` for a number, such as `ADR-NNNN: `; null when most documents have no title. */
  readonly titlePrefix: string | null;
  readonly fields: readonly SharedField[];
  /** Depth of the top sections' headings in most documents, 1 to 6. */
  readonly depth: number;
  /** Top sections in the order most documents have them. */
  readonly sections: readonly SharedSection[];
}

export interface SharedSection {
  /** As most documents write it. */
  readonly name: string;
  /** Share of the documents that have it, 0 to 1. */
  readonly share: number;
  readonly sections: readonly SharedSection[];
}

export interface SharedField {
  readonly name: string;
  readonly where: FieldNotation;
  readonly share: number;
  /** `choice` when few different values are used many times. */
  readonly type: 'choice' | 'date' | 'text';
  /** Values from the most used on; empty unless `type` is `choice`. */
  readonly choices: readonly string[];
}

/** A heading or field belongs to the shape when at least this share of the documents has it. */
const MOST = 0.5;
/** Parts that this share of the documents has are required in the template. */
const NEARLY_ALL = 0.9;
const FEWEST_DOCUMENTS = 3;
const FEWEST_SECTIONS = 2;

/** The shape most of the documents share; null for too few documents, or when they share fewer than two sections. */
export function sharedShape(outlines: readonly Outline[]): SharedShape | null {
  const shaped = outlines.filter((outline) => outline.sections.length > 0);
  if (shaped.length < FEWEST_DOCUMENTS) return null;
  const sections = sharedSections(shaped.map(topSections));
  if (sections.length < FEWEST_SECTIONS) return null;
  const depths = shaped.flatMap((outline) => topSections(outline).map(({ depth }) => String(depth)));
  return {
    documents: shaped.length,
    titlePrefix: sharedTitle(shaped),
    fields: sharedFields(outlines, shaped.length),
    depth: Number(mostUsed(depths)),
    sections,
  };
}

function topSections(outline: Outline): readonly OutlineSection[] {
  return hasTitle(outline) ? (outline.sections[0]?.sections ?? []) : outline.sections;
}

function hasTitle(outline: Outline): boolean {
  return outline.sections.length === 1 && outline.sections[0]?.depth === 1;
}

interface Gathered {
  readonly names: string[];
  /** Where among its siblings each document has it, 0 to 1. */
  readonly places: number[];
  /** The subsections that each document has in it. */
  readonly below: (readonly OutlineSection[])[];
}

/** Sections under one parent over all documents that have the parent; two levels deep. */
function sharedSections(documents: readonly (readonly OutlineSection[])[], level = 0): SharedSection[] {
  const byKey = new Map<string, Gathered>();
  for (const sections of documents) {
    const seen = new Set<string>();
    for (const [at, section] of sections.entries()) {
      const key = foldKey(section.title);
      if (key === '' || seen.has(key)) continue;
      seen.add(key);
      const known = byKey.get(key) ?? { names: [], places: [], below: [] };
      byKey.set(key, known);
      known.names.push(cleanName(section.title));
      known.places.push(sections.length === 1 ? 0 : at / (sections.length - 1));
      known.below.push(section.sections);
    }
  }
  return [...byKey.values()]
    .filter(({ names }) => names.length >= documents.length * MOST)
    .sort((a, b) => median(a.places) - median(b.places))
    .map(({ names, below }) => ({
      name: mostUsed(names),
      share: names.length / documents.length,
      sections: level === 0 ? sharedSections(below, 1) : [],
    }));
}

function sharedTitle(outlines: readonly Outline[]): string | null {
  const titles = outlines.filter(hasTitle).map((outline) => outline.sections[0]?.title ?? '');
  if (titles.length < outlines.length * MOST) return null;
  const prefixes = titles
    .map((title) => /^((?:\p{L}{1,20}[ -]?)?#?)\d{1,6}([:.)]?[ -]{0,2}[-–—:]? ?)/u.exec(title))
    .filter((found) => found !== null);
  if (prefixes.length < titles.length * MOST) return '';
  return mostUsed(prefixes.map((found) => `${found[1] ?? ''}NNNN${found[2] ?? ''}`));
}

const MOST_CHOICES = 10;

/** Short documents without any section, such as stubs of moved ones, tell values but not which fields are shared. */
function sharedFields(outlines: readonly Outline[], documents: number): SharedField[] {
  const byKey = new Map<string, { names: string[]; places: FieldNotation[]; values: string[]; at: number[] }>();
  for (const outline of outlines) {
    const seen = new Set<string>();
    for (const [at, { name, value, where }] of leadPairs(outline).entries()) {
      const key = foldKey(name);
      if (key === '' || seen.has(key)) continue;
      seen.add(key);
      const known = byKey.get(key) ?? { names: [], places: [], values: [], at: [] };
      byKey.set(key, known);
      if (outline.sections.length > 0) {
        known.names.push(name);
        known.places.push(where);
        known.at.push(at);
      }
      if (value !== '') known.values.push(value);
    }
  }
  return [...byKey.values()]
    .filter(({ names }) => names.length >= documents * MOST)
    .sort((a, b) => median(a.at) - median(b.at))
    .map(({ names, places, values }) => ({
      name: mostUsed(names),
      where: mostUsed(places),
      share: names.length / documents,
      ...typeOf(values),
    }));
}

function typeOf(values: readonly string[]): Pick<SharedField, 'type' | 'choices'> {
  const dates = values.filter((value) => readDate({ raw: value, plain: value, data: undefined }).state === 'valid');
  if (dates.length > values.length * MOST) return { type: 'date', choices: [] };
  const counts = countsOf(values);
  const repeated = counts.filter(([value, count]) => count > 1 && value.length <= 40);
  const covered = repeated.reduce((sum, [, count]) => sum + count, 0);
  const isChoice = repeated.length >= 2 && repeated.length <= MOST_CHOICES && covered >= values.length * NEARLY_ALL;
  return isChoice
    ? { type: 'choice', choices: firstStatesFirst(repeated.map(([value]) => value)) }
    : { type: 'text', choices: [] };
}

const FIRST_STATE =
  /^(?:draft|proposed|proposal|provisional|wip|work in progress|idea|new|open|pending|черновик|entwurf|borrador|brouillon|草案|草稿)/iu;

/** Where the values are states, a template's first is the one a new document has. */
function firstStatesFirst(values: readonly string[]): string[] {
  return [...values.filter((value) => FIRST_STATE.test(value)), ...values.filter((value) => !FIRST_STATE.test(value))];
}

function countsOf<Value extends string>(values: readonly Value[]): [Value, number][] {
  const counts = new Map<Value, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]);
}

function mostUsed<Value extends string>(values: readonly Value[]): Value {
  return (countsOf(values)[0] as [Value, number])[0];
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}

/**
 * A template with that shape, as Markdown. Parts that only most of the documents have are marked as optional; the texts
 * to replace stand in brackets.
 */
export function shapeAsTemplate(shape: SharedShape): string {
  const parts: string[] = [];
  const front = shape.fields.filter(({ where }) => where === 'frontmatter');
  if (front.length > 0) parts.push(['---', ...front.map(yamlLine), '---'].join('\n'));
  if (shape.titlePrefix !== null) parts.push(`# ${shape.titlePrefix}[Title]`);
  for (const part of leadFields(shape.fields)) parts.push(part);
  for (const section of shape.sections) for (const part of sectionText(section, shape.depth)) parts.push(part);
  return `${parts.join('\n\n')}\n`;
}

function yamlLine(field: SharedField): string {
  const value = field.type === 'text' ? `<${field.name}>` : valueText(field);
  return `${field.name}: ${value}${field.share < NEARLY_ALL ? ' # optional' : ''}`;
}

function valueText(field: SharedField): string {
  if (field.type === 'choice') return field.choices.join(' | ');
  return field.type === 'date' ? 'YYYY-MM-DD' : `[${field.name}]`;
}

function leadFields(fields: readonly SharedField[]): string[] {
  const bullets = fields
    .filter(({ where }) => where === 'bullet')
    .map((field) => `- ${field.name}: ${valueText(field)}`);
  const bold = fields.filter(({ where }) => where === 'bold').map((field) => `**${field.name}**: ${valueText(field)}`);
  const lines = fields.filter(({ where }) => where === 'line').map((field) => `${field.name}: ${valueText(field)}`);
  const rows = fields
    .filter(({ where }) => where === 'table')
    .map((field) => `| ${field.name} | ${valueText(field).replaceAll('|', '\\|')} |`);
  const table = rows.length === 0 ? [] : ['| Field | Value |', '|---|---|', ...rows];
  return [bold, lines, bullets, table].filter((group) => group.length > 0).map((group) => group.join('\n'));
}

function sectionText(section: SharedSection, depth: number): string[] {
  const mark = section.share < NEARLY_ALL ? '<!-- spec: optional -->\n' : '';
  const heading = `${mark}${'#'.repeat(Math.min(depth, 6))} ${section.name}`;
  if (section.sections.length === 0) return [heading, `[${section.name}]`];
  return [heading, ...section.sections.flatMap((child) => sectionText(child, depth + 1))];
}
