import type { BoundDocument, BoundField } from '../../../document/document.ts';
import { foldSpace, plainText } from '../../../markdown/plain.ts';
import type { DocumentRule, Finding } from '../../rule.ts';
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
  const { units, fields } = documentText(document);
  if (defaults.size > 0) {
    for (const unit of units) {
      if (!unit.top || unit.node.type !== 'paragraph' || unit.raw.length > 300) continue;
      const folded = foldSpace(plainText(unit.node));
      const literal = defaults.get(folded)?.find((part) => isAtHome(document.schema, part, unit.section));
      if (literal === undefined || !isUnfinished(folded)) continue;
      yield {
        range: unit.range,
        message: `${shown(folded)} is what the template fills in for the time being`,
        address: unit.section?.address ?? '',
        template: literal.range,
      };
    }
  }
  for (const field of fields) {
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
    range: field.value.range,
    message: `"${field.name}" is still the template's ${shown(field.value.plain)}`,
    address: field.address,
    template: field.schema?.valueRange ?? null,
    ...(field.inCompanion && document.companion !== null ? { file: document.companion.file } : {}),
  };
}

/** True for a text that the rule above speaks of, so that no other rule does. */
export function isKnownDefault(
  document: BoundDocument,
  folded: string,
  section: Parameters<typeof isAtHome>[2],
): boolean {
  const { defaults } = templateText(document.schema);
  return defaults.get(folded)?.some((part) => isAtHome(document.schema, part, section)) ?? false;
}
