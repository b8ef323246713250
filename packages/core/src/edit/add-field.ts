import type { BoundDocument, BoundSection } from '../document/document.ts';
import type { FieldSchema } from '../template/schema.ts';
import { LineIndex } from '../text/lines.ts';
import { endOfBody } from './add-entry.ts';
import { allowedValue, type Judging } from './allowed-value.ts';
import { insertBlock } from './blocks.ts';
import { type Change, ownChange } from './change.ts';
import { firstFieldLine, insertField, insertFirstField } from './fields.ts';
import type { Holder } from './holders.ts';
import { EditRefusal } from './refusal.ts';
import { templateValue } from './template-value.ts';
import { yamlValue } from './yaml-value.ts';

/**
 * Writes a field that the document lacks, in the notation of the fields beside it; without a value, with what the template
 * writes there.
 * @throws {EditRefusal} for a value that the template does not allow, and where no place is certain.
 */
export function addField(
  document: BoundDocument,
  { schema, fields, order, home }: Extract<Holder, { kind: 'field' }>,
  value: string | null,
  judging: Judging,
): Change {
  const inYaml = fields.some((field) => field.where === 'frontmatter') || schema.where === 'frontmatter';
  const written = writtenValue(document, schema, value, inYaml, judging);
  const { source, companion } = document;
  const beside = fields.filter((field) => field.inCompanion);
  const own = fields.filter((field) => !field.inCompanion && field.where !== 'heading');
  if (
    companion !== null &&
    home === null &&
    beside.length > 0 &&
    (own.length === 0 || schema.where === 'frontmatter')
  ) {
    const block = { text: companion.text, lines: new LineIndex(companion.text), fields: beside, order };
    const edit = insertField(block, schema, written);
    if (edit !== null) return { own: [], beside: [edit] };
  }
  const edit =
    insertField({ text: source.text, lines: source.lines, fields: own, order }, schema, written) ??
    (home === null ? insertFirstField(document, schema, written) : firstIn(document, schema, home, written));
  if (edit !== null) return ownChange([edit]);
  throw new EditRefusal(
    `There is no certain place for the field ${schema.name}`,
    'Write it into the file, then set it',
  );
}

function writtenValue(
  document: BoundDocument,
  schema: FieldSchema,
  value: string | null,
  inYaml: boolean,
  judging: Judging,
): string {
  if (value === null) return templateValue(document, schema);
  const allowed = allowedValue(value, schema, schema.name, judging).trim();
  if (/[\r\n]/u.test(allowed)) throw new EditRefusal(`A new field holds one line`, 'Add it empty, then set its value');
  return inYaml ? yamlValue(allowed, '', schema.type === 'list' || schema.type === 'persons', '', '\n') : allowed;
}

/** The first field of a section, as the template writes it. */
function firstIn(
  document: BoundDocument,
  schema: FieldSchema,
  home: Extract<Holder, { kind: 'field' }>['home'],
  value: string,
) {
  const line = schema.where === 'frontmatter' ? null : firstFieldLine(schema, value);
  if (line === null || home === null || !('outline' in home)) return null;
  return insertBlock(document.source.text, endOfBody(home as BoundSection), line);
}
