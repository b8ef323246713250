import type { BoundDocument, BoundField } from '../../../document/document.ts';
import { replaceWord } from '../../../edit/fields.ts';
import type { DocumentRule, Finding } from '../../rule.ts';
import { clearNearest, listOf, shortened } from '../did-you-mean.ts';
import { demandOf, fieldsOf, placeOf, sureField } from './field-scopes.ts';

export const notAChoice: DocumentRule = {
  scope: 'document',
  code: 'MET303',
  name: 'not-a-choice',
  summary: 'The value of a field is none of those the template allows',
  why: 'Filters, gates and reviews compare the value with the list. A value outside of it, or mistyped, matches nothing.',
  remedy: 'Use one of the values in the message. When a new one is needed, add it to the list in the template.',
  severity: { draft: 'error', settled: 'error' },
  example: {
    template: '# [Name]\n\n**Status**: Draft | Approved | Implemented\n\n## Context\n\n[Why now]\n',
    bad: '# Queue\n\n**Status**: Imlpemented\n\n## Context\n\nOrders are lost on restart.\n',
    good: '# Queue\n\n**Status**: Implemented\n\n## Context\n\nOrders are lost on restart.\n',
  },
  check: findOthers,
};

function* findOthers(document: BoundDocument): Iterable<Finding> {
  for (const field of fieldsOf(document).known) {
    const { schema, value } = field;
    if (schema === null || schema.choices === null || schema.open || schema.confidence < sureField) continue;
    if (value.state !== 'invalid' || value.choice !== null || isProse(field)) continue;
    const word = firstPart(value.plain);
    const meant = clearNearest(word, schema.choices);
    const edit = meant === null ? null : replaceWord(value, word, meant);
    const guess = meant === null ? '' : `; did you mean "${meant}"?`;
    yield {
      ...placeOf(document, field),
      range: value.range,
      message: `"${shortened(value.plain)}" is not a value of "${schema.name}", which is ${listOf(schema.choices)}${guess}`,
      address: field.address,
      ...demandOf(schema),
      fixes: edit === null ? [] : [{ title: `Change to "${meant}"`, kind: 'suggested', edits: [edit] }],
    };
  }
}

/** Sentences under a heading such as `## Status` may say the choice in words that no list holds. */
function isProse(field: BoundField): boolean {
  return field.value.plain.length > longestChoice;
}

const longestChoice = 80;

/** The value less what authors add behind it: `Accepted (v5.5)`, `Accepted, see below`. */
function firstPart(plain: string): string {
  const end = plain.search(/\s*[(,;:[–—]/u);
  return end <= 0 ? plain : plain.slice(0, end);
}
