import type { Rule } from '../../rule.ts';
import { approverMissing } from './approver-missing.ts';
import { editedAfterApproval } from './edited-after-approval.ts';
import { gateNotMet } from './gate-not-met.ts';
import { illegalTransition } from './illegal-transition.ts';
import { openQuestionsLeft } from './open-questions-left.ts';
import { signOffPending } from './sign-off-pending.ts';
import { signOffStale } from './sign-off-stale.ts';
import { statusAhead } from './status-ahead.ts';
import { tasksLeft } from './tasks-left.ts';

/** Rules about the status a document claims. */
export const lifecycleRules: readonly Rule[] = [
  openQuestionsLeft,
  tasksLeft,
  signOffPending,
  illegalTransition,
  gateNotMet,
  approverMissing,
  signOffStale,
  editedAfterApproval,
  statusAhead,
];
