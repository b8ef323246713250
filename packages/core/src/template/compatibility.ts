import type { MigrationStep, NameMap, TemplateChange } from './compatibility-change.ts';
import { compareFields, sureReading } from './compatibility-fields.ts';
import { outOfOrder, saysSame } from './compatibility-likeness.ts';
import { matchSections, type SectionMatches, type SectionNode } from './compatibility-match.ts';
import { compareTables } from './compatibility-tables.ts';
import { foldKey } from './names.ts';
import type { ContentSchema, Schema, SectionSchema, TitleSchema } from './schema.ts';

const noRenames: NameMap = new Map();

/**
 * What changed from one version of a template to another, in the order of the new one, what is gone first. Sections are
 * matched by name, then by likeness of name, text, content, subsections and place; `renames` settles what likeness cannot.
 * The same template twice gives nothing.
 */
export function compareTemplates(
  old: Schema,
  current: Schema,
  renames: NameMap = noRenames,
): readonly TemplateChange[] {
  if (old.text === current.text && old.fields.every((field) => field.file === undefined)) return [];
  const matches = matchSections(old, current, renames);
  const status = current.lifecycle?.field ?? null;
  return [
    ...compareTitles(old.title, current.title),
    ...compareFields({ old: old.fields, new: current.fields, where: '', status }, renames),
    ...compareContents(old.preamble, current.preamble, '', renames),
    ...sectionsGone(matches),
    ...matches.new.flatMap((node) => [...changesAt(node, matches, status, renames)]),
  ];
}

function* compareTitles(old: TitleSchema | null, current: TitleSchema | null): Iterable<TemplateChange> {
  if (old === null || current === null) {
    if (old === current) return;
    const message = current === null ? 'The template has no title any more' : 'The template has a title now';
    const ranges = { old: old?.range ?? null, new: current?.range ?? null };
    const severity = current === null ? 'compatible' : 'breaking';
    yield { kind: 'title-changed', severity, message, address: '', ...ranges, step: null };
    return;
  }
  if (saysSame(old.prefix, current.prefix) && saysSame(old.suffix, current.suffix)) return;
  const shown = (title: TitleSchema): string => `${title.prefix}${title.placeholder ?? ''}${title.suffix}`;
  const step: MigrationStep = {
    kind: 'retitle',
    title: `Change the fixed words of titles to "${shown(current)}"`,
    prefix: { old: old.prefix, new: current.prefix },
    suffix: { old: old.suffix, new: current.suffix },
  };
  yield {
    kind: 'title-changed',
    severity: 'breaking',
    message: `Titles are written "${shown(current)}" now, not "${shown(old)}"`,
    address: '',
    old: old.range,
    new: current.range,
    // A number in the fixed words is each document's own.
    step: old.number === null && current.number === null && current.placeholder !== null ? step : null,
  };
}

/** Sections that no part of the new template answers to; the ones within them go along. */
function* sectionsGone({ old, newOf, joins }: SectionMatches): Iterable<TemplateChange> {
  const joined = new Set([...joins.values()].flat());
  const isGone = (node: SectionNode): boolean => !newOf.has(node) && !joined.has(node);
  for (const node of old) {
    if (!isGone(node) || (node.parent !== null && isGone(node.parent))) continue;
    const { name, address, headingRange } = node.schema;
    const message = `Section "${name}" is gone; documents keep theirs as an extra section`;
    yield {
      kind: 'section-removed',
      severity: 'compatible',
      message,
      address,
      old: headingRange,
      new: null,
      step: null,
    };
  }
}

function* changesAt(
  node: SectionNode,
  matches: SectionMatches,
  status: string | null,
  renames: NameMap,
): Iterable<TemplateChange> {
  const old = matches.oldOf.get(node);
  if (old === undefined) {
    if (isNew(node, matches)) yield added(node);
    return;
  }
  const changes = [
    ...shapeChanges(old, node, matches),
    ...demandChanges(old.schema, node.schema),
    ...compareContents(old.schema.content, node.schema.content, ` in "${node.schema.name}"`, renames),
    ...fieldUnderHeading(old.schema, node.schema, status, renames),
  ];
  yield* changes;
  if (changes.length > 0 || (saysSame(old.text, node.text) && saysSame(old.schema.heading, node.schema.heading)))
    return;
  yield sectionChange(
    'guidance-changed',
    'editorial',
    `The help text of "${node.schema.name}" is worded anew`,
    old,
    node,
  );
}

/** A new section whose parent was there before; the ones within a new section come along. */
function isNew(node: SectionNode, { oldOf, splits }: SectionMatches): boolean {
  if ([...splits.values()].some((parts) => parts.includes(node))) return false;
  return node.parent === null || oldOf.has(node.parent);
}

function added(node: SectionNode): TemplateChange {
  const { schema } = node;
  const demanded = schema.required && schema.confidence >= sureReading;
  const under = node.parent === null ? '' : ` under "${node.parent.schema.name}"`;
  const step: MigrationStep = {
    kind: 'insert-section',
    title: `Insert section "${schema.name}"${under}`,
    new: schema.headingRange,
  };
  return {
    kind: 'section-added',
    severity: demanded ? 'breaking' : 'compatible',
    message: `Section "${schema.name}"${under} is new${demanded ? '' : ' and optional'}`,
    address: schema.address,
    old: null,
    new: schema.headingRange,
    step: demanded ? step : null,
  };
}

/** Name, division, place and level. */
function* shapeChanges(old: SectionNode, node: SectionNode, matches: SectionMatches): Iterable<TemplateChange> {
  const parts = matches.splits.get(old);
  const joined = matches.joins.get(node);
  const names = (nodes: readonly SectionNode[]): string => nodes.map(({ schema }) => `"${schema.name}"`).join(', ');
  const [from, to] = [old.schema, node.schema];
  if (parts !== undefined) {
    const step: MigrationStep = {
      kind: 'split-section',
      title: `Divide section "${from.name}" into ${names(parts)}`,
      old: from.headingRange,
      parts: parts.map(({ schema }) => schema.headingRange),
      heir: to.headingRange,
    };
    yield sectionChange('section-split', 'breaking', `Section "${from.name}" is ${names(parts)} now`, old, node, step);
  } else if (joined !== undefined) {
    const step: MigrationStep = {
      kind: 'join-sections',
      title: `Join ${names(joined)} into "${to.name}"`,
      parts: joined.map(({ schema }) => schema.headingRange),
      new: to.headingRange,
    };
    yield sectionChange(
      'sections-joined',
      'breaking',
      `Sections ${names(joined)} are "${to.name}" now`,
      old,
      node,
      step,
    );
  } else if (foldKey(from.name) !== foldKey(to.name) && !isAnyName(to)) {
    const title = `Rename heading "${from.name}" to "${to.name}"`;
    const step: MigrationStep = { kind: 'rename-section', title, old: from.headingRange, new: to.headingRange };
    yield sectionChange(
      'section-renamed',
      'breaking',
      `Section "${from.name}" is called "${to.name}" now`,
      old,
      node,
      step,
    );
  }
  yield* placeChanges(old, node, matches);
}

function* placeChanges(old: SectionNode, node: SectionNode, matches: SectionMatches): Iterable<TemplateChange> {
  const { name, headingRange } = node.schema;
  const ranges = { old: old.schema.headingRange, new: headingRange };
  const home = old.parent === null ? null : matches.newOf.get(old.parent);
  if (home !== node.parent) {
    const title =
      node.parent === null
        ? `Move section "${name}" to the top`
        : `Move section "${name}" under "${node.parent.schema.name}"`;
    const where = node.parent === null ? 'at the top' : `under "${node.parent.schema.name}"`;
    const step: MigrationStep = { kind: 'move-section', title, ...ranges };
    yield sectionChange('section-moved', 'breaking', `Section "${name}" stands ${where} now`, old, node, step);
    return;
  }
  if (isOutOfPlace(node, matches)) {
    const before = siblingsOf(node, matches.new)[node.place - 1];
    const place = before === undefined ? 'first' : `after "${before.schema.name}"`;
    const step: MigrationStep = { kind: 'move-section', title: `Move section "${name}" ${place}`, ...ranges };
    yield sectionChange('section-moved', 'breaking', `Section "${name}" stands ${place} now`, old, node, step);
  }
  const level = (one: SectionNode): number => one.schema.depth - (one.parent?.schema.depth ?? 0);
  if (level(old) === level(node)) return;
  const title = `Set heading "${name}" to level ${node.schema.depth}`;
  const step: MigrationStep = { kind: 'set-level', title, ...ranges };
  const message = `Section "${name}" is at level ${node.schema.depth} now, not ${old.schema.depth}`;
  yield sectionChange('section-relevelled', 'breaking', message, old, node, step);
}

/** True for a section among the fewest that would have to move to bring the old order into the new one. */
function isOutOfPlace(node: SectionNode, { new: all, oldOf, newOf }: SectionMatches): boolean {
  const kept = siblingsOf(node, all).filter((sibling) => {
    const old = oldOf.get(sibling);
    return old !== undefined && (old.parent === null ? null : newOf.get(old.parent)) === node.parent;
  });
  const out = outOfOrder(kept.map((sibling) => oldOf.get(sibling)?.place ?? 0));
  return out.has(kept.indexOf(node));
}

function siblingsOf(node: SectionNode, all: readonly SectionNode[]): readonly SectionNode[] {
  return node.parent?.sections ?? all.filter(({ parent }) => parent === null);
}

/** Where the whole heading is each document's own, its name in the template is only an example. */
function isAnyName({ repeat }: SectionSchema): boolean {
  return repeat?.named === true && !repeat.numbered;
}

function* demandChanges(old: SectionSchema, current: SectionSchema): Iterable<TemplateChange> {
  const { name, address } = current;
  const place = { address, old: old.headingRange, new: current.headingRange };
  if (current.required && !old.required && current.confidence >= sureReading) {
    const title = `Insert section "${name}" where it is missing`;
    const step: MigrationStep = { kind: 'insert-section', title, new: current.headingRange };
    yield {
      kind: 'section-required',
      severity: 'breaking',
      message: `Section "${name}" is required now`,
      ...place,
      step,
    };
  } else if (old.required && !current.required) {
    const message = `Section "${name}" is optional now`;
    yield { kind: 'section-optional', severity: 'compatible', message, ...place, step: null };
  }
  const [before, now] = [old.repeat, current.repeat];
  if (before?.min === now?.min && before?.numbered === now?.numbered && (before === null) === (now === null)) return;
  const tighter = now === null || now.min > (before?.min ?? 1);
  const message =
    now === null
      ? `Section "${name}" stands once now`
      : before === null
        ? `Section "${name}" may be repeated now`
        : `Section "${name}" stands ${now.min} times or more now${now.numbered && !before.numbered ? ', each with a number' : ''}`;
  yield { kind: 'repeat-changed', severity: tighter ? 'breaking' : 'compatible', message, ...place, step: null };
}

function* compareContents(
  old: ContentSchema | null,
  current: ContentSchema | null,
  where: string,
  renames: NameMap,
): Iterable<TemplateChange> {
  if (old === null && current === null) return;
  yield* compareTables(old?.tables ?? [], current?.tables ?? [], where, renames);
  yield* compareFields({ old: old?.fields ?? [], new: current?.fields ?? [], where, status: null }, renames);
  if (old === null || current === null || old.type === current.type) return;
  // A table that came or went has been told already.
  if (old.type === 'table' || current.type === 'table') return;
  const breaks = current.confidence >= sureReading && current.type !== 'prose' && current.type !== 'mixed';
  const message = `The text${where} is ${contentWords[current.type]} now, not ${contentWords[old.type]}`;
  const ranges = { old: old.range, new: current.range };
  yield {
    kind: 'content-changed',
    severity: breaks ? 'breaking' : 'compatible',
    message,
    address: '',
    ...ranges,
    step: null,
  };
}

const contentWords: Readonly<Record<ContentSchema['type'], string>> = {
  prose: 'prose',
  items: 'a list',
  steps: 'numbered steps',
  checklist: 'a check list',
  table: 'a table',
  definitions: 'a list of definitions',
  code: 'code',
  mixed: 'free',
  subsections: 'subsections',
};

/** The value under a heading that is a field; its name is the section's. */
function* fieldUnderHeading(
  old: SectionSchema,
  current: SectionSchema,
  status: string | null,
  renames: NameMap,
): Iterable<TemplateChange> {
  if (old.field === null || current.field === null) return;
  const fields = { old: [{ ...old.field, name: current.name }], new: [{ ...current.field, name: current.name }] };
  for (const change of compareFields({ ...fields, where: '', status }, renames)) {
    if (change.kind !== 'field-required' && change.kind !== 'field-optional') yield change;
  }
}

function sectionChange(
  kind: TemplateChange['kind'],
  severity: TemplateChange['severity'],
  message: string,
  old: SectionNode,
  node: SectionNode,
  step: MigrationStep | null = null,
): TemplateChange {
  const { address, headingRange } = node.schema;
  return { kind, severity, message, address, old: old.schema.headingRange, new: headingRange, step };
}
