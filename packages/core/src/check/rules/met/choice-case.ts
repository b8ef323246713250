import type { BoundDocument } from '../../../document/document.ts';
import { replaceWord } from '../../../edit/fields.ts';
import type { DocumentRule, Finding } from '../../rule.ts';
import { demandOf, fieldsOf, placeOf, sureField } from './field-scopes.ts';

export const choiceCase: DocumentRule = {
  scope: 'document',
  code: 'MET304',
  name: 'choice-case',
  summary: 'A value differs from the one in the template only in upper and lower case',
  why: 'Specwright reads either, but other tools and plain text search often compare letter by letter.',
  remedy: 'Write the value as the template spells it; the fix does so.',
  severity: { draft: 'info', settled: 'warning' },
  example: {
    template: '# [Name]\n\n**Status**: Draft | In Review | Approved\n\n## Context\n\n[Why now]\n',
    bad: '# Queue\n\n**Status**: in review\n\n## Context\n\nOrders are lost on restart.\n',
    good: '# Queue\n\n**Status**: In Review\n\n## Context\n\nOrders are lost on restart.\n',
  },
  check: findCase,
};

function* findCase(document: BoundDocument): Iterable<Finding> {
  for (const field of fieldsOf(document).known) {
    const { schema, value } = field;
    if (schema === null || schema.choices === null || value.choice === null || schema.confidence < sureField) continue;
    const { choice } = value;
    if (value.state !== 'valid' && value.state !== 'invalid') continue;
    const bare = unquoted(value.raw);
    if (bare === choice || bare.toLowerCase() !== choice.toLowerCase() || schema.choices.includes(bare)) continue;
    const edit = replaceWord(value, bare, choice);
    yield {
      ...placeOf(document, field),
      range: value.range,
      message: `"${bare}" is spelled "${choice}" in the template`,
      address: field.address,
      ...demandOf(schema),
      fixes: edit === null ? [] : [{ title: `Change to "${choice}"`, kind: 'safe', edits: [edit] }],
    };
  }
}

/** The text without the quotes that YAML may put around it. */
function unquoted(raw: string): string {
  const quote = raw.charAt(0);
  if (raw.length < 2 || (quote !== '"' && quote !== "'") || !raw.endsWith(quote)) return raw;
  return raw.slice(1, -1);
}
