import type { Rule } from '../../rule.ts';

export const lifecycleRules: readonly Rule[] = [];
