import type { Rule } from '../../rule.ts';

export const templateRules: readonly Rule[] = [];
