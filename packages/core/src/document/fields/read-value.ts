import { foldSpace } from '../../markdown/plain.ts';
import { stripBrackets } from '../../template/placeholder.ts';
import type { FieldType } from '../../template/schema.ts';
import type { Range } from '../../text/range.ts';
import type { BoundValue } from '../document.ts';
import { readChoice } from './choice.ts';
import { readDate } from './date.ts';
import { readId } from './id.ts';
import { readList } from './list.ts';
import { readNumber } from './number.ts';
import { readPerson } from './person.ts';
import { readPersons } from './persons.ts';
import { readProse } from './prose.ts';
import { readText } from './text.ts';
import { readUrl } from './url.ts';
import type { ValueReader, ValueReading, ValueSpec, ValueText } from './value-reader.ts';
import { valid } from './value-reader.ts';
import { readVersion } from './version.ts';

const READERS: Readonly<Record<FieldType, ValueReader>> = {
  text: readText,
  choice: readChoice,
  date: readDate,
  person: readPerson,
  persons: readPersons,
  url: readUrl,
  number: readNumber,
  id: readId,
  version: readVersion,
  list: readList,
  prose: readProse,
};

/** Reads a value by what its schema says; text where there is no schema. Never throws. */
export function readValue(text: ValueText, range: Range, spec: ValueSpec | null): BoundValue {
  const { raw, plain } = text;
  const { json, state, choice } = readTyped(text, spec);
  return { range, raw, plain, json, state, choice };
}

const EMPTY: ValueReading = { json: null, state: 'empty', choice: null };

function readTyped(text: ValueText, spec: ValueSpec | null): ValueReading {
  if (text.raw === '') return EMPTY;
  if (spec !== null && isPlaceholder(text, spec)) {
    return { json: null, state: spec.type === 'choice' ? 'unchosen' : 'placeholder', choice: null };
  }
  if (isEmpty(text)) return EMPTY;
  if (spec === null) return valid(text.data ?? text.plain);
  if (spec.type !== 'choice' && spec.type !== 'text' && spec.type !== 'prose' && isNotApplicable(text.plain))
    return valid(null);
  return READERS[spec.type](text, spec);
}

/** Nothing but comments, empty YAML, or an empty YAML list. */
function isEmpty(text: ValueText): boolean {
  if (text.data === undefined) return text.plain === '' && !SHOWS.test(text.raw);
  return text.data === null || text.data === '' || (Array.isArray(text.data) && text.data.length === 0);
}

/** Something a reader sees although it has no words. */
const SHOWS = /!\[|<img|```|\$\$/u;

const NOT_APPLICABLE = new Set([
  'n/a',
  'na',
  'n.a.',
  'none',
  'nil',
  'null',
  '-',
  '–',
  '—',
  'not applicable',
  'нет',
  '无',
  '無',
  'なし',
  '없음',
  'keine',
  'aucun',
  'ninguno',
  'ninguna',
]);

/** True for words that say there is no such value. */
function isNotApplicable(plain: string): boolean {
  return plain.length <= 16 && NOT_APPLICABLE.has(plain.toLowerCase());
}

interface FoldedPlaceholder {
  readonly written: string;
  readonly inner: string;
}

const placeholders = new WeakMap<ValueSpec, FoldedPlaceholder>();

/** The template's own text, or the same words in brackets of any kind. */
function isPlaceholder(text: ValueText, spec: ValueSpec): boolean {
  if (spec.placeholder === null) return false;
  let known = placeholders.get(spec);
  if (known === undefined) {
    known = { written: foldSpace(spec.placeholder), inner: innerWords(unquote(spec.placeholder)) };
    placeholders.set(spec, known);
  }
  if (text.plain === known.written || text.raw === known.written) return true;
  if (text.raw.length > known.inner.length * 2 + 40) return false;
  if (!MAYBE_BRACKETED.test(text.raw)) return false;
  const bare = unquote(foldSpace(text.raw));
  return BRACKETED.test(bare) && innerWords(bare) === known.inner;
}

const MAYBE_BRACKETED = /^[*_`"']{0,4}[[{<]/;
const BRACKETED = /^(?:\[.*\]|\{.*\}|<.*>)$/su;

/** The words within brackets in lower case, without a final ordinal: `[Risk 1]` and `[Risk 2]` are samples of one. */
function innerWords(written: string): string {
  return stripBrackets(written)
    .toLowerCase()
    .replace(/ \d{1,2}$/u, '');
}

function unquote(written: string): string {
  const bare = written.trim().replace(/^[*_`]{1,3}|[*_`]{1,3}$/gu, '');
  return /^(["']).*\1$/su.test(bare) ? bare.slice(1, -1) : bare;
}
