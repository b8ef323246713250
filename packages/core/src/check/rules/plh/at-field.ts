import type { BoundDocument, BoundField } from '../../../document/document.ts';
import type { FieldSchema } from '../../../template/schema.ts';
import type { Range } from '../../../text/range.ts';
import type { Finding } from '../../rule.ts';

/** Where a finding about a field's value stands, in the companion file too. */
export function atField(
  document: BoundDocument,
  field: BoundField,
): Pick<Finding, 'range' | 'address' | 'template' | 'file'> {
  const template = field.schema === null ? null : valueInTemplate(field.schema);
  const place = { range: field.value.range, address: field.address, template };
  return field.inCompanion && document.companion !== null ? { ...place, file: document.companion.file } : place;
}

/** Where the template writes the value; null when it does so in a file of its own, beside the template. */
export function valueInTemplate(schema: FieldSchema): Range | null {
  return schema.range.end === 0 ? null : schema.valueRange;
}
