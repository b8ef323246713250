import type { BoundDocument, BoundField } from '../../../document/document.ts';
import { replaceWord } from '../../../edit/fields.ts';
import type { FieldSchema } from '../../../template/schema.ts';
import { editDistance } from '../../../text/nearest.ts';
import { shortened } from '../../../text/shortened.ts';
import type { DocumentRule, Finding } from '../../rule.ts';
import { clearNearest, listOf } from '../did-you-mean.ts';
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
    if (schema === null || schema.choices === null || schema.confidence < sureField) continue;
    if (value.choice !== null || isProse(field)) continue;
    if (value.state === 'invalid' && !schema.open) yield notListed(document, field, schema, schema.choices);
    else if (value.state === 'valid' && schema.open) yield* mistyped(document, field, schema, schema.choices);
  }
}

function notListed(
  document: BoundDocument,
  field: BoundField,
  schema: FieldSchema,
  choices: readonly string[],
): Finding {
  const word = firstPart(field.value.plain);
  const meant = clearNearest(word, choices);
  const guess = meant === null ? '' : `; did you mean "${meant}"?`;
  const message = `"${shortened(field.value.plain)}" is not a value of "${schema.name}", which is ${listOf(choices)}${guess}`;
  return findingAt(document, field, schema, message, word, meant);
}

function findingAt(
  document: BoundDocument,
  field: BoundField,
  schema: FieldSchema,
  message: string,
  word: string,
  meant: string | null,
): Finding {
  const edit = meant === null ? null : replaceWord(field.value, word, meant);
  return {
    ...placeOf(document, field),
    range: field.value.range,
    message,
    address: field.address,
    ...demandOf(schema),
    fixes: edit === null ? [] : [{ title: `Change to "${meant}"`, kind: 'suggested', edits: [edit] }],
  };
}

/** Where other values may be used too, only a slip of one of the listed ones is worth a word. */
function* mistyped(
  document: BoundDocument,
  field: BoundField,
  schema: FieldSchema,
  choices: readonly string[],
): Iterable<Finding> {
  const word = firstPart(field.value.plain);
  const [meant, ...others] = choices.filter((choice) => isSlip(word.toLowerCase(), choice.toLowerCase()));
  if (meant === undefined || others.length > 0) return;
  const message = `"${shortened(field.value.plain)}" is not a listed value of "${schema.name}"; did you mean "${meant}"?`;
  yield { ...findingAt(document, field, schema, message, word, meant), atMost: 'warning' };
}

/** One letter wrong, or two in a long word; short words are words of their own. */
function isSlip(word: string, choice: string): boolean {
  return word !== choice && choice.length >= 5 && editDistance(word, choice, choice.length >= 10 ? 2 : 1) !== null;
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
