import { foldName } from '../template/names.ts';
import type { Schema } from '../template/schema.ts';
import type { BoundField, BoundSection, BoundStatus } from './document.ts';
import { readValue } from './fields/read-value.ts';
import type { ValueSpec } from './fields/value-reader.ts';

const specs = new WeakMap<Schema, ValueSpec>();

/**
 * The value of the lifecycle's field as one of its states. Without a lifecycle, a field with the role `status` still
 * tells what the document claims, as text without a state. The document's own text wins over its companion file.
 */
export function readStatus(
  schema: Schema,
  fields: readonly BoundField[],
  sections: readonly BoundSection[],
): BoundStatus | null {
  const field = statusField(schema, fields, sections);
  if (field === null) return null;
  const { raw, choice } = field.value;
  if (schema.lifecycle === null) return { field, state: null, raw };
  const { states } = schema.lifecycle;
  if (choice !== null && states.includes(choice)) return { field, state: choice, raw };
  return { field, state: stateOf(schema, field), raw };
}

function statusField(
  schema: Schema,
  fields: readonly BoundField[],
  sections: readonly BoundSection[],
): BoundField | null {
  const isStatus = (field: BoundField): boolean =>
    schema.lifecycle === null ? field.schema?.role === 'status' : field.schema?.key === schema.lifecycle.field;
  const found = fields.find(isStatus);
  if (found !== undefined) return found;
  for (const section of sections) if (section.field !== null && isStatus(section.field)) return section.field;
  return null;
}

function stateOf(schema: Schema, field: BoundField): string | null {
  const { lifecycle } = schema;
  if (lifecycle === null || field.value.state === 'placeholder' || field.value.state === 'unchosen') return null;
  let spec = specs.get(schema);
  if (spec === undefined) {
    spec = { type: 'choice', choices: lifecycle.states, open: false, default: null, placeholder: null, role: 'status' };
    specs.set(schema, spec);
  }
  const { raw, plain, range } = field.value;
  if (foldName(plain) === '') return null;
  return readValue({ raw, plain, data: undefined }, range, spec).choice;
}
