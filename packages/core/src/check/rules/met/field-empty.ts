import type { BoundDocument, BoundField } from '../../../document/document.ts';
import { defaultValue } from '../../../edit/template-value.ts';
import type { FieldSchema } from '../../../template/schema.ts';
import type { Replacement } from '../../../text/edit.ts';
import type { DocumentRule, Finding } from '../../rule.ts';
import { isDueHere } from './conditional-field.ts';
import { demandOf, fieldsOf, placeOf, sureField } from './field-scopes.ts';
import { isRelation, worstWithout } from './worst-without.ts';

export const fieldEmpty: DocumentRule = {
  scope: 'document',
  code: 'MET302',
  name: 'field-empty',
  summary: 'A required field has no value',
  why: 'An empty field looks answered in the outline and is not. Lists and filters leave the document out.',
  remedy: 'Write the value. When there is none, say so in words, such as `none`.',
  severity: { draft: 'warning', settled: 'error' },
  example: {
    template: '# [Name]\n\n**Author**: [Name]\n**Team**: [Team]\n\n## Context\n\n[Why now]\n',
    bad: '# Queue\n\n**Author**: Ada\n**Team**:\n\n## Context\n\nOrders are lost on restart.\n',
    good: '# Queue\n\n**Author**: Ada\n**Team**: Orders\n\n## Context\n\nOrders are lost on restart.\n',
  },
  check: findEmpty,
};

function* findEmpty(document: BoundDocument): Iterable<Finding> {
  for (const field of fieldsOf(document).known) {
    const { schema } = field;
    if (schema === null || field.value.state !== 'empty' || field.where === 'heading' || isRelation(schema)) continue;
    if (schema.confidence < sureField || saysNone.test(field.value.raw) || !isWanted(document, schema)) continue;
    const value = defaultValue(schema);
    yield {
      ...placeOf(document, field),
      range: field.nameRange,
      message: `Field "${schema.name}" is empty`,
      address: field.address,
      ...demandOf(schema),
      fixes:
        value === null ? [] : [{ title: `Set to ${value}`, kind: 'suggested', edits: [fill(document, field, value)] }],
      ...worstWithout(schema),
    };
  }
}

/** An empty list or mapping in YAML says that there is none. */
const saysNone = /^(?:\[\s*\]|\{\s*\})/u;

function isWanted(document: BoundDocument, schema: FieldSchema): boolean {
  return schema.condition === null ? schema.required : isDueHere(document, schema) === true;
}

function fill(document: BoundDocument, field: BoundField, value: string): Replacement {
  const text = field.inCompanion ? (document.companion?.text ?? '') : document.source.text;
  const { start, end } = field.value.range;
  const spaced = start > 0 && /[^\s|]/u.test(text.charAt(start - 1)) ? ` ${value}` : value;
  return { start, end, text: spaced };
}
