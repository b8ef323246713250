import type { Outline, OutlineSection } from '../markdown/outline.ts';
import { foldKey } from '../template/names.ts';
import type { Schema, SectionSchema } from '../template/schema.ts';
import { leadPairs } from './lead-pairs.ts';
import type { SchemaIndex } from './schema-index.ts';
import { indexOfSchema, pluralKey } from './schema-index.ts';
import { readStem } from './stem.ts';
import { titleMatches } from './title.ts';

/** The template whose shape a document is most like. */
export interface ClosestTemplate {
  readonly schema: Schema;
  /** 0 for nothing in common, 1 for every heading and field of the template and no others. */
  readonly score: number;
  /** True when that is close enough to check the document against it. */
  readonly fits: boolean;
  /** The next best; null when there was one template only. */
  readonly runnerUp: { readonly schema: Schema; readonly score: number } | null;
}

/**
 * Below this likeness a document is no document of the template. Of some 2,300 public documents nine in ten are above it
 * for their own template, and no read-me, licence or change log comes near it.
 */
const CLOSE_ENOUGH = 0.4;

/** The schema that an outline is most like; of equals the first. Null when there are none. */
export function closestTemplate(outline: Outline, schemas: readonly Schema[]): ClosestTemplate | null {
  const shape = shapeOf(outline);
  const scored = schemas.map((schema) => ({ schema, score: scoreOf(shape, schema) }));
  scored.sort((a, b) => b.score - a.score);
  const [best, next] = scored;
  return best === undefined ? null : { ...best, fits: best.score >= CLOSE_ENOUGH, runnerUp: next ?? null };
}

/** How like a document and a template are, 0 to 1, by their headings, title and metadata. */
export function fitness(outline: Outline, schema: Schema): number {
  return scoreOf(shapeOf(outline), schema);
}

/** What is compared of a document. */
interface Shape {
  readonly titles: readonly string[];
  /** Headings under the title, outermost first, each as the keys it may be known by. */
  readonly headings: readonly Heading[];
  readonly fields: ReadonlySet<string>;
}

interface Heading {
  readonly keys: readonly string[];
  /** 0 for a top section. */
  readonly level: number;
}

const MAX_HEADINGS = 400;

function shapeOf(outline: Outline): Shape {
  const titles = outline.sections.filter((section) => section.depth === 1).map((section) => section.title);
  const [only] = outline.sections;
  const single = outline.sections.length === 1 && only !== undefined && only.depth === 1;
  const headings: Heading[] = [];
  const pending = [...(single ? only.sections : outline.sections)].reverse().map((section) => ({ section, level: 0 }));
  for (let next = pending.pop(); next !== undefined && headings.length < MAX_HEADINGS; next = pending.pop()) {
    const { section, level } = next;
    headings.push({ keys: keysOf(section), level });
    for (let at = section.sections.length - 1; at >= 0; at -= 1) {
      pending.push({ section: section.sections[at] as OutlineSection, level: level + 1 });
    }
  }
  return { titles, headings, fields: new Set(leadPairs(outline).map(({ name }) => foldKey(name))) };
}

function keysOf(section: OutlineSection): string[] {
  const stem = readStem(section.title);
  const keys = [foldKey(section.title), pluralKey(section.title)];
  return stem === null ? keys : [...keys, foldKey(stem.stem)];
}

/** What of a schema is looked for, made once for a schema. */
interface Sought {
  readonly index: SchemaIndex;
  readonly sections: readonly { readonly keys: readonly string[]; readonly weight: number }[];
  readonly known: ReadonlySet<string>;
  readonly fields: readonly { readonly key: string; readonly weight: number }[];
  /** True when some section's headings are the author's own, so that unknown ones say nothing. */
  readonly hasOwnNames: boolean;
}

const sought = new WeakMap<Schema, Sought>();

function soughtOf(schema: Schema): Sought {
  const known = sought.get(schema);
  if (known !== undefined) return known;
  const made = readSought(schema);
  sought.set(schema, made);
  return made;
}

function readSought(schema: Schema): Sought {
  const index = indexOfSchema(schema);
  const sections: { keys: string[]; weight: number }[] = [];
  const visit = (section: SectionSchema, weight: number): void => {
    const own = section.required ? weight : weight * 0.3;
    const isNamed = section.repeat === null || index.everywhere.has(foldKey(section.name));
    if (isNamed) sections.push({ keys: [foldKey(section.name), pluralKey(section.name)], weight: own });
    for (const child of section.sections) visit(child, own / 4);
  };
  for (const section of schema.sections) visit(section, 1);
  const made: Sought = {
    index,
    sections,
    known: new Set(sections.flatMap(({ keys }) => keys)),
    fields: schema.fields.map((field) => ({ key: foldKey(field.name), weight: field.required ? 1 : 0.4 })),
    hasOwnNames: index.top.wildcard !== null,
  };
  return made;
}

/**
 * Headings weigh most: the share of the template's that the document has, and the share of the document's top headings
 * that the template knows, joined as their harmonic mean. Metadata and the fixed words of the title add to it.
 */
function scoreOf(shape: Shape, schema: Schema): number {
  const { sections, known, fields, hasOwnNames } = soughtOf(schema);
  const parts: { score: number; weight: number }[] = [];
  if (sections.length > 0) {
    const written = new Set(shape.headings.flatMap(({ keys }) => keys));
    const recall = shareOf(sections, ({ keys }) => keys.some((key) => written.has(key)));
    const tops = shape.headings.filter(({ level, keys }) => level === 0 || keys.some((key) => known.has(key)));
    const precision = hasOwnNames
      ? 1
      : shareOf(
          tops.map((heading) => ({ heading, weight: 1 })),
          ({ heading }) => heading.keys.some((key) => known.has(key)),
        );
    parts.push({ score: recall + precision === 0 ? 0 : (2 * recall * precision) / (recall + precision), weight: 3 });
  }
  if (fields.length > 0)
    parts.push({ score: shareOf(fields, ({ key }) => shape.fields.has(key)), weight: fields.length >= 3 ? 1.5 : 0.75 });
  if (schema.title !== null && /\p{L}{3,}/u.test(schema.title.prefix)) {
    const { title } = schema;
    parts.push({ score: shape.titles.some((text) => titleMatches(text, title)) ? 1 : 0, weight: 0.75 });
  }
  const total = parts.reduce((sum, { weight }) => sum + weight, 0);
  return total === 0 ? 0 : parts.reduce((sum, { score, weight }) => sum + score * weight, 0) / total;
}

function shareOf<Part extends { readonly weight: number }>(
  parts: readonly Part[],
  has: (part: Part) => boolean,
): number {
  let all = 0;
  let found = 0;
  for (const part of parts) {
    all += part.weight;
    if (has(part)) found += part.weight;
  }
  return all === 0 ? 0 : found / all;
}
