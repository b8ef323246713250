import type { DocumentFacts, WorkspaceFacts } from '../../../workspace/facts.ts';
import type { Finding, WorkspaceRule } from '../../rule.ts';
import { isApproved } from '../../stage.ts';
import { registryOf } from './registry.ts';

export const dependsOnLessMature: WorkspaceRule = {
  scope: 'workspace',
  code: 'XDC803',
  name: 'depends-on-less-mature',
  summary: 'An approved document depends on one that is still being written',
  why: 'What is not agreed upon can still change or be dropped, and then the approved document no longer holds.',
  remedy: 'Bring the other document forward first, or remove the dependency.',
  severity: { draft: 'off', settled: 'warning' },
  example: {
    template:
      '---\nstatus: Draft | In Review | Approved\nrequires: NNNN # optional\n---\n\n# [Title]\n\n## Context\n\n[Why now]\n',
    file: '0002-queue.md',
    bad: '---\nstatus: Approved\nrequires: 1\n---\n\n# Queue\n\n## Context\n\nOrders are lost on restart.\n',
    good: '---\nstatus: In Review\nrequires: 1\n---\n\n# Queue\n\n## Context\n\nOrders are lost on restart.\n',
    others: { '0001-cache.md': '---\nstatus: Draft\n---\n\n# Cache\n\n## Context\n\nThe start page is slow.\n' },
  },
  check: findLessMature,
};

function* findLessMature(document: DocumentFacts, facts: WorkspaceFacts): Iterable<Finding> {
  const registry = registryOf(facts);
  if (!isApproved(document.stage)) return;
  for (const reference of document.references) {
    if (reference.kind !== 'depends-on') continue;
    const other = registry.resolve(reference, document);
    if (other === null || other === 'unknown' || !isLessMature(other, document)) continue;
    yield {
      file: reference.file,
      range: reference.range,
      message: `This document is "${document.status}" but depends on \`${other.file}\`, which is only "${other.status}"`,
      address: reference.address,
    };
  }
}

/** Both must go through one lifecycle; where it knows both states, their order in it counts too. */
function isLessMature(other: DocumentFacts, document: DocumentFacts): boolean {
  if (other.template !== document.template || other.stage !== 'open') return false;
  return other.stateIndex === null || document.stateIndex === null || other.stateIndex < document.stateIndex;
}
