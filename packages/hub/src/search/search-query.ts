import { foldSpace } from '@specwright/core/markdown/plain.ts';

/** What somebody looks for: `retry "at most once" -legacy in:risks status:review risks.impact:high created:>2026-01-01`. */
export interface SearchQuery {
  /** Every one must be met. */
  readonly terms: readonly SearchTerm[];
}

export type SearchTerm =
  | { readonly kind: 'word'; readonly text: string; readonly prefix: boolean; readonly not: boolean }
  | { readonly kind: 'phrase'; readonly text: string; readonly not: boolean }
  /** Those of one key are alternatives, unless they exclude. `in` names a section that is to hold words and phrases. */
  | {
      readonly kind: 'field';
      readonly key: string;
      readonly operator: FieldOperator;
      readonly value: string;
      readonly not: boolean;
    };

export type FieldOperator = '=' | '<' | '<=' | '>' | '>=';

/** More than these is no question but a text; the rest is left out. */
const mostTerms = 32;
const longestWord = 100;
const longestPhrase = 200;
const longestText = 16_000;

const space = /\s+/uy;
const phrase = /"([^"]*)"?/uy;
const field = /(\p{L}[\p{L}\p{M}\p{N}._-]{0,59}):(<=|>=|<|>|)(?:"([^"]*)"?|(?![/:<>=])([^\s"]+))/uy;
const word = /[^\s"]+/uy;
const readable = /[\p{L}\p{N}]/u;

/** Reads what was typed. Every text can be read; what says nothing is left out. */
export function parseQuery(typed: string): SearchQuery {
  const text = typed.slice(0, longestText).replace(/[\0\p{Cs}]/gu, ' ');
  const terms: SearchTerm[] = [];
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match !== null) at = pattern.lastIndex;
    return match;
  };
  while (at < text.length && terms.length < mostTerms) {
    if (take(space) !== null) continue;
    const not = text[at] === '-';
    while (text[at] === '-') at += 1;
    const term = readPhrase(take(phrase), not) ?? readField(take(field), not) ?? readWord(take(word), not);
    if (term !== 'nothing') terms.push(term);
  }
  return { terms };
}

type Reading = SearchTerm | 'nothing' | null;

function readPhrase(match: RegExpExecArray | null, not: boolean): Reading {
  if (match === null) return null;
  const text = cut(match[1] ?? '', longestPhrase);
  return readable.test(text) ? { kind: 'phrase', text, not } : 'nothing';
}

function readField(match: RegExpExecArray | null, not: boolean): Reading {
  if (match === null) return null;
  const [, key = '', operator = '', quoted, bare] = match;
  const value = cut(quoted ?? bare ?? '', longestPhrase);
  if (!readable.test(value)) return 'nothing';
  return { kind: 'field', key, operator: (operator || '=') as FieldOperator, value, not };
}

function readWord(match: RegExpExecArray | null, not: boolean): SearchTerm | 'nothing' {
  const whole = cut(match?.[0] ?? '', longestWord);
  const text = whole.replace(/\*+$/u, '');
  if (!readable.test(text)) return 'nothing';
  return { kind: 'word', text, prefix: text !== whole, not };
}

/** The beginning of a text without half a sign at its end. */
function cut(text: string, length: number): string {
  return foldSpace(
    foldSpace(text)
      .slice(0, length)
      .replace(/\p{Cs}/gu, ''),
  );
}

/** The query as it could be typed; reading it again gives the same. */
export function printQuery({ terms }: SearchQuery): string {
  return terms.map((term) => `${term.not ? '-' : ''}${printTerm(term)}`).join(' ');
}

function printTerm(term: SearchTerm): string {
  switch (term.kind) {
    case 'word':
      return term.prefix ? `${term.text}*` : term.text;
    case 'phrase':
      return `"${term.text}"`;
    case 'field':
      return `${term.key}:${term.operator === '=' ? '' : term.operator}"${term.value}"`;
  }
}
