import type { Rule } from '../../rule.ts';
import { dependsOnLessMature } from './depends-on-less-mature.ts';
import { duplicateId } from './duplicate-id.ts';
import { supersedesNotReciprocal } from './supersedes-not-reciprocal.ts';
import { templateVersion } from './template-version.ts';
import { unknownDocument } from './unknown-document.ts';

/** Rules about what documents say of each other. */
export const workspaceRules: readonly Rule[] = [
  duplicateId,
  unknownDocument,
  dependsOnLessMature,
  supersedesNotReciprocal,
  templateVersion,
];
