import { cleanName, splitOrdinal } from '../template/names.ts';
import { pluralKey } from './schema-index.ts';

/** The fixed words, ordinal and own name that the name of a repeated part is made of. */
export interface Stem {
  readonly stem: string;
  readonly number: number | null;
  readonly rest: string;
}

const MAYBE_NAMED = /[:：]| [-–—] /;
const NAMED = /^(\p{L}[^:：\n]{0,60}?) ?(?:[:：]| [-–—] ) {0,2}(?=\S)/u;

/** Null for a name with neither ordinal nor colon. */
export function readStem(name: string): Stem | null {
  const numbered = splitOrdinal(name);
  if (numbered !== null) return { stem: numbered.stem, number: numbered.ordinal, rest: numbered.rest };
  if (!MAYBE_NAMED.test(name)) return null;
  const named = NAMED.exec(name);
  return named === null ? null : { stem: named[1] as string, number: null, rest: name.slice(named[0].length) };
}

/** What a repeated part's name says of itself, next to the name its schema gives to all. */
export interface OwnName {
  readonly number: number | null;
  /** Empty when the name is nothing but the schema's and an ordinal. */
  readonly ownName: string;
  /** True when the name holds the schema's. */
  readonly isStemmed: boolean;
}

/** `Alternative 2: Queue` is number 2 and `Queue`; `Queue` alone is a name without number. */
export function readOwnName(name: string, schemaName: string): OwnName {
  const key = pluralKey(schemaName);
  const stem = readStem(name);
  if (stem !== null && pluralKey(stem.stem) === key) {
    return { number: stem.number, ownName: cleanName(stem.rest), isStemmed: true };
  }
  const same = pluralKey(name) === key;
  return { number: null, ownName: same ? '' : name, isStemmed: same };
}
