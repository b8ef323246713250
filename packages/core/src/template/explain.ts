import { LineIndex } from '../text/lines.ts';
import { lastStarting, type Range } from '../text/range.ts';
import type {
  ColumnSchema,
  ContentSchema,
  FieldNotation,
  FieldSchema,
  GroupSchema,
  GuidanceNotation,
  ListSchema,
  Repeat,
  Schema,
  SectionSchema,
  TableSchema,
} from './schema.ts';

export type ReadingKind =
  | 'title'
  | 'field'
  | 'section'
  | 'group'
  | 'table'
  | 'column'
  | 'checklist'
  | 'item'
  | 'guidance'
  | 'literal';

/** How one part of a template is read: the stable shape of `template explain --json`. Lines count from 1. */
export interface Reading {
  readonly kind: ReadingKind;
  /** The chain of headings from the top, the title left out; a section's own heading is its last element. */
  readonly path: readonly string[];
  readonly name: string;
  readonly type: string;
  readonly choices: readonly string[] | null;
  readonly required: boolean;
  readonly repeat: Repeat | null;
  readonly fixedRows: readonly string[] | null;
  readonly parts: readonly string[] | null;
  /** Number of the table at its path, from 0; null for what is no table or column. */
  readonly table: number | null;
  readonly literal: string | null;
  readonly placeholder: string | null;
  readonly where: FieldNotation | null;
  /** True when help text stands with the part. */
  readonly guidance: boolean;
  readonly line: number;
  readonly endLine: number;
  readonly why: string;
  readonly confidence: number;
}

/** Every part of a compiled template with its reading, in template order. */
export function explainTemplate(schema: Schema): Reading[] {
  return new Explainer(schema).all();
}

const BLANK = {
  choices: null,
  required: false,
  repeat: null,
  fixedRows: null,
  parts: null,
  table: null,
  literal: null,
  placeholder: null,
  where: null,
  guidance: false,
} as const;

class Explainer {
  private readonly schema: Schema;
  private readonly lines: LineIndex;
  private readonly readings: (Reading & { readonly at: number })[] = [];
  private readonly paths = new Map<string, readonly string[]>();

  constructor(schema: Schema) {
    this.schema = schema;
    this.lines = new LineIndex(schema.text);
  }

  all(): Reading[] {
    const { schema } = this;
    if (schema.title !== null) {
      const { range, prefix, suffix, placeholder, number, why, confidence } = schema.title;
      this.add('title', [], `${prefix}${placeholder ?? ''}${suffix}`, 'text', range, {
        required: true,
        ...titleWords(prefix, placeholder, suffix, number),
        why,
        confidence,
      });
    }
    for (const field of schema.fields) this.addField(field, []);
    if (schema.preamble !== null) this.addContent(schema.preamble, []);
    for (const section of schema.sections) this.addSection(section);
    this.addWords();
    return this.readings.sort((a, b) => a.at - b.at).map(({ at: _at, ...reading }) => reading);
  }

  private add(
    kind: ReadingKind,
    path: readonly string[],
    name: string,
    type: string,
    range: Range,
    rest: Partial<Reading> & Pick<Reading, 'why' | 'confidence'>,
  ): void {
    const line = this.lines.lineAt(range.start);
    const endLine = Math.max(line, this.lines.lineAt(Math.max(range.start, range.end - 1)));
    this.readings.push({ ...BLANK, kind, path, name, type, line, endLine, at: range.start, ...rest });
  }

  private addField(field: FieldSchema, path: readonly string[]): void {
    const range = field.file === undefined ? field.range : { start: 0, end: 0 };
    const { choices, required, placeholder, where, why, confidence } = field;
    this.add('field', path, field.name, field.type, range, {
      choices,
      required,
      literal: field.default,
      placeholder,
      where,
      guidance: field.help !== null,
      why,
      confidence,
    });
  }

  private addSection(section: SectionSchema): void {
    if (!this.paths.has(section.address)) this.paths.set(section.address, section.path);
    const { content, sections } = section;
    const type =
      section.field?.type === 'choice' ? 'choice' : (content?.type ?? (sections.length > 0 ? 'subsections' : 'prose'));
    this.add('section', section.path, section.name, type, section.range, {
      choices: section.field?.choices ?? null,
      required: section.required,
      repeat: section.repeat,
      placeholder: section.placeholder,
      guidance: holdsOneOf(section, this.schema.guidance) || holdsOneOf(section, this.schema.placeholders),
      why: section.why,
      confidence: section.confidence,
    });
    if (section.field !== null) this.addField(section.field, section.path);
    if (content !== null) this.addContent(content, section.path);
    for (const child of sections) this.addSection(child);
  }

  private addContent(content: ContentSchema, path: readonly string[]): void {
    for (const field of content.fields) this.addField(field, path);
    for (const table of content.tables) this.addTable(table, path);
    for (const group of content.groups) this.addGroup(group, path);
    for (const list of content.lists) this.addList(list, path);
  }

  private addTable(table: TableSchema, path: readonly string[]): void {
    this.add('table', path, table.name, 'table', table.range, {
      required: table.required,
      repeat: { min: table.min, named: false, numbered: false },
      fixedRows: table.fixedRows.length === 0 ? null : table.fixedRows,
      parts: table.columns.map((column) => column.name),
      table: table.index,
      why: table.why,
      confidence: table.confidence,
    });
    for (const column of table.columns) this.addColumn(column, table, path);
  }

  private addColumn(column: ColumnSchema, table: TableSchema, path: readonly string[]): void {
    const { choices, required, placeholder, why, confidence } = column;
    this.add('column', path, column.name, column.type, column.range, {
      choices,
      required,
      table: table.index,
      literal: column.default,
      placeholder,
      why,
      confidence,
    });
  }

  private addGroup(group: GroupSchema, path: readonly string[]): void {
    const { required, repeat, parts, why, confidence } = group;
    this.add('group', path, group.name, 'mixed', group.range, { required, repeat, parts, why, confidence });
  }

  private addList(list: ListSchema, path: readonly string[]): void {
    this.add(
      list.type === 'checklist' ? 'checklist' : 'item',
      path,
      path[path.length - 1] ?? '',
      list.type,
      list.range,
      {
        required: list.min > 0,
        repeat: { min: list.min, named: false, numbered: list.type === 'steps' },
        fixedRows: list.fixed.length === 0 ? null : list.fixed,
        parts: list.parts,
        why: list.why,
        confidence: list.confidence,
      },
    );
  }

  /** The path of the section that an address names or, for a field's, stands in. */
  private pathOf(address: string): readonly string[] {
    const segments = address.split('.');
    for (; segments.length > 0; segments.pop()) {
      const path = this.paths.get(segments.join('.'));
      if (path !== undefined) return path;
    }
    return [];
  }

  /** Help text and words to keep; a placeholder that stands for prose is help text too. */
  private addWords(): void {
    for (const { notation, address, folded, range } of this.schema.guidance) {
      const confidence = notation === 'paragraph' || notation === 'list' ? 0.7 : 0.95;
      const rest = { guidance: true, why: GUIDANCE_WORDS[notation], confidence };
      this.add('guidance', this.pathOf(address), folded.slice(0, 80), 'prose', range, rest);
    }
    const read = new Set(
      this.readings.flatMap(({ kind, line, endLine }) =>
        kind === 'section' ? [line] : Array.from({ length: endLine - line + 1 }, (_, at) => line + at),
      ),
    );
    for (const { text, address, folded, range } of this.schema.placeholders) {
      if (read.has(this.lines.lineAt(range.start))) continue;
      const rest = { guidance: true, placeholder: text, why: 'text to replace', confidence: 0.9 };
      this.add('guidance', this.pathOf(address), folded.slice(0, 80), 'prose', range, rest);
    }
    for (const literal of this.schema.literals) {
      this.add('literal', this.pathOf(literal.address), literal.folded.slice(0, 80), 'prose', literal.range, {
        literal: literal.text,
        why: literal.kind === 'default' ? 'a first answer to replace or confirm' : 'words to keep',
        confidence: 0.7,
      });
    }
  }
}

/** A title's fixed words and the rest; the number that counts documents belongs to the rest. */
function titleWords(
  prefix: string,
  placeholder: string | null,
  suffix: string,
  number: string | null,
): Pick<Reading, 'literal' | 'placeholder'> {
  const at = number === null ? -1 : prefix.indexOf(number);
  if (at === -1) return { literal: `${prefix}${suffix}`.trim(), placeholder };
  return { literal: `${prefix.slice(0, at)}${suffix}`.trim(), placeholder: `${prefix.slice(at)}${placeholder ?? ''}` };
}

const GUIDANCE_WORDS: Readonly<Record<GuidanceNotation, string>> = {
  comment: 'a comment',
  quote: 'a quote',
  italic: 'text in italics',
  paragraph: 'plain text that speaks to the author',
  list: 'plain text that speaks to the author',
};

/** True when one of some parts, in text order, stands in a section before its subsections. */
function holdsOneOf(section: SectionSchema, parts: readonly { readonly range: Range }[]): boolean {
  const end = section.sections[0]?.headingRange.start ?? section.range.end;
  const last = lastStarting(parts, end - 1, ({ range }) => range.start);
  return last !== undefined && section.headingRange.end <= last.range.start;
}
