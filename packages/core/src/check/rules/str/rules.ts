import type { Rule } from '../../rule.ts';
import { duplicateSection } from './duplicate-section.ts';
import { emptySection } from './empty-section.ts';
import { missingSection } from './missing-section.ts';
import { missingTitle } from './missing-title.ts';
import { nearMissHeading } from './near-miss-heading.ts';
import { numberingGap } from './numbering-gap.ts';
import { repeatCount } from './repeat-count.ts';
import { secondTitle } from './second-title.ts';
import { sectionOrder } from './section-order.ts';
import { unexpectedSection } from './unexpected-section.ts';
import { unnamedEntry } from './unnamed-entry.ts';
import { wrongContent } from './wrong-content.ts';
import { wrongLevel } from './wrong-level.ts';

/** STR: the structure of a document against its template. */
export const structureRules: readonly Rule[] = [
  missingSection,
  sectionOrder,
  wrongLevel,
  nearMissHeading,
  unexpectedSection,
  duplicateSection,
  emptySection,
  repeatCount,
  numberingGap,
  unnamedEntry,
  wrongContent,
  missingTitle,
  secondTitle,
];
