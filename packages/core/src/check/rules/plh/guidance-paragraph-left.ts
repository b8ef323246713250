import type { BoundDocument, BoundSection } from '../../../document/document.ts';
import { removal } from '../../../edit/removal.ts';
import { foldSpace } from '../../../markdown/plain.ts';
import { rangeOf } from '../../../markdown/source.ts';
import { guidanceWords } from '../../../template/guidance-words.ts';
import type { GuidanceSchema } from '../../../template/schema.ts';
import type { Range } from '../../../text/range.ts';
import type { DocumentRule, Finding } from '../../rule.ts';
import { documentText } from './document-text.ts';
import { isAtHome, nearestPart } from './home.ts';
import { shown } from './shown.ts';
import { templateText } from './template-text.ts';
import { isUntouched } from './untouched.ts';

export const guidanceParagraphLeft: DocumentRule = {
  scope: 'document',
  code: 'PLH204',
  name: 'guidance-paragraph-left',
  summary: "A plain paragraph or list is word for word the template's",
  why: 'Many templates explain each section in plain text; left in a document it stands between the reader and the answer.',
  remedy:
    'Delete the paragraph or write your own in its place. Where most finished documents of a workspace keep a paragraph it is taken for text to keep, and nothing is said.',
  severity: { draft: 'info', settled: 'warning' },
  example: {
    template:
      '# Title of the proposal\n\n## Summary\n\nExplain the feature in one paragraph.\n\n## Drawbacks\n\nWhy should we not do this?\n',
    bad: '# Queue\n\n## Summary\n\nA queue.\n\n## Drawbacks\n\nWhy should we *not* do this?\n',
    good: '# Queue\n\n## Summary\n\nA queue.\n\n## Drawbacks\n\nOne more process to watch.\n',
  },
  check: findParagraphs,
};

function* findParagraphs(document: BoundDocument): Iterable<Finding> {
  const { guidance } = templateText(document.schema);
  const paragraphs = guidance.get('paragraph');
  const lists = guidance.get('list');
  if ((paragraphs === undefined && lists === undefined) || isUntouched(document)) return;
  for (const { node, section } of documentText(document).tops) {
    const known = node.type === 'paragraph' ? paragraphs : node.type === 'list' ? lists : undefined;
    const range = rangeOf(node);
    if (known === undefined || !known.mayHold(document.source.text, range)) continue;
    const same = sameAs(document, known.byText, foldSpace(guidanceWords(node)), section);
    if (same !== null) yield finding(document, range, section, same, node.type === 'list' ? 'List' : 'Paragraph');
  }
}

/** A few words ("None yet") may be the same by chance: they count only where the template has them. */
function sameAs(
  document: BoundDocument,
  guidance: ReadonlyMap<string, readonly GuidanceSchema[]>,
  folded: string,
  section: BoundSection | null,
): GuidanceSchema | null {
  const same = nearestPart(document.schema, guidance.get(folded), section);
  if (same === undefined) return null;
  return folded.length >= 40 || isAtHome(document.schema, same, section) ? same : null;
}

function finding(
  document: BoundDocument,
  range: Range,
  section: BoundSection | null,
  part: GuidanceSchema,
  what: string,
): Finding {
  return {
    range,
    message: `${what} is word for word the template's: ${shown(part.folded)}`,
    address: section?.address ?? '',
    template: part.range,
    keptGuidance: part.id,
    fixes: [{ title: 'Delete the help text', kind: 'suggested', edits: [removal(document.source.lines, range)] }],
  };
}
