import type { RootContent } from 'mdast';
import { suppressionWithoutReason, unusedSuppression } from '../check/input-codes.ts';
import type { Code, Diagnostic } from '../diagnostic/diagnostic.ts';
import type { BoundDocument } from '../document/document.ts';
import { lineEndOf } from '../edit/line-end.ts';
import { rangeOf } from '../markdown/source.ts';
import { lastStartingAt } from '../markdown/walk.ts';
import type { Replacement } from '../text/edit.ts';

/** A comment that silences a finding. Its reason is left to the author, who is asked for it by the next check. */
export interface IgnoringComment {
  readonly replacement: Replacement;
  /** How much it silences. */
  readonly scope: 'block' | 'section' | 'file';
}

/**
 * Where a comment silences a finding, and as little besides as can be: before its block, else below its heading, else for
 * the whole file. Null for findings in other files, and for those about such comments.
 */
export function ignoringComment(document: BoundDocument, diagnostic: Diagnostic): IgnoringComment | null {
  const { code, file, range } = diagnostic;
  if (file !== document.file || aboutComments.includes(code)) return null;
  const blocks = document.source.tree.children;
  const block = lastStartingAt(blocks, range.start);
  if (block !== undefined && range.start <= rangeOf(block).end) {
    if (block.type === 'heading')
      return { replacement: below(document, block, `spec-ignore ${code}`), scope: 'section' };
    if (block.type !== 'html' && block.type !== 'yaml')
      return { replacement: before(document, block, code), scope: 'block' };
  }
  const heading = blocks.findLast((one) => one.type === 'heading' && rangeOf(one).start <= range.start);
  return heading === undefined
    ? { replacement: forFile(document, code), scope: 'file' }
    : { replacement: below(document, heading, `spec-ignore ${code}`), scope: 'section' };
}

const aboutComments: readonly Code[] = [suppressionWithoutReason.code, unusedSuppression.code];

function before({ source }: BoundDocument, block: RootContent, code: Code): Replacement {
  const { text, lines } = source;
  const line = lines.startOfLine(lines.lineAt(rangeOf(block).start));
  const at = Math.max(line, startOf(text));
  return { start: at, end: at, text: `<!-- spec-ignore ${code}: -->${lineEndOf(text)}` };
}

function below({ source: { text } }: BoundDocument, heading: RootContent, words: string): Replacement {
  const { end } = rangeOf(heading);
  const lineEnd = lineEndOf(text);
  return { start: end, end, text: `${lineEnd}${lineEnd}<!-- ${words}: -->` };
}

/** Below the title; in a text without headings at its beginning, front matter left where it is. */
function forFile(document: BoundDocument, code: Code): Replacement {
  const { text, tree } = document.source;
  const first = tree.children.find(({ type }) => type === 'heading');
  if (first !== undefined) return below(document, first, `spec-ignore-file ${code}`);
  const { frontMatter } = document.outline;
  if (frontMatter !== null) return below(document, frontMatter, `spec-ignore-file ${code}`);
  const at = startOf(text);
  const lineEnd = lineEndOf(text);
  return { start: at, end: at, text: `<!-- spec-ignore-file ${code}: -->${lineEnd}${lineEnd}` };
}

/** Behind the byte order mark. */
function startOf(text: string): number {
  return text.startsWith('\uFEFF') ? 1 : 0;
}
