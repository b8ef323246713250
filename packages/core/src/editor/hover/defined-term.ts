import type { BoundDocument } from '../../document/document.ts';
import type { EditorWorkspace, Term } from '../editor-workspace.ts';
import type { TextPlace } from '../place-at.ts';
import { codeMarkdown, plainMarkdown } from '../plain-markdown.ts';
import { type Hover, paragraphs } from './hover.ts';

/** Longer terms are sentences. */
const longestTerm = 80;
const prose: ReadonlySet<TextPlace['kind']> = new Set<TextPlace['kind']>([
  'text',
  'item',
  'group',
  'cell',
  'field-value',
]);
const opaque: ReadonlySet<string> = new Set(['code', 'inlineCode', 'html', 'link', 'image', 'definition']);

/** The definition of the term that an offset lies in, of several the longest; null in code, in links, and where it is defined. */
export function definedTerm(
  document: BoundDocument,
  { terms }: EditorWorkspace,
  place: TextPlace,
  offset: number,
): Hover | null {
  if (terms.length === 0 || !prose.has(place.kind) || place.nodes.some(({ type }) => opaque.has(type))) return null;
  const { text } = document.source;
  const from = Math.max(0, offset - longestTerm);
  const window = text.slice(from, offset + longestTerm);
  const lower = window.toLowerCase();
  // Letters that are longer in lower case would move what stands behind them.
  const folded = lower.length === window.length ? lower : window;
  let best: { readonly term: Term; readonly start: number } | null = null;
  for (const term of terms) {
    if (term.term === '' || term.term.length > longestTerm || term.term.length <= (best?.term.term.length ?? 0))
      continue;
    const start = placeOf(folded, term.term.toLowerCase(), offset - from);
    if (start !== -1 && !isDefinedAt(document, term, from + start)) best = { term, start: from + start };
  }
  if (best === null) return null;
  const { term, start } = best;
  const line = lineIn(document, term);
  return {
    range: { start, end: start + term.term.length },
    markdown: paragraphs(
      `**${plainMarkdown(term.term)}** · ${plainMarkdown(term.definition)}`,
      `Defined in ${codeMarkdown(line === null ? term.place.file : `${term.place.file}:${line}`)}`,
    ),
  };
}

/** Where a word stands in a text so that it holds `at`; -1 when it does not, or only as a part of a longer word. */
function placeOf(text: string, word: string, at: number): number {
  for (let start = text.indexOf(word, Math.max(0, at - word.length)); start !== -1 && start <= at; ) {
    const end = start + word.length;
    if (at <= end && !isWithinWord(text, start) && !isWithinWord(text, end)) return start;
    start = text.indexOf(word, start + 1);
  }
  return -1;
}

/** Scripts without spaces have no ends of words to tell. */
const spaced = /^[\p{L}\p{M}\p{N}_]$/u;
const unspaced = /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]$/u;

function isWithinWord(text: string, at: number): boolean {
  return [text[at - 1], text[at]].every((unit) => unit !== undefined && spaced.test(unit) && !unspaced.test(unit));
}

function isDefinedAt({ file }: BoundDocument, { place }: Term, at: number): boolean {
  return place.file === file && place.range.start <= at && at <= place.range.end;
}

function lineIn({ file, source }: BoundDocument, { place }: Term): number | null {
  return place.file === file ? source.lines.lineAt(place.range.start) : null;
}
