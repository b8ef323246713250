import type { DocumentFacts, WorkspaceFacts } from '../../../workspace/facts.ts';
import type { Finding, WorkspaceRule } from '../../rule.ts';
import { broken } from './broken-link.ts';
import { missingTargets } from './missing-targets.ts';

export const brokenImage: WorkspaceRule = {
  scope: 'workspace',
  code: 'REF503',
  name: 'broken-image',
  summary: 'An image shows a file that does not exist',
  why: 'The reader sees an empty frame where the picture should explain the design.',
  remedy: 'Add the file to the repository, or correct the path.',
  severity: { draft: 'warning', settled: 'error' },
  example: {
    template: '# [Name]\n\n## Context\n\n[Why now]\n',
    bad: '# Queue\n\n## Context\n\n![The flow](./flwo.png)\n',
    good: '# Queue\n\n## Context\n\n![The flow](./flow.png)\n',
    others: { 'flow.png': '' },
  },
  *check(document: DocumentFacts, facts: WorkspaceFacts): Iterable<Finding> {
    for (const target of missingTargets(document, facts)) if (target.link.image) yield broken(target, 'image');
  },
};
