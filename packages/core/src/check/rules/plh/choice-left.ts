import type { BoundDocument, BoundField } from '../../../document/document.ts';
import type { DocumentRule, Finding } from '../../rule.ts';
import { atField } from './at-field.ts';
import { documentText } from './document-text.ts';
import { isUntouched } from './untouched.ts';

export const choiceLeft: DocumentRule = {
  scope: 'document',
  code: 'PLH205',
  name: 'choice-left',
  summary: 'A field still shows all choices of the template',
  why: '"Draft | In Review | Approved" says nothing: reports, gates and readers need one of them.',
  remedy: 'Keep the one choice that holds and delete the others.',
  severity: { draft: 'warning', settled: 'error' },
  example: {
    template: '# [Name]\n\n**Status**: Draft | In Review | Approved\n\n## Context\n\n[Why now]\n',
    bad: '# Queue\n\n**Status**: Draft | In Review | Approved\n\n## Context\n\nOrders are lost.\n',
    good: '# Queue\n\n**Status**: In Review\n\n## Context\n\nOrders are lost.\n',
  },
  *check(document: BoundDocument): Iterable<Finding> {
    if (isUntouched(document)) return;
    for (const field of documentText(document).fields) {
      if (field.value.state === 'unchosen' && field.schema !== null) yield unchosen(document, field);
    }
  },
};

function unchosen(document: BoundDocument, field: BoundField): Finding {
  const { schema, value } = field;
  const choices = schema?.choices ?? [];
  return {
    ...atField(document, field),
    message: `"${field.name}" still shows its choices, keep one of ${choices.join(', ')}`,
    fixes: choices.map((choice) => ({
      title: `Choose "${choice}"`,
      kind: 'suggested' as const,
      edits: [{ ...value.range, text: choice }],
    })),
  };
}
