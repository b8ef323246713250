import type { BoundDocument } from '../document/document.ts';
import { type Change, type ChangeKind, changeOf, type Place, wordsOf } from './change.ts';
import { metadataParts, partsOf } from './document-parts.ts';
import { matchParts, type PartMatches } from './match.ts';
import { keptInOrder } from './order.ts';
import { makePart, type Part } from './part.ts';

/**
 * What differs between two documents, in the order of the one after; what is removed stands where it stood. Another way
 * of writing the same (wrapping, markers, alignment of tables, references) is no difference, so the list is empty exactly
 * when both say the same. The documents may be bound to different schemas. Near-linear in the texts.
 */
export function structuralDiff(before: BoundDocument, after: BoundDocument): Change[] {
  const metadata = new Comparison(metadataOf(before), metadataOf(after), '(metadata)');
  const text = new Comparison(partsOf(before), partsOf(after), '(preamble)');
  return [...text.titles, ...metadata.changes, ...text.changes];
}

/**
 * The differences in some sections and everything within them. Addresses may be of either document; `(title)`,
 * `(metadata)` and `(preamble)` are sections, too.
 */
export function changedWords(
  before: BoundDocument,
  after: BoundDocument,
  addresses: ReadonlySet<string>,
): readonly Change[] {
  const isWanted = (at: string): boolean => {
    if (addresses.has(at)) return true;
    for (const wanted of addresses) if (at.startsWith(`${wanted}.`) || at.startsWith(`${wanted}[`)) return true;
    return false;
  };
  return structuralDiff(before, after).filter(
    ({ section, address, from }) => isWanted(section) || isWanted(address) || (from !== null && isWanted(from)),
  );
}

/** Fields of the companion stand in another text, so the parts are hung in without regard to their ranges. */
function metadataOf(document: BoundDocument): Part {
  const range = { start: 0, end: 0 };
  return {
    ...makePart({ kind: 'document', address: '(metadata)', source: '', range }),
    parts: metadataParts(document),
  };
}

/** Kinds whose order says nothing, or is told by something else. */
const UNORDERED: ReadonlySet<string> = new Set([
  'field',
  'mark',
  'box',
  'heading',
  'title',
  'front-matter',
  'definition',
]);

/** One walk over two trees of parts side by side. */
class Comparison {
  readonly changes: Change[] = [];
  /** The title's changes, which stand before those of metadata. */
  readonly titles: Change[] = [];
  readonly #matches: PartMatches;
  /** Parts after that are told of as moved. */
  readonly #moved = new Set<Part>();
  /** Cells that are told of with their column. */
  readonly #withColumn = new Set<Part>();

  constructor(before: Part, after: Part, section: string) {
    this.#matches = matchParts(before, after);
    this.#children(before, after, { section, path: [], holder: null, inHeader: false });
  }

  #pair(before: Part, after: Part, outer: Place): void {
    if (before.silent && after.silent) return;
    const place = placeIn(after, outer);
    const isLeaf = before.parts.length === 0 || after.parts.length === 0 || after.kind === 'field';
    if (before.silent) this.#single('added', after, outer);
    else if (after.silent) this.#single('removed', before, outer);
    else if (after.kind === 'heading') this.#heading(before, after, outer);
    else if (after.kind === 'box') this.#box(before, after, outer);
    else if (isLeaf) this.#leaf(before, after, place);
    else this.#inner(before, after, place);
  }

  #inner(before: Part, after: Part, place: Place): void {
    if (before.form !== after.form) {
      const forms = { before: formOf(before), after: formOf(after), from: before.address };
      this.#push(changeOf('changed', after, place, forms));
    }
    if (after.kind === 'table') this.#columns(before, after);
    this.#children(before, after, place);
  }

  #push(change: Change): void {
    (change.what === 'title' ? this.titles : this.changes).push(change);
  }

  #leaf(before: Part, after: Part, place: Place): void {
    if (before.print === after.print) return;
    // What one template reads as fields may be mere words to another.
    const isSame = before.words !== '' && before.words === after.words && before.kind === after.kind;
    if (isSame && after.kind !== 'field') return;
    const words = { before: wordsOf(before), after: wordsOf(after), from: before.address };
    this.#push(changeOf(place.inHeader ? 'renamed' : 'changed', after, place, words));
  }

  #box(before: Part, after: Part, place: Place): void {
    if (before.words === after.words) return;
    const kind = after.words === '[x]' ? 'ticked' : 'unticked';
    this.#push(changeOf(kind, after, place, { from: before.address }));
  }

  /** A heading of another depth has moved in the outline, unless its section is told of as moved. */
  #heading(before: Part, after: Part, place: Place): void {
    const words = { before: before.words, after: after.words, from: before.address };
    const isEntry = place.holder?.kind === 'entry';
    const push = (kind: ChangeKind): void => {
      const change = changeOf(kind, after, place, words);
      this.#push(isEntry ? { ...change, what: 'entry' } : change);
    };
    if (before.words !== after.words) {
      push(isRenumbered(before, after) ? 'renumbered' : 'renamed');
    } else if (before.form !== after.form && (place.holder === null || !this.#moved.has(place.holder))) push('moved');
  }

  /** A column that is new or gone takes its cells with it. */
  #columns(before: Part, after: Part): void {
    this.#cellsOfColumns(after, (cell) => this.#matches.beforeOf(cell) === null);
    this.#cellsOfColumns(before, (cell) => this.#matches.afterOf(cell) === null);
  }

  #cellsOfColumns(table: Part, isOpen: (cell: Part) => boolean): void {
    const [header, ...rows] = table.parts.filter(({ kind }) => kind === 'row');
    const open = new Set((header?.parts ?? []).filter(isOpen).flatMap(({ keys }) => keys));
    if (open.size === 0) return;
    for (const cell of rows.flatMap(({ parts }) => parts)) {
      if (open.has(cell.keys[0] ?? '') && isOpen(cell)) this.#withColumn.add(cell);
    }
  }

  #children(before: Part, after: Part, place: Place): void {
    this.#findMoved(before, after);
    const gone = this.#goneBehind(before, after);
    for (const part of gone.get(null) ?? []) this.#single('removed', part, place);
    for (const part of after.parts) {
      const counterpart = this.#matches.beforeOf(part);
      const inner = { ...place, inHeader: place.inHeader || part.keys[0] === '(columns)' };
      if (counterpart === null) this.#single('added', part, inner);
      else {
        if (this.#moved.has(part))
          this.#push(changeOf('moved', part, placeIn(part, inner), { from: counterpart.address }));
        this.#pair(counterpart, part, inner);
      }
      for (const each of gone.get(part) ?? []) this.#single('removed', each, inner);
    }
  }

  /** What has another place among its siblings, or came from elsewhere. */
  #findMoved(before: Part, after: Part): void {
    const places = new Map(before.parts.map((part, index) => [part, index]));
    const staying: { readonly part: Part; readonly place: number }[] = [];
    for (const part of after.parts) {
      const counterpart = this.#matches.beforeOf(part);
      if (counterpart === null || UNORDERED.has(part.kind) || part.silent) continue;
      const place = places.get(counterpart);
      if (place === undefined) this.#moved.add(part);
      else if (part.kind !== 'cell' || after.keys[0] === '(columns)') staying.push({ part, place });
    }
    const kept = keptInOrder(staying.map(({ place }) => place));
    for (const [index, { part }] of staying.entries()) if (!kept.has(index)) this.#moved.add(part);
  }

  /** Parts that are gone, by the part after which they stood; null for the start. */
  #goneBehind(before: Part, after: Part): Map<Part | null, Part[]> {
    const own = new Set(after.parts);
    const gone = new Map<Part | null, Part[]>();
    let behind: Part | null = null;
    for (const part of before.parts) {
      const counterpart = this.#matches.afterOf(part);
      if (counterpart !== null) {
        if (own.has(counterpart)) behind = counterpart;
      } else if (gone.has(behind)) gone.get(behind)?.push(part);
      else gone.set(behind, [part]);
    }
    return gone;
  }

  /** A part that is new or gone, told of as a whole. */
  #single(kind: 'added' | 'removed', part: Part, outer: Place): void {
    if (part.silent || this.#withColumn.has(part)) return;
    const inner = outer.inHeader && part.kind === 'row' ? { ...outer, inHeader: false } : outer;
    const words = wordsOf(part);
    // An item that becomes a task, or is one no more, is the same item.
    const told = part.kind === 'box' ? 'changed' : kind;
    this.#push(changeOf(told, part, placeIn(part, inner), kind === 'added' ? { after: words } : { before: words }));
  }
}

/** The same name behind another number: `Alternative 3: Queue`, `2.1 Goals`. */
function isRenumbered(before: Part, after: Part): boolean {
  const digits = /[0-9]+/gu;
  return before.name === after.name && before.words.match(digits)?.join() !== after.words.match(digits)?.join();
}

/** The place of a part's own changes: in the section that it is or that holds it. */
function placeIn(part: Part, outer: Place): Place {
  if (part.kind === 'section' || part.kind === 'entry') {
    const name = part.parts[0]?.words ?? part.name;
    return { section: part.address, path: [...outer.path, name], holder: part, inHeader: false };
  }
  if (part.kind === 'title') return { ...outer, section: '(title)' };
  return part.kind === 'row' || part.kind === 'item' ? { ...outer, holder: part } : outer;
}

function formOf(part: Part): string {
  if (part.kind !== 'list') return part.kind;
  return part.form === '#' ? 'numbered' : 'bulleted';
}
