import { compareTemplates } from '../../template/compatibility.ts';
import type { MigrationStep, NameMap, TemplateChange } from '../../template/compatibility-change.ts';
import { matchSections } from '../../template/compatibility-match.ts';
import type { Schema, SectionSchema } from '../../template/schema.ts';
import type { Range } from '../../text/range.ts';

/** The way from one version of a template to another. */
export interface MigrationPlan {
  readonly old: Schema;
  readonly current: Schema;
  readonly changes: readonly TemplateChange[];
  /** In the order in which they are made. */
  readonly steps: readonly MigrationStep[];
  /** The section of the new template that each of the old one became. */
  readonly newOf: ReadonlyMap<SectionSchema, SectionSchema>;
  /** Every section of the new template that the old one has under some name. */
  readonly known: ReadonlySet<SectionSchema>;
}

/** Compares two versions of a template and puts the steps between them into the order in which they can be made. */
export function planMigration(old: Schema, current: Schema, renames: NameMap): MigrationPlan {
  const changes = compareTemplates(old, current, renames);
  const matches = matchSections(old, current, renames);
  const newOf = new Map<SectionSchema, SectionSchema>();
  for (const [node, other] of matches.newOf) newOf.set(node.schema, other.schema);
  for (const [node, parts] of matches.joins) for (const part of parts) newOf.set(part.schema, node.schema);
  const steps = changes.flatMap(({ step }) => (step === null ? [] : [step]));
  return {
    old,
    current,
    changes,
    steps: steps
      .map((step, place) => ({ step, place }))
      .sort((a, b) => order[a.step.kind] - order[b.step.kind] || a.place - b.place)
      .map(({ step }) => step),
    newOf,
    known: new Set(newOf.values()),
  };
}

/** What stands in a document is named anew first; then sections get their places; then what is missing is put in. */
const order: Readonly<Record<MigrationStep['kind'], number>> = {
  retitle: 0,
  'rename-field': 1,
  'rename-choice': 2,
  'rename-column': 3,
  'rename-section': 4,
  'join-sections': 5,
  'insert-section': 6,
  'split-section': 7,
  'move-section': 8,
  'set-level': 9,
  'insert-field': 10,
  'insert-table': 11,
  'insert-column': 12,
  'order-columns': 13,
  'insert-row': 14,
};

/** True when two ranges are the same. */
export function isRange(a: Range, b: Range): boolean {
  return a.start === b.start && a.end === b.end;
}

/** The section of a template whose heading stands at a range; null when there is none. */
export function sectionAt(schema: Schema, heading: Range): SectionSchema | null {
  const pending = [...schema.sections];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (isRange(next.headingRange, heading)) return next;
    for (const child of next.sections) pending.push(child);
  }
  return null;
}
