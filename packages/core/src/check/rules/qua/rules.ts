import type { Rule } from '../../rule.ts';
import { longSentence } from './long-sentence.ts';
import { vagueTarget } from './vague-target.ts';

/** Rules about how well a document says what it says; off unless the configuration names them. */
export const qualityRules: readonly Rule[] = [longSentence, vagueTarget];
