import { foldKey, kebabName } from '../template/names.ts';
import { editDistance } from '../text/nearest.ts';
import type { Range } from '../text/range.ts';
import type { BoundContent, BoundDocument, BoundField, BoundSection } from './document.ts';

/** A part of a document that has an address. */
export interface AddressTarget {
  readonly address: string;
  /** Where the value stands: for a section all of it, its heading included; for a field, cell or item its own text. */
  readonly range: Range;
  /** True when the range counts in the companion file. */
  readonly inCompanion: boolean;
}

export type AddressResolution =
  | { readonly kind: 'found'; readonly target: AddressTarget }
  /** At most three addresses that are written alike, nearest first. */
  | { readonly kind: 'none'; readonly suggestions: readonly string[] }
  /** Every address that was meant, in document order; at least two. */
  | { readonly kind: 'ambiguous'; readonly candidates: readonly string[] };

/** Every address of a document's own text and its place, in document order. Addresses of companion fields are left out. */
export function addressMap(document: BoundDocument): Map<string, Range> {
  const map = new Map<string, Range>();
  for (const { address, range, inCompanion } of readAddressBook(document).targets.values()) {
    if (!inCompanion) map.set(address, range);
  }
  return map;
}

/** All targets of a document, and the names that may stand in brackets instead of a number. */
interface AddressBook {
  readonly targets: Map<string, AddressTarget>;
  /** By the address of an entry, `phases[2]`: its names, as `kebabName`. */
  readonly names: Map<string, Set<string>>;
}

function readAddressBook(document: BoundDocument): AddressBook {
  const book: AddressBook = { targets: new Map(), names: new Map() };
  const { title, fields, preamble } = document;
  if (title !== null) add(book, '(title)', title.range);
  for (const field of fields) addField(book, field);
  if (preamble !== null && !preamble.empty) {
    add(book, '(preamble)', preamble.range);
    addContent(book, preamble);
  }
  for (const section of document.allSections) addSection(book, section);
  return book;
}

function add(book: AddressBook, address: string, range: Range, inCompanion = false): void {
  if (!book.targets.has(address)) book.targets.set(address, { address, range, inCompanion });
}

function addField(book: AddressBook, field: BoundField): void {
  add(book, field.address, field.value.range, field.inCompanion);
}

function addSection(book: AddressBook, section: BoundSection): void {
  add(book, section.address, section.outline.range);
  if (section.ownName !== null) addName(book, section.address, section.ownName);
  addContent(book, section.content);
}

function addContent(book: AddressBook, content: BoundContent): void {
  for (const field of content.fields) addField(book, field);
  for (const table of content.tables) {
    add(book, table.address, table.range);
    for (const row of table.rows) {
      add(book, row.address, row.range);
      addName(book, row.address, row.cells[0]?.value.plain ?? '');
      for (const cell of row.cells) add(book, cell.address, cell.value.range);
    }
  }
  for (const list of content.lists) addItems(book, list.items);
  for (const group of content.groups) {
    add(book, group.address, group.range);
    if (group.ownName !== null) addName(book, group.address, group.ownName);
    add(book, `${group.address}.description`, group.description.range);
    for (const list of group.lists) addItems(book, list.items);
  }
}

function addItems(book: AddressBook, items: BoundContent['lists'][number]['items']): void {
  for (const item of items) {
    add(book, item.address, item.rawRange);
    addName(book, item.address, item.term ?? item.plain);
  }
}

const NAME_LIMIT = 100;

function addName(book: AddressBook, address: string, name: string): void {
  if (name === '' || name.length > NAME_LIMIT) return;
  const names = book.names.get(address);
  if (names === undefined) book.names.set(address, new Set([kebabName(name)]));
  else names.add(kebabName(name));
}

/**
 * Finds what an address means. It may be written in full or from any segment on, in kebab-case, camelCase or as the names
 * are written, with `[n]` or `[name]`; a name wins over a number.
 */
export function resolveAddress(document: BoundDocument, written: string): AddressResolution {
  const book = readAddressBook(document);
  const exact = book.targets.get(written.trim());
  const wanted = parseAddress(written);
  if (wanted === null) return exact === undefined ? suggest(book, written) : { kind: 'found', target: exact };
  const found = matching(book, wanted);
  if (exact !== undefined && (found.length === 0 || !wanted.some((step) => step.index !== null)))
    return { kind: 'found', target: exact };
  const whole = found.filter(({ steps }) => steps.length === wanted.length);
  const best = whole.length > 0 ? whole : found;
  const [first] = best;
  if (first === undefined) return exact === undefined ? suggest(book, written) : { kind: 'found', target: exact };
  if (best.length === 1) return { kind: 'found', target: first.target };
  return { kind: 'ambiguous', candidates: best.map(({ target }) => target.address) };
}

/** One segment of an address: a name, or what stands in brackets behind one. */
type Step = { readonly name: string; readonly index: null } | { readonly name: null; readonly index: string };

const STEP = /([^.[\]]+)|\[([^\]]*)\]|(\.)/uy;

/** Null for text that is no address at all. */
function parseAddress(written: string): Step[] | null {
  const text = written.trim();
  const steps: Step[] = [];
  STEP.lastIndex = 0;
  while (STEP.lastIndex < text.length) {
    const match = STEP.exec(text);
    if (match === null) return null;
    if (match[1] !== undefined) steps.push({ name: stepKey(match[1]), index: null });
    else if (match[2] !== undefined) steps.push({ name: null, index: match[2].trim() });
  }
  return steps.length === 0 ? null : steps;
}

function stepKey(name: string): string {
  return name.startsWith('(') ? name.trim().toLowerCase() : foldKey(kebabName(name).replaceAll('-', ' '));
}

interface Match {
  readonly target: AddressTarget;
  readonly steps: readonly Step[];
}

function matching(book: AddressBook, wanted: readonly Step[]): Match[] {
  const byName: Match[] = [];
  const byNumber: Match[] = [];
  for (const target of book.targets.values()) {
    const steps = parseAddress(target.address) ?? [];
    if (steps.length < wanted.length || startsInBrackets(steps, wanted)) continue;
    const fit = fitOf(book, target.address, steps, wanted);
    if (fit === 'name') byName.push({ target, steps });
    else if (fit === 'number') byNumber.push({ target, steps });
  }
  return byName.length > 0 ? byName : byNumber;
}

/** A suffix begins at a name; `[2]` alone means an entry of whatever comes before. */
function startsInBrackets(steps: readonly Step[], wanted: readonly Step[]): boolean {
  return steps[steps.length - wanted.length]?.name === null && wanted[0]?.name !== null;
}

/** `name` when a bracket was met by a name; `number` when all brackets, if any, were met by numbers; null for no match. */
function fitOf(
  book: AddressBook,
  address: string,
  steps: readonly Step[],
  wanted: readonly Step[],
): 'name' | 'number' | null {
  const skip = steps.length - wanted.length;
  const ends = bracketEnds(address);
  let bracket = steps.slice(0, skip).filter((step) => step.index !== null).length;
  let named = false;
  for (let at = 0; at < wanted.length; at += 1) {
    const step = steps[skip + at] as Step;
    const want = wanted[at] as Step;
    if (want.index === null) {
      if (step.name !== want.name) return null;
      continue;
    }
    if (step.index === null) return null;
    const entry = address.slice(0, ends[bracket]);
    bracket += 1;
    if (book.names.get(entry)?.has(kebabName(want.index)) === true) named = true;
    else if (step.index !== want.index) return null;
  }
  return named ? 'name' : 'number';
}

/** Offsets just after each `]`. */
function bracketEnds(address: string): number[] {
  const ends: number[] = [];
  for (let at = address.indexOf(']'); at !== -1; at = address.indexOf(']', at + 1)) ends.push(at + 1);
  return ends;
}

const SUGGESTIONS = 3;

/** Addresses with few units changed come first, then those whose segments hold the words. */
function suggest(book: AddressBook, written: string): AddressResolution {
  const wanted = written.trim().toLowerCase();
  const steps = parseAddress(written) ?? [];
  if (wanted === '') return { kind: 'none', suggestions: [] };
  const most = Math.max(2, Math.floor(wanted.length / 3));
  const near: { address: string; distance: number }[] = [];
  for (const { address } of book.targets.values()) {
    const distance = editDistance(wanted, tailLike(address, wanted), most) ?? missingUnits(address, steps);
    if (distance !== null) near.push({ address, distance });
  }
  near.sort((a, b) => a.distance - b.distance || a.address.length - b.address.length);
  return { kind: 'none', suggestions: near.slice(0, SUGGESTIONS).map(({ address }) => address) };
}

/** The end of an address with as many segments as the text has. */
function tailLike(address: string, wanted: string): string {
  const count = wanted.split('.').length;
  return address.split('.').slice(-count).join('.');
}

/** How many units the segments of an address have beyond those wanted of them; null when one does not hold its words. */
function missingUnits(address: string, wanted: readonly Step[]): number | null {
  const steps = (parseAddress(address) ?? []).slice(-wanted.length);
  if (steps.length < wanted.length || wanted.length === 0) return null;
  let missing = HOLDS_WORDS;
  for (const [at, want] of wanted.entries()) {
    const step = steps[at] as Step;
    const [part, whole] = [want.name ?? want.index, step.name ?? step.index];
    if ((want.name === null) !== (step.name === null) || !whole.includes(part)) return null;
    missing += whole.length - part.length;
  }
  return missing;
}

/** Farther away than any spelling that is only a few units off. */
const HOLDS_WORDS = 1000;
