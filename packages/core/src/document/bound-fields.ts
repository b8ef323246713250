import type { Nodes } from 'mdast';
import { camelName, kebabName } from '../template/names.ts';
import type { FieldSchema } from '../template/schema.ts';
import type { AddressPool } from './address-pool.ts';
import { joinAddress, lastSegment } from './address-pool.ts';
import type { BoundField } from './document.ts';
import { readValue } from './fields/read-value.ts';
import { plainOfRange } from './plain-range.ts';
import type { WrittenField } from './written-fields.ts';

/** Types a written pair and gives it its address under `parent`. `nodes` hold the value's text. */
export function bindField(
  text: string,
  written: WrittenField,
  nodes: readonly Nodes[],
  parent: string,
  pool: AddressPool,
): BoundField {
  const { schema, name, valueRange } = written;
  const raw = text.slice(valueRange.start, valueRange.end);
  const plain = plainOfRange(text, valueRange, nodes);
  return {
    schema,
    name,
    address: pool.claim(joinAddress(parent, fieldSegment(schema, name))),
    key: schema?.key ?? camelName(name),
    where: written.where,
    inCompanion: false,
    range: written.range,
    nameRange: written.nameRange,
    value: readValue({ raw, plain, data: undefined }, valueRange, schema),
  };
}

export function fieldSegment(schema: FieldSchema | null, name: string): string {
  return schema === null ? kebabName(name) : lastSegment(schema.address);
}
