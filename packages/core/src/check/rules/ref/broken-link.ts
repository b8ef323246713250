import type { DocumentFacts, WorkspaceFacts } from '../../../workspace/facts.ts';
import type { Finding, WorkspaceRule } from '../../rule.ts';
import { type MissingTarget, missingTargets } from './missing-targets.ts';

export const brokenLink: WorkspaceRule = {
  scope: 'workspace',
  code: 'REF502',
  name: 'broken-link',
  summary: 'A relative link leads to a file or folder that does not exist',
  why: 'The reader gets an error page in the place of the reason, the data or the decision that the text builds on.',
  remedy: 'Correct the path, or link to the place where the file is now.',
  severity: { draft: 'warning', settled: 'error' },
  example: {
    template: '# [Name]\n\n## Context\n\n[Why now]\n',
    bad: '# Queue\n\n## Context\n\nIt builds on [the broker](./0002-brokr.md).\n',
    good: '# Queue\n\n## Context\n\nIt builds on [the broker](./0002-broker.md).\n',
    others: { '0002-broker.md': '# Broker\n\n## Context\n\nOrders need one.\n' },
  },
  *check(document: DocumentFacts, facts: WorkspaceFacts): Iterable<Finding> {
    for (const target of missingTargets(document, facts)) if (!target.link.image) yield broken(target, 'link');
  },
};

/** The finding about a link or image whose file is not there. */
export function broken({ link, path, meant }: MissingTarget, what: 'link' | 'image'): Finding {
  const guess = meant === null ? '' : `; did you mean "${meant}"?`;
  return {
    range: link.range,
    message: `The ${what} leads to "${path}", which does not exist${guess}`,
    address: link.address,
    fixes:
      meant === null || link.pathRange === null
        ? []
        : [
            {
              title: `Change to "${meant}"`,
              kind: 'suggested',
              edits: [{ ...link.pathRange, text: encodeURI(meant) }],
            },
          ],
  };
}
