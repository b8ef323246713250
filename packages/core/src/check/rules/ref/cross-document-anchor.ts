import { lastAnswer } from '../../../text/last-answer.ts';
import { resolvePath } from '../../../text/paths.ts';
import { shortened } from '../../../text/shortened.ts';
import type { DocumentFacts, WorkspaceFacts } from '../../../workspace/facts.ts';
import type { Finding, WorkspaceRule } from '../../rule.ts';
import { AnchorIndex } from './anchor-match.ts';

export const crossDocumentAnchor: WorkspaceRule = {
  scope: 'workspace',
  code: 'REF505',
  name: 'cross-document-anchor',
  summary: 'A link leads to a heading or anchor that the other document does not have',
  why: 'The reader lands at the top of a long document and has to search for what was meant.',
  remedy: 'Correct the part behind `#`. Most often the other document renamed the heading.',
  severity: { draft: 'warning', settled: 'warning' },
  example: {
    template: '# [Name]\n\n## Context\n\n[Why now]\n',
    bad: '# Queue\n\n## Context\n\nSee [why](./0002-broker.md#contxt).\n',
    good: '# Queue\n\n## Context\n\nSee [why](./0002-broker.md#context).\n',
    others: { '0002-broker.md': '# Broker\n\n## Context\n\nOrders need one.\n' },
  },
  check: findBroken,
};

function* findBroken(document: DocumentFacts, facts: WorkspaceFacts): Iterable<Finding> {
  const anchors = new Map<DocumentFacts, AnchorIndex>();
  for (const link of document.links) {
    if (link.path === '' || link.fragment === null) continue;
    const target = byFile(facts).get(resolvePath(document.file, link.path) ?? '');
    if (target === undefined) continue;
    let known = anchors.get(target);
    if (known === undefined) {
      known = new AnchorIndex(target.anchors);
      anchors.set(target, known);
    }
    const match = known.match(link.fragment);
    if (match.found) continue;
    const { meant } = match;
    const guess = meant === null ? '' : `; did you mean "#${meant}"?`;
    yield {
      range: link.range,
      message: `"${target.file}" has no heading or anchor "#${shortened(link.fragment)}"${guess}`,
      address: link.address,
      fixes:
        meant === null || link.fragmentRange === null
          ? []
          : [{ title: `Change to "#${meant}"`, kind: 'suggested', edits: [{ ...link.fragmentRange, text: meant }] }],
    };
  }
}

const byFile = lastAnswer(
  (facts: WorkspaceFacts) => new Map(facts.documents.map((document) => [document.file, document])),
);
