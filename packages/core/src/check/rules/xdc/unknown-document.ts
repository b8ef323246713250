import type { DocumentFacts, WorkspaceFacts } from '../../../workspace/facts.ts';
import type { Finding, WorkspaceRule } from '../../rule.ts';
import { registryOf } from './registry.ts';

export const unknownDocument: WorkspaceRule = {
  scope: 'workspace',
  code: 'XDC802',
  name: 'unknown-document',
  summary: 'A field names a document by a number that no document has',
  why: 'Readers cannot follow the reference, and nobody notices when the document it meant is changed or withdrawn.',
  remedy: 'Correct the number, or add the document that is missing.',
  severity: { draft: 'warning', settled: 'warning' },
  example: {
    template: '---\nrequires: NNNN # optional\n---\n\n# ADR-NNNN: [Title]\n\n## Context\n\n[Why now]\n',
    file: '0006-queue.md',
    bad: '---\nrequires: 44\n---\n\n# ADR-0006: Queue\n\n## Context\n\nOrders are lost on restart.\n',
    good: '---\nrequires: 4\n---\n\n# ADR-0006: Queue\n\n## Context\n\nOrders are lost on restart.\n',
    others: Object.fromEntries(
      [1, 2, 3, 4].map((number) => [
        `000${number}-part.md`,
        `# ADR-000${number}: Part ${number}\n\n## Context\n\nThere are several parts.\n`,
      ]),
    ),
  },
  check: findUnknown,
};

function* findUnknown(document: DocumentFacts, facts: WorkspaceFacts): Iterable<Finding> {
  const registry = registryOf(facts);
  for (const reference of document.references) {
    if (registry.resolve(reference, document) !== 'unknown') continue;
    yield {
      file: reference.file,
      range: reference.range,
      message: `No document of the workspace has number ${reference.target}`,
      address: reference.address,
    };
  }
}
