import type { DataMember, DataShape } from './data-shape.ts';
import { documentShape } from './data-shape.ts';
import { camelName } from './names.ts';
import type { FieldType, Schema } from './schema.ts';

/** A TypeScript module that declares the typed JSON of a schema's documents; the interface is named after the schema. */
export function typeScriptOf(schema: Schema): string {
  const shape = documentShape(schema);
  const name = interfaceName(schema.name);
  const members = shape.kind === 'object' ? shape.members : [];
  return `/** A document written from ${oneLine(schema.file)}. */\nexport interface ${name} ${objectType(members, '')}\n`;
}

function interfaceName(name: string): string {
  const camel = camelName(name);
  const pascal = camel.slice(0, 1).toUpperCase() + camel.slice(1);
  return /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(pascal)
    ? pascal
    : `Document${pascal.replace(/[^\p{ID_Continue}$]/gu, '')}`;
}

const TYPES: Partial<Record<FieldType | 'boolean', string>> = {
  number: 'number',
  boolean: 'boolean',
  persons: 'string[]',
  list: 'string[]',
};

function typeOf(shape: DataShape, indent: string): string {
  switch (shape.kind) {
    case 'value':
      return valueType(shape.type, shape.choices, shape.open);
    case 'array': {
      const item = typeOf(shape.of, indent);
      return item.includes(' | ') ? `(${item})[]` : `${item}[]`;
    }
    case 'map':
      return '{ [term: string]: string }';
    case 'object':
      return objectType(shape.members, indent);
  }
}

function valueType(type: FieldType | 'boolean', choices: readonly string[] | null, open: boolean): string {
  if (choices === null) return TYPES[type] ?? 'string';
  const union = choices.map((choice) => JSON.stringify(choice)).join(' | ');
  return open ? `${union} | (string & {})` : union;
}

function objectType(members: readonly DataMember[], indent: string): string {
  const inner = `${indent}  `;
  const lines = members.map((member) => {
    const help = member.help === null ? '' : `${inner}/** ${oneLine(member.help)} */\n`;
    const key = /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(member.key) ? member.key : JSON.stringify(member.key);
    const type = typeOf(member.shape, inner);
    return `${help}${inner}${key}${member.required ? '' : '?'}: ${type}${member.required ? '' : ' | null'};`;
  });
  return `{\n${lines.join('\n')}\n${indent}}`;
}

/** Untrusted words in a comment: one line, and nothing that ends it. */
function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').replaceAll('*/', '* /').trim();
}
