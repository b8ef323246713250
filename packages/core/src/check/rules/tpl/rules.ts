import type { Rule } from '../../rule.ts';
import { ambiguousReading } from './ambiguous-reading.ts';
import { breakingChange } from './breaking-change.ts';
import { duplicateAddress } from './duplicate-address.ts';
import { oneChoice } from './one-choice.ts';
import { selfCheck } from './self-check.ts';
import { templateFrontMatter } from './template-front-matter.ts';
import { unknownPin } from './unknown-pin.ts';

/** Rules about a template itself. */
export const templateRules: readonly Rule[] = [
  ambiguousReading,
  duplicateAddress,
  oneChoice,
  selfCheck,
  unknownPin,
  templateFrontMatter,
  breakingChange,
];
