import type { BoundDocument, BoundSection } from '../../document/document.ts';
import { setHeadingDepth } from '../../edit/headings.ts';
import { lineEndOf } from '../../edit/line-end.ts';
import type { SectionSchema } from '../../template/schema.ts';
import { applyEdit, makeEdit, type Replacement } from '../../text/edit.ts';
import type { Range } from '../../text/range.ts';
import type { MigrationPlan } from './plan.ts';

/**
 * A heading with the text up to the next one, of the document or of the template. A document is the text before its
 * first piece and the tree of its pieces; a section changes its place, level or name without its text being touched.
 */
export interface Piece {
  /** As the old template reads it; null for a piece of the template. */
  readonly section: BoundSection | null;
  /** From the heading to the next one; null for a piece of the template. */
  readonly own: Range | null;
  /** The text of a piece of the template; empty for a piece of the document. */
  readonly inserted: string;
  /** The section of the new template that it answers or becomes; null for one of the author's own. */
  readonly target: SectionSchema | null;
  depth: number;
  parent: Piece | null;
  readonly children: Piece[];
  /** Count in the document's text. */
  readonly edits: Replacement[];
  /** Joined to another section: its own heading is left out. */
  headless: boolean;
}

/** A step that cannot be made in this document without a person. */
export class Conflict extends Error {}

/** A document taken apart at its headings. */
export class Pieces {
  readonly document: BoundDocument;
  /** Stands for the document: the parent of the top sections. */
  readonly root: Piece;
  readonly #top: readonly SectionSchema[];
  readonly #all: Piece[] = [];

  /** `now` is the same text bound to the new template. */
  constructor(plan: MigrationPlan, document: BoundDocument, now: BoundDocument) {
    this.document = document;
    this.#top = plan.current.sections;
    const { length } = document.source.text;
    const starts = document.allSections.map(({ outline }) => outline.headingRange.start);
    this.root = newPiece(null, { start: 0, end: starts[0] ?? length }, null, 0);
    const current = new Map(now.allSections.map((section) => [section.outline.headingRange.start, section]));
    const known = new Map<BoundSection, Piece>();
    for (const [index, section] of document.allSections.entries()) {
      const start = starts[index] as number;
      const target = targetOf(plan, section, current.get(start) ?? null);
      const piece = newPiece(section, { start, end: starts[index + 1] ?? length }, target, section.outline.depth);
      known.set(section, piece);
      this.#all.push(piece);
      adopt(section.parent === null ? this.root : (known.get(section.parent) ?? this.root), piece);
    }
  }

  /** Pieces that answer a section of the new template; those put in by the migration included. */
  answers(schema: SectionSchema): readonly Piece[] {
    return this.#all.filter((piece) => piece.target === schema && !piece.headless);
  }

  /** Pieces of the document that answer a section of the old template. */
  answersOfOld(schema: SectionSchema): readonly Piece[] {
    return this.#all.filter((piece) => piece.section?.schema === schema);
  }

  /** True when no heading of the document answers the template at all. */
  get isStrange(): boolean {
    return this.#all.every((piece) => piece.target === null);
  }

  /** Puts a replacement of the document's text into the piece that holds it. */
  put(replacement: Replacement): void {
    const holds = ({ own }: Piece): boolean =>
      own !== null && own.start <= replacement.start && replacement.end <= own.end;
    const piece = this.#all.find((each) => holds(each) && each.own?.end !== replacement.start) ?? this.root;
    piece.edits.push(replacement);
  }

  /** Puts a piece of the template under a home, at the place that the template gives it. */
  insert(home: Piece, text: string, target: SectionSchema, depth: number): Piece {
    const piece: Piece = { ...newPiece(null, null, target, depth), inserted: text };
    this.#all.push(piece);
    this.place(home, piece);
    return piece;
  }

  /** Puts a piece among the children of `home` where the new template's order wants it. */
  place(home: Piece, piece: Piece): void {
    piece.parent?.children.splice(piece.parent.children.indexOf(piece), 1);
    piece.parent = home;
    const order = home === this.root ? this.#top : (home.target?.sections ?? []);
    const rank = (each: Piece): number => (each.target === null ? -1 : order.indexOf(each.target));
    const own = rank(piece);
    const before = home.children.findLastIndex((each) => rank(each) !== -1 && rank(each) <= own);
    const after = home.children.findIndex((each) => rank(each) > own);
    const at = before !== -1 ? before + 1 : after !== -1 ? after : home.children.length;
    home.children.splice(at, 0, piece);
  }

  /** True when the pieces around it in its home stand on the right side of it. */
  isInOrder(piece: Piece): boolean {
    const home = piece.parent ?? this.root;
    const order = home === this.root ? this.#top : (home.target?.sections ?? []);
    const own = piece.target === null ? -1 : order.indexOf(piece.target);
    const at = home.children.indexOf(piece);
    return home.children.every((other, index) => {
      const rank = other.target === null ? -1 : order.indexOf(other.target);
      return rank === -1 || rank === own || rank < own === index < at;
    });
  }

  /** The document's text with everything that was done. */
  text(): string {
    const { text } = this.document.source;
    const end = lineEndOf(text);
    const parts: string[] = [applyEdit(text.slice(0, this.root.own?.end), sorted(this.root, 0))];
    let previous: Piece = this.root;
    for (const piece of walkPieces(this.root)) {
      const follows = piece.own !== null && previous.own !== null && previous.own.end === piece.own.start;
      if (!follows || piece.headless) endWithBlankLine(parts, end);
      parts.push(this.#written(piece, end));
      previous = piece;
    }
    if (previous.own?.end !== text.length) {
      trimLast(parts);
      parts.push(/\s*$/u.exec(text.slice(-20))?.[0] ?? '');
    }
    return parts.join('');
  }

  #written(piece: Piece, end: string): string {
    const { own } = piece;
    if (own === null) return `${piece.inserted.trim().replace(/\r\n?|\n/gu, end)}${end}${end}`;
    const { source } = this.document;
    const { outline } = piece.section as BoundSection;
    if (piece.headless) {
      const body = { start: outline.headingRange.end, end: own.end };
      const edits = piece.edits.filter(({ start }) => start >= body.start);
      return applyEdit(source.text.slice(body.start, body.end), shifted(edits, body)).trimStart();
    }
    if (piece.depth !== outline.depth) {
      const level = setHeadingDepth(source, outline.node, piece.depth);
      if (level === null) throw new Conflict(`heading "${outline.title}" cannot be set to level ${piece.depth}`);
      for (const edit of level) piece.edits.push(edit);
    }
    return applyEdit(source.text.slice(own.start, own.end), sorted(piece, own.start));
  }
}

function newPiece(section: BoundSection | null, own: Range | null, target: SectionSchema | null, depth: number): Piece {
  return { section, own, inserted: '', target, depth, parent: null, children: [], edits: [], headless: false };
}

function adopt(home: Piece, piece: Piece): void {
  piece.parent = home;
  home.children.push(piece);
}

/**
 * What a heading stands for in the new template: what the section it surely answers in the old one became, else what it
 * answers in the new one.
 */
function targetOf(plan: MigrationPlan, section: BoundSection, now: BoundSection | null): SectionSchema | null {
  const became = section.schema === null ? null : (plan.newOf.get(section.schema) ?? null);
  if (became !== null && section.match !== 'near') return became;
  return now?.schema ?? became;
}

/** A piece's subsections and theirs, in text order; headings nest six deep. */
export function* walkPieces(piece: Piece): Iterable<Piece> {
  for (const child of piece.children) {
    yield child;
    yield* walkPieces(child);
  }
}

function sorted(piece: Piece, start: number): readonly Replacement[] {
  const length = (piece.own?.end ?? 0) - start;
  return makeEdit(shifted(piece.edits, { start, end: start }), length);
}

function shifted(edits: readonly Replacement[], { start }: Range): Replacement[] {
  return edits
    .map((edit) => ({ start: edit.start - start, end: edit.end - start, text: edit.text }))
    .sort((a, b) => a.start - b.start);
}

function trimLast(parts: string[]): void {
  for (let last = parts.pop(); last !== undefined; last = parts.pop()) {
    const kept = last.trimEnd();
    if (kept === '') continue;
    parts.push(kept);
    return;
  }
}

/** Leaves the white space at the end as it is when it holds an empty line already. */
function endWithBlankLine(parts: string[], end: string): void {
  const gap = /\s*$/u.exec((parts.at(-1) ?? '').slice(-40))?.[0] ?? '';
  if ((gap.match(/\n|\r(?!\n)/gu)?.length ?? 0) >= 2) return;
  trimLast(parts);
  if (parts.length > 0) parts.push(end, end);
}
