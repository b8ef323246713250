import type { Fix } from '../../../diagnostic/diagnostic.ts';
import type { BoundDocument, BoundField } from '../../../document/document.ts';
import { type FieldBlock, insertField, insertFirstField } from '../../../edit/fields.ts';
import { templateValue } from '../../../edit/template-value.ts';
import type { FieldSchema } from '../../../template/schema.ts';
import { LineIndex } from '../../../text/lines.ts';
import type { Range } from '../../../text/range.ts';
import type { DocumentRule, Finding } from '../../rule.ts';
import { listOf } from '../did-you-mean.ts';
import { addressIn, demandOf, type FieldScope, fieldsOf, sureField } from './field-scopes.ts';
import { misnamedFields } from './field-unknown.ts';
import { worstWithout } from './worst-without.ts';

export const fieldMissing: DocumentRule = {
  scope: 'document',
  code: 'MET301',
  name: 'field-missing',
  summary: 'A field that the template requires is not in the document',
  why: 'Lists, filters and reviews work from the fields. A document without its author or status cannot be found or moved on.',
  remedy:
    'Add the field where the template has it. When documents of this kind do not need it, mark the field as optional in the template.',
  severity: { draft: 'warning', settled: 'error' },
  example: {
    template: '# [Name]\n\n**Author**: [Name]\n**Team**: [Team]\n\n## Context\n\n[Why now]\n',
    bad: '# Queue\n\n**Author**: Ada\n\n## Context\n\nOrders are lost on restart.\n',
    good: '# Queue\n\n**Author**: Ada\n**Team**: Orders\n\n## Context\n\nOrders are lost on restart.\n',
  },
  check: findMissing,
};

function* findMissing(document: BoundDocument): Iterable<Finding> {
  const { scopes, metadata } = fieldsOf(document);
  for (const scope of scopes) {
    const present = new Set(scope.fields.map(({ schema }) => schema));
    const missing = scope.order.filter((schema) => isDemanded(schema) && !present.has(schema));
    if (missing.length === 0) continue;
    if (scope.kind === 'metadata') {
      const misnamed = misnamedFields(document);
      const place = metadataPlace(document, scope);
      for (const schema of missing) {
        const stands = schema.role === 'title' ? document.title !== null : metadata.has(schema.key);
        if (!stands && !misnamed.has(schema)) yield missingMetadata(document, place, schema);
      }
    } else if (missing.length > 1 && !scope.fields.some((field) => field.schema !== null)) {
      yield noneAtAll(scope, missing);
    } else {
      const { text, lines } = document.source;
      const block = { text, lines, fields: scope.fields, order: scope.order };
      const range = scope.fields.length === 0 && scope.range !== null ? scope.range : endOfBlock(scope.fields);
      for (const schema of missing) yield missingPart(document, scope, schema, block, range);
    }
  }
}

function isDemanded(schema: FieldSchema): boolean {
  return schema.required && schema.condition === null && schema.confidence >= sureField;
}

/** Where the metadata of a document stands. */
interface MetadataPlace {
  /** In the document; no fields when it has none. */
  readonly own: FieldBlock;
  readonly ownRange: Range;
  /** In the companion file; null when no field stands there. */
  readonly beside: FieldBlock | null;
  readonly besideRange: Range;
}

function metadataPlace(document: BoundDocument, scope: FieldScope): MetadataPlace {
  const { source, companion } = document;
  const { order } = scope;
  const fields = scope.fields.filter((field) => field.where !== 'heading');
  const [own, others] = [fields.filter((field) => !field.inCompanion), fields.filter((field) => field.inCompanion)];
  return {
    own: { text: source.text, lines: source.lines, fields: own, order },
    ownRange: own.length === 0 ? startOfDocument(document) : endOfBlock(own),
    beside:
      companion === null || others.length === 0
        ? null
        : { text: companion.text, lines: new LineIndex(companion.text), fields: others, order },
    besideRange: endOfBlock(others),
  };
}

function missingMetadata(document: BoundDocument, place: MetadataPlace, schema: FieldSchema): Finding {
  const { own, ownRange, beside, besideRange } = place;
  const finding = {
    message: `Field "${schema.name}" is missing`,
    address: schema.address,
    ...demandOf(schema),
    ...worstWithout(schema),
  };
  const value = templateValue(document, schema);
  if (beside !== null && document.companion !== null && (own.fields.length === 0 || schema.where === 'frontmatter')) {
    const fixes = fixesOf(schema, insertField(beside, schema, value));
    return { ...finding, file: document.companion.file, range: besideRange, fixes };
  }
  const edit =
    own.fields.length === 0 && schema.file === undefined
      ? insertFirstField(document, schema, value)
      : insertField(own, schema, value);
  return { ...finding, range: ownRange, fixes: fixesOf(schema, edit) };
}

function missingPart(
  document: BoundDocument,
  scope: FieldScope,
  schema: FieldSchema,
  block: FieldBlock,
  range: Range,
): Finding {
  const edit = insertField(block, schema, templateValue(document, schema));
  return {
    range,
    message: `Field "${schema.name}" is missing in "${scope.name}"`,
    address: addressIn(scope, schema),
    ...demandOf(schema),
    fixes: fixesOf(schema, edit),
    ...(scope.fields.length === 0 ? { atMost: 'warning' as const } : {}),
  };
}

/** A section that answers in another form: one finding for all its fields, and never an error. */
function noneAtAll(scope: FieldScope, missing: readonly FieldSchema[]): Finding {
  const first = missing[0] as FieldSchema;
  return {
    range: scope.range ?? { start: 0, end: 0 },
    message: `"${scope.name}" has none of the fields the template asks for: ${listOf(missing.map(({ name }) => name))}`,
    address: scope.address,
    ...demandOf(first),
    atMost: 'warning',
  };
}

function fixesOf(schema: FieldSchema, edit: Fix['edits'][number] | null): readonly Fix[] {
  return edit === null ? [] : [{ title: `Insert field "${schema.name}"`, kind: 'suggested', edits: [edit] }];
}

/** The empty range behind the last field. */
function endOfBlock(fields: readonly BoundField[]): Range {
  const end = fields.reduce((most, field) => Math.max(most, field.range.end), 0);
  return { start: end, end };
}

function startOfDocument(document: BoundDocument): Range {
  if (document.title !== null) return document.title.range;
  const start = document.source.text.charCodeAt(0) === 0xfeff ? 1 : 0;
  return { start, end: Math.max(start, document.source.lines.endOfLine(1)) };
}
