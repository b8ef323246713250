import type { Nodes } from 'mdast';
import { type MarkdownSource, rangeOf } from '../markdown/source.ts';
import { walk } from '../markdown/walk.ts';
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
  /** Of scripts that put no space between words. */
  readonly #unspaced: Term[] = [];

  constructor(terms: readonly Term[]) {
    for (const term of [...terms].sort((a, b) => b.term.length - a.term.length)) {
      const first = firstWord(term.term);
      if (unspaced.test(term.term)) this.#unspaced.push(term);
      else if (first !== null) this.#byWord.set(first, [...(this.#byWord.get(first) ?? []), term]);
    }
  }

  /** Uses in a stretch of text, in text order, none within another. */
  usesIn(text: string, range: Range): readonly TermUse[] {
    const uses = [...this.#spacedUses(text, range), ...this.#unspacedUses(text, range)];
    uses.sort((a, b) => a.range.start - b.range.start || b.range.end - a.range.end);
    return uses.filter(({ range: one }, place) => (uses[place - 1]?.range.end ?? 0) <= one.start);
  }

  *#spacedUses(text: string, { start, end }: Range): Iterable<TermUse> {
    if (this.#byWord.size === 0) return;
    const words = text.slice(start, end);
    let from = 0;
    for (const { 0: word, index } of words.matchAll(/[\p{L}\p{N}]+/gu)) {
      if (index < from) continue;
      const term = this.#byWord.get(word.toLowerCase())?.find((one) => standsAt(words, index, one.term));
      if (term === undefined) continue;
      from = index + term.term.length;
      yield { term, range: { start: start + index, end: start + from } };
    }
  }

  *#unspacedUses(text: string, { start, end }: Range): Iterable<TermUse> {
    if (this.#unspaced.length === 0) return;
    const words = text.slice(start, end);
    for (const term of this.#unspaced) {
      const { length } = term.term;
      for (let at = words.indexOf(term.term); at !== -1; at = words.indexOf(term.term, at + length)) {
        yield { term, range: { start: start + at, end: start + at + length } };
      }
    }
  }
}

const unspaced = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]/u;

function firstWord(term: string): string | null {
  return /^[\p{L}\p{N}]+/u.exec(term)?.[0].toLowerCase() ?? null;
}

function standsAt(text: string, at: number, term: string): boolean {
  const end = at + term.length;
  return text.slice(at, end).toLowerCase() === term.toLowerCase() && !/^[\p{L}\p{N}]/u.test(text.slice(end, end + 2));
}

/** The terms of a workspace, made ready once. */
export const termFinder = lastAnswer((terms: readonly Term[]) => new TermFinder(terms));

/** Uses of terms in the running text of a document, in text order; code, links' targets and HTML are left out. */
export function termUses(source: MarkdownSource, finder: TermFinder): readonly TermUse[] {
  const uses: TermUse[] = [];
  walk(source.tree, (node) => {
    if (node.type === 'text') for (const use of finder.usesIn(source.text, rangeOf(node))) uses.push(use);
    return undefined;
  });
  return uses;
}

/** The use of a term at an offset of a text node; null where there is none. */
export function termUseAt({ text }: MarkdownSource, node: Nodes, offset: number, finder: TermFinder): TermUse | null {
  if (node.type !== 'text') return null;
  const range = rangeOf(node);
  // A text node may be as long as the document; what is longer than this on either side is no term.
  const near = { start: Math.max(range.start, offset - mostUnits), end: Math.min(range.end, offset + mostUnits) };
  return finder.usesIn(text, near).find((use) => use.range.start <= offset && offset <= use.range.end) ?? null;
}

const mostUnits = 400;
