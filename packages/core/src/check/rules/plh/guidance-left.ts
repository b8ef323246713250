import type { RootContent } from 'mdast';
import type { BoundDocument, BoundSection } from '../../../document/document.ts';
import { removal } from '../../../edit/removal.ts';
import { foldSpace } from '../../../markdown/plain.ts';
import { rangeOf } from '../../../markdown/source.ts';
import { guidanceWords } from '../../../template/guidance-words.ts';
import type { GuidanceSchema } from '../../../template/schema.ts';
import type { Range } from '../../../text/range.ts';
import type { DocumentRule, Finding } from '../../rule.ts';
import { type Comment, documentText } from './document-text.ts';
import { nearestPart } from './home.ts';
import { shown } from './shown.ts';
import { runLength, templateText, wordRuns, wordsOf } from './template-text.ts';
import { isUntouched } from './untouched.ts';

export const guidanceLeft: DocumentRule = {
  scope: 'document',
  code: 'PLH203',
  name: 'guidance-left',
  summary: 'Help text that the template marks as such is still in the document',
  why: 'Comments, quotes and italics that tell the author what to write are noise to every reader, and a sign that the section was not finished.',
  remedy: 'Delete the help text once the section is written; the fix takes a comment away.',
  severity: { draft: 'info', settled: 'error' },
  example: {
    template: '# [Name]\n\n## Context\n\n<!-- Say what happened and why it matters now. -->\n\n## Design\n\n[How]\n',
    bad: '# Queue\n\n## Context\n\n<!-- Say what happened and\nwhy it matters now. -->\n\nOrders were lost in May.\n\n## Design\n\nOne broker.\n',
    good: '# Queue\n\n## Context\n\n<!-- Numbers are from the May report. -->\n\nOrders were lost in May.\n\n## Design\n\nOne broker.\n',
  },
  check: findGuidance,
};

function* findGuidance(document: BoundDocument): Iterable<Finding> {
  const { guidance } = templateText(document.schema);
  if (guidance.size === 0 || isUntouched(document)) return;
  const text = documentText(document);
  if (guidance.has('comment')) {
    for (const comment of text.comments) {
      const finding = inComment(document, comment);
      if (finding !== null) yield finding;
    }
  }
  const quotes = guidance.get('quote');
  const italics = guidance.get('italic');
  if (quotes === undefined && italics === undefined) return;
  for (const { node, section } of text.tops) {
    const known = node.type === 'blockquote' ? quotes : node.type === 'paragraph' ? italics : undefined;
    const range = rangeOf(node);
    if (known === undefined || !known.mayHold(document.source.text, range)) continue;
    if (node.type === 'paragraph' && !/^[*_]/u.test(document.source.text.slice(range.start, range.start + 1))) continue;
    const what = node.type === 'blockquote' ? 'Help text in a quote' : 'Help text in italics';
    yield* inBlock(document, known.byText, node, section, what);
  }
}

function inComment(document: BoundDocument, comment: Comment): Finding | null {
  const folded = foldSpace(comment.inner);
  const { guidance } = templateText(document.schema);
  const same = nearestPart(document.schema, guidance.get('comment')?.byText.get(folded), comment.section);
  if (same !== undefined) {
    return {
      ...placed(comment.range, comment.section, same),
      message: `Comment ${shown(folded)} is help text of the template`,
      fixes: [{ title: 'Delete the comment', kind: 'safe', edits: [removal(document.source.lines, comment.range)] }],
    };
  }
  const origin = originOf(document, folded);
  if (origin === null) return null;
  return {
    ...placed(comment.range, comment.section, origin),
    message: `Comment ${shown(folded)} is mostly help text of the template`,
    atMost: 'warning',
    fixes: [{ title: 'Delete the comment', kind: 'suggested', edits: [removal(document.source.lines, comment.range)] }],
  };
}

/** Fewest words of an edited comment that can be recognised. */
const fewestWords = 8;

/** The help text that an edited comment was made from: at least four of five of its words stand in runs of it. */
function originOf(document: BoundDocument, folded: string): GuidanceSchema | null {
  const words = wordsOf(folded);
  if (words.length < fewestWords) return null;
  const { commentRuns } = templateText(document.schema);
  const covered = new Map<GuidanceSchema, { words: number; end: number }>();
  for (const [start, run] of wordRuns(words).entries()) {
    for (const part of commentRuns.get(run) ?? []) {
      const so = covered.get(part) ?? { words: 0, end: 0 };
      const end = start + runLength;
      covered.set(part, { words: so.words + end - Math.max(start, so.end), end });
    }
  }
  let best: GuidanceSchema | null = null;
  let most = 0;
  for (const [part, { words: count }] of covered) {
    if (count <= most) continue;
    best = part;
    most = count;
  }
  return most * 5 >= words.length * 4 ? best : null;
}

function* inBlock(
  document: BoundDocument,
  guidance: ReadonlyMap<string, readonly GuidanceSchema[]>,
  node: RootContent,
  section: BoundSection | null,
  what: string,
): Iterable<Finding> {
  const folded = foldSpace(guidanceWords(node));
  const same = nearestPart(document.schema, guidance.get(folded), section);
  if (same === undefined) return;
  const range = rangeOf(node);
  yield {
    ...placed(range, section, same),
    message: `${what} is the template's: ${shown(folded)}`,
    fixes: [{ title: 'Delete the help text', kind: 'suggested', edits: [removal(document.source.lines, range)] }],
  };
}

function placed(
  range: Range,
  section: BoundSection | null,
  part: GuidanceSchema,
): Pick<Finding, 'range' | 'address' | 'template'> {
  return { range, address: section?.address ?? '', template: part.range };
}
