import type { BoundSection } from '../../document/document.ts';
import type {
  ColumnSchema,
  ContentSchema,
  ContentType,
  FieldSchema,
  FieldType,
  Schema,
  SectionSchema,
} from '../../template/schema.ts';
import { plainMarkdown } from '../plain-markdown.ts';
import { demandOf, templatePlace, templateWords } from '../template-words.ts';
import { paragraphs } from './hover.ts';

/** What the template says of a section: whether it is required, what belongs into it, its help text, and where that stands. */
export function aboutSection(schema: Schema, section: SectionSchema, { name }: BoundSection): string {
  const own =
    section.name === name || section.repeat !== null ? '' : `, in the template ${plainMarkdown(section.name)}`;
  const about = section.field === null ? '' : ` · ${typeOf(section.field)}`;
  return paragraphs(
    `**${plainMarkdown(name)}** · ${demandOf(section)}${own}${about}`,
    ...templateWords(schema, section),
    holds(section.content),
    templatePlace(schema, { range: section.headingRange }),
  );
}

const kinds: Readonly<Record<ContentType, string>> = {
  prose: 'text',
  items: 'a list',
  steps: 'numbered steps',
  checklist: 'a check list',
  table: 'a table',
  definitions: 'terms with their definitions',
  code: 'code',
  mixed: '',
  subsections: '',
};

function holds(content: ContentSchema | null): string | null {
  if (content === null) return null;
  const { type, fields, tables, groups } = content;
  const columns = tables.flatMap((table) => table.columns.map(({ name }) => name));
  const named = [...fields, ...groups].map(({ name }) => name);
  const parts = [
    ...(kinds[type] === '' ? [] : [kinds[type]]),
    ...(columns.length === 0 ? [] : [`columns ${listed(columns)}`]),
    ...(named.length === 0 ? [] : [`fields ${listed(named)}`]),
  ];
  return parts.length === 0 ? null : `Holds ${parts.join(', ')}`;
}

/** What the template says of a field or a column. */
export function aboutValue(schema: Schema, part: FieldSchema | ColumnSchema): string {
  const isField = part.kind === 'field';
  const condition = isField && part.condition !== null ? part.condition : null;
  const { name, required, placeholder, type } = part;
  return paragraphs(
    `**${plainMarkdown(name)}** · ${required ? 'required' : 'optional'} ${part.kind} · ${typeOf(part)}`,
    isField && part.help !== null ? plainMarkdown(part.help) : null,
    condition === null ? null : `Only where ${plainMarkdown(condition.field)} is ${listed(condition.values)}`,
    placeholder === null || type === 'choice' ? null : plainMarkdown(placeholder),
    part.default === null ? null : `The template fills in ${plainMarkdown(part.default)}`,
    templatePlace(schema, part),
  );
}

const types: Readonly<Record<FieldType, string>> = {
  text: 'text',
  choice: 'a choice',
  date: 'a date',
  person: 'a person',
  persons: 'people',
  url: 'a web address',
  number: 'a number',
  id: 'an id',
  version: 'a version',
  list: 'a list',
  prose: 'text',
};

function typeOf({ type, choices, open }: FieldSchema | ColumnSchema): string {
  if (choices === null) return types[type];
  return `one of ${listed(choices)}${open ? ' or another' : ''}`;
}

/** More names than these are counted. */
const mostNames = 12;

function listed(names: readonly string[]): string {
  const shown = names.slice(0, mostNames).map(plainMarkdown).join(', ');
  return names.length > mostNames ? `${shown} and ${names.length - mostNames} more` : shown;
}
