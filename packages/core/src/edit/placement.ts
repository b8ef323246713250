import type { BoundDocument, BoundSection } from '../document/document.ts';
import type { Schema, SectionSchema } from '../template/schema.ts';
import { lastAnswer } from '../text/last-answer.ts';

/** Where a section that answers the template belongs. */
export interface Placement {
  readonly schema: SectionSchema;
  /** The section that should hold it; null for a top section, and where that parent is missing. */
  readonly home: BoundSection | null;
  /** The heading depth it should have here; null when nothing tells. */
  readonly depth: number | null;
  /**
   * True when it falls under its home, between siblings that the template has before and after it, once every heading has
   * the depth it should have.
   */
  readonly comesHome: boolean;
}

const parents = new WeakMap<Schema, ReadonlyMap<SectionSchema, SectionSchema>>();

/** The schema section that holds another; undefined for top sections. */
export function parentOf(schema: Schema, section: SectionSchema): SectionSchema | undefined {
  let known = parents.get(schema);
  if (known === undefined) {
    known = readParents(schema);
    parents.set(schema, known);
  }
  return known.get(section);
}

function readParents(schema: Schema): ReadonlyMap<SectionSchema, SectionSchema> {
  const known = new Map<SectionSchema, SectionSchema>();
  const pending = [...schema.sections];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const child of next.sections) {
      known.set(child, next);
      pending.push(child);
    }
  }
  return known;
}

/** The schema sections that stand beside one another under `parent`; the top sections for null. */
export function siblingsUnder(schema: Schema, parent: SectionSchema | null | undefined): readonly SectionSchema[] {
  return parent === null || parent === undefined ? schema.sections : parent.sections;
}

/** The placement of every section that answers the template. Read once for a document, in one pass over its headings. */
export const placementsOf: (document: BoundDocument) => ReadonlyMap<BoundSection, Placement> =
  lastAnswer(readPlacements);

function readPlacements(document: BoundDocument): ReadonlyMap<BoundSection, Placement> {
  const shift = baseShift(document);
  const latest = new Map<SectionSchema, BoundSection>();
  const known = new Map<BoundSection, Placement>();
  const siblings = new Map<BoundSection | null, BoundSection[]>();
  const around: { section: BoundSection; depth: number }[] = [];
  for (const section of document.allSections) {
    const { schema } = section;
    const parent = schema === null ? undefined : parentOf(document.schema, schema);
    const home = parent === undefined ? null : (holderOf(section, parent) ?? latest.get(parent) ?? null);
    const depth = schema === null ? null : depthIn(schema, parent, home, home === null ? null : known.get(home), shift);
    const settled = depth ?? section.outline.depth;
    while ((around.at(-1)?.depth ?? 0) >= settled) around.pop();
    const holder = around.at(-1)?.section ?? null;
    around.push({ section, depth: settled });
    if (schema === null) continue;
    known.set(section, { schema, home, depth, comesHome: parent === undefined || (home !== null && holder === home) });
    latest.set(schema, section);
    const beside = siblings.get(home);
    if (beside === undefined) siblings.set(home, [section]);
    else beside.push(section);
  }
  for (const [home, beside] of siblings) keepInOrder(siblingsUnder(document.schema, home?.schema), beside, known);
  return known;
}

/** Takes the home from sections that would come there out of order. */
function keepInOrder(
  wanted: readonly SectionSchema[],
  siblings: readonly BoundSection[],
  known: Map<BoundSection, Placement>,
): void {
  const order = new Map(wanted.map((section, index) => [section, index]));
  const ranks = siblings.map((sibling) => order.get(sibling.schema as SectionSchema));
  for (const [index, sibling] of siblings.entries()) {
    const place = known.get(sibling) as Placement;
    const own = ranks[index] ?? 0;
    const isOut = (ranks[index - 1] ?? own) > own || (ranks[index + 1] ?? own) < own;
    if (isOut && place.depth !== sibling.outline.depth) known.set(sibling, { ...place, comesHome: false });
  }
}

function depthIn(
  schema: SectionSchema,
  parent: SectionSchema | undefined,
  home: BoundSection | null,
  homePlace: Placement | null | undefined,
  shift: number,
): number | null {
  if (parent === undefined) return schema.depth + shift;
  if (home === null) return null;
  return (homePlace?.depth ?? home.outline.depth) + schema.depth - parent.depth;
}

/** The nearest section around this one that answers `schema`; headings nest at most six deep. */
function holderOf(section: BoundSection, schema: SectionSchema): BoundSection | null {
  let holder = section.parent;
  while (holder !== null && holder.schema !== schema) holder = holder.parent;
  return holder;
}

/** How many levels deeper than the template the document writes its top sections: what most of them do. */
function baseShift(document: BoundDocument): number {
  const counts = new Map<number, number>();
  for (const schema of document.schema.sections) {
    for (const section of document.answers.get(schema) ?? []) {
      const shift = section.outline.depth - schema.depth;
      counts.set(shift, (counts.get(shift) ?? 0) + 1);
    }
  }
  let best = 0;
  for (const [shift, count] of counts) {
    const most = counts.get(best) ?? 0;
    if (count > most || (count === most && Math.abs(shift) < Math.abs(best))) best = shift;
  }
  return best;
}

const answersByHome = lastAnswer(readAnswersByHome);

/** The answers to `schema` that belong to `home`, in text order; for a top section all of them. */
export function answersIn(
  document: BoundDocument,
  schema: SectionSchema,
  home: BoundSection | null,
): readonly BoundSection[] {
  if (home === null) return document.answers.get(schema) ?? [];
  return answersByHome(document).get(home)?.get(schema) ?? [];
}

function readAnswersByHome(
  document: BoundDocument,
): ReadonlyMap<BoundSection, ReadonlyMap<SectionSchema, BoundSection[]>> {
  const known = new Map<BoundSection, Map<SectionSchema, BoundSection[]>>();
  for (const [section, { schema, home }] of placementsOf(document)) {
    if (home === null) continue;
    let held = known.get(home);
    if (held === undefined) {
      held = new Map();
      known.set(home, held);
    }
    const answers = held.get(schema);
    if (answers === undefined) held.set(schema, [section]);
    else answers.push(section);
  }
  return known;
}
