import type { RootContent } from 'mdast';
import type { BoundDocument, BoundSection } from '../../document/document.ts';
import { insertBlock } from '../../edit/blocks.ts';
import { lineEndOf } from '../../edit/line-end.ts';
import { type MarkdownSource, rangeOf } from '../../markdown/source.ts';
import type { Replacement } from '../../text/edit.ts';
import type { Range } from '../../text/range.ts';
import { placeAt, type TextPlace } from '../place-at.ts';

/** A line on which nothing is written yet, or only the marks of a heading and the beginning of its words. */
export interface OpenLine {
  readonly range: Range;
  /** The number of `#`; 0 for an empty line. */
  readonly depth: number;
  /** The heading that the line itself is read as; null when it is none. */
  readonly own: BoundSection | null;
  /** The section that the line stands in, its own heading left out; null before the first. */
  readonly home: BoundSection | null;
}

const heading = /^ {0,3}(#{1,6})(?:[ \t][^\r\n]*)?$/u;

/** The line of the cursor when a block may begin there; null within other blocks, and on lines with other words. */
export function openLineAt(document: BoundDocument, place: TextPlace, cursor: number): OpenLine | null {
  const { text, lines } = document.source;
  const line = lines.lineAt(cursor);
  const range = { start: startOf(text, lines.startOfLine(line)), end: lines.endOfLine(line) };
  const written = text.slice(range.start, range.end);
  const marks = heading.exec(written.slice(0, longestHeading))?.[1] ?? '';
  if (cursor < range.start || (marks === '' && written.trim() !== '')) return null;
  const [block] = place.nodes;
  if (block !== undefined && block.type !== 'heading') return null;
  const own = place.kind === 'heading' ? place.section : null;
  if (own !== null && isWritten(own)) return null;
  if (marks !== '' && own === null && block !== undefined) return null;
  const home = own === null ? place.home : sectionBefore(document, range.start);
  return { range, depth: marks.length, own, home };
}

const longestHeading = 200;

/** True for a heading of the template with something under it: nobody is about to write it. */
function isWritten({ match, content, sections }: BoundSection): boolean {
  return match === 'exact' && (!content.empty || sections.length > 0);
}

/** A byte order mark is no part of the first line. */
function startOf(text: string, start: number): number {
  return text.charCodeAt(start) === 0xfeff ? start + 1 : start;
}

function sectionBefore(document: BoundDocument, start: number): BoundSection | null {
  return start === 0 ? null : placeAt(document, start - 1).home;
}

/** Puts a block in the place of an open line, set apart from what stands around it by one empty line. */
export function blockOnLine({ source }: BoundDocument, line: OpenLine, block: string): Replacement {
  const { text } = source;
  const apart = insertBlock(text, line.range.start, block).text.trimEnd();
  return { ...line.range, text: isFollowed(source, line) ? apart + lineEndOf(text) : apart };
}

/** True when words stand on the very next line. */
export function isFollowed(source: MarkdownSource, line: OpenLine): boolean {
  return nextLine(source, line).trim() !== '';
}

/** The text of the line behind; empty for the last one. */
export function nextLine({ text, lines }: MarkdownSource, { range }: OpenLine): string {
  const next = lines.lineAt(range.start) + 1;
  return next > lines.lineCount ? '' : text.slice(lines.startOfLine(next), lines.endOfLine(next));
}

/** True when nothing but white space stands between the line and an offset, be it before the line or behind it. */
export function isApartBySpace({ source }: BoundDocument, { range }: OpenLine, offset: number): boolean {
  const [start, end] = offset > range.start ? [range.end, offset] : [offset, range.start];
  return end - start <= widestSpace && source.text.slice(start, end).trim() === '';
}

/** More white space than this is taken for a gap that means something. */
const widestSpace = 1000;

/**
 * True when a heading of a depth may be written on the line without taking over what stands behind it: words of the same
 * body, or deeper sections.
 */
export function takesNothingOver(document: BoundDocument, { range, own, home }: OpenLine, depth: number): boolean {
  const body = (home === null ? document.preamble : home.content)?.blocks ?? [];
  const isBehind = (block: RootContent): boolean =>
    block.type !== 'thematicBreak' && rangeOf(block).start > range.start;
  if (own === null && body.some(isBehind)) return false;
  const next = document.allSections.find(({ outline }) => outline.headingRange.start > range.end);
  return next === undefined || next.outline.depth <= depth;
}
