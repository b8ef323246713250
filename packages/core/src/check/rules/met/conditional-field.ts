import type { BoundDocument, BoundField } from '../../../document/document.ts';
import { removeField } from '../../../edit/fields.ts';
import type { FieldSchema } from '../../../template/schema.ts';
import { LineIndex } from '../../../text/lines.ts';
import type { DocumentRule, Finding } from '../../rule.ts';
import { listOf } from '../did-you-mean.ts';
import { demandOf, fieldsOf, isFilled, placeOf, sureField } from './field-scopes.ts';

export const conditionalField: DocumentRule = {
  scope: 'document',
  code: 'MET311',
  name: 'conditional-field',
  summary:
    'A field that belongs to certain values of another field is missing there, or stands where it does not belong',
  why: 'The template says when the field counts. Elsewhere it misleads, and where it is due its absence leaves a question open.',
  remedy: 'Add the field, or take it away, as the value of the other field asks.',
  severity: { draft: 'warning', settled: 'error' },
  example: {
    template:
      '---\ntype: <Standards, Meta, or Informational>\ncategory: <Core, or Networking> # Only required for Standards. Otherwise, remove this field.\n---\n\n# [Title]\n\n## Context\n\n[Why now]\n',
    bad: '---\ntype: Standards\n---\n\n# Queue\n\n## Context\n\nOrders are lost on restart.\n',
    good: '---\ntype: Meta\n---\n\n# Queue\n\n## Context\n\nOrders are lost on restart.\n',
  },
  check: findConditional,
};

function* findConditional(document: BoundDocument): Iterable<Finding> {
  const { metadata } = fieldsOf(document);
  for (const schema of document.schema.fields) {
    if (schema.condition === null || schema.confidence < sureField) continue;
    const due = isDueHere(document, schema);
    const other = metadata.get(schema.condition.field);
    if (due === null || other === undefined) continue;
    const field = metadata.get(schema.key);
    const value = other.value.choice ?? other.value.plain;
    if (due && field === undefined) {
      yield {
        ...placeOf(document, other),
        range: other.value.range,
        message: `Field "${schema.name}" is missing; the template requires it where "${other.name}" is "${value}"`,
        address: schema.address,
        ...demandOf(schema),
      };
    } else if (!due && field !== undefined && field.value.state === 'valid') {
      yield outOfPlace(
        document,
        field,
        schema,
        `"${other.name}" is ${listOf(schema.condition.values)}, not "${value}"`,
      );
    }
  }
}

function outOfPlace(document: BoundDocument, field: BoundField, schema: FieldSchema, where: string): Finding {
  const { source, companion } = document;
  const beside = field.inCompanion && companion !== null;
  const text = beside ? companion.text : source.text;
  const lines = beside ? new LineIndex(text) : source.lines;
  return {
    ...placeOf(document, field),
    range: field.range,
    message: `Field "${schema.name}" belongs only where ${where}`,
    address: field.address,
    ...demandOf(schema),
    fixes: [{ title: `Remove "${schema.name}"`, kind: 'suggested', edits: [removeField(text, lines, field)] }],
    atMost: 'warning',
  };
}

/**
 * True when the condition of a field holds in this document, false when it does not, null when the other field says
 * nothing certain: absent, empty, unchosen or none of its choices.
 */
export function isDueHere(document: BoundDocument, schema: FieldSchema): boolean | null {
  if (schema.condition === null) return null;
  const other = fieldsOf(document).metadata.get(schema.condition.field);
  if (other === undefined || !isFilled(other)) return null;
  const value = other.value.choice ?? (other.schema?.choices == null ? other.value.plain : null);
  if (value === null) return null;
  const folded = value.toLowerCase();
  return schema.condition.values.some((wanted) => wanted.toLowerCase() === folded);
}
