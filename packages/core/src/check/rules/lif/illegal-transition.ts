import type { BoundDocument } from '../../../document/document.ts';
import type { DocumentRule, Finding, RuleOptions } from '../../rule.ts';
import { stageOf } from '../../stage.ts';

export const illegalTransition: DocumentRule = {
  scope: 'document',
  code: 'LIF604',
  name: 'illegal-transition',
  summary: 'The status moved past a state of the lifecycle',
  why: 'The template lists the states in the order a document goes through them. A state that was skipped, such as the review, is a step that nobody can show happened.',
  remedy:
    'Take the states one by one, each with its own change; or, when the steps did happen, ignore this finding with the reason.',
  severity: { draft: 'warning', settled: 'warning' },
  example: {
    template: '# [Name]\n\n**Status**: Draft | In Review | Approved | Implemented\n\n## Context\n\n[Why now]\n',
    base: '# Retries\n\n**Status**: Draft\n\n## Context\n\nOrders are lost.\n',
    bad: '# Retries\n\n**Status**: Approved\n\n## Context\n\nOrders are lost.\n',
    good: '# Retries\n\n**Status**: In Review\n\n## Context\n\nOrders are lost.\n',
  },
  check: findIllegal,
};

function* findIllegal(document: BoundDocument, options: RuleOptions): Iterable<Finding> {
  const { status, schema } = document;
  const { lifecycle } = schema;
  const before = options.baseState;
  if (before === undefined || status === null || status.state === null || lifecycle === null) return;
  const message = illegalMove(lifecycle.states, before, status.state);
  if (message === null) return;
  const { field } = status;
  yield {
    range: field.value.range,
    message,
    address: field.address,
    template: field.schema?.valueRange ?? null,
    ...(field.inCompanion && document.companion !== null ? { file: document.companion.file } : {}),
  };
}

/**
 * Forward by one state or back to an earlier one is legal, and so is leaving the line (withdrawn, deferred). States out
 * of the line are not steps; from a closed or resting state only the first states up to approval may follow.
 */
function illegalMove(states: readonly string[], before: string, after: string): string | null {
  const from = states.indexOf(before);
  const to = states.indexOf(after);
  if (from === -1 || to === -1 || from === to || stageOf(after) === 'aside') return null;
  if (stageOf(before) === 'aside') {
    return stageOf(after) === 'done' ? `The status went from "${before}" straight to "${after}"` : null;
  }
  const skipped = states.slice(from + 1, Math.max(from + 1, to)).filter((state) => stageOf(state) !== 'aside');
  if (skipped.length === 0) return null;
  const names = skipped.map((state) => `"${state}"`).join(' and ');
  return `The status went from "${before}" straight to "${after}", past ${names}`;
}
