import { lastAnswer } from '../../../text/last-answer.ts';
import type { DocumentFacts, WorkspaceFacts } from '../../../workspace/facts.ts';
import type { Finding, WorkspaceRule } from '../../rule.ts';

export const duplicateId: WorkspaceRule = {
  scope: 'workspace',
  code: 'XDC801',
  name: 'duplicate-id',
  summary: 'Two documents have the same number',
  why: 'People cite the number. With two documents behind it, half of the citations lead to the wrong one.',
  remedy: 'Give the newer document the next free number, in its file name and wherever it names itself.',
  severity: { draft: 'error', settled: 'error' },
  example: {
    template: '# ADR-NNNN: [Title]\n\n## Context\n\n[Why now]\n',
    file: 'docs/0007-queue.md',
    bad: '# ADR-0007: Queue\n\n## Context\n\nOrders are lost on restart.\n',
    good: '# ADR-0008: Queue\n\n## Context\n\nOrders are lost on restart.\n',
    others: { 'docs/0007-cache.md': '# ADR-0007: Cache\n\n## Context\n\nThe start page is slow.\n' },
  },
  check: findDuplicates,
};

function* findDuplicates(document: DocumentFacts, facts: WorkspaceFacts): Iterable<Finding> {
  const { id } = document;
  if (id === null) return;
  const same = byNumber(facts).get(numberKey(document)) ?? [];
  if (same.length < 2) return;
  yield {
    file: id.file,
    range: id.range,
    message: `Number ${id.value} also belongs to ${named(same.filter(({ file }) => file !== document.file))}`,
  };
}

const byNumber = lastAnswer((facts: WorkspaceFacts): ReadonlyMap<string, readonly DocumentFacts[]> => {
  const numbered = new Map<string, DocumentFacts[]>();
  for (const document of facts.documents) {
    if (document.id === null) continue;
    const key = numberKey(document);
    const same = numbered.get(key);
    if (same === undefined) numbered.set(key, [document]);
    else same.push(document);
  }
  return numbered;
});

function numberKey({ template, id }: DocumentFacts): string {
  return `${template}\n${id?.within}\n${id?.value}`;
}

function named(documents: readonly DocumentFacts[]): string {
  const names = documents.slice(0, 2).map((document) => `\`${document.file}\``);
  if (documents.length > 2) names.push(`${documents.length - 2} more`);
  return names.join(names.length === 2 ? ' and ' : ', ');
}
