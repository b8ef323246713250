import type { DocumentFacts, DocumentReference, WorkspaceFacts } from '../../../workspace/facts.ts';
import type { Finding, WorkspaceRule } from '../../rule.ts';
import { type Registry, registryOf } from './registry.ts';

export const supersedesNotReciprocal: WorkspaceRule = {
  scope: 'workspace',
  code: 'XDC804',
  name: 'supersedes-not-reciprocal',
  summary: 'A document supersedes another one that does not say so',
  why: 'Most readers arrive at the older document. Unless it points to its successor they build what was given up.',
  remedy: 'Name the successor in the older document, or set its status; or correct the field that names it.',
  severity: { draft: 'info', settled: 'warning' },
  example: {
    template:
      '---\nstatus: Draft | Accepted | Superseded\nsupersedes: NNNN # optional\nsuperseded-by: NNNN # optional\n---\n\n# [Title]\n\n## Context\n\n[Why now]\n',
    file: '0002-queue.md',
    bad: '---\nstatus: Accepted\nsupersedes: 1\n---\n\n# Queue\n\n## Context\n\nOrders are lost on restart.\n',
    good: '---\nstatus: Accepted\nsupersedes: 3\n---\n\n# Queue\n\n## Context\n\nOrders are lost on restart.\n',
    others: {
      '0001-table.md': '---\nstatus: Accepted\n---\n\n# Table\n\n## Context\n\nOrders need a place.\n',
      '0003-file.md': '---\nstatus: Superseded\nsuperseded-by: 2\n---\n\n# File\n\n## Context\n\nOrders need a file.\n',
    },
  },
  check: findOneSided,
};

function* findOneSided(document: DocumentFacts, facts: WorkspaceFacts): Iterable<Finding> {
  const registry = registryOf(facts);
  for (const reference of document.references) {
    const opposite = opposites[reference.kind];
    if (opposite === undefined) continue;
    const other = registry.resolve(reference, document);
    if (other === null || other === 'unknown' || other.file === document.file) continue;
    const message = oneSided(registry, document, other, reference.kind, opposite);
    if (message === null) continue;
    yield {
      file: reference.file,
      range: reference.range,
      message,
      address: reference.address,
    };
  }
}

const opposites: Readonly<Partial<Record<DocumentReference['kind'], DocumentReference['kind']>>> = {
  supersedes: 'superseded-by',
  'superseded-by': 'supersedes',
};

/**
 * A superseded document may tell of it by its status alone. A successor that is itself closed, or not yet in force,
 * changes nothing for its predecessor.
 */
function oneSided(
  registry: Registry,
  document: DocumentFacts,
  other: DocumentFacts,
  kind: DocumentReference['kind'],
  opposite: DocumentReference['kind'],
): string | null {
  const answers = other.references.filter((reference) => reference.kind === opposite);
  const namesDocument = (reference: DocumentReference): boolean => {
    const named = registry.resolve(reference, other);
    return named !== null && named !== 'unknown' && named.file === document.file;
  };
  if (answers.some(namesDocument)) return null;
  if (kind === 'supersedes') {
    if (document.closed || !document.settled || (other.closed && answers.length === 0)) return null;
    const still = other.status === null ? '' : `is "${other.status}" and `;
    return `\`${other.file}\` ${still}does not say that this document supersedes it`;
  }
  // Few documents list what they replace; only one that lists others contradicts this one.
  return answers.length === 0 ? null : `\`${other.file}\` does not say that it supersedes this document`;
}
