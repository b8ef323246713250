import type { Heading } from 'mdast';
import type { MarkdownSource } from '../markdown/source.ts';
import { rangeOf } from '../markdown/source.ts';
import type { Replacement } from '../text/edit.ts';
import type { Range } from '../text/range.ts';

/** Range of a heading's words, marks and underline left out; empty for a heading without words. */
export function headingTextRange(node: Heading): Range {
  const first = node.children[0];
  const last = node.children.at(-1);
  if (first === undefined || last === undefined) {
    const { end } = rangeOf(node);
    return { start: end, end };
  }
  return { start: rangeOf(first).start, end: rangeOf(last).end };
}

/** Range of a heading's name: its words without the tags around them and the id that may stand at their end (`{#id}`). */
export function headingNameRange({ text }: MarkdownSource, node: Heading): Range {
  const named = node.children.filter((child) => child.type !== 'html');
  const { start, end } = headingTextRange({ ...node, children: named.length > 0 ? named : node.children });
  const ownId = / {0,3}\{ {0,3}#[^\s{}]+ {0,3}\}$/u.exec(text.slice(Math.max(start, end - 200), end))?.[0] ?? '';
  const name = text.slice(start, end - ownId.length);
  return { start: start + name.length - name.trimStart().length, end: start + name.trimEnd().length };
}

/**
 * The edits that give a heading another depth, the fewest units changed. A heading that is underlined keeps its underline
 * where one exists for the depth (1 and 2), else it is written with marks. Null when that cannot be done on one line.
 */
export function setHeadingDepth(source: MarkdownSource, node: Heading, depth: number): readonly Replacement[] | null {
  if (depth < 1 || depth > 6) return null;
  const { start, end } = rangeOf(node);
  const raw = source.text.slice(start, end);
  const marks = /^#{1,6}(?=[ \t]|$)/u.exec(raw)?.[0];
  if (marks !== undefined) return [{ start, end: start + marks.length, text: '#'.repeat(depth) }];
  const underline = /(?:\r\n|\r|\n)[ \t>]*(=+|-+)[ \t]*$/u.exec(raw);
  if (underline === null) return null;
  const words = headingTextRange(node);
  if (depth <= 2) {
    const line = underline[1] as string;
    const at = start + raw.lastIndexOf(line);
    return [{ start: at, end: at + line.length, text: (depth === 1 ? '=' : '-').repeat(Math.max(3, line.length)) }];
  }
  if (/[\r\n]/u.test(source.text.slice(words.start, words.end))) return null;
  return [
    { start: words.start, end: words.start, text: `${'#'.repeat(depth)} ` },
    { start: words.end, end, text: '' },
  ];
}
