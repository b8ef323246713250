import type { Definition, FootnoteDefinition, Nodes, Root } from 'mdast';
import { commentsIn } from '../markdown/comments.ts';
import { rangeOf } from '../markdown/source.ts';
import { walk } from '../markdown/walk.ts';
import type { Range } from '../text/range.ts';

/** What the references of a text lead to, by identifier. The first definition of an identifier counts. */
export interface Definitions {
  readonly links: ReadonlyMap<string, Definition>;
  readonly footnotes: ReadonlyMap<string, FootnoteDefinition>;
}

export function definitionsOf(tree: Root): Definitions {
  const links = new Map<string, Definition>();
  const footnotes = new Map<string, FootnoteDefinition>();
  walk(tree, (node) => {
    if (node.type === 'definition' && !links.has(node.identifier)) links.set(node.identifier, node);
    if (node.type === 'footnoteDefinition' && !footnotes.has(node.identifier)) footnotes.set(node.identifier, node);
    return undefined;
  });
  return { links, footnotes };
}

/** Where words are read from: the text, what its references mean, and the stretch outside of which nothing counts. */
export interface WordsInput {
  readonly text: string;
  readonly definitions: Definitions;
  readonly within?: Range;
}

type Step = Nodes | string;

/**
 * The content of nodes in one way of writing, so that two ways of writing the same thing give the same text: white space
 * folded, one style of emphasis, references and footnotes in the place of their use, comments left out. A hard break is
 * a line feed, as are the borders of blocks. Nodes that reach out of `within` lose their marks.
 */
export function canonicalWords(nodes: readonly Nodes[], input: WordsInput): string {
  const words: string[] = [];
  const pending: Step[] = [...nodes].reverse();
  const seen = new Set<FootnoteDefinition>();
  for (let step = pending.pop(); step !== undefined; step = pending.pop()) {
    if (typeof step === 'string') words.push(step);
    else if (isWithin(step, input.within)) {
      const steps = stepsOf(step, input, seen);
      for (let index = steps.length - 1; index >= 0; index -= 1) pending.push(steps[index] as Step);
    }
  }
  return words.join('').replace(BORDERS, '\n').trim();
}

/** Stands for a line feed until all is joined, so that those of code are told apart. */
const BORDER = '\u{E000}';
const BORDERS = / {0,9}\u{E000}[ \u{E000}]*/gu;

function isWithin(node: Nodes, within: Range | undefined): boolean {
  if (within === undefined) return true;
  const { start, end } = rangeOf(node);
  return end > within.start && start < within.end;
}

function stepsOf(node: Nodes, input: WordsInput, seen: Set<FootnoteDefinition>): readonly Step[] {
  switch (node.type) {
    case 'text':
      return [folded(textWithin(node, node.value, input))];
    case 'inlineCode':
      return [`\`${folded(node.value)}\``];
    case 'code':
      return [`${BORDER}${node.lang ?? ''}${BORDER}`, node.value.replace(/\r\n?/gu, '\n'), BORDER];
    case 'break':
      return [BORDER];
    case 'html':
      return [withoutComments(node.value, node)];
    case 'image':
      return [`![${node.alt ?? ''}](${target(node)})`];
    case 'imageReference':
      return [`![${node.alt ?? ''}](${target(input.definitions.links.get(node.identifier) ?? null, node.label)})`];
    case 'footnoteReference':
      return footnoteSteps(node, input.definitions.footnotes.get(node.identifier), seen);
    case 'thematicBreak':
      return [`${BORDER}---${BORDER}`];
    case 'definition':
      return [];
    default:
      return 'children' in node ? markedSteps(node, input) : [];
  }
}

function markedSteps(node: Nodes & { children: readonly Nodes[] }, input: WordsInput): readonly Step[] {
  const [open, close] = reachesOut(node, input.within) ? ['', ''] : marksOf(node, input);
  return [open, ...node.children, close];
}

function reachesOut(node: Nodes, within: Range | undefined): boolean {
  if (within === undefined) return false;
  const { start, end } = rangeOf(node);
  return start < within.start || end > within.end;
}

function marksOf(node: Nodes, { definitions }: WordsInput): readonly [string, string] {
  switch (node.type) {
    case 'emphasis':
      return ['*', '*'];
    case 'strong':
      return ['**', '**'];
    case 'delete':
      return ['~~', '~~'];
    case 'link':
      return ['[', `](${target(node)})`];
    case 'linkReference':
      return ['[', `](${target(definitions.links.get(node.identifier) ?? null, node.label)})`];
    case 'listItem':
      return [`${BORDER}- ${typeof node.checked === 'boolean' ? (node.checked ? '[x] ' : '[ ] ') : ''}`, BORDER];
    case 'tableCell':
      return ['', ' | '];
    default:
      return [BORDER, BORDER];
  }
}

function target(
  to: { readonly url: string; readonly title?: string | null | undefined } | null,
  label?: string | null,
): string {
  if (to === null) return `[${label ?? ''}]`;
  return typeof to.title === 'string' && to.title !== '' ? `${to.url} "${to.title}"` : to.url;
}

/** A footnote stands where it is used; one that leads back to itself by its name. */
function footnoteSteps(
  reference: { readonly identifier: string },
  definition: FootnoteDefinition | undefined,
  seen: Set<FootnoteDefinition>,
): readonly Step[] {
  if (definition === undefined || seen.has(definition)) return [`[^${reference.identifier}]`];
  seen.add(definition);
  return ['[^', ...definition.children, ']'];
}

function withoutComments(value: string, node: Extract<Nodes, { type: 'html' }>): string {
  if (!value.includes('<!--')) return folded(value);
  let kept = '';
  let at = 0;
  for (const { range } of commentsIn(value, { ...node, position: wholeOf(value) })) {
    kept += value.slice(at, range.start);
    at = range.end;
  }
  return folded(kept + value.slice(at));
}

function wholeOf(value: string): NonNullable<Nodes['position']> {
  return { start: { line: 1, column: 1, offset: 0 }, end: { line: 1, column: value.length + 1, offset: value.length } };
}

function textWithin(node: Nodes, value: string, { text, within }: WordsInput): string {
  if (within === undefined || !reachesOut(node, within)) return value;
  const place = rangeOf(node);
  const start = Math.max(place.start, within.start);
  const end = Math.min(place.end, within.end);
  if (value.length === place.end - place.start) return value.slice(start - place.start, end - place.start);
  return text.slice(start, end);
}

function folded(text: string): string {
  return text.replace(/\s+/gu, ' ');
}
