import type { Html, Nodes, Parents } from 'mdast';
import type { Code, Diagnostic } from '../diagnostic/diagnostic.ts';
import type { BoundDocument } from '../document/document.ts';
import { commentsIn } from '../markdown/comments.ts';
import { rangeOf } from '../markdown/source.ts';
import { walk } from '../markdown/walk.ts';
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
  const { source } = document;
  // `<` is rare, so most texts are read faster for it than for the words.
  if (!source.text.includes('<!--') || !source.text.includes(mark)) return [];
  const found: Suppression[] = [];
  walk(source.tree, (node) => {
    if (!('children' in node) || found.length >= mostSuppressions) return undefined;
    for (const suppression of among(document, node)) found.push(suppression);
    return undefined;
  });
  return found.slice(0, mostSuppressions).sort((a, b) => a.range.start - b.range.start);
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

/** Every finding is held against every comment with its code; more comments than this are a trick, not a document. */
const mostSuppressions = 1000;

function covers(suppression: Suppression, diagnostic: Diagnostic, file: string): boolean {
  if (suppression.scope === null) return true;
  const { start } = diagnostic.range;
  return diagnostic.file === file && suppression.scope.start <= start && start <= suppression.scope.end;
}

/** The suppressions among a node's children. Comments that follow each other directly share their scope. */
function* among(document: BoundDocument, parent: Parents): Iterable<Suppression> {
  const siblings: readonly Nodes[] = parent.children;
  const flow = !inlineParents.has(parent.type);
  for (let first = 0; first < siblings.length; first += 1) {
    let last = first;
    while (isComment(siblings[first]) && isComment(siblings[last + 1])) last += 1;
    const run = siblings.slice(first, last + 1).filter((node) => node.type === 'html' && node.value.includes(mark));
    if (run.length > 0) {
      const scope = flow ? blockScope(document, siblings, first, last) : null;
      for (const node of run) yield* readComments(document, node as Html, scope ?? lineScope(document, node as Html));
    }
    first = last;
  }
}

/** The block after the comments from `first` to `last`, or the section when they stand directly under its heading. */
function blockScope(document: BoundDocument, siblings: readonly Nodes[], first: number, last: number): Range {
  const heading = siblings[first - 1];
  if (heading?.type === 'heading') {
    const start = rangeOf(heading).start;
    const section = document.allSections.find((candidate) => candidate.outline.headingRange.start === start);
    return section === undefined ? titleScope(document, siblings, first - 1) : section.outline.range;
  }
  const next = siblings[last + 1];
  return rangeOf(next ?? (siblings[last] as Nodes));
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
function* readComments(document: BoundDocument, node: Html, scope: Range): Iterable<Suppression> {
  for (const comment of commentsIn(document.source.text, node)) {
    const suppression = comment.closed ? readComment(comment.inner, comment.range, scope) : null;
    if (suppression !== null) yield suppression;
  }
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
