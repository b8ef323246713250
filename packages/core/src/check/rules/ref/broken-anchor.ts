import type { BoundDocument } from '../../../document/document.ts';
import { linksOf } from '../../../document/links.ts';
import { anchorsOf } from '../../../markdown/anchors.ts';
import { shortened } from '../../../text/shortened.ts';
import type { DocumentRule, Finding } from '../../rule.ts';
import { AnchorIndex } from './anchor-match.ts';

export const brokenAnchor: DocumentRule = {
  scope: 'document',
  code: 'REF501',
  name: 'broken-anchor',
  summary: 'A link within the document leads to no heading or anchor',
  why: 'The reader stays where they are. Most often a heading was renamed and the link was not.',
  remedy: 'Correct the part behind `#`: the heading in lower case, without punctuation, with hyphens for spaces.',
  severity: { draft: 'warning', settled: 'warning' },
  example: {
    template: '# [Name]\n\n## Context\n\n[Why now]\n\n## Risks\n\n[What may fail]\n',
    bad: '# Queue\n\n## Context\n\nSee [the risks](#riks).\n\n## Risks\n\nThe broker may fail.\n',
    good: '# Queue\n\n## Context\n\nSee [the risks](#risks).\n\n## Risks\n\nThe broker may fail.\n',
  },
  check: findBroken,
};

function* findBroken(document: BoundDocument): Iterable<Finding> {
  let anchors: AnchorIndex | null = null;
  for (const link of linksOf(document)) {
    if (link.path !== '' || link.fragment === null) continue;
    anchors ??= new AnchorIndex(anchorsOf(document.source));
    const match = anchors.match(link.fragment);
    if (match.found) continue;
    const { meant } = match;
    const guess = meant === null ? '' : `; did you mean "#${meant}"?`;
    yield {
      range: link.range,
      message: `No heading or anchor of this document is "#${shortened(link.fragment)}"${guess}`,
      address: link.address,
      fixes:
        meant === null || link.fragmentRange === null
          ? []
          : [{ title: `Change to "#${meant}"`, kind: 'suggested', edits: [{ ...link.fragmentRange, text: meant }] }],
    };
  }
}
