import { newestOf, orderEvents } from '@specwright/core/lifecycle/causal-order.ts';
import type { HistoryEvent } from '@specwright/core/lifecycle/event.ts';
import { sha256Of } from '@specwright/core/text/hash.ts';
import { withLineEnds } from './text-files.ts';

/** What tells to which file a history belongs. */
export interface KnownHistory {
  readonly document: string;
  /** Where its newest events say the document is, as the workspace names it; several after concurrent moves. */
  readonly files: readonly string[];
  /** Where it began; null when its first event is not there. */
  readonly begun: string | null;
  readonly title: string;
  /** SHA-256 of every text its events saw. */
  readonly revisions: ReadonlySet<string>;
  /** That of its newest event. */
  readonly newest: string;
  /** True when the document is withdrawn, replaced or abandoned. */
  readonly archived: boolean;
}

/** A document as far as finding its history needs it. */
export interface HistorySeeker {
  /** As the workspace names it. */
  readonly file: string;
  readonly text: string;
  readonly title: string | null;
}

export type HistoryFound =
  /** Several when people who did not know of each other began it at the same place: what they recorded is one history. */
  | { readonly kind: 'found'; readonly documents: readonly string[] }
  /** The document has no history yet. */
  | { readonly kind: 'none' }
  /** It may be one of several, or the only one may as well be another file's. */
  | { readonly kind: 'ambiguous'; readonly documents: readonly string[] };

/** Sums up the events of one document; null without any. */
export function knownHistory(document: string, events: readonly HistoryEvent[]): KnownHistory | null {
  const { events: ordered, ...order } = orderEvents(events);
  const created = ordered.find((event) => event.kind === 'created');
  const newest = ordered.at(-1);
  if (newest === undefined) return null;
  const placed = ordered.flatMap((event) => (placeOf(event) === null ? [] : [event]));
  const places = newestOf(placed, { events: ordered, ...order });
  return {
    document,
    files: [...new Set(places.flatMap((event) => placeOf(event) ?? []))],
    begun: created === undefined ? null : placeOf(created),
    title: created?.kind === 'created' ? created.title : '',
    revisions: new Set(ordered.map(({ revision }) => revision)),
    newest: newest.revision,
    archived: ordered.some(({ kind }) => kind === 'archived'),
  };
}

function placeOf(event: HistoryEvent): string | null {
  const says = event.kind === 'created' || event.kind === 'renamed' || event.kind === 'adopted';
  return says ? event.file.normalize('NFC') : null;
}

/**
 * Says which history belongs to which file, each to one at most; a file has several only where all began at one place.
 * Anybody can write that a history has moved or saw a text, so what began at a place comes before what was moved there,
 * and what is at a place before what only saw its text, wherever the file is still much like a text of theirs. In this
 * order: a text that a history saw, at the place that it names (so equal files, twenty README.md, stay apart); such a
 * text elsewhere, when the history's own file is gone or holds another history's text (files moved or swapped without
 * an event); the place alone; where a history began that is said to have moved to another's place; and at last, for
 * histories whose file is gone, a text or title that is alike. `textOf` reads a kept text by its SHA-256.
 */
export function findHistories(
  documents: readonly HistorySeeker[],
  histories: readonly KnownHistory[],
  textOf: (digest: string) => string | null,
): ReadonlyMap<string, HistoryFound> {
  const finder = new Finder(documents, histories, textOf);
  finder.takeExactPlaces();
  finder.takeExactTexts();
  finder.takePlaces();
  finder.takeBeginnings();
  finder.takeLikeness();
  return finder.found;
}

class Finder {
  readonly found = new Map<string, HistoryFound>();
  readonly #documents: readonly HistorySeeker[];
  readonly #histories: readonly KnownHistory[];
  readonly #textOf: (digest: string) => string | null;
  readonly #taken = new Set<KnownHistory>();
  /** By file: the SHA-256 of its text, however its lines may end. */
  readonly #digests: ReadonlyMap<string, readonly string[]>;
  readonly #byFile: ReadonlyMap<string, HistorySeeker>;
  readonly #byPlace: ReadonlyMap<string, readonly KnownHistory[]>;
  readonly #byText: ReadonlyMap<string, readonly KnownHistory[]>;
  readonly #byBeginning: ReadonlyMap<string, readonly KnownHistory[]>;

  constructor(
    documents: readonly HistorySeeker[],
    histories: readonly KnownHistory[],
    textOf: (digest: string) => string | null,
  ) {
    this.#textOf = textOf;
    this.#documents = documents;
    this.#histories = histories;
    this.#digests = new Map(documents.map(({ file, text }) => [file, withLineEnds(text).map(sha256Of)]));
    this.#byFile = new Map(documents.map((document) => [document.file.normalize('NFC'), document]));
    this.#byPlace = grouped(histories, ({ files }) => files);
    this.#byText = grouped(histories, ({ revisions }) => revisions);
    this.#byBeginning = grouped(histories, ({ begun }) => (begun === null ? [] : [begun]));
  }

  takeExactPlaces(): void {
    for (const document of this.#open()) {
      const { home, others } = this.#beginningsAt(document);
      const seen = [home, ...others].filter((group) => group.some((history) => this.#saw(history, document)));
      if (seen.length === 0) continue;
      const [group = []] = seen;
      const rivals = group === home ? [] : [home, ...others].filter((one) => !seen.includes(one));
      const alike = rivals.filter((rival) => this.#alike(document, rival, []).length > 0);
      if (alike.includes(home)) continue;
      if (group !== home && seen.length + alike.length > 1) this.#leaveOpen(document, [...seen, ...alike].flat());
      else {
        const saw = group.filter((history) => this.#saw(history, document));
        // Who began it on another branch, from an edited text, is not left alone with what they recorded.
        this.#join(document, [...saw, ...this.#alike(document, group, saw)]);
      }
    }
  }

  takeExactTexts(): void {
    const moved = this.#open().filter(
      (document) =>
        this.#seenElsewhere(document).length > 0 && this.#alike(document, this.#placedAt(document), []).length === 0,
    );
    const claims = new Map<KnownHistory, readonly HistorySeeker[]>();
    for (const document of moved) {
      const free = this.#seenElsewhere(document).filter((history) => this.#isLeft(history, moved));
      for (const history of nearest(document.file, free)) {
        claims.set(history, [...(claims.get(history) ?? []), document]);
      }
    }
    const own = grouped(claims.keys(), (history) => nearestFiles(history, claims.get(history) ?? []));
    for (const document of moved) {
      const candidates = own.get(document.file) ?? [];
      const rivals = candidates.flatMap((history) => nearestFiles(history, claims.get(history) ?? []));
      if (candidates.length === 1 && rivals.length === 1) this.#take(document, candidates);
      else if (candidates.length > 0 && this.#placedAt(document).length === 0) this.#leaveOpen(document, candidates);
    }
  }

  takePlaces(): void {
    for (const document of this.#open()) {
      const { home, others } = this.#beginningsAt(document);
      const here = [home, ...others].flat();
      if (here.length === 0) continue;
      const alike = (group: readonly KnownHistory[]): readonly KnownHistory[] =>
        here.length > 1 ? this.#alike(document, group, []) : group;
      const moved = others.map(alike).filter((group) => group.length > 0);
      const group = alike(home).length > 0 ? alike(home) : moved.length === 1 ? (moved[0] ?? []) : [];
      if (group.length > 0) this.#join(document, group);
      else this.#leaveOpen(document, here);
    }
  }

  /** A history that was said to have moved to where another goes on is still where it began. */
  takeBeginnings(): void {
    for (const document of this.#open()) {
      const place = document.file.normalize('NFC');
      const begun = this.#free(this.#byBeginning.get(place) ?? []);
      const left = begun.filter(({ files }) => files.every((file) => this.#byFile.has(file) && !this.#isOpen(file)));
      this.#join(document, left);
    }
  }

  takeLikeness(): void {
    const lost = this.#free(this.#histories).filter(({ files }) => files.every((file) => !this.#isOpen(file)));
    if (lost.length === 0) return;
    const texts = new Map(lost.map((history) => [history, linesOf(this.#textOf(history.newest) ?? '')]));
    const pairs = this.#open().flatMap((document) => {
      const lines = linesOf(document.text);
      return lost.flatMap((history) => {
        const score = scoreOf(document, lines, history, texts.get(history) as ReadonlyMap<string, number>);
        return score === null ? [] : [{ document, history, score }];
      });
    });
    pairs.sort((a, b) => b.score - a.score);
    for (const { document, score } of pairs) {
      if (this.found.has(document.file)) continue;
      const near = pairs.filter(
        (pair) => pair.document === document && score - pair.score < CLOSE && !this.#taken.has(pair.history),
      );
      this.#take(
        document,
        near.map(({ history }) => history),
      );
    }
  }

  /**
   * Of histories those that saw a text much like the document's, which the newest need not be: anybody can add an event
   * that names another text. `known` are left out.
   */
  #alike(
    document: HistorySeeker,
    histories: readonly KnownHistory[],
    known: readonly KnownHistory[],
  ): readonly KnownHistory[] {
    if (histories.length === known.length) return [];
    const lines = linesOf(document.text);
    const isLike = (history: KnownHistory, digest: string): boolean =>
      scoreOf(document, lines, history, linesOf(this.#textOf(digest) ?? '')) !== null;
    return histories.filter(
      (history) => !known.includes(history) && [...history.revisions].some((digest) => isLike(history, digest)),
    );
  }

  /** Documents whose history is not found yet. */
  #open(): readonly HistorySeeker[] {
    return this.#documents.filter(({ file }) => !this.found.has(file));
  }

  #free(histories: readonly KnownHistory[]): readonly KnownHistory[] {
    return histories.filter((history) => !this.#taken.has(history));
  }

  /** True when a history's file is gone, goes on with another history, or holds a text that another one saw. */
  #isLeft({ files }: KnownHistory, moved: readonly HistorySeeker[]): boolean {
    return files.every((file) => {
      const there = this.#byFile.get(file);
      return there === undefined || moved.includes(there) || !this.#isOpen(file);
    });
  }

  /** True for a file whose history is not found yet. */
  #isOpen(file: string): boolean {
    const there = this.#byFile.get(file);
    return there !== undefined && !this.found.has(there.file);
  }

  /** The histories at a document's place: those that began there, and others by where they began. */
  #beginningsAt(document: HistorySeeker): {
    readonly home: readonly KnownHistory[];
    readonly others: readonly (readonly KnownHistory[])[];
  } {
    const place = document.file.normalize('NFC');
    const groups = grouped(preferred(this.#placedAt(document)), ({ begun }) => [begun ?? '']);
    const others = [...groups].flatMap(([begun, group]) => (begun === place ? [] : [group]));
    return { home: groups.get(place) ?? [], others };
  }

  #placedAt({ file }: HistorySeeker): readonly KnownHistory[] {
    return this.#free(this.#byPlace.get(file.normalize('NFC')) ?? []);
  }

  #saw({ revisions }: KnownHistory, { file }: HistorySeeker): boolean {
    return (this.#digests.get(file) ?? []).some((digest) => revisions.has(digest));
  }

  #seenElsewhere({ file }: HistorySeeker): readonly KnownHistory[] {
    const seen = (this.#digests.get(file) ?? []).flatMap((digest) => this.#byText.get(digest) ?? []);
    return this.#free([...new Set(seen)]);
  }

  #take(document: HistorySeeker, candidates: readonly KnownHistory[]): void {
    if (candidates.length > 1) this.#leaveOpen(document, candidates);
    else this.#join(document, candidates);
  }

  #join({ file }: HistorySeeker, histories: readonly KnownHistory[]): void {
    if (histories.length === 0) return;
    for (const history of histories) this.#taken.add(history);
    this.found.set(file, { kind: 'found', documents: histories.map(({ document }) => document).sort() });
  }

  #leaveOpen({ file }: HistorySeeker, candidates: readonly KnownHistory[]): void {
    this.found.set(file, { kind: 'ambiguous', documents: candidates.map(({ document }) => document).sort() });
  }
}

function grouped(
  histories: Iterable<KnownHistory>,
  keysOf: (history: KnownHistory) => Iterable<string>,
): ReadonlyMap<string, readonly KnownHistory[]> {
  const groups = new Map<string, KnownHistory[]>();
  for (const history of histories) {
    for (const key of keysOf(history)) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [history]);
      else group.push(history);
    }
  }
  return groups;
}

/** Where a name is used again, the document that was archived is the old one. */
function preferred(histories: readonly KnownHistory[]): readonly KnownHistory[] {
  const alive = histories.filter(({ archived }) => !archived);
  return alive.length === 0 ? histories : alive;
}

/** Of histories that saw one text, those whose place has most of its last folders and its name in common. */
function nearest(file: string, histories: readonly KnownHistory[]): readonly KnownHistory[] {
  const most = Math.max(0, ...histories.map((history) => commonEnd(file, history)));
  return histories.filter((history) => commonEnd(file, history) === most);
}

/** Of files that may go on with a history, those whose place is most like the history's. */
function nearestFiles(history: KnownHistory, claimants: readonly HistorySeeker[]): readonly string[] {
  const most = Math.max(0, ...claimants.map(({ file }) => commonEnd(file, history)));
  return claimants.flatMap(({ file }) => (commonEnd(file, history) === most ? [file] : []));
}

function commonEnd(file: string, { files }: KnownHistory): number {
  const parts = file.normalize('NFC').split('/').reverse();
  return Math.max(
    0,
    ...files.map((other) => {
      const others = other.split('/').reverse();
      const differs = parts.findIndex((part, index) => part !== others[index]);
      return differs === -1 ? parts.length : differs;
    }),
  );
}

/** Shares of lines in common from which two texts are one document; less is enough under the same title. */
const ALIKE = 0.6;
const ALIKE_BY_NAME = 0.3;
/** A difference that decides nothing. */
const CLOSE = 0.05;

/** How surely a document goes on with a history, from its lines and those of the history's newest text; null for hardly. */
function scoreOf(
  { title }: HistorySeeker,
  lines: ReadonlyMap<string, number>,
  history: KnownHistory,
  newest: ReadonlyMap<string, number>,
): number | null {
  const score = likeness(lines, newest);
  const isSame = (title ?? '') !== '' && title === history.title;
  return score < (isSame ? ALIKE_BY_NAME : ALIKE) ? null : score + (isSame ? 1 : 0);
}

/** How often each line that says something stands in a text. */
function linesOf(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  for (const written of text.split('\n')) {
    const line = written.trim();
    if (line !== '') lines.set(line, (lines.get(line) ?? 0) + 1);
  }
  return lines;
}

/** The share of lines that two texts have in common, 0 to 1 (Sørensen–Dice). */
function likeness(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): number {
  const count = (lines: ReadonlyMap<string, number>): number => [...lines.values()].reduce((sum, n) => sum + n, 0);
  const all = count(one) + count(other);
  if (all === 0) return 0;
  let common = 0;
  for (const [line, times] of one) common += Math.min(times, other.get(line) ?? 0);
  return (2 * common) / all;
}
