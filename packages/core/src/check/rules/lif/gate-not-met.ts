import type { BoundDocument } from '../../../document/document.ts';
import type { DocumentRule, Finding, RuleOptions } from '../../rule.ts';
import { atStatus, claimOf, exampleWith } from './history.ts';

export const gateNotMet: DocumentRule = {
  scope: 'document',
  code: 'LIF605',
  name: 'gate-not-met',
  summary: 'The status line claims a state whose gate is not met',
  why: 'A gate says what must be true before a document goes on. A line that was typed past it promises what nobody has checked.',
  remedy: 'Do what the gate misses: `specwright gates PATH` lists it with the command for each. Or take the line back.',
  severity: { draft: 'off', settled: 'warning' },
  example: exampleWith({
    unmet: [
      {
        to: 'Approved',
        gate: 'no-open-questions',
        missing: [{ message: 'The question "Which queue?" is open', address: 'open-questions[1]' }],
      },
    ],
  }),
  check: findUnmet,
};

function* findUnmet(document: BoundDocument, { history }: RuleOptions): Iterable<Finding> {
  const claim = claimOf(document);
  for (const { to, gate, missing } of history?.unmet ?? []) {
    const [first] = missing;
    if (to !== claim || first === undefined || gate === 'sign-offs') continue;
    const more = missing.length > 1 ? `, and ${missing.length - 1} more` : '';
    yield atStatus(document, `The gate ${gate} to "${to}" is not met: ${first.message}${more}`);
  }
}
