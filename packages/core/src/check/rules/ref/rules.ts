import type { Rule } from '../../rule.ts';
import { brokenAnchor } from './broken-anchor.ts';
import { brokenImage } from './broken-image.ts';
import { brokenLink } from './broken-link.ts';
import { crossDocumentAnchor } from './cross-document-anchor.ts';
import { unresolvedLabel } from './unresolved-label.ts';

/** Rules about links within and between documents. */
export const referenceRules: readonly Rule[] = [
  brokenAnchor,
  brokenLink,
  brokenImage,
  unresolvedLabel,
  crossDocumentAnchor,
];
