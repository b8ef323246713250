import type { Html, Nodes } from 'mdast';
import type { Code, Diagnostic } from '../diagnostic/diagnostic.ts';
import type { BoundDocument } from '../document/document.ts';
import { rangeOf } from '../markdown/source.ts';
import type { Range } from '../text/range.ts';
import { codeOf } from './codes.ts';
import type { Suppression } from './report.ts';

/**
 * Reads the comments that silence findings:
 *
 *     <!-- spec-ignore STR107, tbd-left: reason -->     the next block, or the section when directly under its heading;
 *                                                       within a paragraph or a table, its line
 *     <!-- spec-ignore-file STR107: reason -->          the whole file
 *
 * A comment under the title covers what stands before the first section. In text order.
 */
export function suppressionsOf(document: BoundDocument): readonly Suppression[] {
  if (!document.source.text.includes(mark)) return [];
  const found: Suppression[] = [];
  const pending: Nodes[] = [document.source.tree];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (!('children' in node)) continue;
    const children: readonly Nodes[] = node.children;
    const flow = !inlineParents.has(node.type);
    for (let index = children.length - 1; index >= 0; index -= 1) {
      const child = children[index] as Nodes;
      if (child.type !== 'html') pending.push(child);
      else if (child.value.includes(mark)) {
        const scope = flow ? blockScope(document, children, index) : lineScope(document, child);
        found.push(...readComments(document.source.text, child, scope));
      }
    }
  }
  return found.sort((a, b) => a.range.start - b.range.start);
}

export interface Silenced {
  readonly kept: readonly Diagnostic[];
  /** The suppressions given, with the codes that silenced something added to `used`. */
  readonly suppressions: readonly Suppression[];
}

/** Drops the findings of the document `file` that its suppressions silence. Findings in other files only fall to `spec-ignore-file`. */
export function silence(
  diagnostics: readonly Diagnostic[],
  suppressions: readonly Suppression[],
  file: string,
): Silenced {
  if (suppressions.length === 0) return { kept: diagnostics, suppressions };
  const used = suppressions.map((suppression) => new Set<Code>(suppression.used));
  const kept = diagnostics.filter((diagnostic) => {
    let silenced = false;
    for (const [index, suppression] of suppressions.entries()) {
      if (!suppression.codes.includes(diagnostic.code) || !covers(suppression, diagnostic, file)) continue;
      (used[index] as Set<Code>).add(diagnostic.code);
      silenced = true;
    }
    return !silenced;
  });
  const marked = suppressions.map((suppression, index) => ({
    ...suppression,
    used: [...(used[index] as Set<Code>)].sort(),
  }));
  return { kept, suppressions: marked };
}

const mark = 'spec-ignore';

/** Nodes that hold phrasing: a comment in them is about its line. */
const inlineParents: ReadonlySet<string> = new Set([
  'paragraph',
  'heading',
  'tableCell',
  'emphasis',
  'strong',
  'delete',
  'link',
  'linkReference',
]);

function covers(suppression: Suppression, diagnostic: Diagnostic, file: string): boolean {
  if (suppression.scope === null) return true;
  const { start } = diagnostic.range;
  return diagnostic.file === file && suppression.scope.start <= start && start <= suppression.scope.end;
}

/** The block after the comment, or the section when only comments stand between its heading and this one. */
function blockScope(document: BoundDocument, siblings: readonly Nodes[], index: number): Range {
  let before = index - 1;
  while (isComment(siblings[before])) before -= 1;
  const heading = siblings[before];
  if (heading?.type === 'heading') {
    const start = rangeOf(heading).start;
    const section = document.allSections.find((candidate) => candidate.outline.headingRange.start === start);
    return section === undefined ? titleScope(document, siblings, before) : section.outline.range;
  }
  let after = index + 1;
  while (isComment(siblings[after])) after += 1;
  const next = siblings[after];
  return next === undefined ? rangeOf(siblings[index] as Nodes) : rangeOf(next);
}

/** From the title's heading up to the next heading. */
function titleScope(document: BoundDocument, siblings: readonly Nodes[], title: number): Range {
  const next = siblings.findIndex((node, at) => at > title && node.type === 'heading');
  const end = next === -1 ? document.source.text.length : rangeOf(siblings[next] as Nodes).start - 1;
  return { start: rangeOf(siblings[title] as Nodes).start, end };
}

function lineScope(document: BoundDocument, comment: Html): Range {
  const { lines } = document.source;
  const range = rangeOf(comment);
  return {
    start: lines.startOfLine(lines.lineAt(range.start)),
    end: lines.endOfLine(lines.lineAt(range.end)),
  };
}

function isComment(node: Nodes | undefined): boolean {
  return node?.type === 'html' && node.value.trimStart().startsWith('<!--') && node.value.trimEnd().endsWith('-->');
}

/** One HTML node may hold several comments. */
function readComments(text: string, node: Html, scope: Range): Suppression[] {
  const found: Suppression[] = [];
  const whole = rangeOf(node);
  for (let start = text.indexOf('<!--', whole.start); start !== -1 && start < whole.end; ) {
    const close = text.indexOf('-->', start + 4);
    if (close === -1 || close > whole.end) break;
    const suppression = readComment(text.slice(start + 4, close), { start, end: close + 3 }, scope);
    if (suppression !== null) found.push(suppression);
    start = text.indexOf('<!--', close + 3);
  }
  return found;
}

function readComment(body: string, range: Range, scope: Range): Suppression | null {
  const words = body.trim();
  const head = /^spec-ignore(-file)?(?![\w-])/u.exec(words);
  if (head === null) return null;
  const rest = words.slice(head[0].length);
  const colon = rest.indexOf(':');
  const names = (colon === -1 ? rest : rest.slice(0, colon)).split(/[\s,]+/u).filter((name) => name !== '');
  const reason = colon === -1 ? '' : rest.slice(colon + 1).trim();
  const codes: Code[] = [];
  const unknown: string[] = [];
  for (const name of names) {
    const code = codeOf(name);
    if (code === null) unknown.push(name);
    else if (!codes.includes(code)) codes.push(code);
  }
  return {
    range,
    scope: head[1] === undefined ? scope : null,
    codes,
    unknown,
    reason: reason === '' ? null : reason,
    used: [],
  };
}
