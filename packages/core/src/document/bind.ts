import type { RootContent } from 'mdast';
import { coarseStretches } from '../markdown/bounded-parse.ts';
import type { Outline, OutlineSection } from '../markdown/outline.ts';
import { outlineOf } from '../markdown/outline.ts';
import type { MarkdownSource } from '../markdown/source.ts';
import { rangeOf } from '../markdown/source.ts';
import { foldKey } from '../template/names.ts';
import type { Schema } from '../template/schema.ts';
import { AddressPool } from './address-pool.ts';
import { bindField } from './bound-fields.ts';
import { bindSections } from './bound-sections.ts';
import { bindContent } from './content.ts';
import type { BindProblem, BoundContent, BoundDocument, BoundField, Companion } from './document.ts';
import { fieldsAmong, goesOnInLead } from './fields-among.ts';
import type { SchemaIndex } from './schema-index.ts';
import { indexOfSchema } from './schema-index.ts';
import { matchSections } from './sections.ts';
import { readStatus } from './status.ts';
import { readTitles } from './title.ts';
import type { KnownFields } from './written-fields.ts';
import { yamlFields } from './yaml-fields.ts';

export interface BindInput {
  readonly source: MarkdownSource;
  /** The document's path as the workspace names it. */
  readonly file: string;
  readonly schema: Schema;
  /** The YAML file beside the document that holds its metadata. */
  readonly companion?: Companion | null;
}

/**
 * Reads a document against a schema. Never throws: whatever fits nothing is bound without a schema part. Takes time
 * linear in the document, up to a factor that the schema sets.
 */
export function bindDocument(input: BindInput): BoundDocument {
  const { source, file, schema } = input;
  const index = indexOfSchema(schema);
  const outline = outlineOf(source);
  const { titles, holder, sections: tops } = readTitles(outline, schema, index);
  const matches = matchSections(tops, index);
  const pool = new AddressPool();
  const metadata = readMetadata(input, outline, holder, index, pool);
  const sections = bindSections({ source, matches, index, pool, fields: metadata.fields });
  const fields = [...metadata.fields, ...sections.metadata].sort(byPlace);
  return {
    file,
    source,
    outline,
    schema,
    title: titles[0] ?? null,
    titles,
    fields,
    sections: sections.top,
    allSections: sections.all,
    answers: sections.answers,
    preamble: metadata.preamble,
    status: readStatus(schema, fields, sections.all),
    companion: input.companion ?? null,
    problems: [...metadata.problems, ...coarseProblems(source)],
  };
}

/** More stretches than these are counted, not listed. */
const MOST_STRETCHES = 10;

/** Stretches read as plain text; those within code or HTML are what they would have been anyway. */
function coarseProblems(source: MarkdownSource): BindProblem[] {
  const coarse = coarseStretches(source.tree);
  if (coarse.length === 0) return [];
  const opaque = source.tree.children.filter((block) => block.type === 'code' || block.type === 'html').map(rangeOf);
  const stretches = coarse.filter(
    ({ start, end }) => !opaque.some((block) => block.start <= start && end <= block.end + 1),
  );
  return stretches.slice(0, MOST_STRETCHES).map((range, index) => {
    const more = index === MOST_STRETCHES - 1 ? stretches.length - MOST_STRETCHES : 0;
    const rest = more > 0 ? `; so are ${more} more after it` : '';
    return {
      kind: 'coarse',
      message: `These ${range.end - range.start} characters are too intricate to read as Markdown, so they are taken as plain text${rest}`,
      range,
    };
  });
}

/** Text order; fields of the companion file after those of the document. */
function byPlace(a: BoundField, b: BoundField): number {
  if (a.inCompanion !== b.inCompanion) return a.inCompanion ? 1 : -1;
  return a.range.start - b.range.start;
}

interface Metadata {
  readonly fields: readonly BoundField[];
  readonly preamble: BoundContent | null;
  readonly problems: readonly BindProblem[];
}

function readMetadata(
  input: BindInput,
  outline: Outline,
  holder: OutlineSection | null,
  index: SchemaIndex,
  pool: AddressPool,
): Metadata {
  const { text } = input.source;
  const known = index.fields;
  const front =
    outline.frontMatter === null
      ? NO_YAML
      : yamlFields({ text, range: rangeOf(outline.frontMatter), known, inCompanion: false, pool });
  const blocks = holder === null ? outline.lead : [...outline.lead, ...holder.blocks];
  const lead = readLead(text, blocks, known, pool);
  const beside = readCompanion(input.companion ?? null, known, pool);
  const answered = new Set([...front.fields, ...lead.fields].map((field) => foldKey(field.name)));
  const companionFields = beside.fields.filter((field) => !answered.has(foldKey(field.name)));
  return {
    fields: [...front.fields, ...lead.fields, ...companionFields],
    preamble: readPreamble(input, lead.rest, holder, pool),
    problems: [...front.problems, ...beside.problems],
  };
}

const NO_YAML = { fields: [], problems: [] } as const;

function readCompanion(
  companion: Companion | null,
  known: KnownFields,
  pool: AddressPool,
): ReturnType<typeof yamlFields> {
  if (companion === null) return { fields: [], problems: [] };
  const { text } = companion;
  return yamlFields({ text, range: { start: 0, end: text.length }, known, inCompanion: true, pool });
}

function readLead(
  text: string,
  blocks: readonly RootContent[],
  known: KnownFields,
  pool: AddressPool,
): { readonly fields: BoundField[]; readonly rest: readonly RootContent[] } {
  if (blocks.length === 0) return { fields: [], rest: blocks };
  const { fields, taken } = fieldsAmong(text, blocks, known, goesOnInLead);
  return {
    fields: fields.map(({ field, blocks: nodes }) => bindField(text, field, nodes, '', pool)),
    rest: blocks.filter((block) => !taken.has(block)),
  };
}

const NO_KNOWN: KnownFields = new Map();

function readPreamble(
  input: BindInput,
  blocks: readonly RootContent[],
  holder: OutlineSection | null,
  pool: AddressPool,
): BoundContent | null {
  if (blocks.length === 0) return null;
  return bindContent({
    text: input.source.text,
    blocks,
    at: holder?.headingRange.end ?? 0,
    section: null,
    schema: input.schema.preamble,
    known: NO_KNOWN,
    address: '(preamble)',
    children: [],
    pool,
  });
}
