import type { Range } from '../text/range.ts';

/** Three texts of one document: what both sides started from, and what each made of it. */
export interface MergeTexts {
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
}

/** A stretch of a merged text: settled, or with what each of the two sides wants there. */
export type Segment = { readonly kind: 'text'; readonly text: string } | Clash;

export interface Clash {
  readonly kind: 'clash';
  readonly left: string;
  readonly right: string;
  readonly base: string;
  /** Of the part that both sides changed; empty when no part is known. */
  readonly address: string;
}

export function settled(text: string): Segment {
  return { kind: 'text', text };
}

/** One place of a merged text that a person has to decide. */
export interface Conflict {
  readonly address: string;
  /** The marked lines in the merged text, the line end behind the last marker left out. */
  readonly range: Range;
  /** Whole lines as each side has them, without the line end of the last; empty when the side took them away. */
  readonly ours: string;
  readonly theirs: string;
  readonly base: string;
}

/** Names behind the markers. */
export interface MergeLabels {
  readonly ours: string;
  readonly theirs: string;
}

export interface MergedText {
  readonly text: string;
  readonly conflicts: readonly Conflict[];
}

interface Sides {
  left: string;
  right: string;
  base: string;
  readonly address: string;
}

/** Writes clashes as git does, around whole lines; clashes on one line are marked together. */
export function writeMerged(segments: readonly Segment[], labels: MergeLabels): MergedText {
  const writer = new MergeWriter(labels);
  for (const segment of segments) {
    if (segment.kind === 'clash') writer.clash(segment);
    else writer.text(segment.text);
  }
  return writer.finish();
}

class MergeWriter {
  readonly #labels: MergeLabels;
  readonly #conflicts: Conflict[] = [];
  #written = '';
  /** The last line, which a clash may still draw in. */
  #line = '';
  #open: Sides | null = null;

  constructor(labels: MergeLabels) {
    this.#labels = labels;
  }

  text(text: string): void {
    let rest = text;
    if (this.#open !== null) {
      const feed = text.indexOf('\n');
      const onLine = feed === -1 ? text : text.slice(0, feed);
      this.#extend(onLine, onLine, onLine);
      if (feed === -1) return;
      this.#close();
      rest = text.slice(feed);
    }
    const fresh = this.#line + rest;
    const last = fresh.lastIndexOf('\n') + 1;
    this.#written += fresh.slice(0, last);
    this.#line = fresh.slice(last);
  }

  clash({ left, right, base, address }: Clash): void {
    if (this.#open === null) {
      this.#open = { left: this.#line, right: this.#line, base: this.#line, address };
      this.#line = '';
    }
    this.#extend(left, right, base);
  }

  #extend(left: string, right: string, base: string): void {
    if (this.#open === null) return;
    this.#open.left += left;
    this.#open.right += right;
    this.#open.base += base;
  }

  #close(): void {
    const open = this.#open;
    if (open === null) return;
    this.#open = null;
    const start = this.#written.length;
    const lines = (text: string): string => (text === '' ? '' : `${text}\n`);
    const { ours, theirs } = this.#labels;
    const marked = `${marker('<', ours)}\n${lines(open.left)}=======\n${lines(open.right)}${marker('>', theirs)}`;
    this.#written += marked;
    const range = { start, end: start + marked.length };
    this.#conflicts.push({ address: open.address, range, ours: open.left, theirs: open.right, base: open.base });
  }

  finish(): MergedText {
    this.#close();
    return { text: this.#written + this.#line, conflicts: this.#conflicts };
  }
}

function marker(sign: '<' | '>', label: string): string {
  return label === '' ? sign.repeat(7) : `${sign.repeat(7)} ${label}`;
}
