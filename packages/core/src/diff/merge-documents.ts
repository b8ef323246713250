import { bindDocument } from '../document/bind.ts';
import type { MarkdownParser } from '../markdown/parser.ts';
import { readMarkdown } from '../markdown/source.ts';
import type { Schema } from '../template/schema.ts';
import { partsOf } from './document-parts.ts';
import { keepsWords } from './kept-words.ts';
import { mergeParts } from './merge-parts.ts';
import { linesIn, mergeTokens } from './merge-tokens.ts';
import { type MergedText, type MergeLabels, type MergeTexts, type Segment, writeMerged } from './merged-text.ts';
import type { Part } from './part.ts';

export interface MergeReading {
  readonly schema: Schema;
  readonly parser: MarkdownParser;
  readonly labels: MergeLabels;
}

export interface MergeResult extends MergedText {
  /** `parts` as a rule; `lines` when the texts could not be put together by their parts without losing words. */
  readonly by: 'parts' | 'lines';
}

/**
 * Merges two changed texts of a document by its parts, so that only changes of the same words clash. What neither side
 * changed, and what one side changed, keeps its bytes. The result is the same when the sides are exchanged, but for the
 * order within conflicts. Line ends and a byte order mark are those of the side that changed them. Near-linear.
 */
export function mergeDocuments(texts: MergeTexts, reading: MergeReading): MergeResult {
  const { base, ours, theirs } = texts;
  if (ours === theirs || base === theirs) return { text: ours, conflicts: [], by: 'parts' };
  if (base === ours) return { text: theirs, conflicts: [], by: 'parts' };
  const [o, a, b] = [base, ours, theirs].map(formOf) as [TextForm, TextForm, TextForm];
  const plain = { base: o.plain, ours: a.plain, theirs: b.plain };
  const merged = byParts(plain, reading) ?? mergeLines(plain, reading.labels);
  const feed = chosen(o.feed, a.feed, b.feed);
  const mark = chosen(o.mark, a.mark, b.mark);
  return withForm(merged, feed, mark);
}

/** Merges by lines alone, for texts that are no documents. */
export function mergeLines({ base, ours, theirs }: MergeTexts, labels: MergeLabels): MergeResult {
  return { ...writeMerged(mergeTokens(linesIn(base), linesIn(ours), linesIn(theirs), 0), labels), by: 'lines' };
}

function byParts({ base, ours, theirs }: MergeTexts, { schema, parser, labels }: MergeReading): MergeResult | null {
  const parts = (text: string): Part =>
    partsOf(bindDocument({ file: 'document.md', source: readMarkdown(text, parser), schema }));
  const segments: readonly Segment[] = mergeParts(parts(base), parts(ours), parts(theirs));
  const merged = writeMerged(segments, labels);
  return keepsWords({ base, ours, theirs }, merged.text) ? { ...merged, by: 'parts' } : null;
}

/** A text without what says nothing: its byte order mark, and CR where all its lines end at CR LF. */
interface TextForm {
  readonly plain: string;
  readonly mark: string;
  readonly feed: string;
}

function formOf(text: string): TextForm {
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  const body = text.slice(mark.length);
  const isPure = body.includes('\r\n') && !/(?<!\r)\n|\r(?!\n)/u.test(body);
  return { mark, plain: isPure ? body.replaceAll('\r\n', '\n') : body, feed: isPure ? '\r\n' : '\n' };
}

/** Of three values that of the side that changed it; where both did, they changed it alike or the longer one stands. */
function chosen(base: string, left: string, right: string): string {
  if (left === right || right === base) return left;
  return left === base ? right : left.length >= right.length ? left : right;
}

function withForm(merged: MergeResult, feed: string, mark: string): MergeResult {
  const extra = feed.length - 1;
  const moved = (offset: number): number =>
    mark.length + offset + extra * (extra === 0 ? 0 : merged.text.slice(0, offset).split('\n').length - 1);
  const written = (text: string): string => (extra === 0 ? text : text.replaceAll('\n', feed));
  return {
    ...merged,
    text: mark + written(merged.text),
    conflicts: merged.conflicts.map((conflict) => ({
      ...conflict,
      range: { start: moved(conflict.range.start), end: moved(conflict.range.end) },
      ours: written(conflict.ours),
      theirs: written(conflict.theirs),
      base: written(conflict.base),
    })),
  };
}
