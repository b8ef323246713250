import type { BoundDocument, BoundField } from '../../../document/document.ts';
import { renameField } from '../../../edit/fields.ts';
import { foldKey } from '../../../template/names.ts';
import type { FieldSchema } from '../../../template/schema.ts';
import { lastAnswer } from '../../../text/last-answer.ts';
import { editDistance } from '../../../text/nearest.ts';
import type { DocumentRule, Finding } from '../../rule.ts';
import { demandOf, fieldsOf, placeOf } from './field-scopes.ts';

export const fieldUnknown: DocumentRule = {
  scope: 'document',
  code: 'MET307',
  name: 'field-unknown',
  summary: 'A field has almost the name of a field that the template has and the document lacks',
  why: 'A field with a mistyped name is not found: the document looks as if it had no such field. Fields of other names are welcome.',
  remedy: 'Give the field the name that the template has.',
  severity: { draft: 'warning', settled: 'warning' },
  example: {
    template: '---\nauthor: [Name]\ncreated: YYYY-MM-DD\n---\n\n# [Title]\n\n## Context\n\n[Why now]\n',
    bad: '---\nauthor: Ada\ncraeted: 2026-01-02\n---\n\n# Queue\n\n## Context\n\nOrders are lost on restart.\n',
    good: '---\nauthor: Ada\ncreated: 2026-01-02\n---\n\n# Queue\n\n## Context\n\nOrders are lost on restart.\n',
  },
  check: findUnknown,
};

function* findUnknown(document: BoundDocument): Iterable<Finding> {
  for (const [schema, field] of misnamedFields(document)) {
    yield {
      ...placeOf(document, field),
      range: field.nameRange,
      message: `Field "${field.name}" is unknown to the template; did you mean "${schema.name}"?`,
      address: field.address,
      ...demandOf(schema),
      fixes: [{ title: `Rename to "${schema.name}"`, kind: 'suggested', edits: [renameField(field, schema.name)] }],
    };
  }
}

const none: ReadonlyMap<FieldSchema, BoundField> = new Map();

/** Fields of the template that the document lacks, each with the unknown field whose name is a near miss of it. */
export const misnamedFields: (document: BoundDocument) => ReadonlyMap<FieldSchema, BoundField> =
  lastAnswer(readMisnamed);

const longestName = 40;

function readMisnamed(document: BoundDocument): ReadonlyMap<FieldSchema, BoundField> {
  const unknown = document.fields.filter((field) => field.schema === null && field.name.length <= longestName);
  if (unknown.length === 0) return none;
  const { metadata } = fieldsOf(document);
  const absent = document.schema.fields.filter((schema) => !metadata.has(schema.key));
  const misnamed = new Map<FieldSchema, BoundField>();
  for (const schema of absent) {
    const key = foldKey(schema.name);
    const alike = unknown.filter((field) => isMistyped(foldKey(field.name), key));
    const [only] = alike;
    if (only !== undefined && alike.length === 1) misnamed.set(schema, only);
  }
  return misnamed;
}

/**
 * True when a name is most likely a slip: two letters exchanged, or in longer names one or two letters wrong. A letter
 * more or less at the front makes another word (`eRFC`), and short names are words of their own (`date`, `data`).
 */
function isMistyped(name: string, wanted: string): boolean {
  const longer = Math.max(name.length, wanted.length);
  if (longer < 4 || name === wanted) return false;
  const distance = editDistance(name, wanted, longer >= 12 ? 2 : 1);
  if (distance === null) return false;
  if (distance === 1 && sortedUnits(name) === sortedUnits(wanted)) return true;
  return longer >= 6 && !name.endsWith(wanted) && !wanted.endsWith(name);
}

function sortedUnits(word: string): string {
  return word.split('').sort().join('');
}
