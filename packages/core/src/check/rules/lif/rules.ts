import type { Rule } from '../../rule.ts';
import { illegalTransition } from './illegal-transition.ts';
import { openQuestionsLeft } from './open-questions-left.ts';
import { signOffPending } from './sign-off-pending.ts';
import { tasksLeft } from './tasks-left.ts';

/** Rules about the status a document claims. */
export const lifecycleRules: readonly Rule[] = [openQuestionsLeft, tasksLeft, signOffPending, illegalTransition];
