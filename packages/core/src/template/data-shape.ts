import type {
  ContentSchema,
  FieldSchema,
  FieldType,
  GroupSchema,
  ListSchema,
  Repeat,
  Schema,
  SectionSchema,
  TableSchema,
} from './schema.ts';

/**
 * The shape of a document's typed JSON, said once: the JSON Schema, the TypeScript types and the data itself follow it.
 * Values that a document does not have are null, or left out where the member is not required.
 */
export type DataShape =
  | {
      readonly kind: 'value';
      readonly type: FieldType | 'boolean';
      readonly choices: readonly string[] | null;
      readonly open: boolean;
    }
  | { readonly kind: 'array'; readonly of: DataShape; readonly min: number }
  | { readonly kind: 'map' }
  | { readonly kind: 'object'; readonly members: readonly DataMember[] };

export interface DataMember {
  readonly key: string;
  readonly shape: DataShape;
  readonly required: boolean;
  /** The name as the template writes it, for people. */
  readonly title: string;
  readonly help: string | null;
}

const TEXT: DataShape = { kind: 'value', type: 'text', choices: null, open: false };
const PROSE: DataShape = { kind: 'value', type: 'prose', choices: null, open: false };
const NUMBER: DataShape = { kind: 'value', type: 'number', choices: null, open: false };
const DONE: DataShape = { kind: 'value', type: 'boolean', choices: null, open: false };

/** Shape of a whole document: `title`, the title's placeholder, the fields, and a member for each top section. */
export function documentShape(schema: Schema): DataShape {
  const members: DataMember[] = [
    { key: 'title', shape: TEXT, required: schema.title !== null, title: 'Title', help: null },
  ];
  const name = schema.title?.key ?? null;
  if (name !== null)
    members.push({ key: name, shape: TEXT, required: true, title: schema.title?.placeholder ?? name, help: null });
  for (const field of schema.fields) members.push(fieldMember(field));
  for (const section of schema.sections) members.push(sectionMember(section));
  return { kind: 'object', members: uniqueMembers(members) };
}

/** The first member of a key wins: a field before a section, a section before a later one. */
function uniqueMembers(members: readonly DataMember[]): DataMember[] {
  const seen = new Set<string>();
  return members.filter((member) => !seen.has(member.key) && seen.add(member.key));
}

function fieldMember(field: FieldSchema): DataMember {
  return { key: field.key, shape: fieldShape(field), required: field.required, title: field.name, help: field.help };
}

function fieldShape(field: Pick<FieldSchema, 'type' | 'choices' | 'open'>): DataShape {
  return { kind: 'value', type: field.type, choices: field.choices, open: field.open };
}

function sectionMember(section: SectionSchema): DataMember {
  return {
    key: section.key,
    shape: sectionShape(section),
    required: section.required,
    title: section.name,
    help: null,
  };
}

/** A section that only holds one repeated subsection is the list of its entries. */
export function sectionShape(section: SectionSchema): DataShape {
  if (section.repeat !== null)
    return { kind: 'array', of: entryShape(section, section.repeat), min: section.repeat.min };
  if (section.field !== null) return fieldShape(section.field);
  const only = section.sections.length === 1 && section.content === null ? section.sections[0] : undefined;
  if (only !== undefined && only.repeat !== null) return sectionShape(only);
  if (section.sections.length === 0) return contentShape(section.content);
  const own = section.content === null ? [] : contentMembers(section.content);
  return { kind: 'object', members: uniqueMembers([...own, ...section.sections.map(sectionMember)]) };
}

function entryShape(section: SectionSchema, repeat: Repeat): DataShape {
  const own = section.content === null ? [] : contentMembers(section.content);
  return {
    kind: 'object',
    members: uniqueMembers([...entryNames(repeat), ...own, ...section.sections.map(sectionMember)]),
  };
}

function entryNames(repeat: Repeat): DataMember[] {
  const number: DataMember = { key: 'number', shape: NUMBER, required: true, title: 'Number', help: null };
  const name: DataMember = { key: 'name', shape: TEXT, required: true, title: 'Name', help: null };
  return [...(repeat.numbered ? [number] : []), ...(repeat.named ? [name] : [])];
}

/** Content that is one thing is that thing; several make an object. */
function contentShape(content: ContentSchema | null): DataShape {
  if (content === null) return PROSE;
  const parts = partsOf(content);
  const [first] = parts;
  if (parts.length === 0) return PROSE;
  return parts.length === 1 && first !== undefined && content.fields.length === 0
    ? first.shape
    : { kind: 'object', members: contentMembers(content) };
}

/** Members of content that shares its object with subsections or a name: its parts, and `text` for the words around them. */
function contentMembers(content: ContentSchema): DataMember[] {
  const text: DataMember = { key: 'text', shape: PROSE, required: false, title: 'Text', help: null };
  return uniqueMembers([...partsOf(content), text]);
}

function partsOf(content: ContentSchema): DataMember[] {
  return [
    ...content.fields.map(fieldMember),
    ...content.tables.map((table, index) =>
      part(index === 0 ? 'rows' : `rows${index + 1}`, tableShape(table), table.required),
    ),
    ...content.groups.map((group) => part(group.key, groupShape(group), group.required)),
    ...content.lists.map((list, index) =>
      part(index === 0 ? 'items' : `items${index + 1}`, listShape(list), list.min > 0),
    ),
  ];
}

function part(key: string, shape: DataShape, required: boolean): DataMember {
  return { key, shape, required, title: key, help: null };
}

function tableShape(table: TableSchema): DataShape {
  const members = table.columns.map(
    (column): DataMember => ({
      key: column.key,
      shape: { kind: 'value', type: column.type, choices: column.choices, open: column.open },
      required: column.required,
      title: column.name,
      help: null,
    }),
  );
  return { kind: 'array', of: { kind: 'object', members: uniqueMembers(members) }, min: table.min };
}

function groupShape(group: GroupSchema): DataShape {
  const description: DataMember = {
    key: 'description',
    shape: TEXT,
    required: false,
    title: 'Description',
    help: null,
  };
  const list = group.list;
  const items: DataMember[] =
    list === null ? [] : [part(list.key, { kind: 'array', of: list.type === 'checklist' ? TASK : TEXT, min: 0 }, true)];
  return {
    kind: 'array',
    of: { kind: 'object', members: [...entryNames(group.repeat), description, ...items] },
    min: group.repeat.min,
  };
}

const TASK: DataShape = {
  kind: 'object',
  members: [
    { key: 'text', shape: TEXT, required: true, title: 'Text', help: null },
    { key: 'done', shape: DONE, required: true, title: 'Done', help: null },
  ],
};

function listShape(list: ListSchema): DataShape {
  if (list.type === 'definitions') return { kind: 'map' };
  return { kind: 'array', of: list.type === 'checklist' ? TASK : TEXT, min: list.min };
}
