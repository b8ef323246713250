import type { BoundDocument, BoundField, BoundSection } from '../../../document/document.ts';
import { splitOrdinal } from '../../../template/names.ts';
import { stripBrackets } from '../../../template/placeholder.ts';
import type { SectionSchema } from '../../../template/schema.ts';
import type { DocumentRule, Finding } from '../../rule.ts';
import { atField } from './at-field.ts';
import { documentText } from './document-text.ts';
import { shown } from './shown.ts';
import { looseText } from './template-text.ts';
import { isUntouched } from './untouched.ts';

export const exampleNotRenamed: DocumentRule = {
  scope: 'document',
  code: 'PLH206',
  name: 'example-not-renamed',
  summary: "An entry still has the name of the template's example",
  why: '"Component 1" is what the template calls a thing it knows nothing about; readers need its real name.',
  remedy: 'Write the real name, or delete the entry when there is no such thing.',
  severity: { draft: 'warning', settled: 'error' },
  example: {
    template:
      '# [Title]\n\n## Components\n\n### [Component 1]\n\n[What it does]\n\n### [Component 2]\n\n[What it does]\n',
    bad: '# Queue\n\n## Components\n\n### Broker\n\nKeeps orders.\n\n### [Component 2]\n\nReplays orders.\n',
    good: '# Queue\n\n## Components\n\n### Broker\n\nKeeps orders.\n\n### Replayer\n\nReplays orders.\n',
  },
  *check(document: BoundDocument): Iterable<Finding> {
    if (isUntouched(document)) return;
    for (const section of document.allSections) {
      const { schema } = section;
      if (schema?.repeat == null || !isExample(section, schema)) continue;
      yield {
        range: section.outline.headingRange,
        message: `"${section.outline.title}" is the name of the template's example`,
        address: section.address,
        template: schema.headingRange,
      };
    }
    for (const field of documentText(document).fields) {
      if (isExampleValue(field)) yield exampleValue(document, field);
    }
  },
};

/** Still the placeholder, with or without its brackets, or the example's stem with a number and nothing else. */
function isExample(section: BoundSection, schema: SectionSchema): boolean {
  if (schema.placeholder === null || schema.confidence < 0.5) return false;
  const { title } = section.outline;
  const inner = stripBrackets(schema.placeholder);
  const wholly = looseText(schema.heading) === looseText(schema.placeholder);
  if (!wholly)
    return (
      section.ownName !== null && /^[[{<]/u.test(section.ownName) && looseText(section.ownName) === looseText(inner)
    );
  const ordinal = splitOrdinal(inner);
  if (ordinal === null || ordinal.rest !== '')
    return looseText(title) === looseText(inner) && (/^[[{<]/u.test(title) || looseText(inner).includes(' '));
  const own = splitOrdinal(stripBrackets(title));
  return own !== null && own.rest === '' && looseText(own.stem) === looseText(ordinal.stem);
}

const examplePerson =
  /\b(?:jane|john|joe)[ ._-]?(?:doe|smith|q)\b|\b(?:alice|bob|oscar)[ ._-]doe\b|@(?:alice|bob|username|user|handle|name)\b|\bmax[ ._-]mustermann\b|\bexample\.(?:com|org|net)\b|\b(?:your|first)[ ._-]?name\b/iu;

/** A person or address in the template that nobody has: only what is meant as an example counts, a team's own name may stay. */
function isExampleValue({ schema, value }: BoundField): boolean {
  if (schema?.default == null || schema.choices !== null || value.raw === '') return false;
  return looseText(value.raw) === looseText(schema.default) && examplePerson.test(schema.default);
}

function exampleValue(document: BoundDocument, field: BoundField): Finding {
  return {
    ...atField(document, field),
    message: `"${field.name}" is still the template's example ${shown(field.value.plain)}`,
  };
}
