import type { Fix } from '../../../diagnostic/diagnostic.ts';
import type { BoundDocument, BoundSection } from '../../../document/document.ts';
import { setHeadingDepth } from '../../../edit/headings.ts';
import { type Placement, placementsOf } from '../../../edit/placement.ts';
import type { Replacement } from '../../../text/edit.ts';
import type { DocumentRule, Finding } from '../../rule.ts';

export const wrongLevel: DocumentRule = {
  scope: 'document',
  code: 'STR103',
  name: 'wrong-level',
  summary: 'A heading is at another level than the template has it',
  why: 'The level says what belongs to what: at a wrong level a section falls out of its parent, or swallows what follows.',
  remedy: 'Give the heading the level of the template; the fix rewrites its marks and those of its subsections.',
  severity: { draft: 'warning', settled: 'warning' },
  example: {
    template:
      '# [Name]\n\n## Overview\n\n### Goals\n\n- [Goal]\n\n### Non-Goals\n\n- [Non-goal]\n\n## Design\n\n[How]\n',
    bad: '# Queue\n\n## Overview\n\n### Goals\n\n- Keep orders\n\n## Non-Goals\n\n- Speed\n\n## Design\n\nOne broker.\n',
    good: '# Queue\n\n## Overview\n\n### Goals\n\n- Keep orders\n\n### Non-Goals\n\n- Speed\n\n## Design\n\nOne broker.\n',
  },
  check: findWrongLevels,
};

/** A section at another depth than it should have. */
interface Misfit {
  readonly section: BoundSection;
  readonly home: BoundSection | null;
  readonly depth: number;
  /** How many levels too deep; negative when too high. */
  readonly shift: number;
}

const sure = 0.5;

function* findWrongLevels(document: BoundDocument): Iterable<Finding> {
  const misfits = new Map<BoundSection, Misfit>();
  const told = new Set<BoundSection>();
  for (const [section, place] of placementsOf(document)) {
    const misfit = misfitOf(section, place);
    if (misfit === null) continue;
    const follows = place.home !== null && misfits.get(place.home)?.shift === misfit.shift;
    misfits.set(section, misfit);
    if (follows || told.has(section)) continue;
    const run = runOf(document, misfit);
    for (const member of run) told.add(member.section);
    yield finding(document, run);
  }
}

function misfitOf(section: BoundSection, { schema, home, depth, comesHome }: Placement): Misfit | null {
  if (depth === null || depth === section.outline.depth || depth < 1 || depth > 6) return null;
  if (schema.confidence < sure || section.match === 'near' || !comesHome) return null;
  return { section, home, depth, shift: section.outline.depth - depth };
}

/** Siblings that are all off by as much are one finding, at the first: their author chose another level for the lot. */
function runOf(document: BoundDocument, misfit: Misfit): readonly Misfit[] {
  const { home } = misfit;
  if (home === null) return [misfit];
  const known = placementsOf(document);
  const run: Misfit[] = [];
  for (const sibling of home.sections) {
    const place = known.get(sibling);
    if (place?.home !== home) continue;
    const other = misfitOf(sibling, place);
    if (other?.shift !== misfit.shift) return [misfit];
    run.push(other);
  }
  return run.length > 1 && run.some((other) => other.section === misfit.section) ? run : [misfit];
}

function finding(document: BoundDocument, run: readonly Misfit[]): Finding {
  const { section, home, depth } = run[0] as Misfit;
  const who =
    run.length === 1 ? `Heading "${section.name}" is` : `Headings "${section.name}" and ${run.length - 1} more are`;
  return {
    range: section.outline.headingRange,
    message: `${who} at level ${section.outline.depth}, the template has ${run.length === 1 ? 'it' : 'them'} at level ${depth} here`,
    address: section.address,
    template: section.schema?.headingRange ?? null,
    ...(section.parent === home && home !== null ? { atMost: 'info' as const } : {}),
    fixes: levelFix(document, run),
  };
}

function levelFix(document: BoundDocument, run: readonly Misfit[]): readonly Fix[] {
  const edits: Replacement[] = [];
  for (const { section, depth } of run) {
    if (!relevel(document, section, depth, edits)) return [];
  }
  const [first] = run;
  const title = `Set heading "${first?.section.name}" to level ${first?.depth}`;
  return [{ title, kind: 'safe', edits: edits.sort((a, b) => a.start - b.start) }];
}

/** Adds the edits for a section and the subsections that move with it; false when a heading cannot be rewritten. */
function relevel(document: BoundDocument, section: BoundSection, depth: number, edits: Replacement[]): boolean {
  const pending: { section: BoundSection; depth: number }[] = [{ section, depth }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { outline } = next.section;
    if (next.depth !== outline.depth) {
      const edit = setHeadingDepth(document.source, outline.node, next.depth);
      if (edit === null) return false;
      for (const replacement of edit) edits.push(replacement);
    }
    for (const child of next.section.sections) {
      const childDepth = childLevel(document, child, outline.depth, next.depth);
      if (childDepth !== null) pending.push({ section: child, depth: childDepth });
    }
  }
  return true;
}

/** The depth of a subsection once its parent moves from level `from` to level `to`; null when it stays as it is. */
function childLevel(document: BoundDocument, child: BoundSection, from: number, to: number): number | null {
  const place = placementsOf(document).get(child);
  if (place !== undefined) return place.depth === null || place.depth === child.outline.depth ? null : place.depth;
  const below = child.outline.depth - from;
  return below > 1 && child.outline.depth > to ? null : to + below;
}
