import type { Yaml } from 'mdast';
import type { YamlEntry } from '../markdown/front-matter.ts';
import { readYaml } from '../markdown/front-matter.ts';
import { rangeOf } from '../markdown/source.ts';
import { readChoices } from './choice.ts';
import type { Compilation } from './compilation.ts';
import type { RawField } from './field-lines.ts';
import { fieldSchema } from './fields.ts';
import { optionalityOf } from './optional.ts';
import { NO_PINS } from './pins.ts';
import type { FieldSchema } from './schema.ts';
import { isStandIn } from './stand-in.ts';

/** A YAML file beside a template that shows the metadata of its documents. */
export interface TemplateCompanion {
  readonly file: string;
  readonly text: string;
}

/** Keys of a site generator rather than of a document. */
const MACHINERY = new Set([
  'layout',
  'nav_order',
  'parent',
  'grand_parent',
  'permalink',
  'has_children',
  'sidebar_position',
  'toc',
  'weight',
]);

/** Fields of the front matter, and of the companion file after them. A map's keys are joined by dots. */
export function frontMatterFields(
  compilation: Compilation,
  node: Yaml | null,
  companion: TemplateCompanion | null,
): FieldSchema[] {
  const own = node === null ? [] : fieldsOf(compilation, compilation.text, rangeOf(node), null);
  const beside =
    companion === null
      ? []
      : fieldsOf(compilation, companion.text, { start: 0, end: companion.text.length }, companion.file);
  const keys = new Set(own.map((field) => field.key));
  return [...own, ...beside.filter((field) => !keys.has(field.key))];
}

function fieldsOf(
  compilation: Compilation,
  text: string,
  range: { start: number; end: number },
  companion: string | null,
): FieldSchema[] {
  const { entries, problems } = readYaml(text, range);
  if (companion === null && problems.length > 0 && entries.length === 0) {
    const first = problems[0] as (typeof problems)[number];
    compilation.problems.push({ kind: 'front-matter', message: first.message, range: first.range, other: null });
  }
  const free = optionalityOf(leadingComment(text.slice(range.start, range.end))) === 'optional';
  const fields = flatten(entries, '').filter((entry) => !MACHINERY.has(entry.key));
  return fields.map(({ key, entry }) => {
    const field = yamlField(text, key, entry, !free);
    if (companion === null && field.placeholder !== null) {
      compilation.addPlaceholder({ ...field.valueRange, text: field.placeholder }, field.address);
    }
    return companion === null ? field : { ...field, file: companion };
  });
}

/** The comment lines at the top of a block of YAML, which speak of the whole block. */
function leadingComment(yaml: string): string {
  const lines = yaml.split(/\r?\n/u);
  const first = lines.findIndex((line) => !/^(?:---|\s*)$/u.test(line));
  const words: string[] = [];
  for (let at = first; at >= 0 && at < lines.length && (lines[at] as string).startsWith('#'); at += 1) {
    words.push((lines[at] as string).slice(1));
  }
  return words.join(' ');
}

function flatten(entries: readonly YamlEntry[], prefix: string): { key: string; entry: YamlEntry }[] {
  return entries.flatMap((entry) => {
    const key = prefix === '' ? entry.key : `${prefix}.${entry.key}`;
    return entry.children.length > 0 ? flatten(entry.children, key) : [{ key, entry }];
  });
}

function yamlField(text: string, key: string, entry: YamlEntry, required: boolean): FieldSchema {
  const raw: RawField = {
    name: key,
    where: 'frontmatter',
    range: { start: entry.keyRange.start, end: Math.max(entry.keyRange.end, entry.valueRange.end) },
    valueRange: entry.valueRange,
    value:
      entry.items.length > 0
        ? entry.items.map((item) => item.raw).join(', ')
        : isEmptyCollection(entry.raw) || isNull(entry.raw)
          ? ''
          : entry.raw,
    help: entry.comment?.text ?? null,
  };
  const empty = entry.raw.trim() === '' && entry.comment === null;
  const field = fieldSchema(raw, { parent: '', required: required && !empty, pins: NO_PINS });
  if (isEmptyCollection(entry.raw)) return { ...field, type: field.type.startsWith('person') ? 'persons' : 'list' };
  if (entry.items.length === 0) return widened(field, commentAbove(text, entry.keyRange.start));
  const offered = field.role === 'status' ? readChoices(entry.items.map((item) => item.raw).join(' | ')) : null;
  if (offered !== null) return { ...field, type: 'choice', ...offered, default: null, why: 'a list of its states' };
  const people = entry.items.some((item) => /^["']?@/u.test(item.raw));
  const standIns = entry.items.every((item) => isStandIn(item.raw.replace(/^["']|["']$/gu, '')));
  return {
    ...field,
    type: people || field.type === 'persons' || field.type === 'person' ? 'persons' : 'list',
    choices: null,
    placeholder: standIns ? text.slice(entry.valueRange.start, entry.valueRange.end) : null,
    why: 'a list in YAML',
    confidence: 0.9,
  };
}

/** `[]` and `{}` say that a value is a list or a map, and give none. */
function isEmptyCollection(raw: string): boolean {
  return /^(?:\[\s*\]|\{\s*\})$/u.test(raw.trim());
}

/** What YAML reads as no value at all. */
function isNull(raw: string): boolean {
  return /^(?:null|~)$/iu.test(raw.trim());
}

/** The comment lines right above a key. */
function commentAbove(text: string, keyStart: number): string {
  const words: string[] = [];
  let end = text.lastIndexOf('\n', keyStart - 1);
  while (end > 0) {
    const start = text.lastIndexOf('\n', end - 1) + 1;
    const line = text.slice(start, end).trim();
    if (!line.startsWith('#')) break;
    words.unshift(line.slice(1).trim());
    end = start - 1;
  }
  return words.join(' ');
}

/** A comment that names other values beside the listed ones ("or deprecated|removed") leaves the list open. */
function widened(field: FieldSchema, comment: string): FieldSchema {
  if (field.choices === null || field.open || !/[\p{L}\d]\|[\p{L}\d]/u.test(comment)) return field;
  const others = comment.match(/[\p{L}\d-]+(?:\|[\p{L}\d-]+)+/gu) ?? [];
  const more = others.flatMap((run) => run.split('|')).filter((choice) => !field.choices?.includes(choice));
  return more.length === 0 ? field : { ...field, choices: [...field.choices, ...new Set(more)] };
}
