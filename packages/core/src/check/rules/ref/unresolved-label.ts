import type { Nodes } from 'mdast';
import type { Fix } from '../../../diagnostic/diagnostic.ts';
import type { BoundDocument } from '../../../document/document.ts';
import { anchorsOf } from '../../../markdown/anchors.ts';
import { rangeOf } from '../../../markdown/source.ts';
import { walk } from '../../../markdown/walk.ts';
import type { Range } from '../../../text/range.ts';
import { shortened } from '../../../text/shortened.ts';
import type { DocumentRule, Finding } from '../../rule.ts';
import { clearNearest } from '../did-you-mean.ts';

export const unresolvedLabel: DocumentRule = {
  scope: 'document',
  code: 'REF504',
  name: 'unresolved-label',
  summary: 'A link names a label that the document does not define',
  why: 'Without the definition the brackets are shown as text and nothing can be followed.',
  remedy: 'Add the definition (`[label]: https://…`), correct the label, or write the target in round brackets.',
  severity: { draft: 'warning', settled: 'warning' },
  example: {
    template: '# [Name]\n\n## Context\n\n[Why now]\n',
    bad: '# Queue\n\n## Context\n\nSee [the broker][brokr].\n\n[broker]: https://example.org/broker\n',
    good: '# Queue\n\n## Context\n\nSee [the broker][broker].\n\n[broker]: https://example.org/broker\n',
  },
  check: findUnresolved,
};

function* findUnresolved(document: BoundDocument): Iterable<Finding> {
  const found = unresolvedIn(document);
  if (found.length === 0) return;
  const labels = labelsOf(document);
  for (const [index, reference] of found.entries()) {
    const meant = index < mostGuesses ? clearNearest(reference.label, labels) : null;
    const guess = meant === null ? '' : `; did you mean "${meant}"?`;
    yield {
      range: reference.range,
      message: `Label "${shortened(reference.label)}" is not defined${guess}`,
      address: addressAt(document, reference.range.start),
      fixes: fixesFor(document, reference, meant),
    };
  }
}

/** Looks only into blocks that hold `][`, which most do not. */
function unresolvedIn(document: BoundDocument): readonly Reference[] {
  const { text, tree } = document.source;
  const found: Reference[] = [];
  let at = text.indexOf('][');
  for (const block of tree.children) {
    if (at === -1) break;
    const { start, end } = rangeOf(block);
    if (at < start) at = text.indexOf('][', start);
    if (at === -1 || at >= end) continue;
    walk(block, (node) => {
      if (node.type !== 'text' || !node.value.includes('][')) return undefined;
      for (const reference of referencesIn(text, node)) found.push(reference);
      return undefined;
    });
  }
  return found;
}

function labelsOf(document: BoundDocument): readonly string[] {
  const labels: string[] = [];
  walk(document.source.tree, (node) => {
    if (node.type === 'definition') labels.push(node.label ?? node.identifier);
    return undefined;
  });
  return labels;
}

/** Guesses cost time for each label there is, so that only the first references get one. */
const mostGuesses = 100;

interface Reference {
  readonly label: string;
  /** From the first bracket to the last. */
  readonly range: Range;
  /** The second pair of brackets. */
  readonly labelRange: Range;
}

/** References that nothing resolved stand in the tree as plain text; brackets in prose do too, so their shape decides. */
function referencesIn(text: string, node: Nodes): readonly Reference[] {
  const start = node.position?.start.offset ?? 0;
  const end = node.position?.end.offset ?? 0;
  const found: Reference[] = [];
  for (let at = text.indexOf('][', start); at !== -1 && at < end; at = text.indexOf('][', at + 1)) {
    const open = lastOpening(text, start, at);
    const close = text.indexOf(']', at + 2);
    if (open === -1 || close === -1 || close >= end || close - at > longestLabel) continue;
    const words = text.slice(open + 1, at);
    const label = text.slice(at + 2, close);
    if (brackets.test(label) || indexed.test(text.charAt(open - 1)) || /[[(:]/u.test(text.charAt(close + 1))) continue;
    if (!looksLikeReference(words, label)) continue;
    found.push({
      label: label === '' ? words : label,
      range: { start: open, end: close + 1 },
      labelRange: { start: at + 1, end: close + 1 },
    });
  }
  return found;
}

/** Offset of the bracket that opens the words before `at`; -1 when another bracket closes in between. */
function lastOpening(text: string, start: number, at: number): number {
  const least = Math.max(start, at - longestWords);
  for (let index = at - 1; index >= least; index -= 1) {
    const unit = text.charAt(index);
    if (unit === ']') return -1;
    if (unit === '[') return text.charAt(index - 1) === '\\' ? -1 : index;
  }
  return -1;
}

const longestLabel = 100;
const longestWords = 300;
const brackets = /[[\]]/u;
/** What stands before an index, a flag's value or a tag, and never before a link's text. */
const indexed = /[\p{L}\p{N}\])=\\]/u;

/**
 * A label is a slug or a number behind words. `[i][j]`, `[1][2]`, `[Slow][Serial]` and `[a=1][b=2]` are other things,
 * and `[words][]` is a reference only when it holds a phrase.
 */
function looksLikeReference(words: string, label: string): boolean {
  if (!/\p{L}/u.test(words)) return false;
  const phrase = /\p{L}\s+\S/u.test(words);
  if (label === '') return phrase;
  if (/^\d+$/u.test(label)) return phrase;
  return slug.test(label) && (phrase || label.length > 3);
}

const slug = /^#?[\p{Ll}\p{Lo}\p{N}_][\p{Ll}\p{Lo}\p{N}_./#-]+$/u;

function addressAt(document: BoundDocument, offset: number): string {
  return document.allSections.findLast((section) => section.outline.headingRange.start <= offset)?.address ?? '';
}

function fixesFor(document: BoundDocument, reference: Reference, meant: string | null): readonly Fix[] {
  const fixes: Fix[] = [];
  const { label, labelRange } = reference;
  const anchor = label.replace(/^#/u, '');
  if (anchorsOf(document.source).includes(anchor))
    fixes.push({
      title: `Link to "#${anchor}"`,
      kind: 'suggested',
      edits: [{ ...labelRange, text: `(#${anchor})` }],
    });
  if (meant !== null)
    fixes.push({ title: `Change to "${meant}"`, kind: 'suggested', edits: [{ ...labelRange, text: `[${meant}]` }] });
  return fixes;
}
