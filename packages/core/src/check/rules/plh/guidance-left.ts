import type { RootContent } from 'mdast';
import type { BoundDocument, BoundSection } from '../../../document/document.ts';
import { foldSpace } from '../../../markdown/plain.ts';
import { rangeOf } from '../../../markdown/source.ts';
import { guidanceWords } from '../../../template/guidance-words.ts';
import type { GuidanceSchema } from '../../../template/schema.ts';
import type { Range } from '../../../text/range.ts';
import type { DocumentRule, Finding } from '../../rule.ts';
import { type Comment, documentText } from './document-text.ts';
import { nearestPart } from './home.ts';
import { removal } from './removal.ts';
import { shown } from './shown.ts';
import { templateText, wordRuns, wordsOf } from './template-text.ts';
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

/** Fewest and most words of an edited comment that can be recognised. */
const fewestWords = 8;
const mostWords = 1500;

/** The help text that an edited comment was made from: at least four of five of its words stand there in this order. */
function originOf(document: BoundDocument, folded: string): GuidanceSchema | null {
  if (folded.length > mostWords * 12) return null;
  const words = wordsOf(folded);
  if (words.length < fewestWords || words.length > mostWords) return null;
  const { commentRuns } = templateText(document.schema);
  const hits = new Map<GuidanceSchema, number>();
  for (const run of wordRuns(words)) {
    for (const part of commentRuns.get(run) ?? []) hits.set(part, (hits.get(part) ?? 0) + 1);
  }
  let best: GuidanceSchema | null = null;
  for (const [part, count] of hits) if (count > (best === null ? 0 : (hits.get(best) ?? 0))) best = part;
  if (best === null || (hits.get(best) ?? 0) * 3 < words.length) return null;
  return wordsInOrder(words, wordsOf(best.folded)) * 5 >= words.length * 4 ? best : null;
}

/** Length of the longest common subsequence of two lists of words, both bounded by `mostWords`. */
function wordsInOrder(a: readonly string[], b: readonly string[]): number {
  const most = Math.min(a.length, b.length, mostWords);
  let head = 0;
  while (head < most && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < most - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1;
  const first = a.slice(head, a.length - tail);
  const second = b.slice(head, b.length - tail).slice(0, mostWords);
  let row = new Uint16Array(second.length + 1);
  let next = new Uint16Array(second.length + 1);
  for (const word of first) {
    for (let index = 0; index < second.length; index += 1) {
      next[index + 1] =
        second[index] === word ? (row[index] as number) + 1 : Math.max(row[index + 1] as number, next[index] as number);
    }
    [row, next] = [next, row];
  }
  return head + tail + (row[second.length] as number);
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
