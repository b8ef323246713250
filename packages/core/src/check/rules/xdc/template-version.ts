import type { BoundDocument } from '../../../document/document.ts';
import { isBreaking } from '../../../template/compatibility-change.ts';
import type { DocumentRule, Finding, RuleOptions } from '../../rule.ts';

export const templateVersion: DocumentRule = {
  scope: 'document',
  code: 'XDC805',
  name: 'template-version',
  summary: 'The document follows a version of its template that is not the present one',
  why: 'A document is checked against the version recorded for it, so that a change of the template makes no old document wrong overnight. Until it is brought up to date it lacks what the template asks for now.',
  remedy:
    'Run `specwright template migrate` on it, which loses no word; see what lies between with `specwright template drift`.',
  severity: { draft: 'warning', settled: 'info' },
  example: {
    template: '# [Name]\n\n## Context\n\n[Why now]\n\n## Rollback\n\n[How do we go back?]\n',
    older: '# [Name]\n\n## Context\n\n[Why now]\n',
    bad: '# Queue\n\n## Context\n\nOrders are lost on restart.\n',
    good: '# Queue\n\n## Context\n\nOrders are lost on restart.\n\n## Rollback\n\nTurn the flag off.\n',
  },
  check: findOutdated,
};

function* findOutdated(document: BoundDocument, { outdated }: RuleOptions): Iterable<Finding> {
  if (outdated === undefined || outdated.changes.length === 0) return;
  const { changes, digest } = outdated;
  const parts = [...changes.filter(isBreaking), ...changes.filter((change) => !isBreaking(change))];
  const shown = parts.slice(0, mostShown).map(({ message }) => message);
  const more = parts.length > shown.length ? ` (and ${parts.length - shown.length} more)` : '';
  const { source, title, file } = document;
  yield {
    range: title?.range ?? { start: 0, end: source.lines.endOfLine(1) },
    message: `The document follows the version ${digest.slice(0, 10)} of its template and is checked against that; since then: ${shown.join('; ')}${more}; \`specwright template migrate ${file}\` brings it up to date`,
    address: '',
    ...(parts.some(isBreaking) ? {} : { atMost: 'info' as const }),
  };
}

const mostShown = 3;
