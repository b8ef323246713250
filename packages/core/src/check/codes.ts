import type { Code } from '../diagnostic/diagnostic.ts';
import { nearest } from '../text/nearest.ts';
import { type InputCode, inputCodes } from './input-codes.ts';
import type { Rule } from './rule.ts';
import { allRules } from './rules.ts';

/** What `specwright explain` can show: a rule, or a code that reading files gives. */
export type CodePage =
  | { readonly kind: 'rule'; readonly about: Rule }
  | { readonly kind: 'input'; readonly about: InputCode };

/** Every code there is, sorted. */
export const codePages: readonly CodePage[] = [
  ...inputCodes.map((about): CodePage => ({ kind: 'input', about })),
  ...allRules.map((about): CodePage => ({ kind: 'rule', about })),
].sort((a, b) => (a.about.code < b.about.code ? -1 : a.about.code > b.about.code ? 1 : 0));

export type CodeLookup =
  | { readonly page: CodePage }
  /** `suggestion` is the code or name that was probably meant, in the notation asked with. */
  | { readonly page: null; readonly suggestion: string | null };

/** Finds a code by itself or by its name, in any case. */
export function findCode(text: string): CodeLookup {
  const wanted = text.trim();
  const page = pageByWord.get(wanted.toLowerCase());
  if (page !== undefined) return { page };
  const looksLikeCode = /^[a-z]{2,4}\d*$/iu.test(wanted);
  const words = codePages.map(({ about }): string => (looksLikeCode ? about.code : about.name));
  return { page: null, suggestion: nearest(wanted, words) };
}

/** The code for a code or name; null when there is none. */
export function codeOf(text: string): Code | null {
  return findCode(text).page?.about.code ?? null;
}

const pageByWord: ReadonlyMap<string, CodePage> = new Map(
  codePages.flatMap((page) => [[page.about.code.toLowerCase(), page] as const, [page.about.name, page] as const]),
);
