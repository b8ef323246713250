import { headingTextRange } from '../../edit/headings.ts';
import { parentOf } from '../../edit/placement.ts';
import { slugOf } from '../../markdown/anchors.ts';
import type { MigrationStep, StepOf } from '../../template/compatibility-change.ts';
import { endOfOwn } from '../../template/compatibility-match.ts';
import { foldKey } from '../../template/names.ts';
import type { SectionSchema } from '../../template/schema.ts';
import type { Range } from '../../text/range.ts';
import { Conflict, type Piece, type Pieces } from './pieces.ts';
import { type MigrationPlan, sectionAt } from './plan.ts';

/** What the steps about sections work on. */
export interface SectionWork {
  readonly plan: MigrationPlan;
  readonly pieces: Pieces;
  /** Anchors of headings before and after, for links. */
  readonly anchors: Map<string, string>;
}

/** Makes one step about sections; true when it changed anything. @throws {Conflict} */
export function stepSections(work: SectionWork, step: MigrationStep): boolean {
  switch (step.kind) {
    case 'rename-section':
      return renameSection(work, step);
    case 'insert-section':
      return insertSection(work, sectionOf(work, step.new));
    case 'move-section':
      return moveSection(work, sectionOf(work, step.new));
    case 'set-level':
      return setLevel(work, sectionOf(work, step.new));
    case 'split-section':
      return splitSection(work, step);
    case 'join-sections':
      return joinSections(work, step);
    default:
      return false;
  }
}

function sectionOf({ plan }: SectionWork, heading: Range): SectionSchema {
  const section = sectionAt(plan.current, heading);
  if (section === null) throw new Conflict('the step belongs to other versions of the template');
  return section;
}

function renameSection(work: SectionWork, step: StepOf<'rename-section'>): boolean {
  const section = sectionOf(work, step.new);
  const hasName = ({ section: bound }: Piece): boolean =>
    bound !== null && foldKey(bound.name) === foldKey(section.name);
  // Where one heading has the new name, others of the old name elsewhere are the author's own.
  if (section.repeat === null && work.pieces.answers(section).some(hasName)) return false;
  return work.pieces.answers(section).filter((piece) => renamePiece(work, piece, section)).length > 0;
}

/** Puts the new name in the place of the old one; outline number, marks and an entry's own words stay. */
function renamePiece(work: SectionWork, piece: Piece, section: SectionSchema): boolean {
  const bound = piece.section;
  if (bound === null || foldKey(bound.name) === foldKey(section.name) || bound.schema === null) return false;
  if (work.plan.newOf.get(bound.schema) !== section) return false;
  if (bound.match === 'near') {
    throw new Conflict(`heading "${bound.name}" only resembles "${bound.schema.name}", which is "${section.name}" now`);
  }
  const { text } = work.pieces.document.source;
  const words = headingTextRange(bound.outline.node);
  const raw = text.slice(words.start, words.end);
  const name = [bound.schema.name, bound.name].find((each) => occursOnce(raw, each));
  // An entry that carries another stem than the template's is the author's own.
  if (name === undefined && bound.schema.repeat !== null) return false;
  const at = name === undefined ? 0 : raw.indexOf(name);
  const start = words.start + at;
  piece.edits.push({ start, end: start + (name ?? raw).length, text: section.name });
  const { title } = bound.outline;
  work.anchors.set(slugOf(title), slugOf(name === undefined ? section.name : title.replace(name, section.name)));
  return true;
}

function occursOnce(text: string, part: string): boolean {
  const at = text.indexOf(part);
  return part !== '' && at !== -1 && text.indexOf(part, at + 1) === -1;
}

/** Puts a section of the template into each of its homes that has none. */
function insertSection(work: SectionWork, section: SectionSchema): boolean {
  const { pieces } = work;
  if (pieces.isStrange) return false;
  let inserted = false;
  const parent = parentOf(work.plan.current, section) ?? null;
  if (parent?.repeat == null && pieces.answers(section).length > 0) return false;
  for (const home of homesOf(work, section)) {
    if (home.children.some(({ target }) => target === section)) continue;
    insertTree(work, home, section, depthUnder(work, home, section));
    inserted = true;
  }
  return inserted;
}

function homesOf({ plan, pieces }: SectionWork, section: SectionSchema): readonly Piece[] {
  const parent = parentOf(plan.current, section);
  return parent === undefined ? [pieces.root] : pieces.answers(parent);
}

/** The section's own text, then those of its subsections that the old template did not have; the others move there. */
function insertTree(work: SectionWork, home: Piece, section: SectionSchema, depth: number): void {
  const { plan, pieces } = work;
  const { start } = section.headingRange;
  const written = plan.current.text.slice(start, endOfOwn(section));
  const marks = /^#{1,6}(?=[ \t])/u.exec(written)?.[0];
  const text = marks === undefined ? written : `${'#'.repeat(clampDepth(depth))}${written.slice(marks.length)}`;
  const piece = pieces.insert(home, text, section, depth);
  for (const child of section.sections) {
    if (!plan.known.has(child)) insertTree(work, piece, child, depth + child.depth - section.depth);
  }
}

function clampDepth(depth: number): number {
  return Math.min(6, Math.max(1, depth));
}

/** As deep under its home as in the template; at the top as deep as the document's other top sections. */
function depthUnder({ plan, pieces }: SectionWork, home: Piece, section: SectionSchema): number {
  const parent = parentOf(plan.current, section);
  if (parent !== undefined) return home.depth + section.depth - parent.depth;
  const counts = new Map<number, number>();
  for (const piece of pieces.root.children) {
    if (piece.target === null || parentOf(plan.current, piece.target) !== undefined) continue;
    const shift = piece.depth - piece.target.depth;
    counts.set(shift, (counts.get(shift) ?? 0) + 1);
  }
  const [most] = [...counts].sort((a, b) => b[1] - a[1] || Math.abs(a[0]) - Math.abs(b[0]));
  return section.depth + (most?.[0] ?? 0);
}

function moveSection(work: SectionWork, section: SectionSchema): boolean {
  const { pieces } = work;
  const homes = homesOf(work, section);
  let moved = false;
  for (const piece of pieces.answers(section)) {
    const home = homes.find((each) => each === piece.parent) ?? (homes.length === 1 ? homes[0] : undefined);
    if (homes.length === 0) continue;
    if (home === undefined) throw new Conflict(`it has ${homes.length} places for section "${section.name}"`);
    if (piece.parent === home && pieces.isInOrder(piece)) continue;
    if (piece.parent !== home) setDepth(piece, depthUnder(work, home, section));
    pieces.place(home, piece);
    moved = true;
  }
  return moved;
}

/** Subsections go along. */
function setDepth(piece: Piece, depth: number): void {
  const shift = depth - piece.depth;
  piece.depth = depth;
  for (const child of piece.children) setDepth(child, child.depth + shift);
}

function setLevel(work: SectionWork, section: SectionSchema): boolean {
  const parent = parentOf(work.plan.current, section) ?? null;
  let changed = false;
  for (const piece of work.pieces.answers(section)) {
    const home = piece.parent;
    if (home === null || (parent === null ? home !== work.pieces.root : home.target !== parent)) continue;
    const depth = parent === null ? section.depth : home.depth + section.depth - parent.depth;
    if (piece.depth === depth) continue;
    setDepth(piece, depth);
    changed = true;
  }
  return changed;
}

/** The content stays under one of the parts; the others are put in beside it. */
function splitSection(work: SectionWork, step: StepOf<'split-section'>): boolean {
  const heir = sectionOf(work, step.heir);
  const holders = work.pieces.answers(heir);
  if (holders.length === 0) return false;
  let changed = holders.filter((piece) => renamePiece(work, piece, heir)).length > 0;
  for (const part of step.parts) {
    const section = sectionOf(work, part);
    if (section !== heir && insertSection(work, section)) changed = true;
  }
  return changed;
}

/** The first of the sections takes the new name; the text of the others follows its own. */
function joinSections(work: SectionWork, step: StepOf<'join-sections'>): boolean {
  const { plan, pieces } = work;
  const section = sectionOf(work, step.new);
  const found = step.parts.flatMap((part) => {
    const old = sectionAt(plan.old, part);
    return old === null ? [] : pieces.answersOfOld(old).filter((piece) => piece.target === section);
  });
  const all = found.sort((a, b) => (a.own?.start ?? 0) - (b.own?.start ?? 0));
  const unsure = all.find((piece) => piece.section?.match === 'near');
  if (unsure !== undefined && all.length > 1) {
    throw new Conflict(
      `heading "${unsure.section?.name}" only resembles one that is to be joined to "${section.name}"`,
    );
  }
  const [first, ...others] = all;
  if (first === undefined || unsure !== undefined) return false;
  const renamed = renamePiece(work, first, section);
  for (const other of others) joinTo(work, first, other);
  return renamed || others.length > 0;
}

function joinTo(work: SectionWork, first: Piece, other: Piece): void {
  const children = [...other.children];
  setDepth(other, first.depth);
  other.headless = true;
  other.parent?.children.splice(other.parent.children.indexOf(other), 1);
  other.parent = first;
  other.children.length = 0;
  first.children.splice(first.children.filter(({ headless }) => headless).length, 0, other);
  for (const child of children) {
    child.parent = first;
    first.children.push(child);
  }
  const title = first.section?.outline.title ?? '';
  const anchor = slugOf(other.section?.outline.title ?? '');
  work.anchors.set(anchor, work.anchors.get(slugOf(title)) ?? slugOf(title));
}
