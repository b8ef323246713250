import type { BoundDocument, BoundField } from '../../../document/document.ts';
import type { FieldSchema } from '../../../template/schema.ts';
import type { Replacement } from '../../../text/edit.ts';
import type { DocumentRule, Finding } from '../../rule.ts';
import { isDueHere } from './conditional-field.ts';
import { demandOf, fieldsOf, placeOf, sureField } from './field-scopes.ts';

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
    if (schema === null || field.value.state !== 'empty' || field.where === 'heading') continue;
    if (schema.confidence < sureField || !isWanted(document, schema)) continue;
    yield {
      ...placeOf(document, field),
      range: field.nameRange,
      message: `Field "${schema.name}" is empty`,
      address: field.address,
      template: demandOf(schema),
      fixes:
        schema.default === null
          ? []
          : [
              {
                title: `Set to "${schema.default}"`,
                kind: 'suggested',
                edits: [fill(document, field, schema.default)],
              },
            ],
      ...(templateLeavesEmpty(schema) ? { atMost: 'warning' as const } : {}),
    };
  }
}

function isWanted(document: BoundDocument, schema: FieldSchema): boolean {
  return schema.condition === null ? schema.required : isDueHere(document, schema) === true;
}

/** A template that shows an empty value does not say that it must be filled. */
function templateLeavesEmpty(schema: FieldSchema): boolean {
  return schema.default === null && schema.placeholder === null && schema.choices === null;
}

function fill(document: BoundDocument, field: BoundField, value: string): Replacement {
  const text = field.inCompanion ? (document.companion?.text ?? '') : document.source.text;
  const at = field.value.range.start;
  const spaced = at > 0 && /[^\s|]/u.test(text.charAt(at - 1)) ? ` ${value}` : value;
  return { start: at, end: at, text: spaced };
}
