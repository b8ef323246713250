import type { RootContent } from 'mdast';
import type { MarkdownSource } from '../markdown/source.ts';
import { rangeOf } from '../markdown/source.ts';
import { foldKey, kebabName } from '../template/names.ts';
import type { FieldSchema, FieldType, SectionSchema } from '../template/schema.ts';
import type { AddressPool } from './address-pool.ts';
import { joinAddress, lastSegment } from './address-pool.ts';
import { bindField } from './bound-fields.ts';
import { bindContent, isEmptyBlock } from './content.ts';
import type { BoundContent, BoundField, BoundSection, SectionMatch } from './document.ts';
import { readValue } from './fields/read-value.ts';
import { fieldsAmong, goesOnInLead } from './fields-among.ts';
import { plainOfRange } from './plain-range.ts';
import type { SchemaIndex } from './schema-index.ts';
import type { MatchedSection, SectionMatches } from './sections.ts';
import { soleContent } from './sole-content.ts';
import type { KnownFields } from './written-fields.ts';

export interface SectionsInput {
  readonly source: MarkdownSource;
  readonly matches: SectionMatches;
  readonly index: SchemaIndex;
  readonly pool: AddressPool;
  /** Fields found before the first section. */
  readonly fields: readonly BoundField[];
}

export interface SectionsReading {
  readonly top: readonly BoundSection[];
  readonly all: readonly BoundSection[];
  readonly answers: ReadonlyMap<SectionSchema, readonly BoundSection[]>;
  /** The document's fields that stand in a section of their own, such as a table under `## Metadata`. */
  readonly metadata: readonly BoundField[];
}

interface OpenSection extends BoundSection {
  readonly sections: BoundSection[];
}

interface Binding extends SectionsInput {
  readonly bound: Map<MatchedSection, OpenSection>;
  readonly addresses: SectionAddresses;
  readonly metadata: BoundField[];
  /** Keys of the document's fields that are already found. */
  readonly answered: Set<string>;
  /** Addresses of subsections that are fields of the body above them. */
  readonly headed: Map<MatchedSection, string>;
}

/** Binds every matched section: its address, its body, and its value when it is a field. */
export function bindSections(input: SectionsInput): SectionsReading {
  const answered = new Set(input.fields.map((field) => field.key));
  const bound = new Map<MatchedSection, OpenSection>();
  const binding: Binding = {
    ...input,
    bound,
    addresses: new SectionAddresses(input.index, input.pool),
    metadata: [],
    answered,
    headed: new Map(),
  };
  const top: BoundSection[] = [];
  const all: BoundSection[] = [];
  const answers = new Map<SectionSchema, BoundSection[]>();
  for (const [place, section] of input.matches.all.entries()) {
    const opened = bindSection(section, place, binding);
    bound.set(section, opened);
    all.push(opened);
    const parent = section.parent === null ? undefined : bound.get(section.parent);
    (parent?.sections ?? top).push(opened);
    if (section.schema !== null) addAnswer(answers, section.schema, opened);
  }
  return { top, all, answers, metadata: binding.metadata };
}

function addAnswer(answers: Map<SectionSchema, BoundSection[]>, schema: SectionSchema, section: BoundSection): void {
  const known = answers.get(schema);
  if (known === undefined) answers.set(schema, [section]);
  else known.push(section);
}

function bindSection(section: MatchedSection, place: number, binding: Binding): OpenSection {
  const parent = section.parent === null ? null : (binding.bound.get(section.parent) ?? null);
  const address = binding.headed.get(section) ?? binding.addresses.claim(section, parent?.address ?? '');
  const field = fieldOf(section, address, binding);
  if (section.schema === null && section.parent === null && place < METADATA_SECTIONS) readMetadata(section, binding);
  return {
    schema: section.schema,
    match: section.match as SectionMatch | null,
    outline: section.outline,
    parent,
    address,
    name: section.name,
    number: section.number,
    ownName: section.ownName,
    content: contentOf(section, address, binding),
    sections: [],
    field,
  };
}

const NO_KNOWN: KnownFields = new Map();

function contentOf(section: MatchedSection, address: string, binding: Binding): BoundContent {
  const { schema, outline } = section;
  const content = schema?.content ?? null;
  const free = schema?.free ?? false;
  const known =
    content === null || free || content.fields.length === 0 ? NO_KNOWN : binding.index.contentFields(content);
  const bound = bindContent({
    text: binding.source.text,
    blocks: outline.blocks,
    at: outline.headingRange.end,
    section: schema,
    schema: free ? null : content,
    known,
    address,
    children: section.children,
    pool: binding.pool,
  });
  const headed = known.size === 0 ? [] : headedFields(section, known, address, bound.fields, binding);
  return headed.length === 0 ? bound : { ...bound, fields: [...bound.fields, ...headed], empty: false };
}

/** Fields of a body that the document writes as subsections: `### Pros` and what stands under it. */
function headedFields(
  section: MatchedSection,
  known: KnownFields,
  address: string,
  written: readonly BoundField[],
  binding: Binding,
): BoundField[] {
  const answered = new Set(written.map(({ key }) => key));
  const fields: BoundField[] = [];
  for (const child of section.children) {
    const schema = child.schema === null ? known.get(child.key ?? foldKey(child.name)) : undefined;
    if (schema === undefined || answered.has(schema.key)) continue;
    answered.add(schema.key);
    const own = binding.pool.claim(joinAddress(address, lastSegment(schema.address)));
    binding.headed.set(child, own);
    fields.push(headingField(child, schema, own, binding));
  }
  return fields;
}

/** The metadata of a document may stand in one of its first sections. */
const METADATA_SECTIONS = 3;

/** Pairs in a section that the template does not know are the document's own when two or more of its fields are there. */
function readMetadata(section: MatchedSection, binding: Binding): void {
  const { index, pool, answered } = binding;
  if (index.fields.size === 0 || answered.size >= index.fields.size) return;
  const { text } = binding.source;
  const { fields } = fieldsAmong(text, section.outline.blocks, index.fields, goesOnInLead);
  const open = fields.filter(({ field }) => field.schema !== null && !answered.has(field.schema.key));
  if (open.length < 2) return;
  for (const { field, blocks } of open) {
    binding.metadata.push(bindField(text, field, blocks, '', pool));
    if (field.schema !== null) answered.add(field.schema.key);
  }
}

/** The value of a section that is a field in the template, or that is named like a field the document lacks. */
function fieldOf(section: MatchedSection, address: string, binding: Binding): BoundField | null {
  const own = section.schema?.field ?? null;
  if (own !== null) return headingField(section, own, address, binding);
  if (section.schema !== null || section.parent !== null) return null;
  const schema = binding.index.fields.get(section.key ?? foldKey(section.name));
  if (schema === undefined || binding.answered.has(schema.key)) return null;
  binding.answered.add(schema.key);
  return headingField(section, schema, address, binding);
}

/** Types whose value is one line, so that what follows it in the body explains it. */
const ONE_LINE = new Set<FieldType>(['choice', 'date', 'person', 'number', 'id', 'version', 'url']);

function headingField(section: MatchedSection, schema: FieldSchema, address: string, binding: Binding): BoundField {
  const { text } = binding.source;
  const { outline } = section;
  const blocks = outline.blocks.filter((block) => !isEmptyBlock(block));
  const used: readonly RootContent[] = ONE_LINE.has(schema.type) ? blocks.slice(0, 1) : blocks;
  const first = used[0];
  const last = used[used.length - 1];
  const at = outline.headingRange.end;
  const range =
    first === undefined || last === undefined
      ? { start: at, end: at }
      : { start: rangeOf(first).start, end: rangeOf(last).end };
  const raw = text.slice(range.start, range.end);
  return {
    schema,
    name: section.name,
    address,
    key: schema.key,
    where: 'heading',
    inCompanion: false,
    range: { start: outline.headingRange.start, end: range.end },
    nameRange: outline.headingRange,
    value: readValue({ raw, plain: plainOfRange(text, range, used), data: undefined }, range, schema),
  };
}

/** Gives sections their addresses: where the schema has them, wherever the document puts them. */
class SectionAddresses {
  private readonly index: SchemaIndex;
  private readonly pool: AddressPool;
  private readonly first = new Map<SectionSchema, string>();
  private readonly counts = new Map<string, { readonly base: string; count: number }>();

  constructor(index: SchemaIndex, pool: AddressPool) {
    this.index = index;
    this.pool = pool;
  }

  claim(section: MatchedSection, parent: string): string {
    const { schema } = section;
    if (schema === null) return this.pool.claim(joinAddress(parent, kebabName(section.name)));
    const above = this.index.parents.get(schema) ?? null;
    const holder = this.holderAddress(section, above, parent);
    const segment = lastSegment(schema.address);
    const address =
      schema.repeat === null ? this.pool.claim(joinAddress(holder, segment)) : this.claimEntry(above, holder, segment);
    if (!this.first.has(schema)) this.first.set(schema, address);
    return address;
  }

  private holderAddress(section: MatchedSection, above: SectionSchema | null, parent: string): string {
    if (above === null) return '';
    if (section.parent?.schema === above) return parent;
    return this.first.get(above) ?? above.address;
  }

  /** An entry of a section that holds nothing else is numbered at the section's own address. */
  private claimEntry(above: SectionSchema | null, holder: string, segment: string): string {
    const wanted = above !== null && soleContent(above) === 'entries' ? holder : joinAddress(holder, segment);
    let entry = this.counts.get(wanted);
    if (entry === undefined) {
      entry = { base: this.pool.claimIndexed(wanted), count: 0 };
      this.counts.set(wanted, entry);
    }
    entry.count += 1;
    return `${entry.base}[${entry.count}]`;
  }
}
