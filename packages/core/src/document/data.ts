import { foldSpace } from '../markdown/plain.ts';
import { rangeOf } from '../markdown/source.ts';
import { camelName } from '../template/names.ts';
import { stripBrackets } from '../template/placeholder.ts';
import type { ContentSchema, GroupSchema, SectionSchema } from '../template/schema.ts';
import { termsOfParagraph } from '../template/terms.ts';
import { groupBy } from '../text/group-by.ts';
import { lastAnswer } from '../text/last-answer.ts';
import type {
  BoundContent,
  BoundDocument,
  BoundField,
  BoundGroup,
  BoundItem,
  BoundList,
  BoundSection,
  BoundTable,
  Json,
} from './document.ts';

/**
 * The typed JSON of a document, in the shape that `documentShape` of its schema says. What the document lacks, leaves
 * empty or leaves as a placeholder is null. Sections and fields that the template does not know follow under the
 * camelCase of their names where that is free.
 */
export function documentData(document: BoundDocument): Json {
  const { schema } = document;
  const data = new Map<string, Json>();
  put(data, 'title', document.title?.text ?? roleTitle(document));
  const nameKey = schema.title?.key ?? null;
  if (nameKey !== null) put(data, nameKey, projectName(document));
  const fields = fieldsByKey(document.fields);
  for (const field of schema.fields) put(data, field.key, fields.get(field.key)?.value.json ?? null);
  for (const section of schema.sections) put(data, section.key, sectionData(document, section, null));
  for (const field of document.fields) put(data, field.key, field.value.json);
  for (const section of document.sections)
    if (section.schema === null) put(data, camelName(section.name), unknownData(document, section));
  return Object.fromEntries(data);
}

/** The first value of a key stays. */
function put(data: Map<string, Json>, key: string, value: Json): void {
  if (!data.has(key)) data.set(key, value);
}

function roleTitle(document: BoundDocument): Json {
  return document.fields.find((field) => field.schema?.role === 'title')?.value.json ?? null;
}

function projectName(document: BoundDocument): Json {
  const name = document.title?.name ?? '';
  const placeholder = document.schema.title?.placeholder ?? null;
  const isLeft = placeholder !== null && stripBrackets(name) === stripBrackets(placeholder);
  return name === '' || isLeft ? null : name;
}

function fieldsByKey(fields: readonly BoundField[]): Map<string, BoundField> {
  const byKey = new Map<string, BoundField>();
  for (const field of fields) if (field.schema !== null && !byKey.has(field.key)) byKey.set(field.key, field);
  return byKey;
}

/** The sections that answer `schema` in one entry of a repeated section, or in the whole document. */
function answersIn(
  document: BoundDocument,
  schema: SectionSchema,
  entry: BoundSection | null,
): readonly BoundSection[] {
  if (entry === null) return document.answers.get(schema) ?? [];
  return sectionsBySchema(entry).get(schema) ?? [];
}

const sectionsBySchema = lastAnswer((entry: BoundSection) => groupBy(entry.sections, (section) => section.schema));

function sectionData(document: BoundDocument, schema: SectionSchema, entry: BoundSection | null): Json {
  const answers = answersIn(document, schema, entry);
  if (schema.repeat !== null) {
    return answers.length === 0 ? null : answers.map((section, index) => entryData(document, section, schema, index));
  }
  const section = answers[0];
  if (section === undefined) return entry === null ? fieldElsewhere(document, schema) : null;
  if (schema.field !== null) return section.field?.value.json ?? null;
  if (schema.free) return proseOf(document, section);
  const only = schema.sections.length === 1 && schema.content === null ? schema.sections[0] : undefined;
  if (only !== undefined && only.repeat !== null) return sectionData(document, only, entry === null ? null : section);
  if (schema.sections.length === 0) return contentData(document, section, schema.content);
  const data = new Map<string, Json>();
  if (schema.content !== null) putContent(data, document, section.content, schema.content);
  for (const child of schema.sections)
    put(data, child.key, sectionData(document, child, entry === null ? null : section));
  putUnknown(data, document, section);
  return Object.fromEntries(data);
}

/** A section that is a field in the template may be written as a line of the metadata. */
function fieldElsewhere(document: BoundDocument, schema: SectionSchema): Json {
  if (schema.field === null) return null;
  return fieldsBySchema(document).get(schema.field)?.[0]?.value.json ?? null;
}

const fieldsBySchema = lastAnswer((document: BoundDocument) => groupBy(document.fields, (field) => field.schema));

function entryData(document: BoundDocument, section: BoundSection, schema: SectionSchema, index: number): Json {
  const data = new Map<string, Json>();
  if (schema.repeat?.numbered === true) put(data, 'number', section.number ?? index + 1);
  if (schema.repeat?.named === true || (section.ownName ?? '') !== '')
    put(data, 'name', section.ownName === '' ? null : section.ownName);
  if (schema.content !== null) putContent(data, document, section.content, schema.content);
  for (const child of schema.sections) put(data, child.key, sectionData(document, child, section));
  putUnknown(data, document, section);
  return Object.fromEntries(data);
}

function putUnknown(data: Map<string, Json>, document: BoundDocument, section: BoundSection): void {
  for (const child of section.sections) {
    if (child.schema === null) put(data, camelName(child.name), unknownData(document, child));
  }
}

/** A section of the document's own: its text, or its text and its subsections. */
function unknownData(document: BoundDocument, section: BoundSection): Json {
  const { range, empty } = section.content;
  const text = empty ? null : document.source.text.slice(range.start, range.end);
  if (!section.sections.some((child) => child.schema === null)) return text;
  const data = new Map<string, Json>([['text', text]]);
  putUnknown(data, document, section);
  return Object.fromEntries(data);
}

/** Content that is one thing is that thing; several make an object. */
function contentData(document: BoundDocument, section: BoundSection, schema: ContentSchema | null): Json {
  if (schema === null) return proseOf(document, section);
  const { fields, tables, groups, lists } = schema;
  const parts = tables.length + groups.length + lists.length;
  if (fields.length === 0 && parts === 0) return proseOf(document, section);
  const data = new Map<string, Json>();
  putContent(data, document, section.content, schema);
  if (fields.length === 0 && parts === 1) return [...data.values()][0] ?? null;
  putUnknown(data, document, section);
  return Object.fromEntries(data);
}

function putContent(
  data: Map<string, Json>,
  document: BoundDocument,
  content: BoundContent,
  schema: ContentSchema,
): void {
  const fields = fieldsByKey(content.fields);
  for (const field of schema.fields) put(data, field.key, fields.get(field.key)?.value.json ?? null);
  const tables = groupBy(content.tables, (table) => table.schema);
  for (const [index, table] of schema.tables.entries()) {
    const bound = tables.get(table) ?? [];
    put(data, index === 0 ? 'rows' : `rows${index + 1}`, bound.length === 0 ? null : bound.flatMap(rowsData));
  }
  const groups = groupBy(content.groups, (group) => group.schema);
  for (const group of schema.groups) {
    const bound = groups.get(group) ?? [];
    put(data, group.key, bound.length === 0 ? null : bound.map((entry, index) => groupData(entry, group, index)));
  }
  const lists = groupBy(content.lists, (list) => list.schema);
  for (const [index, list] of schema.lists.entries()) {
    const bound = lists.get(list) ?? [];
    put(data, index === 0 ? 'items' : `items${index + 1}`, boundList(document, content, bound, list.type));
  }
  for (const field of content.fields) put(data, field.key, field.value.json);
  const text = proseAround(document, content);
  if (text !== null) put(data, 'text', text);
}

function rowsData(table: BoundTable): Json[] {
  return table.rows.map((row) => {
    const data = new Map<string, Json>();
    for (const cell of row.cells) {
      if (cell.column !== null) put(data, cell.column.schema?.key ?? camelName(cell.column.name), cell.value.json);
    }
    for (const column of table.schema?.columns ?? []) put(data, column.key, null);
    return Object.fromEntries(data);
  });
}

function groupData(group: BoundGroup, schema: GroupSchema, index: number): Json {
  const data = new Map<string, Json>();
  if (schema.repeat.numbered) put(data, 'number', group.number ?? index + 1);
  if (schema.repeat.named || (group.ownName ?? '') !== '')
    put(data, 'name', group.ownName === '' ? null : group.ownName);
  put(data, 'description', group.description.json);
  if (schema.list !== null) put(data, schema.list.key, listData(group.lists, schema.list.type));
  return Object.fromEntries(data);
}

/** A list's data; where it defines terms and the document has no list, the paragraphs that define them. */
function boundList(
  document: BoundDocument,
  content: BoundContent,
  bound: readonly BoundList[],
  type: BoundList['type'],
): Json {
  if (bound.length > 0) return listData(bound, type);
  if (type !== 'definitions') return null;
  const terms = content.blocks.flatMap((block) =>
    block.type === 'paragraph' ? termsOfParagraph(document.source.text, block) : [],
  );
  return terms.length === 0
    ? null
    : Object.fromEntries(terms.map(({ term, definition }) => [term, foldSpace(definition)]).reverse());
}

/** The top items of lists that follow one another; those of lists within them stand in the text only. */
function listData(lists: readonly BoundList[], type: BoundList['type']): Json {
  const items = lists.flatMap((list) => list.items.filter((item) => item.depth === 0));
  if (type === 'definitions') {
    return Object.fromEntries(
      items.map((item) => [item.term ?? item.plain, foldSpace(item.definition ?? '')]).reverse(),
    );
  }
  return items.map((item) =>
    type === 'checklist' ? { text: textOf(item), done: item.checked === true } : textOf(item),
  );
}

function textOf(item: BoundItem): string {
  return foldSpace(item.raw);
}

/** Markdown of a section's body and of the subsections in it; null when there is nothing to read. */
function proseOf(document: BoundDocument, section: BoundSection): Json {
  if (section.content.empty && section.sections.length === 0) return null;
  const { bodyRange, range } = section.outline;
  const text = document.source.text.slice(bodyRange.start, range.end).trim();
  return text === '' ? null : text;
}

/** Markdown of the blocks that are neither field, table, group nor list of the schema. */
function proseAround(document: BoundDocument, content: BoundContent): Json {
  const { text } = document.source;
  const bound = [
    ...content.fields.map((field) => field.range),
    ...content.groups.map((group) => group.range),
    ...content.tables.filter((table) => table.schema !== null).map((table) => table.range),
    ...content.lists.filter((list) => list.schema !== null).map((list) => list.range),
  ].sort((a, b) => a.start - b.start);
  const words: string[] = [];
  let next = 0;
  let covered = -1;
  for (const block of content.blocks) {
    const range = rangeOf(block);
    while (next < bound.length && (bound[next]?.start ?? 0) < range.end) {
      covered = Math.max(covered, bound[next]?.end ?? 0);
      next += 1;
    }
    if (covered <= range.start) words.push(text.slice(range.start, range.end));
  }
  return words.length === 0 ? null : words.join('\n\n');
}
