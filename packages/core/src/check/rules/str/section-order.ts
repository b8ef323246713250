import type { Fix } from '../../../diagnostic/diagnostic.ts';
import type { BoundDocument, BoundSection } from '../../../document/document.ts';
import { staysOpen } from '../../../edit/blocks.ts';
import { lineEndOf } from '../../../edit/line-end.ts';
import { parentOf, siblingsUnder } from '../../../edit/placement.ts';
import type { SectionSchema } from '../../../template/schema.ts';
import type { DocumentRule, Finding } from '../../rule.ts';

export const sectionOrder: DocumentRule = {
  scope: 'document',
  code: 'STR102',
  name: 'section-order',
  summary: 'Sections stand in another order than in the template',
  why: 'Whoever reads many documents of one kind finds things by where they stand.',
  remedy: 'Move the section to where the template has it; the fix moves it as a whole and changes nothing in it.',
  severity: { draft: 'info', settled: 'warning' },
  example: {
    template: '# [Name]\n\n## Context\n\n[Why now]\n\n## Design\n\n[How]\n\n## Risks\n\n[What may fail]\n',
    bad: '# Queue\n\n## Design\n\nOne broker.\n\n## Risks\n\nThe disk.\n\n## Context\n\nOrders are lost.\n',
    good: '# Queue\n\n## Context\n\nOrders are lost.\n\n## Design\n\nOne broker.\n\n## Risks\n\nThe disk.\n',
  },
  check: findMisplaced,
};

function* findMisplaced(document: BoundDocument): Iterable<Finding> {
  yield* misplacedAmong(document, document.sections, null);
  for (const section of document.allSections) {
    if (section.schema !== null && section.sections.length > 1 && !section.schema.free) {
      yield* misplacedAmong(document, section.sections, section.schema);
    }
  }
}

interface Ranked {
  readonly section: BoundSection;
  readonly schema: SectionSchema;
  /** Its place among its siblings in the template. */
  readonly rank: number;
}

function* misplacedAmong(
  document: BoundDocument,
  sections: readonly BoundSection[],
  parent: SectionSchema | null,
): Iterable<Finding> {
  const ranked = rank(document, sections, parent);
  const kept = longestInOrder(ranked.map((item) => item.rank));
  if (kept.size === ranked.length) return;
  const inOrder = ranked.filter((_, index) => kept.has(index));
  for (const [index, item] of ranked.entries()) {
    if (!kept.has(index)) yield misplaced(document, item, inOrder);
  }
}

function rank(
  document: BoundDocument,
  sections: readonly BoundSection[],
  parent: SectionSchema | null,
): readonly Ranked[] {
  const order = new Map(siblingsUnder(document.schema, parent).map((schema, index) => [schema, index]));
  const ranked: Ranked[] = [];
  for (const section of sections) {
    const { schema } = section;
    if (
      schema === null ||
      section.match === 'near' ||
      isAnyName(schema) ||
      (parentOf(document.schema, schema) ?? null) !== parent
    )
      continue;
    ranked.push({ section, schema, rank: order.get(schema) as number });
  }
  return ranked;
}

/** Where a heading is nothing but a name, any extra section may be taken for an entry; those may stand anywhere. */
function isAnyName({ repeat }: SectionSchema): boolean {
  return repeat?.named === true && !repeat.numbered;
}

/** Indices of a longest run of numbers that never fall, the fewest moves being those of all others. O(n log n). */
function longestInOrder(ranks: readonly number[]): ReadonlySet<number> {
  const ends: number[] = [];
  const before: number[] = [];
  for (const [index, value] of ranks.entries()) {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ranks[ends[middle] as number] as number) <= value) low = middle + 1;
      else high = middle;
    }
    before[index] = low === 0 ? -1 : (ends[low - 1] as number);
    ends[low] = index;
  }
  const kept = new Set<number>();
  for (let index = ends.at(-1) ?? -1; index >= 0; index = before[index] as number) kept.add(index);
  return kept;
}

/** How many of the ranked, which are in order, stand at or before a rank. */
function placeAmong(inOrder: readonly Ranked[], rank: number): number {
  let low = 0;
  let high = inOrder.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((inOrder[middle] as Ranked).rank <= rank) low = middle + 1;
    else high = middle;
  }
  return low;
}

function misplaced(document: BoundDocument, item: Ranked, inOrder: readonly Ranked[]): Finding {
  const start = item.section.outline.headingRange.start;
  const place = placeAmong(inOrder, item.rank);
  const follower = inOrder[place];
  const leader = inOrder[place - 1];
  const tooLate = follower !== undefined && follower.section.outline.headingRange.start < start;
  const message =
    tooLate || leader === undefined
      ? `Section "${item.section.name}" stands after "${follower?.section.name}", the template has it before`
      : `Section "${item.section.name}" stands before "${leader.section.name}", the template has it after`;
  const target =
    leader === undefined ? (follower as Ranked).section.outline.range.start : leader.section.outline.range.end;
  return {
    range: item.section.outline.headingRange,
    message,
    address: item.section.address,
    template: item.schema.headingRange,
    fixes: moveFix(document, item.section, target),
  };
}

/**
 * Moves the text of a section, from its heading to its last visible unit, together with the gap before it. Every other
 * byte stays, but where the section stood first or last a missing empty line is added.
 */
function moveFix(document: BoundDocument, section: BoundSection, target: number): readonly Fix[] {
  const { text } = document.source;
  if (staysOpen(document.source)) return [];
  const { start, end } = section.outline.range;
  const bodyEnd = trimmedEnd(text, end);
  const gapStart = trimmedEnd(text, start);
  const at = trimmedEnd(text, target);
  if (at > gapStart && at < bodyEnd) return [];
  const lineEnd = lineEndOf(text);
  const gap = /\n[ \t]*\r?\n/u.test(text.slice(gapStart, start)) ? text.slice(gapStart, start) : lineEnd + lineEnd;
  const body = text.slice(start, bodyEnd);
  const insertion =
    at === 0 ? { start: target, end: target, text: body + gap } : { start: at, end: at, text: gap + body };
  const removal = { start: gapStart, end: bodyEnd, text: '' };
  const edits = insertion.start <= removal.start ? [insertion, removal] : [removal, insertion];
  return [{ title: `Move section "${section.name}" to its place`, kind: 'safe', edits }];
}

/** The offset just after the last unit before `end` that is not white space. */
function trimmedEnd(text: string, end: number): number {
  let at = end;
  while (at > 0 && /\s/u.test(text[at - 1] as string)) at -= 1;
  return at;
}
