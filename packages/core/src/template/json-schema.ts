import type { DataMember, DataShape } from './data-shape.ts';
import { documentShape } from './data-shape.ts';
import type { FieldType, Schema } from './schema.ts';

export type JsonSchema = { readonly [key: string]: unknown };

/** JSON Schema 2020-12 (https://json-schema.org/draft/2020-12) of the typed JSON of a schema's documents. */
export function jsonSchemaOf(schema: Schema): JsonSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: schema.name,
    ...shapeSchema(documentShape(schema)),
  };
}

const FORMATS: Partial<Record<FieldType | 'boolean', JsonSchema>> = {
  date: { type: 'string', format: 'date' },
  number: { type: 'number' },
  boolean: { type: 'boolean' },
  persons: { type: 'array', items: { type: 'string' } },
  list: { type: 'array', items: { type: 'string' } },
};

function shapeSchema(shape: DataShape): JsonSchema {
  switch (shape.kind) {
    case 'value':
      return valueSchema(shape.type, shape.choices, shape.open);
    case 'array':
      return { type: 'array', items: shapeSchema(shape.of), ...(shape.min > 0 ? { minItems: shape.min } : {}) };
    case 'map':
      return { type: 'object', additionalProperties: { type: 'string' } };
    case 'object':
      return objectSchema(shape.members);
  }
}

function valueSchema(type: FieldType | 'boolean', choices: readonly string[] | null, open: boolean): JsonSchema {
  if (choices === null) return FORMATS[type] ?? { type: 'string' };
  return open ? { type: 'string', examples: choices } : { enum: choices };
}

/** A member that a document leaves open is null, so only required members refuse null. */
function objectSchema(members: readonly DataMember[]): JsonSchema {
  const properties = Object.fromEntries(
    members.map((member) => {
      const schema = shapeSchema(member.shape);
      const described = { title: member.title, ...(member.help === null ? {} : { description: member.help }) };
      return [
        member.key,
        member.required ? { ...described, ...schema } : { ...described, anyOf: [schema, { type: 'null' }] },
      ];
    }),
  );
  const required = members.filter((member) => member.required).map((member) => member.key);
  return { type: 'object', properties, ...(required.length > 0 ? { required } : {}) };
}
