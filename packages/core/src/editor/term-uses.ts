import type { Nodes } from 'mdast';
import { type MarkdownSource, rangeOf } from '../markdown/source.ts';
import { nodesAt } from '../markdown/walk.ts';
import { lastAnswer } from '../text/last-answer.ts';
import type { Range } from '../text/range.ts';
import type { Term } from './editor-workspace.ts';

/** A place in running text that names a term. */
export interface TermUse {
  readonly term: Term;
  readonly range: Range;
}

/** Terms to look for, whatever the case they are written in; the longest wins where several begin. */
export class TermFinder {
  /** By their first word, in lower case. */
  readonly #byWord = new Map<string, Term[]>();
  /** Units that first words begin with, in either case: most words of a text are passed over for them. */
  readonly #beginnings = new Set<number>();
  /** Found wherever they stand, letter by letter: those of scripts without spaces, and those that begin with a mark. */
  readonly #anywhere: Term[] = [];

  constructor(terms: readonly Term[]) {
    for (const term of [...terms].sort((a, b) => b.term.length - a.term.length)) {
      const first = firstWord(term.term);
      if (term.term === '') continue;
      if (first === '' || unspaced.test(term.term)) this.#anywhere.push(term);
      else {
        this.#byWord.set(first, [...(this.#byWord.get(first) ?? []), term]);
        this.#beginnings.add(first.charCodeAt(0));
        this.#beginnings.add(first.toUpperCase().charCodeAt(0));
      }
    }
  }

  /** Uses in a stretch of text, in text order, none within another. */
  usesIn(text: string, range: Range): readonly TermUse[] {
    const uses = [...this.#usesByWord(text, range), ...this.#usesAnywhere(text, range)];
    uses.sort((a, b) => a.range.start - b.range.start || b.range.end - a.range.end);
    let last = 0;
    return uses.filter(({ range: { start, end } }) => {
      if (start < last) return false;
      last = end;
      return true;
    });
  }

  *#usesByWord(text: string, { start, end }: Range): Iterable<TermUse> {
    if (this.#byWord.size === 0) return;
    for (let at = start; at < end; ) {
      const begins = isWordUnit(text.charCodeAt(at));
      const term = begins && this.#beginnings.has(text.charCodeAt(at)) ? this.#termAt(text, at, end) : undefined;
      if (term !== undefined) {
        yield { term, range: { start: at, end: at + term.term.length } };
        at += term.term.length;
      } else if (begins) at = wordEnd(text, at, end);
      else at += 1;
    }
  }

  #termAt(text: string, at: number, end: number): Term | undefined {
    const word = text.slice(at, wordEnd(text, at, end)).toLowerCase();
    return this.#byWord.get(word)?.find((term) => standsAt(text, at, end, term.term));
  }

  *#usesAnywhere(text: string, { start, end }: Range): Iterable<TermUse> {
    if (this.#anywhere.length === 0) return;
    const words = text.slice(start, end);
    for (const term of this.#anywhere) {
      const { length } = term.term;
      for (let at = words.indexOf(term.term); at !== -1; at = words.indexOf(term.term, at + length)) {
        yield { term, range: { start: start + at, end: start + at + length } };
      }
    }
  }
}

const unspaced = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]/u;

function firstWord(term: string): string {
  return term.slice(0, wordEnd(term, 0, term.length)).toLowerCase();
}

function wordEnd(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && isWordUnit(text.charCodeAt(at))) at += 1;
  return at;
}

/** Letters and digits, beyond ASCII as nearly as it takes to see where words begin. */
function isWordUnit(unit: number): boolean {
  if (unit < 128) return (unit >= 48 && unit <= 57) || ((unit | 32) >= 97 && (unit | 32) <= 122);
  const isMark = (unit >= 0x2000 && unit < 0x2c00) || (unit >= 0x3000 && unit < 0x3040);
  return unit >= 0xc0 && !isMark && unit !== 0xd7 && unit !== 0xf7;
}

function standsAt(text: string, start: number, most: number, term: string): boolean {
  const end = start + term.length;
  if (end > most || text.slice(start, end).toLowerCase() !== term.toLowerCase()) return false;
  return end === most || !isWordUnit(text.charCodeAt(end));
}

/** The terms of a workspace, made ready once. */
export const termFinder = lastAnswer((terms: readonly Term[]) => new TermFinder(terms));

/** Uses of terms in the running text of a document, in text order; code, links' targets and HTML are left out. */
export function termUses({ text, tree }: MarkdownSource, finder: TermFinder): readonly TermUse[] {
  return finder.usesIn(text, { start: 0, end: text.length }).filter(({ range }) => {
    const node = nodesAt(tree, range.start).at(-1);
    return node?.type === 'text' && range.end <= rangeOf(node).end;
  });
}

/** The use of a term at an offset of a text node; null where there is none. */
export function termUseAt({ text }: MarkdownSource, node: Nodes, offset: number, finder: TermFinder): TermUse | null {
  if (node.type !== 'text') return null;
  const range = rangeOf(node);
  // A text node may be as long as the document; what is longer than this on either side is no term.
  const near = { start: Math.max(range.start, offset - mostUnits), end: Math.min(range.end, offset + mostUnits) };
  while (near.start > range.start && isWordUnit(text.charCodeAt(near.start - 1))) near.start -= 1;
  return finder.usesIn(text, near).find((use) => use.range.start <= offset && offset <= use.range.end) ?? null;
}

const mostUnits = 400;
