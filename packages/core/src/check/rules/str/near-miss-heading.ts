import type { Fix } from '../../../diagnostic/diagnostic.ts';
import type { BoundDocument, BoundSection } from '../../../document/document.ts';
import { nearness } from '../../../document/near.ts';
import { followAnchors } from '../../../edit/anchor-links.ts';
import { headingTextRange } from '../../../edit/headings.ts';
import { slugOf } from '../../../markdown/anchors.ts';
import { foldName } from '../../../template/names.ts';
import type { SectionSchema } from '../../../template/schema.ts';
import type { DocumentRule, Finding } from '../../rule.ts';

export const nearMissHeading: DocumentRule = {
  scope: 'document',
  code: 'STR104',
  name: 'near-miss-heading',
  summary: 'A heading is almost one of the template',
  why: 'A misspelt or reworded heading breaks links to the section and hides it from everyone who searches for its name.',
  remedy: 'Write the heading as the template has it. Case, outline numbers and punctuation may differ.',
  severity: { draft: 'info', settled: 'warning' },
  example: {
    template: '# [Name]\n\n## Overview\n\n[What]\n\n## Rollback Plan\n\n[How do we undo this?]\n',
    bad: '# Queue\n\n## Overview\n\nA queue.\n\n## Rolback Plan\n\nTurn the flag off.\n',
    good: '# Queue\n\n## Overview\n\nA queue.\n\n## 2. Rollback plan\n\nTurn the flag off.\n',
  },
  *check(document: BoundDocument): Iterable<Finding> {
    for (const section of document.allSections) {
      if (section.match !== 'near' || section.schema === null) continue;
      yield {
        range: section.outline.headingRange,
        message: `Heading "${section.name}" is not in the template, did you mean "${section.schema.name}"?`,
        address: section.address,
        template: section.schema.headingRange,
        ...(isMisspelt(section.name, section.schema.name) ? {} : { atMost: 'info' as const }),
        fixes: renameFix(document, section, section.schema),
      };
    }
  },
};

/** A reworded heading may be meant as it stands; a misspelt one is not. */
function isMisspelt(name: string, wanted: string): boolean {
  return nearness(foldName(name).split(' '), foldName(wanted).split(' '))?.kind === 'typo';
}

/** Replaces the name alone, so that an outline number before it and marks around it stay, and lets links follow. */
function renameFix(document: BoundDocument, section: BoundSection, schema: SectionSchema): readonly Fix[] {
  if (schema.repeat !== null) return [];
  const words = headingTextRange(section.outline.node);
  const raw = document.source.text.slice(words.start, words.end);
  const at = raw.indexOf(section.name);
  if (at === -1) return [];
  const start = words.start + at;
  const rename = { start, end: start + section.name.length, text: schema.name };
  const { title } = section.outline;
  const anchors = new Map([[slugOf(title), slugOf(title.replace(section.name, schema.name))]]);
  const edits = [rename, ...followAnchors(document.source, anchors)].sort((a, b) => a.start - b.start);
  return [{ title: `Rename to "${schema.name}"`, kind: 'suggested', edits }];
}
