import type { BoundDocument, BoundSection } from '../document/document.ts';
import type { OutlineSection } from '../markdown/outline.ts';
import { rangeOf } from '../markdown/source.ts';
import type { SectionSchema } from '../template/schema.ts';
import type { Replacement } from '../text/edit.ts';
import type { Range } from '../text/range.ts';
import { insertBlock, staysOpen } from './blocks.ts';
import { answersIn, parentOf, placementsOf, siblingsUnder } from './placement.ts';
import { sectionSkeleton } from './skeleton.ts';

/** What stands around a missing section. */
export interface Gap {
  readonly home: BoundSection | null;
  /** The nearest sibling before it in the template; null when the document has none. */
  readonly before: BoundSection | null;
  /** The first of its siblings that the document has. */
  readonly first: BoundSection | null;
}

/** What stands around the place where a section of the template is missing in `home`. */
export function gapFor(document: BoundDocument, schema: SectionSchema, home: BoundSection | null): Gap {
  const siblings = siblingsUnder(document.schema, parentOf(document.schema, schema));
  const answers = siblings.map((sibling) => answersIn(document, sibling, home));
  const before = answers.slice(0, siblings.indexOf(schema)).flat();
  return { home, before: before.at(-1) ?? null, first: answers.flat()[0] ?? null };
}

/** Where a missing section is to stand. */
export interface GapPlace {
  /** The heading line to show: the one before the gap, else the parent's, the title's, or the one behind the gap. */
  readonly range: Range;
  /** Where the section is to be inserted; null when no place is certain. */
  readonly at: number | null;
}

export function placeOfGap(document: BoundDocument, { home, before, first }: Gap): GapPlace {
  if (before !== null)
    return { range: before.outline.headingRange, at: usable(document, endOfSection(before.outline)) };
  const range = home?.outline.headingRange ?? document.title?.range ?? null;
  if (first !== null) {
    return { range: range ?? first.outline.headingRange, at: first.outline.headingRange.start };
  }
  const at = usable(document, home?.outline.bodyRange.end ?? document.source.text.length);
  return { range: range ?? { start: 0, end: document.source.lines.endOfLine(1) }, at };
}

function usable(document: BoundDocument, at: number): number | null {
  return at >= document.source.text.length && staysOpen(document.source) ? null : at;
}

/** Inserts a section as the template shows it; null when no place is certain. */
export function insertSection(document: BoundDocument, schema: SectionSchema, gap: Gap): Replacement | null {
  const { at } = placeOfGap(document, gap);
  if (at === null) return null;
  const shift = depthInGap(document, schema, gap) - schema.depth;
  return insertBlock(document.source.text, at, sectionSkeleton(document.schema, schema, shift));
}

/** As deep as the template says below the parent, or as deep as the document writes the section's neighbours. */
export function depthInGap(document: BoundDocument, schema: SectionSchema, { home, before, first }: Gap): number {
  if (home?.schema != null) return home.outline.depth + schema.depth - home.schema.depth;
  const sibling = before ?? first;
  const place = sibling === null ? undefined : placementsOf(document).get(sibling);
  return place?.depth == null ? schema.depth : place.depth + schema.depth - place.schema.depth;
}

/** The end of a section's own text: a rule that parts it from what follows belongs to neither. */
export function endOfSection(section: OutlineSection): number {
  let last = section;
  for (let next = last.sections.at(-1); next !== undefined; next = last.sections.at(-1)) last = next;
  let end = section.range.end;
  for (const block of [...last.blocks].reverse()) {
    if (block.type !== 'thematicBreak') break;
    end = rangeOf(block).start;
  }
  return end;
}
