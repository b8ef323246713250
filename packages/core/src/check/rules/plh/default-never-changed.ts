import type { BoundDocument, BoundField } from '../../../document/document.ts';
import { foldSpace, plainText } from '../../../markdown/plain.ts';
import { rangeOf } from '../../../markdown/source.ts';
import type { DocumentRule, Finding } from '../../rule.ts';
import { atField } from './at-field.ts';
import { documentText } from './document-text.ts';
import { isAtHome } from './home.ts';
import { shown } from './shown.ts';
import { templateText } from './template-text.ts';
import { isTodo } from './todo.ts';
import { isUntouched } from './untouched.ts';

export const defaultNeverChanged: DocumentRule = {
  scope: 'document',
  code: 'PLH207',
  name: 'default-never-changed',
  summary: 'What the template fills in for the time being was never changed',
  why: 'A template writes "TBD" or a sample date so that the form is complete from the start; in a finished document it is false.',
  remedy: 'Write the real value. A default that is a fair answer, such as the status Draft, is never reported.',
  severity: { draft: 'info', settled: 'warning' },
  example: {
    template:
      '# [Name]\n\n## Context\n\n[Why now]\n\n## Security\n\n<!-- The current placeholder is fine for a draft. -->\n\nNeeds discussion.\n',
    bad: '# Queue\n\n## Context\n\nOrders are lost.\n\n## Security\n\nNeeds discussion.\n',
    good: '# Queue\n\n## Context\n\nOrders are lost.\n\n## Security\n\nOnly the broker may read orders.\n',
  },
  check: findDefaults,
};

function* findDefaults(document: BoundDocument): Iterable<Finding> {
  if (isUntouched(document)) return;
  const { defaults } = templateText(document.schema);
  const text = documentText(document);
  if (defaults !== null) {
    for (const { node, section } of text.tops) {
      const range = rangeOf(node);
      if (node.type !== 'paragraph' || !defaults.mayHold(document.source.text, range)) continue;
      const folded = foldSpace(plainText(node));
      const literal = defaults.byText.get(folded)?.find((part) => isAtHome(document.schema, part, section));
      if (literal === undefined || !isUnfinished(folded)) continue;
      yield {
        range,
        message: `${shown(folded)} is what the template fills in for the time being`,
        address: section?.address ?? '',
        template: literal.range,
      };
    }
  }
  for (const field of text.fields) {
    if (isSampleValue(field)) yield sampleValue(document, field);
  }
}

/** Words that promise more to come. Any other default may be a fair answer ("No incompatibilities found"). */
const unfinished =
  /\b(?:needs?|pending|to be|coming soon|to follow|placeholder|lorem ipsum|fill|discuss\p{L}*|not yet)\b|待|未定/iu;

function isUnfinished(text: string): boolean {
  return isTodo(text) || unfinished.test(text);
}

/** A date that the template writes as a sample, or a number of zeros in an address. */
function isSampleValue({ schema, value }: BoundField): boolean {
  if (schema?.default == null || value.state === 'empty' || foldSpace(value.raw) !== foldSpace(schema.default))
    return false;
  if (schema.type === 'date') return /\d{4}/u.test(schema.default);
  return schema.type !== 'choice' && /(?<![\p{L}\d.])(?:0{3,}|[NX]{4,})(?![\p{L}\d])/u.test(schema.default);
}

function sampleValue(document: BoundDocument, field: BoundField): Finding {
  return {
    ...atField(document, field),
    message: `"${field.name}" is still the template's ${shown(field.value.plain)}`,
  };
}
