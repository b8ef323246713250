import type { ChangeKind, MigrationStep, NameMap, TemplateChange } from './compatibility-change.ts';
import { nameLikeness, surePairs } from './compatibility-likeness.ts';
import { foldKey, foldName } from './names.ts';
import type { ColumnSchema, FieldSchema } from './schema.ts';

/** Readings of less confidence demand nothing of documents, so that changing them breaks none. */
export const sureReading = 0.5;

/** Fields that stand together in both templates. */
export interface FieldsBeside {
  readonly old: readonly FieldSchema[];
  readonly new: readonly FieldSchema[];
  /** ` in "Testing"` for fields of a section; empty for the metadata. */
  readonly where: string;
  /** Key of the field that holds the status; null when none of these does. */
  readonly status: string | null;
}

/** What changed among fields that stand together. */
export function* compareFields(beside: FieldsBeside, renames: NameMap): Iterable<TemplateChange> {
  const pairs = pairFields(beside, renames);
  const taken = new Set(pairs.values());
  for (const old of beside.old) {
    const current = pairs.get(old);
    if (current === undefined) yield removed(old, beside.where);
    else yield* compareField(old, current, beside, renames);
  }
  for (const current of beside.new) if (!taken.has(current)) yield added(current, beside.where);
}

function pairFields(beside: FieldsBeside, renames: NameMap): ReadonlyMap<FieldSchema, FieldSchema> {
  const pairs = new Map<FieldSchema, FieldSchema>();
  const taken = new Set<FieldSchema>();
  const pair = (old: FieldSchema, current: FieldSchema): void => {
    pairs.set(old, current);
    taken.add(current);
  };
  for (const old of beside.old) {
    const key = foldKey(renames.get(foldName(old.name)) ?? old.name);
    const same = beside.new.find((field) => !taken.has(field) && foldKey(field.name) === key);
    if (same !== undefined) pair(old, same);
  }
  const free = beside.new.filter((field) => !taken.has(field));
  for (const old of beside.old) {
    if (pairs.has(old) || renames.has(foldName(old.name))) continue;
    const likely = free
      .filter((field) => !taken.has(field))
      .map((field) => ({ field, score: fieldLikeness(old, field, beside, pairs) }))
      .filter(({ score }) => score >= sureReading)
      .sort((a, b) => b.score - a.score);
    const [best, next] = likely;
    if (best !== undefined && best.score !== next?.score) pair(old, best.field);
  }
  return pairs;
}

/** By name, purpose, type, choices, and whether the same fields stand around it. */
function fieldLikeness(
  old: FieldSchema,
  current: FieldSchema,
  beside: FieldsBeside,
  pairs: ReadonlyMap<FieldSchema, FieldSchema>,
): number {
  const around = (step: number): boolean => {
    const one = beside.old[beside.old.indexOf(old) + step];
    const other = beside.new[beside.new.indexOf(current) + step];
    return one === undefined ? other === undefined : other !== undefined && pairs.get(one) === other;
  };
  const sameType = old.type === current.type ? 1 : 0;
  const sameRole = old.role !== null && old.role === current.role ? 1 : 0;
  const shared = old.choices?.filter((choice) => current.choices?.includes(choice)).length ?? 0;
  const choices = shared / Math.max(1, old.choices?.length ?? 1);
  const place = (around(-1) ? 0.5 : 0) + (around(1) ? 0.5 : 0);
  const name = nameLikeness(old.name, current.name);
  return 0.45 * name + 0.15 * sameType + 0.2 * place + 0.2 * choices + 0.3 * sameRole;
}

function removed(old: FieldSchema, where: string): TemplateChange {
  const message = `Field "${old.name}"${where} is gone; documents keep theirs`;
  return changeOf('field-removed', 'compatible', message, old, null, null);
}

function added(current: FieldSchema, where: string): TemplateChange {
  const demanded = isDemanded(current);
  const message = `Field "${current.name}"${where} is new${demanded ? '' : ' and optional'}`;
  const step: MigrationStep | null = demanded ? insertStep(current) : null;
  return changeOf('field-added', demanded ? 'breaking' : 'compatible', message, null, current, step);
}

function insertStep(field: FieldSchema): MigrationStep {
  return {
    kind: 'insert-field',
    title: `Insert field "${field.name}"`,
    new: field.range,
    file: field.file ?? null,
  };
}

function isDemanded(field: FieldSchema): boolean {
  return field.required && field.condition === null && field.confidence >= sureReading;
}

function* compareField(
  old: FieldSchema,
  current: FieldSchema,
  { where, status }: FieldsBeside,
  renames: NameMap,
): Iterable<TemplateChange> {
  if (foldKey(old.name) !== foldKey(current.name)) yield renamed(old, current, where);
  if (old.type !== current.type && old.where !== 'heading') {
    const breaks = current.confidence >= sureReading && !takesAnything(current);
    const message = `Field "${current.name}"${where} holds ${wordOf(current)} now, not ${wordOf(old)}`;
    yield changeOf('field-type', breaks ? 'breaking' : 'compatible', message, old, current, null);
  } else if (old.where !== current.where) {
    const message = `Field "${current.name}"${where} is written as ${notations[current.where]} now, not as ${notations[old.where]}; both are read`;
    yield changeOf('field-notation', 'compatible', message, old, current, null);
  }
  if (isDemanded(current) && !old.required) {
    const message = `Field "${current.name}"${where} is required now`;
    yield changeOf('field-required', 'breaking', message, old, current, insertStep(current));
  } else if (old.required && !current.required) {
    const message = `Field "${current.name}"${where} is optional now`;
    yield changeOf('field-optional', 'compatible', message, old, current, null);
  }
  const kind = status !== null && current.key === status ? 'states-changed' : 'field-choices';
  yield* compareChoices(kind, old, current, renames);
}

function renamed(old: FieldSchema, current: FieldSchema, where: string): TemplateChange {
  const message = `Field "${old.name}"${where} is called "${current.name}" now`;
  const name = current.name.slice(current.name.lastIndexOf('.') + 1);
  const step: MigrationStep = {
    kind: 'rename-field',
    title: `Rename field "${old.name}" to "${current.name}"`,
    old: old.range,
    file: old.file ?? null,
    name: current.where === 'frontmatter' ? name : current.name,
  };
  return changeOf('field-renamed', 'breaking', message, old, current, step);
}

/** What changed of the values that a field or column may have. */
export function* compareChoices(
  kind: Extract<ChangeKind, 'field-choices' | 'column-choices' | 'states-changed'>,
  old: FieldSchema | ColumnSchema,
  current: FieldSchema | ColumnSchema,
  renames: NameMap,
): Iterable<TemplateChange> {
  if (old.choices === null || current.choices === null) return;
  const word = kind === 'states-changed' ? 'State' : 'Choice';
  const of = `${kind === 'column-choices' ? 'column ' : ''}"${current.name}"`;
  const gone = old.choices.filter((choice) => !hasChoice(current.choices, choice));
  const fresh = current.choices.filter((choice) => !hasChoice(old.choices, choice));
  const becomes = choiceMap(gone, fresh, current.choices, renames);
  for (const choice of gone) {
    const name = becomes.get(choice) ?? null;
    const message =
      name === null
        ? `${word} "${choice}" of ${of} is gone, and nothing surely takes its place`
        : `${word} "${choice}" of ${of} is "${name}" now`;
    const step: MigrationStep | null =
      name === null
        ? null
        : {
            kind: 'rename-choice',
            title: `Change "${choice}" to "${name}" in ${of}`,
            old: old.range,
            file: 'file' in old ? (old.file ?? null) : null,
            choice,
            name,
          };
    yield changeOf(kind, current.open ? 'compatible' : 'breaking', message, old, current, step);
  }
  const taken = new Set(becomes.values());
  for (const choice of fresh) {
    if (taken.has(choice)) continue;
    yield changeOf(kind, 'compatible', `${word} "${choice}" of ${of} is new`, old, current, null);
  }
  if (
    gone.length + fresh.length === 0 &&
    old.choices.some((choice, at) => !same(choice, current.choices?.[at] ?? ''))
  ) {
    const severity = kind === 'states-changed' ? 'compatible' : 'editorial';
    yield changeOf(kind, severity, `The ${word.toLowerCase()}s of ${of} stand in another order`, old, current, null);
  }
  if (old.open && !current.open) {
    yield changeOf(kind, 'breaking', `${of} takes no other values any more`, old, current, null);
  }
}

function same(a: string, b: string): boolean {
  return foldKey(a) === foldKey(b);
}

function hasChoice(choices: readonly string[] | null, choice: string): boolean {
  return choices?.some((other) => same(other, choice)) ?? false;
}

/** By what a person said, else by likeness where it is sure. */
function choiceMap(
  gone: readonly string[],
  fresh: readonly string[],
  all: readonly string[],
  renames: NameMap,
): ReadonlyMap<string, string> {
  const becomes = new Map<string, string>();
  for (const choice of gone) {
    const said = renames.get(foldName(choice));
    const target = said === undefined ? undefined : all.find((other) => same(other, said));
    if (target !== undefined) becomes.set(choice, target);
  }
  const open = gone.filter((choice) => !becomes.has(choice) && !renames.has(foldName(choice)));
  for (const [from, to] of surePairs(open, fresh)) becomes.set(open[from] as string, fresh[to] as string);
  return becomes;
}

function takesAnything({ type }: FieldSchema): boolean {
  return type === 'text' || type === 'prose' || type === 'list' || type === 'persons' || type === 'person';
}

/** What a field or column holds, for a message: `a date`, `one of Draft, Done`. */
export function wordOf({ type, choices }: FieldSchema | ColumnSchema): string {
  if (type === 'choice') return `one of ${(choices ?? []).slice(0, 4).join(', ')}`;
  return typeWords[type];
}

const typeWords = {
  text: 'text',
  choice: 'a choice',
  date: 'a date',
  person: 'a person',
  persons: 'people',
  url: 'a link',
  number: 'a number',
  id: 'an id',
  version: 'a version',
  list: 'a list',
  prose: 'prose',
} as const;

const notations = {
  bold: 'a bold line',
  bullet: 'a list item',
  frontmatter: 'front matter',
  heading: 'a heading',
  table: 'a table row',
  line: 'a plain line',
} as const;

/** A change of a field or column, or of something in its place. */
export function changeOf(
  kind: ChangeKind,
  severity: TemplateChange['severity'],
  message: string,
  old: FieldSchema | ColumnSchema | null,
  current: FieldSchema | ColumnSchema | null,
  step: MigrationStep | null,
): TemplateChange {
  return {
    kind,
    severity,
    message,
    address: current?.address ?? old?.address ?? '',
    ...companionOf(current ?? old),
    old: old?.range ?? null,
    new: current?.range ?? null,
    step,
  };
}

function companionOf(part: FieldSchema | ColumnSchema | null): Pick<TemplateChange, 'file'> {
  return part?.kind === 'field' && part.file !== undefined ? { file: part.file } : {};
}
