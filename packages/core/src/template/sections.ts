import type { RootContent } from 'mdast';
import type { OutlineSection } from '../markdown/outline.ts';
import { foldSpace } from '../markdown/plain.ts';
import { rangeOf } from '../markdown/source.ts';
import type { Range } from '../text/range.ts';
import { readBody } from './body.ts';
import type { Body } from './body-shape.ts';
import { readChoices, readChoicesIn } from './choice.ts';
import type { Compilation, Said } from './compilation.ts';
import type { RawField } from './field-lines.ts';
import { trimmedRange } from './field-lines.ts';
import { fieldRole, guessType } from './field-type.ts';
import { fieldSchema, joinAddress } from './fields.ts';
import type { HeadingName } from './heading.ts';
import { areCounted, areSamplesOfOne, isAppendix, pluralOf, readHeading, repeatsAlone } from './heading.ts';
import { splitComments } from './inline-comments.ts';
import { camelName, kebabName } from './names.ts';
import type { Optionality } from './optional.ts';
import type { Pins } from './pins.ts';
import { NO_PINS } from './pins.ts';
import { roleNamed, sectionRole } from './roles.ts';
import type { ContentSchema, ContentType, FieldSchema, Repeat, SectionSchema } from './schema.ts';
import { isStandIn } from './stand-in.ts';

/** What stands above a run of sibling headings. */
export interface SectionSurroundings {
  readonly address: string;
  readonly path: readonly string[];
  /** True when the parent holds nothing but these siblings, so that one repeated sibling is the parent's own value. */
  readonly bare: boolean;
  /** True when the parent's help text frees the author from those that do not apply. */
  readonly freed?: boolean;
  /** What a comment that touches the first heading says of it. */
  readonly said: Said;
}

interface Sample {
  readonly outline: OutlineSection;
  readonly heading: HeadingName;
}

/** Compiles sibling headings; those that differ by ordinal or placeholder become one repeated section. */
export function compileSections(
  compilation: Compilation,
  siblings: readonly OutlineSection[],
  around: SectionSurroundings,
): SectionSchema[] {
  const runs: Sample[][] = [];
  const counted = areCounted(siblings);
  for (const outline of siblings) {
    const heading = readHeading(compilation.text, outline, counted);
    const run = runs[runs.length - 1];
    const first = run?.[0];
    if (run !== undefined && first !== undefined && areSamplesOfOne(first.heading, heading))
      run.push({ outline, heading });
    else runs.push([{ outline, heading }]);
  }
  let said = around.said;
  return runs.map((run) => {
    const section = compileRun(compilation, run, { ...around, said, bare: around.bare && runs.length === 1 });
    said = compilation.saidAfter(lastDescendant((run[run.length - 1] as Sample).outline));
    return section;
  });
}

function compileRun(compilation: Compilation, run: readonly Sample[], around: SectionSurroundings): SectionSchema {
  const { outline, heading } = run[0] as Sample;
  const repeated = run.length > 1 || repeatsAlone(heading, outline.depth);
  const name = repeated ? heading.stem : heading.name;
  const segment = kebabName(repeated ? pluralOf(name) : name);
  const address =
    repeated && around.bare && around.address !== '' ? around.address : joinAddress(around.address, segment);
  const path = [...around.path, name];
  let optionality: Optionality = heading.mandatory
    ? 'mandatory'
    : heading.optional
      ? 'optional'
      : around.said.optionality;
  const body = readSample(compilation, outline, address, name, optionality !== 'optional');
  optionality ??= body.optionality ?? (around.freed === true ? 'optional' : null);
  const pins = mergePins(around.said.pins, body.pins);
  const hasOwn =
    body.prose || body.code || body.lists.length + body.tables.length + body.groups.length + body.fields.length > 0;
  const spare = !hasOwn && !body.guided && isAppendix(name) && holdsOnlyPlaceholders(compilation, outline);
  const required = pins.optional === null ? optionality !== 'optional' && !body.contents && !spare : !pins.optional;
  const sections = compileSections(compilation, outline.sections, {
    address,
    path,
    bare: !hasOwn,
    said: body.next,
    freed: body.freesSections,
  });
  for (const sample of run.slice(1)) {
    const other = readSample(compilation, sample.outline, address, name, false);
    compileSections(compilation, sample.outline.sections, { address, path, bare: false, said: other.next });
  }
  const key = camelName(repeated ? pluralOf(name) : name);
  const field =
    outline.sections.length === 0 && !repeated
      ? fieldUnderHeading(compilation, outline, { name, key, address, body, required, pins })
      : null;
  const repeat = repeatOf(run, repeated, required, pins);
  const repeatedChild = sections.find((child) => child.repeat !== null)?.name ?? null;
  const role = roleNamed(pins.role) ?? sectionRole(name, body, repeatedChild);
  return {
    kind: 'section',
    key,
    name,
    address,
    range: outline.range,
    required,
    ...reasonOf(heading, repeated, run.length, optionality, pins),
    depth: outline.depth,
    headingRange: outline.headingRange,
    heading: foldSpace(
      compilation.text
        .slice(outline.headingRange.start, outline.headingRange.end)
        .replace(/[\r\n][ \t>]*(?:=+|-+)[ \t]*$/u, '')
        .replace(/^#{1,6}\s*|\s*#*\s*$/gu, ''),
    ),
    path,
    repeat,
    placeholder: heading.placeholder,
    content: contentOf(body, required, sections.length > 0),
    sections,
    role,
    living: pins.living || role === 'sign-offs',
    field,
    free: pins.free || body.contents,
  };
}

/** An appendix that shows nothing but room for more is there for those who need it. */
function holdsOnlyPlaceholders(compilation: Compilation, outline: OutlineSection): boolean {
  return outline.sections.every((child) => readHeading(compilation.text, child).wholly);
}

function readSample(
  compilation: Compilation,
  outline: OutlineSection,
  address: string,
  sectionName: string,
  required: boolean,
): Body {
  const end = outline.bodyRange.end;
  const body = readBody(compilation, outline.blocks, { address, sectionName, required, metadata: false, end });
  compilation.sayAfter(outline, body.next);
  return body;
}

function lastDescendant(outline: OutlineSection): OutlineSection {
  let last = outline;
  for (let child = last.sections.at(-1); child !== undefined; child = last.sections.at(-1)) last = child;
  return last;
}

function mergePins(above: Pins, within: Pins): Pins {
  return {
    optional: within.optional ?? above.optional,
    repeatMin: within.repeatMin ?? above.repeatMin,
    choices: within.choices ?? above.choices,
    role: within.role ?? above.role,
    living: within.living || above.living,
    free: within.free || above.free,
    unknown: [],
  };
}

function repeatOf(run: readonly Sample[], repeated: boolean, required: boolean, pins: Pins): Repeat | null {
  if (pins.repeatMin === null && !repeated) return null;
  return {
    min: pins.repeatMin ?? (required ? 1 : 0),
    named: run.some(({ heading }) => heading.named),
    numbered: run.some(({ heading }) => (heading.ordinal !== null || heading.counted) && !heading.wholly),
  };
}

function reasonOf(
  heading: HeadingName,
  repeated: boolean,
  samples: number,
  optionality: Optionality,
  pins: Pins,
): { why: string; confidence: number } {
  if (pins !== NO_PINS && pins.optional !== null) return { why: 'a comment in the template pins it', confidence: 1 };
  const freed =
    optionality === 'optional'
      ? heading.optional
        ? '; its heading says it is optional'
        : '; its guidance says it may be left out'
      : '';
  if (samples > 1)
    return { why: `${samples} headings that differ only by number or placeholder${freed}`, confidence: 0.9 };
  if (repeated) return { why: `a heading that is a placeholder${freed}`, confidence: 0.8 };
  return { why: `a heading${freed}`, confidence: freed !== '' && !heading.optional ? 0.85 : 0.95 };
}

/** What the blocks under a heading are as a whole; null when there is nothing but subsections. */
export function contentOf(body: Body, required: boolean, hasSections: boolean): ContentSchema | null {
  const kinds: { type: ContentType; why: string; confidence: number }[] = [];
  if (body.fields.length > 0) kinds.push({ type: 'mixed', why: 'named values', confidence: 0.8 });
  if (body.tables.length > 0) kinds.push({ type: 'table', why: body.tables[0]?.why ?? '', confidence: 0.95 });
  for (const list of body.lists) kinds.push(list);
  if (body.groups.length > 0) kinds.push({ type: 'mixed', why: body.groups[0]?.why ?? '', confidence: 0.8 });
  if (body.code) kinds.push({ type: 'code', why: 'a block of code', confidence: 0.6 });
  if (body.prose && body.lists.length + body.tables.length === 0)
    kinds.push({ type: 'prose', why: 'text to write', confidence: 0.9 });
  if (kinds.length === 0 && hasSections && !body.guided) return null;
  const types = new Set(kinds.map((kind) => kind.type));
  const first = kinds[0];
  const only = types.size === 1 && first !== undefined ? first : null;
  const type = only?.type ?? (kinds.length === 0 ? 'prose' : 'mixed');
  const fallback = body.guided ? 'help text asks for prose' : 'nothing is said, so text';
  return {
    type,
    range: body.range,
    min: required && !hasSections ? 1 : 0,
    fields: body.fields,
    tables: body.tables,
    groups: body.groups,
    lists: body.lists,
    why: only?.why ?? (kinds.length === 0 ? fallback : 'several kinds of content'),
    confidence: only?.confidence ?? 0.6,
  };
}

const SHORT_VALUE = 160;

interface SectionReading {
  readonly name: string;
  readonly key: string;
  readonly address: string;
  readonly body: Body;
  readonly required: boolean;
  readonly pins: Pins;
}

/** A section whose whole body is one value: `## Status` with its choices, `## Date` with a placeholder. */
function fieldUnderHeading(
  compilation: Compilation,
  outline: OutlineSection,
  section: SectionReading,
): FieldSchema | null {
  const { name, key, address, body, required, pins } = section;
  const blocks = outline.blocks.filter((block) => block.type !== 'html' && block.type !== 'thematicBreak');
  const isStatus = fieldRole(name) === 'status';
  const value = wholeValue(compilation.text, blocks, outline);
  if (value === null || body.fields.some((other) => other.range.start === value.range.start)) return null;
  const shared = body.tables.length + body.groups.length + body.fields.length > 0;
  if (shared && readChoices(value.text) === null) return null;
  if (!isStatus && (value.text.length > SHORT_VALUE || blocks[0]?.type === 'list')) return null;
  const comments = outline.blocks.flatMap((block) =>
    block.type === 'html' ? [block.value.replace(/^<!--|-->$/gu, '').trim()] : [],
  );
  const help = [value.help, ...comments].filter((words) => words !== '').join(' ');
  const raw: RawField = {
    name,
    where: 'heading',
    range: outline.range,
    value: value.text,
    valueRange: value.range,
    help: help === '' ? null : help,
  };
  const field = { ...fieldSchema(raw, { parent: '', required, pins }), key, address };
  if (isStatus) return statusField(field, value.text, blocks, compilation.text);
  if (field.choices !== null) return field;
  const byName = guessType(name, '').type;
  const singular = byName === 'date' || byName === 'person' || byName === 'persons' || byName === 'version';
  const short = value.text.split(/\s+/u).length <= 6;
  return singular && short && (value.text === '' || isStandIn(value.text)) ? field : null;
}

/** Status sections list their states in a sentence or in a list when not as a bare choice. */
function statusField(field: FieldSchema, value: string, blocks: readonly RootContent[], text: string): FieldSchema {
  if (field.choices !== null && field.choices.length > 1) return field;
  const listed = blocks.flatMap((block) =>
    block.type === 'list'
      ? block.children.map((item) =>
          foldSpace(text.slice(rangeOf(item).start, rangeOf(item).end)).replace(
            /^(?:[-*+]|\d+[.)])\s*(?:\[[ xX]\]\s*)?/u,
            '',
          ),
        )
      : [],
  );
  const found =
    listed.length > 1 && listed.every((item) => item.length <= 40)
      ? { choices: listed, open: false }
      : readChoicesIn(value);
  return found === null
    ? field
    : { ...field, type: 'choice', ...found, default: null, why: 'its text lists the states', confidence: 0.8 };
}

function wholeValue(
  text: string,
  blocks: readonly RootContent[],
  outline: OutlineSection,
): { text: string; range: Range; help: string } | null {
  const first = blocks[0];
  if (first === undefined)
    return { text: '', range: { start: outline.headingRange.end, end: outline.headingRange.end }, help: '' };
  if (first.type !== 'paragraph' && (first.type !== 'list' || blocks.length > 1)) return null;
  if (blocks.length > 1 && readChoices(text.slice(rangeOf(first).start, rangeOf(first).end)) === null) return null;
  const range = trimmedRange(text, rangeOf(first));
  const written = text.slice(range.start, range.end);
  const { words, comments } = splitComments(written);
  return { text: words.trim().replace(/^[*_]+|[*_]+$/gu, ''), range, help: comments.join(' ') };
}
