import type { List, ListItem, RootContent, Table } from 'mdast';
import type { Outline, OutlineSection } from '../markdown/outline.ts';
import type { MarkdownSource } from '../markdown/source.ts';
import type {
  ColumnSchema,
  FieldNotation,
  FieldSchema,
  GroupSchema,
  ListSchema,
  Schema,
  SectionSchema,
  TableSchema,
} from '../template/schema.ts';
import type { Range } from '../text/range.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A document read against a schema: which part of the text answers which part of the schema. */
export interface BoundDocument {
  /** Path as the workspace names it, with forward slashes. */
  readonly file: string;
  readonly source: MarkdownSource;
  readonly outline: Outline;
  readonly schema: Schema;
  readonly title: BoundTitle | null;
  /** Every heading that looks like a title, the first included. */
  readonly titles: readonly BoundTitle[];
  /** Fields before the first section and in front matter, and fields of the companion file; in text order. */
  readonly fields: readonly BoundField[];
  /** Top sections in document order, those the template does not know included. */
  readonly sections: readonly BoundSection[];
  /** Every section of the document, parents before children, in text order. */
  readonly allSections: readonly BoundSection[];
  /** What answers a schema section, wherever it stands; several for repeated or duplicated sections. */
  readonly answers: ReadonlyMap<SectionSchema, readonly BoundSection[]>;
  readonly preamble: BoundContent | null;
  readonly status: BoundStatus | null;
  /** The file beside the document that holds its metadata; null when it has none. */
  readonly companion: Companion | null;
  readonly problems: readonly BindProblem[];
}

export interface BoundTitle {
  readonly text: string;
  /** What stands for the placeholder: the text less the template's fixed words. */
  readonly name: string;
  readonly range: Range;
  /** True when the template's fixed words around the name are all there. */
  readonly matchesTemplate: boolean;
}

/** A status as the schema spells it, however the document decorates it. */
export interface BoundStatus {
  readonly field: BoundField;
  /** The matching state; null when the text matches none. */
  readonly state: string | null;
  readonly raw: string;
}

/** A YAML file beside the document, such as `kep.yaml`. Its ranges count in its own text. */
export interface Companion {
  readonly file: string;
  readonly text: string;
}

export interface BoundField {
  /** Null when the template has no such field. */
  readonly schema: FieldSchema | null;
  readonly name: string;
  readonly address: string;
  /** Key in typed JSON. */
  readonly key: string;
  readonly where: FieldNotation;
  /** True when the field stands in the companion file, whose text its ranges count in. */
  readonly inCompanion: boolean;
  readonly range: Range;
  readonly nameRange: Range;
  readonly value: BoundValue;
}

export interface BoundValue {
  /** Range of the value without the white space around it; empty where it would stand when there is none. */
  readonly range: Range;
  /** The text as written, trimmed, Markdown included. */
  readonly raw: string;
  /** Without Markdown marks, white space folded. */
  readonly plain: string;
  /** Typed value; null when empty, still a placeholder, or not of the type. */
  readonly json: Json;
  readonly state: 'empty' | 'placeholder' | 'unchosen' | 'valid' | 'invalid';
  /** For a choice that differs in case or decoration: the template's spelling. Null when the text is not a choice. */
  readonly choice: string | null;
}

/** How surely a heading is the schema's: written the same; the same but for case, number or punctuation; or only similar. */
export type SectionMatch = 'exact' | 'folded' | 'near';

export interface BoundSection {
  readonly schema: SectionSchema | null;
  readonly match: SectionMatch | null;
  readonly outline: OutlineSection;
  readonly parent: BoundSection | null;
  /** Unique in the document: `proposed-solution.alternatives-considered[2]`. */
  readonly address: string;
  /** The heading without outline number and decoration. */
  readonly name: string;
  /** For repeated sections: the ordinal written in the heading, else null. */
  readonly number: number | null;
  /** For repeated sections: the name written in the heading, empty when there is none, null when not repeated. */
  readonly ownName: string | null;
  readonly content: BoundContent;
  readonly sections: readonly BoundSection[];
  /** The value of a section that is itself a field (`## Status`). */
  readonly field: BoundField | null;
}

/** The blocks directly under a heading as the schema's parts. */
export interface BoundContent {
  readonly blocks: readonly RootContent[];
  /** From the first block to the end of the last; empty when there are none. */
  readonly range: Range;
  readonly fields: readonly BoundField[];
  readonly tables: readonly BoundTable[];
  readonly lists: readonly BoundList[];
  readonly groups: readonly BoundGroup[];
  /** True when nothing but white space, comments, anchors and thematic breaks stands here. */
  readonly empty: boolean;
}

export interface BoundTable {
  readonly schema: TableSchema | null;
  readonly node: Table;
  readonly address: string;
  readonly range: Range;
  readonly headerRange: Range;
  /** In document order. */
  readonly columns: readonly BoundColumn[];
  readonly rows: readonly BoundRow[];
}

export interface BoundColumn {
  readonly schema: ColumnSchema | null;
  readonly name: string;
  readonly range: Range;
}

export interface BoundRow {
  readonly address: string;
  readonly range: Range;
  /** In document order; as many as the row writes. */
  readonly cells: readonly BoundCell[];
}

export interface BoundCell {
  readonly column: BoundColumn | null;
  readonly address: string;
  readonly value: BoundValue;
}

export interface BoundList {
  readonly schema: ListSchema | null;
  readonly node: List;
  readonly type: 'items' | 'steps' | 'checklist' | 'definitions';
  readonly range: Range;
  /** Items of this list and of lists within it, in text order. */
  readonly items: readonly BoundItem[];
}

export interface BoundItem {
  readonly node: ListItem;
  readonly address: string;
  /** 0 for items of the list itself, 1 for those of a list within it. */
  readonly depth: number;
  readonly range: Range;
  /** Text of the item's own paragraph, Markdown included, without marker and box. */
  readonly raw: string;
  readonly plain: string;
  readonly rawRange: Range;
  /** Null when the item has no box. */
  readonly checked: boolean | null;
  /** Range of the unit between `[` and `]`; null when the item has no box. */
  readonly boxRange: Range | null;
  /** For definitions; null elsewhere. */
  readonly term: string | null;
  readonly definition: string | null;
}

export interface BoundGroup {
  readonly schema: GroupSchema;
  readonly address: string;
  readonly range: Range;
  readonly number: number | null;
  readonly ownName: string | null;
  readonly description: BoundValue;
  /** In text order; their items are counted through. */
  readonly lists: readonly BoundList[];
}

/** `coarse`: a stretch too intricate to parse in bounded time, which was read as plain text. */
export type BindProblemKind = 'yaml' | 'companion' | 'no-template' | 'coarse';

export interface BindProblem {
  readonly kind: BindProblemKind;
  readonly message: string;
  readonly range: Range;
}
