import type { BoundDocument } from '../../../document/document.ts';
import type { Schema } from '../../../template/schema.ts';
import type { Range } from '../../../text/range.ts';
import type { DocumentRule, Finding } from '../../rule.ts';
import { isFilled, placeOf } from './field-scopes.ts';
import { metadataByRole } from './roles.ts';

export const fileName: DocumentRule = {
  scope: 'document',
  code: 'MET310',
  name: 'file-name',
  summary: 'The number in the file name is not the number that the document gives itself',
  why: 'People cite the number. Two numbers for one document lead half of them to another one.',
  remedy: 'Rename the file, or correct the number in the document.',
  severity: { draft: 'warning', settled: 'error' },
  example: {
    file: 'adr-0007-queue.md',
    template: '# ADR-NNNN: [Title]\n\n## Context\n\n[Why now]\n',
    bad: '# ADR-0070: Queue\n\n## Context\n\nOrders are lost on restart.\n',
    good: '# ADR-0007: Queue\n\n## Context\n\nOrders are lost on restart.\n',
  },
  check: compareNumbers,
};

export interface OwnNumber {
  readonly digits: string;
  readonly range: Range;
  readonly where: string;
  readonly address: string;
  readonly file?: string;
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

/**
 * The number that a file's name starts with, behind one word at most (`0007-x.md`, `eip-20.md`, `ADR 7.md`); for files
 * named like their folder's cover (`README.md`, `index.md`) the folder's. Null for names that start with a date.
 */
export function numberOfFile(file: string): string | null {
  const parts = file.split('/');
  const last = (parts.at(-1) ?? '').replace(/\.[a-z]{1,8}$/iu, '');
  const name = /^(?:readme|index)$/iu.test(last) ? (parts.at(-2) ?? '') : last;
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
