import type { Rule } from '../../rule.ts';

export const placeholderRules: readonly Rule[] = [];
