import type { RootContent } from 'mdast';
import { rangeOf } from '../markdown/source.ts';
import type { ContentSchema, ListSchema, SectionSchema } from '../template/schema.ts';
import type { Range } from '../text/range.ts';
import type { AddressPool } from './address-pool.ts';
import { joinAddress } from './address-pool.ts';
import { bindField } from './bound-fields.ts';
import type { BoundContent, BoundField, BoundList, BoundTable } from './document.ts';
import type { FieldsReading } from './fields-among.ts';
import { fieldsAmong, goesOnInBody } from './fields-among.ts';
import { bindGroups, groupSegment } from './groups.ts';
import { listsInRow } from './list.ts';
import type { MatchedSection } from './sections.ts';
import { soleContent } from './sole-content.ts';
import { columnNames, DocumentTable } from './table.ts';
import { TableSchemas } from './table-schemas.ts';
import type { KnownFields } from './written-fields.ts';

/** A body and what the schema says of it. */
export interface ContentInput {
  readonly text: string;
  readonly blocks: readonly RootContent[];
  /** Where an empty body stands. */
  readonly at: number;
  readonly section: SectionSchema | null;
  readonly schema: ContentSchema | null;
  /** Fields that may stand here; empty where none are expected. */
  readonly known: KnownFields;
  readonly address: string;
  /** Subsections; those without a schema may be groups written as headings. */
  readonly children: readonly MatchedSection[];
  readonly pool: AddressPool;
}

/** Reads the blocks directly under a heading as the schema's parts, in one pass over them. */
export function bindContent(input: ContentInput): BoundContent {
  const { text, blocks, schema, pool, address } = input;
  const sole = input.section === null ? null : soleContent(input.section);
  const { groups, taken } =
    schema === null || schema.groups.length === 0
      ? NO_GROUPS
      : bindGroups(blocks, schema.groups, input.children, {
          text,
          pool,
          base: baseOfGroups(input, sole === 'groups'),
        });
  const rest = taken.size === 0 ? blocks : blocks.filter((block) => !taken.has(block));
  const written = input.known.size === 0 ? NO_FIELDS : fieldsAmong(text, rest, input.known, goesOnInBody);
  const others = written.taken.size === 0 ? rest : rest.filter((block) => !written.taken.has(block));
  const tables = bindTables(others, input, sole === 'table');
  const lists = bindLists(others, input, sole === 'list');
  return {
    blocks,
    range: rangeOfBlocks(blocks, input.at),
    fields: written.fields.map(({ field, blocks: nodes }): BoundField => bindField(text, field, nodes, address, pool)),
    tables,
    lists,
    groups,
    empty: blocks.every(isEmptyBlock),
  };
}

const NO_GROUPS = { groups: [], taken: new Set<RootContent>() } as const;
const NO_FIELDS: FieldsReading = { fields: [], taken: new Set() };

function baseOfGroups(input: ContentInput, sole: boolean): (schema: ContentSchema['groups'][number]) => string {
  const bases = new Map<unknown, string>();
  return (schema) => {
    let base = bases.get(schema);
    if (base === undefined) {
      base = input.pool.claimIndexed(sole ? input.address : joinAddress(input.address, groupSegment(schema)));
      bases.set(schema, base);
    }
    return base;
  };
}

function bindTables(blocks: readonly RootContent[], input: ContentInput, sole: boolean): BoundTable[] {
  const tables = blocks.filter((block) => block.type === 'table');
  if (tables.length === 0) return [];
  const { text, pool, address } = input;
  const schemas = new TableSchemas(input.schema?.tables ?? [], tables.length);
  return tables.map((node): BoundTable => {
    const schema = schemas.used ? null : schemas.take(columnNames(text, node));
    const base =
      schema?.index === 0 && sole
        ? address
        : joinAddress(address, schema === null ? 'table' : `table-${schema.index + 1}`);
    return new DocumentTable(text, node, schema, pool.claimIndexed(base));
  });
}

function bindLists(blocks: readonly RootContent[], input: ContentInput, sole: boolean): BoundList[] {
  const lists = blocks.filter((block) => block.type === 'list');
  if (lists.length === 0) return [];
  const { text, pool, address } = input;
  const base = pool.claimIndexed(sole ? address : joinAddress(address, 'items'));
  const schemas = [...(input.schema?.lists ?? [])];
  return listsInRow(lists, { text, base }, (node) =>
    schemas.length <= 1 ? (schemas[0] ?? null) : takeListSchema(schemas, node.ordered === true),
  );
}

/** Of several list schemas the first of the same kind, else the first; the last one stays for all lists that follow. */
function takeListSchema(schemas: ListSchema[], ordered: boolean): ListSchema | null {
  const at = Math.max(
    0,
    schemas.findIndex((schema) => (schema.type === 'steps') === ordered),
  );
  return (schemas.length > 1 ? schemas.splice(at, 1)[0] : schemas[0]) ?? null;
}

function rangeOfBlocks(blocks: readonly RootContent[], at: number): Range {
  const first = blocks[0];
  const last = blocks[blocks.length - 1];
  return first === undefined || last === undefined
    ? { start: at, end: at }
    : { start: rangeOf(first).start, end: rangeOf(last).end };
}

/** True for a block that shows nothing to a reader: comments, anchors, link definitions, thematic breaks. */
export function isEmptyBlock(block: RootContent): boolean {
  if (block.type === 'thematicBreak' || block.type === 'definition' || block.type === 'yaml') return true;
  if (block.type === 'html') return isSilentHtml(block.value);
  if (block.type === 'paragraph') {
    return block.children.every(
      (child) =>
        (child.type === 'text' && child.value.trim() === '') ||
        child.type === 'break' ||
        (child.type === 'html' && isSilentHtml(child.value)),
    );
  }
  return false;
}

const ANCHOR_TAG = /^<\/?a(?:\s[^<>]{0,300})?>/iu;

/** Comments and anchors alone. One pass. */
function isSilentHtml(value: string): boolean {
  let at = 0;
  while (at < value.length) {
    if (/\s/u.test(value[at] as string)) at += 1;
    else if (value.startsWith('<!--', at)) {
      const end = value.indexOf('-->', at);
      at = end === -1 ? value.length : end + 3;
    } else {
      const tag = ANCHOR_TAG.exec(value.slice(at, at + 310));
      if (tag === null) return false;
      at += tag[0].length;
    }
  }
  return true;
}
