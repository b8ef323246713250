import type { BoundDocument } from '../../../document/document.ts';
import { foldName } from '../../../template/names.ts';
import type { Schema } from '../../../template/schema.ts';
import { isStandIn } from '../../../template/stand-in.ts';
import type { Range } from '../../../text/range.ts';
import type { DocumentRule, Finding } from '../../rule.ts';
import { isFilled, placeOf } from './field-scopes.ts';
import { metadataByRole } from './roles.ts';

export const fileName: DocumentRule = {
  scope: 'document',
  code: 'MET310',
  name: 'file-name',
  summary: 'The number or the words in the file name are not those that the document gives itself',
  why: 'People cite the number. Two numbers for one document lead half of them to another one.',
  remedy:
    'Rename the file, or correct the number in the document. Words count only where the file name and the title share none of them, and are never more than a hint.',
  severity: { draft: 'warning', settled: 'error' },
  example: {
    file: 'adr-0007-queue.md',
    template: '# ADR-NNNN: [Title]\n\n## Context\n\n[Why now]\n',
    bad: '# ADR-0070: Queue\n\n## Context\n\nOrders are lost on restart.\n',
    good: '# ADR-0007: Queue\n\n## Context\n\nOrders are lost on restart.\n',
  },
  check: compareWithFile,
};

export interface OwnNumber {
  readonly digits: string;
  readonly range: Range;
  readonly where: string;
  readonly address: string;
  readonly file?: string;
}

function* compareWithFile(document: BoundDocument): Iterable<Finding> {
  yield* compareNumbers(document);
  yield* compareWords(document);
}

/** Words of three letters and more, less those that say nothing of what a document is about. */
function tellingWords(text: string): readonly string[] {
  return foldName(text)
    .split(' ')
    .filter((word) => word.length >= 3 && !COMMON.has(word));
}

const COMMON = new Set('the and for with from into use using add new adr rfc design spec proposal'.split(' '));

/** Fewer words than these on either side prove nothing. */
const FEWEST_WORDS = 2;

function* compareWords(document: BoundDocument): Iterable<Finding> {
  const { title } = document;
  const slug = slugOfFile(document.file);
  // File names are often in Latin letters where titles are not.
  if (title === null || slug === null || /[^\P{L}\p{sc=Latin}]/u.test(title.text)) return;
  if (isStandIn(title.name)) return;
  const inFile = tellingWords(slug);
  const inTitle = tellingWords(title.name);
  if (inFile.length < FEWEST_WORDS || inTitle.length < FEWEST_WORDS) return;
  if (inFile.some((word) => inTitle.some((other) => areAkin(word, other)))) return;
  const initials = inTitle.map((word) => word[0]).join('');
  if (inFile.some((word) => initials.includes(word))) return;
  yield {
    range: title.range,
    message: `The title shares no word with the file name "${slug}"`,
    address: '',
    atMost: 'info',
  };
}

/** One word holds the other's beginning: `migrate` and `migration`, `async` and `asynchronous`. */
function areAkin(one: string, other: string): boolean {
  const length = Math.min(4, one.length, other.length);
  return one.slice(0, length) === other.slice(0, length) || one.includes(other) || other.includes(one);
}

/** The words behind the number of a file's name, in Latin letters; null when there is no number or no such words. */
function slugOfFile(file: string): string | null {
  const name = nameOfFile(file);
  return /^(?:[a-z]{1,12}[-_ ])?\d{1,6}[-_ ]([a-z][a-z0-9_ -]{5,120})$/iu.exec(name)?.[1] ?? null;
}

function* compareNumbers(document: BoundDocument): Iterable<Finding> {
  const inName = numberOfFile(document.file);
  if (inName === null) return;
  for (const own of [numberOfField(document), numberOfTitle(document)]) {
    if (own === null || Number(own.digits) === Number(inName)) continue;
    yield {
      range: own.range,
      message: `${own.where} has number ${own.digits}, but the file name has ${inName}`,
      address: own.address,
      ...(own.file === undefined ? {} : { file: own.file }),
    };
    return;
  }
}

/** The file's name without its ending; the folder's for its cover page. */
function nameOfFile(file: string): string {
  const parts = file.split('/');
  const last = (parts.at(-1) ?? '').replace(/\.[a-z]{1,8}$/iu, '');
  return /^(?:readme|index)$/iu.test(last) ? (parts.at(-2) ?? '') : last;
}

/**
 * The number that a file's name starts with, behind one word at most (`0007-x.md`, `eip-20.md`, `ADR 7.md`); for files
 * named like their folder's cover (`README.md`, `index.md`) the folder's. Null for names that start with a date.
 */
export function numberOfFile(file: string): string | null {
  const name = nameOfFile(file);
  if (/^\d{4}-?\d{2}-?\d{2}(?!\d)/u.test(name)) return null;
  // Letters that run into digits are a word (`s3-upload`) unless the number is padded (`adr0007`).
  const found = /^(?:(?:\p{L}{1,12}[-_ ])?(\d{1,6})|\p{L}{1,12}(\d{3,6}))(?![\p{L}\p{N}.])/u.exec(name);
  return found?.[1] ?? found?.[2] ?? null;
}

export function numberOfField(document: BoundDocument): OwnNumber | null {
  const field = metadataByRole(document, 'id');
  if (field === null || !isFilled(field)) return null;
  const digits = /^(?:\p{L}{1,12}[-_ #]{0,2}|#)?(\d{1,6})$/u.exec(field.value.plain)?.[1];
  if (digits === undefined) return null;
  return {
    ...placeOf(document, field),
    digits,
    range: field.value.range,
    where: `Field "${field.name}"`,
    address: field.address,
  };
}

export function numberOfTitle(document: BoundDocument): OwnNumber | null {
  const { title } = document;
  const pattern = titleNumber(document.schema);
  const digits = title === null || pattern === null ? undefined : pattern.exec(title.text)?.[1];
  if (title === null || digits === undefined) return null;
  return { digits, range: title.range, where: 'The title', address: '' };
}

const titleNumbers = new WeakMap<Schema, RegExp | null>();

/** Matches the number at the place where the template's title has one; null when it has none. */
function titleNumber(schema: Schema): RegExp | null {
  let pattern = titleNumbers.get(schema);
  if (pattern === undefined) {
    pattern = readTitleNumber(schema);
    titleNumbers.set(schema, pattern);
  }
  return pattern;
}

function readTitleNumber(schema: Schema): RegExp | null {
  const title = schema.title;
  if (title?.number == null) return null;
  const written = schema.text.slice(title.range.start, title.range.end).replace(/^#{1,6}\s+/u, '');
  const at = written.indexOf(title.number);
  if (at === -1) return null;
  const stem = written
    .slice(0, at)
    .replace(/[[{(<]$/u, '')
    .trim();
  if (!/^(?:\p{L}{1,12}[-_ #]{0,2}|#)?$/u.test(stem)) return null;
  const literal = stem.replace(/[-_ #]+$/u, '').replace(/[^\p{L}]/gu, '');
  return new RegExp(`^${literal}[-_ #]{0,2}(\\d{1,6})(?![\\p{L}\\p{N}]|[./-]\\d)`, 'iu');
}
