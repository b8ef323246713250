import type { BoundDocument, BoundField } from '../../../document/document.ts';
import { removeField } from '../../../edit/fields.ts';
import type { FieldSchema } from '../../../template/schema.ts';
import type { DocumentRule, Finding } from '../../rule.ts';
import { demandOf, fieldsOf, isFilled } from './field-scopes.ts';

export const fieldDuplicate: DocumentRule = {
  scope: 'document',
  code: 'MET306',
  name: 'field-duplicate',
  summary: 'A field of the document stands twice',
  why: 'Two values for one question: readers see the second, tools take the first.',
  remedy: 'Keep the line that is true and delete the other.',
  severity: { draft: 'warning', settled: 'error' },
  example: {
    template: '# [Name]\n\n**Author**: [Name]\n**Team**: [Team]\n\n## Context\n\n[Why now]\n',
    bad: '# Queue\n\n**Author**: Ada\n**Team**: Orders\n**Author**: Ada\n\n## Context\n\nOrders are lost on restart.\n',
    good: '# Queue\n\n**Author**: Ada\n**Team**: Orders\n\n## Context\n\nOrders are lost on restart.\n',
  },
  check: findDuplicates,
};

function* findDuplicates(document: BoundDocument): Iterable<Finding> {
  const scope = fieldsOf(document).scopes[0];
  if (scope === undefined) return;
  const first = new Map<FieldSchema, BoundField>();
  for (const field of scope.fields) {
    if (field.schema === null || field.inCompanion) continue;
    const earlier = first.get(field.schema);
    if (earlier === undefined) {
      first.set(field.schema, field);
      continue;
    }
    const together = earlier.where === field.where;
    if (together && holdsOne(field.schema, earlier, field)) yield duplicate(document, field, field.schema, earlier);
    else if (together || disagree(earlier, field))
      yield { ...duplicate(document, field, field.schema, earlier), atMost: 'warning' };
  }
}

function duplicate(document: BoundDocument, field: BoundField, schema: FieldSchema, earlier: BoundField): Finding {
  const { text, lines } = document.source;
  const line = lines.lineAt(earlier.range.start);
  return {
    range: field.range,
    message: `Field "${schema.name}" stands twice; the first is on line ${line}`,
    address: field.address,
    ...demandOf(schema),
    fixes:
      field.where === 'heading'
        ? []
        : [
            {
              title: `Remove the second "${schema.name}"`,
              kind: 'suggested',
              edits: [removeField(text, lines, field)],
            },
          ],
  };
}

/** Two links or names under one field name may both be meant, a line for each; two states or dates never are. */
function holdsOne(schema: FieldSchema, a: BoundField, b: BoundField): boolean {
  return schema.type === 'choice' || schema.type === 'date' || schema.type === 'id' || !disagree(a, b);
}

/** A field may be written for people and again for a site generator; only two different values are a mistake then. */
function disagree(a: BoundField, b: BoundField): boolean {
  return isFilled(a) && isFilled(b) && meaning(a) !== meaning(b);
}

function meaning({ value }: BoundField): string {
  return (value.choice ?? value.plain).toLowerCase();
}
