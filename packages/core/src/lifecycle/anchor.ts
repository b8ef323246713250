import { TextFollower } from '../diff/follow-range.ts';
import { addressMap, resolveAddress } from '../document/addresses.ts';
import type { BoundDocument } from '../document/document.ts';
import { commonEnd, commonStart } from '../text/common-ends.ts';
import { FoldedText } from '../text/folded-text.ts';
import { lastAnswer } from '../text/last-answer.ts';
import { containsRange, type Range, spanOf } from '../text/range.ts';
import type { EventOf, QuotePlace } from './event.ts';
import type { Thread } from './fold.ts';

/** Where a thread stands in the text of today. */
export interface Anchor {
  /**
   * `exact`: on the same words at the same address; `moved`: on the same words, whose address is another now; `changed`: on what
   * became of them; `gone`: they are not there any more, and it stands on what held them.
   */
  readonly state: 'exact' | 'moved' | 'changed' | 'gone';
  /** UTF-16 offsets in the text of today; null when the thread is about the companion file. */
  readonly range: Range | null;
  /** Of the part that it is about, as it is called today. */
  readonly address: string;
  /** The words as they stood when it was opened; empty for a whole part. */
  readonly quote: string;
  /** The words that stand there now; null for a whole part, and when they are gone. */
  readonly words: string | null;
}

/**
 * Where some threads stand in the text of today, in their order. Every thread stands somewhere, whatever was done to the text.
 * `shown` has by their SHA-256 the texts that they were opened on, as far as these are known.
 */
export function anchorsOf(
  current: BoundDocument,
  threads: readonly Thread[],
  shown: ReadonlyMap<string, BoundDocument | null>,
): Anchor[] {
  const anchors = new Map<Thread, Anchor>();
  const now = new Present(current);
  // Those that were opened on one text are followed together.
  const revisions = new Set(threads.map(({ opened }) => opened.revision));
  for (const revision of revisions) {
    const some = threads.filter(({ opened }) => opened.revision === revision);
    const before = shown.get(revision) ?? null;
    const anchoring = before === null ? null : new Anchoring(before, now);
    for (const thread of some) {
      const anchor =
        now.inCompanion(thread.opened) ?? anchoring?.anchorOf(thread.opened) ?? now.anchorOf(thread.opened);
      anchors.set(thread, anchor);
    }
  }
  return threads.map((thread) => anchors.get(thread) as Anchor);
}

type Opened = Pick<EventOf<'thread-opened'>, 'address' | 'quote' | 'place'>;

/** Units that are kept of what stands around a quote, on each side. */
const AROUND = 32;

/** A quote with its place, as an event holds them. */
export function quoteAt(text: string, { start, end }: Range): { readonly quote: string; readonly place: QuotePlace } {
  const prefix = text.slice(Math.max(0, start - AROUND), start).toWellFormed();
  const suffix = text.slice(end, end + AROUND).toWellFormed();
  return { quote: text.slice(start, end), place: { start, prefix, suffix } };
}

/** Where words stand at an address: of several places the one with the most alike around it; null when they do not stand there. */
export function findQuote(
  bound: BoundDocument,
  address: string,
  { quote, prefix, suffix }: { readonly quote: string } & Pick<QuotePlace, 'prefix' | 'suffix'>,
): Range | null {
  const { text } = bound.source;
  const within = rangeOfAddress(bound, address);
  const places = within === null ? [] : foldedTextOf(bound).find(new FoldedText(quote), within, MOST_PLACES);
  const alike = places.map(
    ({ start, end }) =>
      commonEnd(text.slice(Math.max(0, start - prefix.length), start), prefix) +
      commonStart(text.slice(end, end + suffix.length), suffix),
  );
  return places[alike.indexOf(Math.max(...alike))] ?? null;
}

/** Words that stand there more often cannot be told apart by what stands around them. */
const MOST_PLACES = 1_000;

const foldedTextOf = lastAnswer((bound: BoundDocument) => new FoldedText(bound.source.text));
const placesOf = lastAnswer(addressMap);

/** The place of an address in a document's own text, `(document)` and `(metadata)` included; null when nothing stands there. */
export function rangeOfAddress(bound: BoundDocument, address: string): Range | null {
  if (address === '(document)') return { start: 0, end: bound.source.text.length };
  if (address === '(metadata)') {
    const ranges = bound.fields.filter(({ inCompanion }) => !inCompanion).map(({ range }) => range);
    return ranges.length === 0 ? null : ranges.reduce(spanOf);
  }
  return placesOf(bound).get(address) ?? null;
}

/** The address of the smallest part that holds a range. */
export function addressAround(bound: BoundDocument, range: Range): string {
  let [address, size] = ['(document)', Number.POSITIVE_INFINITY];
  for (const [one, { start, end }] of placesOf(bound)) {
    if (containsRange({ start, end }, range) && end - start < size) [address, size] = [one, end - start];
  }
  return address;
}

/** The text of today. */
class Present {
  readonly bound: BoundDocument;

  constructor(bound: BoundDocument) {
    this.bound = bound;
  }

  /** The anchor of a thread about a field of the companion file; null for others. */
  inCompanion({ address, quote }: Opened): Anchor | null {
    const found = resolveAddress(this.bound, address);
    if (found.kind !== 'found' || !found.target.inCompanion) return null;
    const { start, end } = found.target.range;
    const value = this.bound.companion?.text.slice(start, end) ?? '';
    const state = quote === '' || new FoldedText(value).text.includes(new FoldedText(quote).text.trim());
    return { state: state ? 'exact' : 'changed', range: null, address, quote, words: quote === '' ? null : value };
  }

  /** Without the text that a thread was opened on there are its address, its words and what stood around them. */
  anchorOf({ address, quote, place }: Opened): Anchor {
    const own = rangeOfAddress(this.bound, address);
    if (quote === '' && own !== null) return this.anchor('exact', own, address, quote);
    const around = { prefix: '', suffix: '', ...place, quote };
    const found = quote === '' ? null : findQuote(this.bound, address, around);
    if (found !== null) return this.anchor('exact', found, address, quote);
    const elsewhere = quote === '' ? null : findQuote(this.bound, '(document)', around);
    if (elsewhere !== null) return this.anchor('moved', elsewhere, addressAround(this.bound, elsewhere), quote);
    const holder = this.#holderOf(address);
    return this.anchor('gone', rangeOfAddress(this.bound, holder) as Range, holder, quote);
  }

  anchor(state: Anchor['state'], range: Range, address: string, quote: string): Anchor {
    const words = quote === '' || state === 'gone' ? null : this.bound.source.text.slice(range.start, range.end);
    return { state, range, address, quote, words };
  }

  /** The nearest address above one that is there. */
  #holderOf(address: string): string {
    const places = placesOf(this.bound);
    for (let at = address; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('.'), at.lastIndexOf('[')))) {
      if (places.has(at)) return at;
    }
    return '(document)';
  }
}

/** From the text that threads were opened on to the text of today. */
class Anchoring {
  readonly #before: BoundDocument;
  readonly #now: Present;
  readonly #follower: TextFollower;

  constructor(before: BoundDocument, now: Present) {
    this.#before = before;
    this.#now = now;
    this.#follower = new TextFollower(before, now.bound);
  }

  anchorOf(opened: Opened): Anchor {
    const { address, quote } = opened;
    const range = this.#rangeOf(opened);
    // Whoever writes an event can quote what never stood there.
    if (range === null) return quote.trim() === '' ? this.#ofPart(opened) : this.#goneAt(opened);
    const { kind, range: found } = this.#follower.follow(range);
    const held = this.#addressOf(found, address);
    const state = kind !== 'same' ? kind : held === address ? 'exact' : 'moved';
    return this.#now.anchor(state, found, held, quote);
  }

  /** Where the quote stood; null for a thread about a whole part, and for one that quotes what was not there. */
  #rangeOf({ address, quote, place }: Opened): Range | null {
    if (quote.trim() === '') return null;
    const { text } = this.#before.source;
    if (place !== undefined && text.startsWith(quote, place.start)) {
      return { start: place.start, end: place.start + quote.length };
    }
    const around = { prefix: '', suffix: '', ...place, quote };
    return findQuote(this.#before, address, around) ?? findQuote(this.#before, '(document)', around);
  }

  #goneAt(opened: Opened): Anchor {
    return { ...this.#ofPart(opened), state: 'gone', words: null };
  }

  #ofPart({ address, quote }: Opened): Anchor {
    const part = this.#follower.followPart(address);
    if (part !== null) {
      const now = part.address === '' ? '(document)' : part.address;
      const state = part.kind !== 'same' ? part.kind : now === address ? 'exact' : 'moved';
      return this.#now.anchor(state, part.range, now, quote);
    }
    const range = rangeOfAddress(this.#before, address);
    if (range === null || range.start === range.end) return this.#now.anchorOf({ address, quote });
    const { kind, range: found } = this.#follower.follow(range);
    return this.#now.anchor(kind === 'same' ? 'exact' : kind, found, this.#addressOf(found, address), quote);
  }

  /** The part that a thread is about now: the one it was about, or else the smallest around the words. */
  #addressOf(range: Range, address: string): string {
    const holds = (one: string): boolean => {
      const place = rangeOfAddress(this.#now.bound, one);
      return place !== null && containsRange(place, range);
    };
    if (holds(address)) return address;
    const now = this.#follower.followPart(address)?.address ?? '';
    return now !== '' && holds(now) ? now : addressAround(this.#now.bound, range);
  }
}
