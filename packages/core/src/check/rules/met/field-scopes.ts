import type { BoundDocument, BoundField, BoundSection } from '../../../document/document.ts';
import type { FieldSchema } from '../../../template/schema.ts';
import { lastAnswer } from '../../../text/last-answer.ts';
import type { Range } from '../../../text/range.ts';
import type { Finding } from '../../rule.ts';
import { isUntouched } from '../plh/untouched.ts';

/** Fields that stand together, and the fields the template asks for there. */
export interface FieldScope {
  readonly kind: 'metadata' | 'content';
  /** Of the section; empty for the document's metadata. */
  readonly address: string;
  /** The name people know the place by; empty for the document's metadata. */
  readonly name: string;
  readonly fields: readonly BoundField[];
  readonly order: readonly FieldSchema[];
  /** The heading that the fields belong to; null for the document's metadata. */
  readonly range: Range | null;
}

/** Every field of a document by the place it stands in. Read once for a document. */
export interface DocumentFields {
  /** Places where the template asks for fields, the document's metadata first. */
  readonly scopes: readonly FieldScope[];
  /** Every field that the template knows, wherever it stands; none in a document in which nothing was written yet. */
  readonly known: readonly BoundField[];
  /** The first metadata field, or section that is a field, by its key. */
  readonly metadata: ReadonlyMap<string, BoundField>;
}

export const fieldsOf: (document: BoundDocument) => DocumentFields = lastAnswer(readFields);

function readFields(document: BoundDocument): DocumentFields {
  const metadata = [...document.fields];
  const scopes: FieldScope[] = [];
  const known: BoundField[] = [];
  for (const section of document.allSections) {
    if (section.field !== null) metadata.push(section.field);
    if (section.schema === null || section.schema.free) continue;
    addContent(section, scopes);
  }
  scopes.unshift({
    kind: 'metadata',
    address: '',
    name: '',
    fields: metadata,
    order: document.schema.fields,
    range: null,
  });
  const byKey = new Map<string, BoundField>();
  for (const field of metadata) if (field.schema !== null && !byKey.has(field.key)) byKey.set(field.key, field);
  if (!isUntouched(document))
    for (const scope of scopes) for (const field of scope.fields) if (field.schema !== null) known.push(field);
  return { scopes, known, metadata: byKey };
}

function addContent(section: BoundSection, scopes: FieldScope[]): void {
  const schema = section.schema?.content;
  if (schema == null || section.content.empty) return;
  const { address, name } = section;
  if (schema.fields.length > 0)
    scopes.push({
      kind: 'content',
      address,
      name,
      fields: section.content.fields,
      order: schema.fields,
      range: section.outline.headingRange,
    });
}

/** Readings of less confidence never make a field demanded. */
export const sureField = 0.5;

/** Where the template, or the file beside it, asks for a field. */
export function demandOf(schema: FieldSchema | null): Pick<Finding, 'template' | 'templateFile'> {
  if (schema === null) return {};
  return schema.file === undefined ? { template: schema.range } : { template: schema.range, templateFile: schema.file };
}

/** Names the companion file in a finding about a field that stands there. */
export function placeOf(document: BoundDocument, field: BoundField): Pick<Finding, 'file'> {
  return field.inCompanion && document.companion !== null ? { file: document.companion.file } : {};
}

/** True when the field holds text of the author's own: neither empty nor what the template put there. */
export function isFilled(field: BoundField): boolean {
  return field.value.state === 'valid' || field.value.state === 'invalid';
}

/** The address of a part that the template asks for within `scope`. */
export function addressIn(scope: { readonly address: string }, part: { readonly address: string }): string {
  const last = part.address.slice(part.address.lastIndexOf('.') + 1);
  return scope.address === '' ? part.address : `${scope.address}.${last}`;
}
