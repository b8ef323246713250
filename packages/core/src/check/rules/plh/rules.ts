import type { Rule } from '../../rule.ts';
import { choiceLeft } from './choice-left.ts';
import { defaultNeverChanged } from './default-never-changed.ts';
import { ellipsisItem } from './ellipsis-item.ts';
import { exampleNotRenamed } from './example-not-renamed.ts';
import { guidanceLeft } from './guidance-left.ts';
import { guidanceParagraphLeft } from './guidance-paragraph-left.ts';
import { identicalToTemplate } from './identical-to-template.ts';
import { placeholderLeft } from './placeholder-left.ts';
import { placeholderReworded } from './placeholder-reworded.ts';
import { todoLeft } from './todo-left.ts';

/** PLH: what a template shows or says to the author and a document must not keep. */
export const placeholderRules: readonly Rule[] = [
  placeholderLeft,
  placeholderReworded,
  guidanceLeft,
  guidanceParagraphLeft,
  choiceLeft,
  exampleNotRenamed,
  defaultNeverChanged,
  todoLeft,
  ellipsisItem,
  identicalToTemplate,
];
