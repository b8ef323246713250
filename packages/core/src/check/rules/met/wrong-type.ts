import type { BoundDocument, BoundField } from '../../../document/document.ts';
import type { FieldSchema } from '../../../template/schema.ts';
import { shortened } from '../../../text/shortened.ts';
import type { DocumentRule, Finding } from '../../rule.ts';
import { isImpossibleDate } from './dates.ts';
import { demandOf, fieldsOf, placeOf } from './field-scopes.ts';

export const wrongType: DocumentRule = {
  scope: 'document',
  code: 'MET305',
  name: 'wrong-type',
  summary: 'The value of a field is not of the kind the template asks for: no date, link, number or person',
  why: 'Sorting by date and following a link need a date and a link. What cannot be read is left out in silence.',
  remedy: 'Write the value in the form that the template shows, such as `2026-03-31` for a date.',
  severity: { draft: 'warning', settled: 'error' },
  example: {
    template: '# [Name]\n\n**Author**: [Name]\n**Created**: YYYY-MM-DD\n\n## Context\n\n[Why now]\n',
    bad: '# Queue\n\n**Author**: Ada\n**Created**: 2026-02-30\n\n## Context\n\nOrders are lost on restart.\n',
    good: '# Queue\n\n**Author**: Ada\n**Created**: 2026-02-28\n\n## Context\n\nOrders are lost on restart.\n',
  },
  check: findWrong,
};

function* findWrong(document: BoundDocument): Iterable<Finding> {
  for (const field of fieldsOf(document).known) {
    const { schema, value } = field;
    if (schema === null || schema.choices !== null || schema.confidence < sureType) continue;
    if (value.state !== 'valid' && value.state !== 'invalid') continue;
    const problem = problemOf(field, schema);
    if (problem === null) continue;
    yield {
      ...placeOf(document, field),
      range: value.range,
      message: `"${shortened(value.plain)}" is ${problem.what}, but "${schema.name}" needs ${problem.wanted}`,
      address: field.address,
      ...demandOf(schema),
      ...(problem.certain ? {} : { atMost: 'warning' as const }),
    };
  }
}

/** A type that was read from its name or sample with less confidence proves nothing. */
const sureType = 0.7;

interface Problem {
  readonly what: string;
  readonly wanted: string;
  /** False when somebody may still mean it. */
  readonly certain: boolean;
}

function problemOf({ value }: BoundField, schema: FieldSchema): Problem | null {
  const { plain } = value;
  if (schema.type === 'person' || schema.type === 'persons')
    return onlyDate.test(plain) ? { what: 'a date', wanted: 'a name', certain: true } : null;
  if (value.state !== 'invalid') return null;
  if (schema.type === 'date') {
    if (isImpossibleDate(plain)) return { what: 'no day of the calendar', wanted: 'a date', certain: true };
    return isWords(plain) ? { what: 'no date', wanted: 'a date', certain: false } : null;
  }
  if (schema.type === 'number')
    return isWords(plain) ? { what: 'no number', wanted: 'a number', certain: false } : null;
  if (schema.type === 'url')
    return isWords(plain) && oneWord.test(plain) ? { what: 'no link', wanted: 'a link', certain: false } : null;
  return null;
}

/** Text of letters alone that does not say "there is none": a word of three letters and more, no digit in it. */
function isWords(plain: string): boolean {
  return plain.length <= longestValue && /\p{L}{3}/u.test(plain) && !/\p{N}/u.test(plain) && !saysNone.test(plain);
}

const longestValue = 60;
const oneWord = /^\p{L}+$/u;
const onlyDate = /^\d{4}-\d{2}-\d{2}$/u;
const saysNone =
  /^(?:[([{<]|none|null|nil|unknown|pending|never|not yet|not applicable|n\/a|tba|tbc|tbd|todo|open|later|soon|various|see |ongoing|unreleased|no |not |to be |in progress|unassigned|nobody)/iu;
