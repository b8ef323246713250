import type { Range } from '../text/range.ts';

/** What one change of a template is about. */
export type ChangeKind =
  | 'section-added'
  | 'section-removed'
  | 'section-renamed'
  | 'section-moved'
  | 'section-relevelled'
  | 'section-split'
  | 'sections-joined'
  | 'section-required'
  | 'section-optional'
  | 'repeat-changed'
  | 'content-changed'
  | 'field-added'
  | 'field-removed'
  | 'field-renamed'
  | 'field-type'
  | 'field-notation'
  | 'field-required'
  | 'field-optional'
  | 'field-choices'
  | 'states-changed'
  | 'table-added'
  | 'table-removed'
  | 'column-added'
  | 'column-removed'
  | 'column-renamed'
  | 'columns-reordered'
  | 'column-type'
  | 'column-choices'
  | 'row-added'
  | 'row-removed'
  | 'title-changed'
  | 'guidance-changed';

/**
 * `breaking`: a document that fits the old template may not fit the new one. `compatible`: every document that fitted
 * still fits. `editorial`: only help text and spelling changed.
 */
export type ChangeSeverity = 'breaking' | 'compatible' | 'editorial';

/** One difference between two versions of a template. Plain data. */
export interface TemplateChange {
  readonly kind: ChangeKind;
  readonly severity: ChangeSeverity;
  /** One sentence without a full stop, with the real names in it. */
  readonly message: string;
  /** Address of the section or field it is about, in the new template where it still stands; empty for the title. */
  readonly address: string;
  /** The companion file that the ranges count in; absent for parts of the template itself. */
  readonly file?: string;
  /** Range in the old template's text; null for what is new. */
  readonly old: Range | null;
  /** Range in the new template's text; null for what is gone. */
  readonly new: Range | null;
  /** What would bring documents in line; null when there is nothing to do, or a person must decide. */
  readonly step: MigrationStep | null;
}

/** Ranges of headings count in the old template for `old` and in the new one for `new`; they tell sections apart. */
export interface SectionStep {
  readonly old: Range;
  readonly new: Range;
}

/** What a step that writes something new points at: the range of the part in the new template, or in its companion. */
export interface InsertStep {
  readonly new: Range;
  /** The companion file that `new` counts in; null for the template itself. */
  readonly file: string | null;
}

/** A field or column of the old template that gets another name. */
export interface RenameStep {
  /** Range of the part in the old template, or in its companion. */
  readonly old: Range;
  /** The companion file that `old` counts in; null for the template itself. */
  readonly file: string | null;
  readonly name: string;
}

/** One step of a migration, as plain data. `title` says it to people. */
export type MigrationStep = { readonly title: string } & (
  | ({ readonly kind: 'rename-section' } & SectionStep)
  | ({ readonly kind: 'move-section' } & SectionStep)
  | ({ readonly kind: 'set-level' } & SectionStep)
  | { readonly kind: 'insert-section'; readonly new: Range }
  | {
      readonly kind: 'split-section';
      readonly old: Range;
      /** In template order; the content stays under the one at `heir`. */
      readonly parts: readonly Range[];
      readonly heir: Range;
    }
  | { readonly kind: 'join-sections'; readonly parts: readonly Range[]; readonly new: Range }
  | ({ readonly kind: 'rename-field' } & RenameStep)
  | ({ readonly kind: 'rename-column' } & RenameStep)
  | ({ readonly kind: 'rename-choice'; readonly choice: string } & RenameStep)
  | { readonly kind: 'retitle'; readonly prefix: FixedWords; readonly suffix: FixedWords }
  | ({ readonly kind: 'insert-field' } & InsertStep)
  | ({ readonly kind: 'insert-table' } & InsertStep)
  | ({ readonly kind: 'order-columns' } & InsertStep)
  | ({ readonly kind: 'insert-column'; readonly fill: string } & InsertStep)
  | ({ readonly kind: 'insert-row'; readonly name: string } & InsertStep)
);

/** The step of one kind. */
export type StepOf<Kind extends MigrationStep['kind']> = Extract<MigrationStep, { readonly kind: Kind }>;

/** The fixed words of a title before and after the change. */
export interface FixedWords {
  readonly old: string;
  readonly new: string;
}

/** Names that a person has said stand for one another: the old name, folded, and the new one as the template writes it. */
export type NameMap = ReadonlyMap<string, string>;

/** True when the change is one that documents must follow. */
export function isBreaking(change: TemplateChange): boolean {
  return change.severity === 'breaking';
}
