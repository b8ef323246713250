import type { BoundDocument } from '../document/document.ts';
import type { FieldSchema } from '../template/schema.ts';

/** What a new field starts with: what the template writes there, quotes and brackets included; empty for longer values. */
export function templateValue(document: BoundDocument, schema: FieldSchema): string {
  const { start, end } = schema.valueRange;
  const written = schema.file === undefined ? document.schema.text.slice(start, end) : '';
  if (written !== '' && !severalLines.test(written)) return written;
  return writtenAs(schema, schema.default ?? schema.placeholder ?? '');
}

/** The value the template fills in for the author, as the field's notation writes it; null when it gives none. */
export function defaultValue(schema: FieldSchema): string | null {
  const written = schema.default === null ? '' : writtenAs(schema, schema.default);
  return written === '' ? null : written;
}

function writtenAs(schema: FieldSchema, value: string): string {
  if (severalLines.test(value)) return '';
  return schema.where === 'frontmatter' && value !== '' && !plainYaml.test(value) ? JSON.stringify(value) : value;
}

const severalLines = /[\r\n]/u;
/** Text that means itself in YAML without quotes. */
const plainYaml = /^[\p{L}\p{N}][\p{L}\p{N} _./|()+-]*$/u;
