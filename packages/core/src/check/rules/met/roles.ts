import type { BoundDocument, BoundField } from '../../../document/document.ts';
import type { FieldRole } from '../../../template/schema.ts';
import { fieldsOf } from './field-scopes.ts';

/** The metadata field with a role, by the template's reading; null when the document has none. */
export function metadataByRole(document: BoundDocument, role: FieldRole): BoundField | null {
  for (const field of fieldsOf(document).metadata.values()) if (field.schema?.role === role) return field;
  return null;
}
