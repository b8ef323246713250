import type { Nodes } from 'mdast';
import { foldSpace } from '../markdown/plain.ts';
import { rangeOf } from '../markdown/source.ts';
import { walk } from '../markdown/walk.ts';
import { lastStarting, type Range } from '../text/range.ts';

/** Text that an author is to replace, as one of the bracket notations shows it. */
export interface Placeholder extends Range {
  /** As written, brackets included: `[Goal 1]`. */
  readonly text: string;
  /** Without brackets, white space folded: `Goal 1`. */
  readonly inner: string;
}

const CLOSER: Readonly<Record<string, string>> = { '[': ']', '{': '}', '<': '>', '【': '】', '〔': '〕' };
const OPENERS = new Set(Object.keys(CLOSER));
const CLOSERS = new Set(Object.values(CLOSER));

/** Elements that HTML defines and Markdown files use; `<value>` is a placeholder, `<br>` is not. */
const HTML_TAGS = new Set(
  (
    'a abbr article aside b blockquote body br caption center code col colgroup dd del details dfn div dl dt em figcaption ' +
    'figure font footer h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd li link main mark meta nav ol p picture ' +
    'pre q s samp script section small source span strike strong style sub summary sup svg table tbody td tfoot th thead ' +
    'title tr tt u ul var video wbr'
  ).split(' '),
);

/** Placeholders in the words of a node. Links, code and comments hide what looks like one; only the outermost count. */
export function placeholdersIn(text: string, node: Nodes): Placeholder[] {
  const hidden: Range[] = [];
  const tags: Range[] = [];
  collectOpaque(node, hidden, tags);
  const range = rangeOf(node);
  const found = scanBrackets(text, range, hidden);
  const free = tags.filter((tag) => tag.end > (lastStarting(found, tag.start, ({ start }) => start)?.end ?? 0));
  return [...found, ...free.map((tag) => placeholderAt(text, tag.start, tag.end))].sort((a, b) => a.start - b.start);
}

/** Ranges that hide brackets, and inline tags that are not HTML's, in order. */
function collectOpaque(node: Nodes, hidden: Range[], tags: Range[]): void {
  walk(node, (next) => {
    switch (next.type) {
      case 'link':
      case 'image':
      case 'linkReference':
      case 'imageReference':
      case 'footnoteReference':
      case 'inlineCode':
      case 'code':
        hidden.push(rangeOf(next));
        return 'skip';
      case 'html':
        if (isForeignTag(next.value)) tags.push(rangeOf(next));
        else hidden.push(rangeOf(next));
        return 'skip';
      default:
        return undefined;
    }
  });
}

/** `<project name>` parses as an HTML tag although no such element exists. */
function isForeignTag(value: string): boolean {
  const name = /^<([a-z][a-z0-9-]*)[^<>]*>$/iu.exec(value)?.[1];
  return name !== undefined && !HTML_TAGS.has(name.toLowerCase());
}

interface OpenBracket {
  readonly at: number;
  /** An escaped bracket is closed by an escaped one. */
  readonly closer: string;
}

/** Outermost balanced brackets in a range that are placeholders, in order. One pass. */
export function scanBrackets(text: string, range: Range, hidden: readonly Range[] = []): Placeholder[] {
  const found: Placeholder[] = [];
  const open: OpenBracket[] = [];
  let next = 0;
  for (let at = range.start; at < range.end; at += 1) {
    while (next < hidden.length && (hidden[next] as Range).end <= at) next += 1;
    const cover = hidden[next];
    if (cover !== undefined && cover.start <= at) {
      at = cover.end - 1;
      continue;
    }
    const unit = text[at] as string;
    if (unit === '\\') at = escaped(text, at, open, found);
    else if (OPENERS.has(unit)) {
      if (unit !== '<' || /[\p{L}\p{N}{[_"'@#.…]/u.test(text.slice(at + 1, at + 3))) {
        open.push({ at, closer: CLOSER[unit] as string });
      }
    } else if (CLOSERS.has(unit)) closeBracket(text, at, unit, open, found);
  }
  return found;
}

/** `\[Name\]` and `\<name\>`, as word processors export them, are brackets to their readers. Gives the offset of the escaped unit. */
function escaped(text: string, at: number, open: OpenBracket[], found: Placeholder[]): number {
  const unit = text[at + 1] ?? '';
  if (unit !== '[' && unit !== '<' && unit !== ']' && unit !== '>') return at + 1;
  if (unit === '[' || unit === '<') open.push({ at, closer: `\\${CLOSER[unit]}` });
  else closeBracket(text, at, `\\${unit}`, open, found);
  return at + 1;
}

/** Deeper nesting and longer stretches are no placeholder that a person writes; the bounds keep the scan linear. */
const MAX_DEPTH = 8;
const MAX_LENGTH = 5_000;

function closeBracket(text: string, at: number, closer: string, open: OpenBracket[], found: Placeholder[]): void {
  let depth = open.length - 1;
  const lowest = Math.max(0, open.length - MAX_DEPTH);
  while (depth >= lowest && (open[depth] as OpenBracket).closer !== closer) depth -= 1;
  if (depth < lowest) return;
  const opener = open[depth] as OpenBracket;
  open.length = depth;
  if (depth >= MAX_DEPTH || at - opener.at > MAX_LENGTH) return;
  const candidate = placeholderAt(text, opener.at, at + closer.length);
  if (!isPlaceholder(text, candidate)) return;
  while (found.length > 0 && (found[found.length - 1] as Placeholder).start >= candidate.start) found.pop();
  found.push(candidate);
}

function placeholderAt(text: string, start: number, end: number): Placeholder {
  const written = text.slice(start, end);
  return { start, end, text: written, inner: stripBrackets(written) };
}

/** `[Name]`, `{name}`, `{{name}}`, `<name>` without their brackets, white space folded. Other text comes back folded. */
export function stripBrackets(written: string): string {
  let text = written.trim();
  if (text.startsWith('\\')) text = text.replace(/^\\([[<].*)\\([\]>])$/su, '$1$2');
  for (let round = 0; round < 3; round += 1) {
    const closer = CLOSER[text[0] ?? ''];
    if (closer === undefined || !text.endsWith(closer) || text.length < 2) break;
    text = text.slice(1, -1).trim();
  }
  return foldSpace(text);
}

/** Words in brackets that mark a part instead of standing for it. */
const MARK =
  /^(?:optional|required|mandatory|deprecated|opcional|optionnel|facultatif|optionell|необязательно|обязательно|可选|必填|任意|必須|선택|필수)$/iu;

/** Units that a bracket belongs to when it follows them. Scripts without spaces are left out; so is the `v` of `v[X.Y.Z]`. */
const GLUE = /[\p{N}_\])]|(?![\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}])\p{L}/u;

/** Not a citation `[1]`, a task box, a footnote, a mark for tools such as `[[_TOC_]]` or `{{toc}}`, an index `list[i]`, or a type argument `Vec<T>`. */
function isPlaceholder(text: string, candidate: Placeholder): boolean {
  const { inner, start } = candidate;
  if (inner === '' || inner.startsWith('^') || inner.startsWith('/') || inner.startsWith('!')) return false;
  if (!/\p{L}/u.test(inner) && !/^(?:\.{3}|…|[#?_]{2,}|[%#?])$/u.test(inner)) return false;
  if (text[start] === '\\' && (inner.includes('\\') || inner.length > 120)) return false;
  if (/^(?:[xX]|:?_?toc_?)$/iu.test(inner) || MARK.test(inner)) return false;
  const before = start === 0 ? '' : (text[start - 1] as string);
  const opener = text[start] === '\\' ? text[start + 1] : text[start];
  if (opener !== '{' && GLUE.test(before) && !/(?:^|[^\p{L}])v$/iu.test(text.slice(Math.max(0, start - 2), start)))
    return false;
  if (opener === '{' && before === '$' && !/^[A-Z][A-Z0-9_ ]*$/u.test(inner)) return false;
  const after = text[candidate.end] ?? '';
  return !(opener === '[' && (after === '(' || after === '['));
}

/** Words that stand for a value without any bracket: `YYYY-MM-DD`, `NNNN`, `TBD`, `?`, `__/__/____`. */
const BARE =
  /^(?:[yajrг]{4}[-/.][mмag]{2}[-/.][dдgjt]{2}(?:[ t]h{2}:m{2}(?::s{2})?)?|[dtjgд]{2}[-/.][mмag]{2}[-/.][yajrг]{4}|m{2}[-/.]d{2}[-/.]y{4}|h{2}:m{2}(?::s{2})?|n{3,}|x{3,}|#{2,}|0{4}|tbd|todo|tba|t\.b\.d\.|fixme|\.{3}|…|\?+|[$€£¥]?_{2,}(?:[-/. ]+_{2,}){0,5})$/iu;

/** True for a whole value that is a stand-in without brackets. */
export function isBarePlaceholder(value: string): boolean {
  return BARE.test(value.trim());
}

/** True for a value that is wholly in italics, as templates write help in the place of a value. */
export function isInItalics(value: string): boolean {
  return /^(?:\*[^*]+\*|_[^_]+_)$/u.test(value);
}
