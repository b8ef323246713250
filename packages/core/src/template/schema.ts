import type { Range } from '../text/range.ts';

/**
 * What a template compiles to. Plain data: it can be written as JSON, cached, sent to a worker or a browser.
 * Every part carries the range of the template text it was read from, why it was read so, and how sure that is.
 */
export interface Schema {
  readonly version: 1;
  /** The template's path as the workspace names it. */
  readonly file: string;
  /** The template's text, a BOM included; every range of the schema counts in it. */
  readonly text: string;
  /** A short name for people, from the title's fixed words or the file name. */
  readonly name: string;
  readonly title: TitleSchema | null;
  /** Fields before the first section: front matter, bold lines, bullets, table; in template order. */
  readonly fields: readonly FieldSchema[];
  /** The depth of `sections` as headings: 2 when the template has a title, else the least depth it uses. */
  readonly sections: readonly SectionSchema[];
  /** Content of the text between the title and the first section, fields left out; null when there is none. */
  readonly preamble: ContentSchema | null;
  readonly lifecycle: LifecycleSchema | null;
  /** Every stretch of help text or placeholder text, in template order; the PLH rules compare with these. */
  readonly guidance: readonly GuidanceSchema[];
  readonly placeholders: readonly PlaceholderSchema[];
  /** Headings that the template asks to be kept or fixed text, folded, for recognising literal boilerplate. */
  readonly literals: readonly LiteralSchema[];
  readonly problems: readonly TemplateProblem[];
}

/** What every readable part of a template has in common. */
export interface SchemaPart {
  /** Key in typed JSON, camelCase: `nonGoals`. */
  readonly key: string;
  /** The name as the template writes it, without outline number, optional mark and placeholder brackets. */
  readonly name: string;
  /** Kebab-case segments joined by `.` from the top, repeat indices left out: `overview.non-goals`. */
  readonly address: string;
  readonly range: Range;
  readonly required: boolean;
  /** One short sentence for `template explain`. */
  readonly why: string;
  /** 0 to 1. */
  readonly confidence: number;
}

export interface TitleSchema {
  readonly range: Range;
  /** Fixed words before the placeholder, trailing separator kept: `Technical Specification: `. Empty when there are none. */
  readonly prefix: string;
  /** Fixed words after the placeholder. */
  readonly suffix: string;
  /** The placeholder as written, brackets included: `[Project Name]`; null when the title is fixed. */
  readonly placeholder: string | null;
  /** Key of the placeholder in typed JSON: `projectName`. */
  readonly key: string | null;
  /** The part of the title that counts documents, such as `NNNN` in `KEP-NNNN: `; null when there is none. */
  readonly number: string | null;
  readonly why: string;
  readonly confidence: number;
}

export type FieldType =
  | 'text'
  | 'choice'
  | 'date'
  | 'person'
  | 'persons'
  | 'url'
  | 'number'
  | 'id'
  | 'version'
  | 'list'
  | 'prose';

/** Where a template writes a field; a document may write it elsewhere. */
export type FieldNotation = 'bold' | 'bullet' | 'frontmatter' | 'heading' | 'table' | 'line';

/** What a field is for, found by shape first and name second. */
export type FieldRole =
  | 'status'
  | 'title'
  | 'id'
  | 'author'
  | 'created'
  | 'updated'
  | 'supersedes'
  | 'superseded-by'
  | 'depends-on'
  | 'related';

/** "Only required for X": the field belongs only where another field has one of these values. */
export interface FieldCondition {
  /** Key of the other field. */
  readonly field: string;
  readonly values: readonly string[];
}

export interface FieldSchema extends SchemaPart {
  readonly kind: 'field';
  /** The companion file that shows the field, whose text its ranges count in; absent for fields of the template itself. */
  readonly file?: string;
  readonly type: FieldType;
  readonly where: FieldNotation;
  /** The allowed values as the template spells them; null unless `type` is `choice`. */
  readonly choices: readonly string[] | null;
  /** True when the template shows that other values may be used too (`…`, `etc.`, `or other`). */
  readonly open: boolean;
  /** A value the template already fills in, which an author may keep (`Draft`); null when there is none. */
  readonly default: string | null;
  /** The value text that must be replaced, as written; null when there is none. */
  readonly placeholder: string | null;
  /** Range of the value in the template; empty range where the value would stand when it is empty. */
  readonly valueRange: Range;
  readonly condition: FieldCondition | null;
  readonly role: FieldRole | null;
  /** Outside every digest: status and last-updated. */
  readonly living: boolean;
  /** Help text for people, from comments or words in the placeholder; null when there is none. */
  readonly help: string | null;
}

export type ContentType =
  | 'prose'
  | 'items'
  | 'steps'
  | 'checklist'
  | 'table'
  | 'definitions'
  | 'code'
  | 'mixed'
  | 'subsections';

/** How often a part may occur. `named`: each carries a name of its own; `numbered`: each carries an ordinal. */
export interface Repeat {
  readonly min: number;
  readonly named: boolean;
  readonly numbered: boolean;
}

/** The blocks directly under a heading, its subsections left out. */
export interface ContentSchema {
  readonly type: ContentType;
  readonly range: Range;
  /** Fewest items, steps, rows or definitions; 0 when none are needed. Prose counts 1 when needed. */
  readonly min: number;
  /** One of the parts may be the `…` that says "and so on". */
  readonly fields: readonly FieldSchema[];
  readonly tables: readonly TableSchema[];
  readonly groups: readonly GroupSchema[];
  readonly lists: readonly ListSchema[];
  readonly why: string;
  readonly confidence: number;
}

export interface ListSchema {
  readonly type: 'items' | 'steps' | 'checklist' | 'definitions';
  readonly range: Range;
  readonly min: number;
  /** What one item holds: `['term', 'definition']`, or `['text']`. */
  readonly parts: readonly string[];
  /** Fixed items that a document keeps, such as a release check list; empty when items are free. */
  readonly fixed: readonly string[];
  /** Fixed words that items start with (`Good, because `); a document's item starts with one of them or is free. */
  readonly stems: readonly string[];
  readonly why: string;
  readonly confidence: number;
}

/** A run of paragraph + blocks that repeats without headings: `**Phase 1**: [Description]` and a list of tasks. */
export interface GroupSchema extends SchemaPart {
  readonly kind: 'group';
  readonly repeat: Repeat;
  /** Key and type of the list that follows each group's line; null when no list follows. */
  readonly list: { readonly key: string; readonly type: 'items' | 'steps' | 'checklist' } | null;
  readonly parts: readonly string[];
}

export interface TableSchema extends SchemaPart {
  readonly kind: 'table';
  /** Counts the tables at one path from 0. */
  readonly index: number;
  readonly columns: readonly ColumnSchema[];
  /** Names in the first column that the template fixes (`Tech Lead`, `Security`); empty when rows are free. */
  readonly fixedRows: readonly string[];
  /** True when more rows than the fixed ones may be added. */
  readonly open: boolean;
  readonly min: number;
  readonly role: TableRole | null;
  /** Outside every digest as a whole: the sign-off table. */
  readonly living: boolean;
  /** True for a two-column table whose rows are fields, header or not. */
  readonly keyValue: boolean;
}

export type TableRole = 'sign-offs' | 'risks' | 'metrics' | 'glossary' | 'tasks' | 'dependencies' | 'references';

export interface ColumnSchema extends SchemaPart {
  readonly kind: 'column';
  readonly type: FieldType;
  readonly choices: readonly string[] | null;
  readonly open: boolean;
  readonly default: string | null;
  readonly placeholder: string | null;
  /** Outside every digest: the "current" column of metrics. */
  readonly living: boolean;
}

/** What a section is for, found by shape first and name second; a pin in the template can say it. */
export type SectionRole =
  | 'sign-offs'
  | 'risks'
  | 'metrics'
  | 'open-questions'
  | 'tasks'
  | 'components'
  | 'alternatives'
  | 'glossary'
  | 'references'
  | 'dependencies';

export interface SectionSchema extends SchemaPart {
  readonly kind: 'section';
  /** Heading depth in the template, 1 to 6. */
  readonly depth: number;
  readonly headingRange: Range;
  /** The heading as written, without `#` marks. */
  readonly heading: string;
  /** Names in the chain of headings from the top, this one last. */
  readonly path: readonly string[];
  /** Null for a section that stands once. */
  readonly repeat: Repeat | null;
  /** For repeated sections the placeholder that stands for the name; null when the name is fixed. */
  readonly placeholder: string | null;
  readonly content: ContentSchema | null;
  /** Subsections in template order; a repeated one stands once for all its samples. */
  readonly sections: readonly SectionSchema[];
  readonly role: SectionRole | null;
  /** Outside every digest as a whole. */
  readonly living: boolean;
  /** The value written under a heading that is itself a field (`## Status`); null elsewhere. */
  readonly field: FieldSchema | null;
  /** True when the template allows any content here and nothing in it is to be checked. */
  readonly free: boolean;
}

export interface LifecycleSchema {
  /** Key of the field that holds the status. */
  readonly field: string;
  /** In template order. */
  readonly states: readonly string[];
  /** The state a new document has. */
  readonly initial: string;
}

/** How help text is written. All but `paragraph` are explicit: such text must not survive in a document. */
export type GuidanceNotation = 'comment' | 'quote' | 'italic' | 'paragraph' | 'list';

export interface GuidanceSchema {
  /** Stable within one template: its number in template order, from 0. */
  readonly id: number;
  readonly range: Range;
  readonly notation: GuidanceNotation;
  /** White space folded, markers of quote and list removed; equality of this is identity with the template. */
  readonly folded: string;
  /** Address of the section it stands in; empty before the first. */
  readonly address: string;
}

export interface PlaceholderSchema {
  readonly range: Range;
  /** As written: `[Goal 1]`. */
  readonly text: string;
  readonly folded: string;
  readonly address: string;
}

/**
 * Words a template already writes for its documents. `boilerplate` is to be kept (a copyright line); `default` is a first
 * answer that an author is to replace or confirm (`TBD`, `Needs discussion.`).
 */
export interface LiteralSchema {
  readonly kind: 'boilerplate' | 'default';
  readonly range: Range;
  readonly text: string;
  readonly folded: string;
  readonly address: string;
}

export type TemplateProblemKind =
  | 'ambiguous-reading'
  | 'duplicate-address'
  | 'one-choice'
  | 'unknown-pin'
  | 'front-matter';

export interface TemplateProblem {
  readonly kind: TemplateProblemKind;
  readonly message: string;
  readonly range: Range;
  /** For an ambiguous reading both readings; for a duplicate address the other place. */
  readonly other: Range | null;
}
