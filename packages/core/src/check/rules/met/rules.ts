import type { Rule } from '../../rule.ts';
import { choiceCase } from './choice-case.ts';
import { conditionalField } from './conditional-field.ts';
import { dateInFuture } from './date-in-future.ts';
import { fieldDuplicate } from './field-duplicate.ts';
import { fieldEmpty } from './field-empty.ts';
import { fieldMissing } from './field-missing.ts';
import { fieldUnknown } from './field-unknown.ts';
import { fileName } from './file-name.ts';
import { notAChoice } from './not-a-choice.ts';
import { updatedBeforeCreated } from './updated-before-created.ts';
import { wrongType } from './wrong-type.ts';

/** Rules about the fields of a document. */
export const metadataRules: readonly Rule[] = [
  fieldMissing,
  fieldEmpty,
  notAChoice,
  choiceCase,
  wrongType,
  fieldDuplicate,
  fieldUnknown,
  updatedBeforeCreated,
  dateInFuture,
  fileName,
  conditionalField,
];
