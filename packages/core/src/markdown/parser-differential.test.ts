import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Nodes, Root } from 'mdast';
import { describe, expect, it } from 'vitest';
import { coarseStretches } from './bounded-parse.ts';
import { mdastParser } from './mdast-parser.ts';
import { nativeParser } from './native-parser.ts';
import { foldSpace } from './plain.ts';
import { rangeOf } from './source.ts';
import { walk } from './walk.ts';

/** Public documents beside the repository; each test says so when they are not there. */
const corpora = fileURLToPath(new URL('../../../../../shared/corpora/', import.meta.url));
const proof = process.env.SPECWRIGHT_PROOF === '1';
/** Every document in the proof, every fiftieth else: the parser in JavaScript takes a minute for them all. */
const step = proof ? 1 : 50;

const FIELDS = [
  'depth',
  'value',
  'url',
  'title',
  'alt',
  'checked',
  'ordered',
  'start',
  'spread',
  'lang',
  'meta',
  'identifier',
  'label',
  'referenceType',
  'align',
] as const;

/** One place where the trees differ. */
interface Difference {
  readonly text: string;
  readonly native: Nodes;
  readonly mdast: Nodes;
  readonly what: 'type' | 'children' | 'start' | 'end' | (typeof FIELDS)[number];
}

/** What is known to differ, and who is right by CommonMark 0.31 and GFM. A difference of no known kind fails. */
const KNOWN: Readonly<Record<string, (difference: Difference) => boolean>> = {
  // A label over two lines of a list: the native parser keeps the indent of the second line, the other drops it.
  // Nothing reads labels; `identifier`, which references are resolved by, is the same.
  'white space in a label': ({ native, mdast, what }) =>
    what === 'label' && foldSpace(String(field(native, what))) === foldSpace(String(field(mdast, what))),
  // A list at the end of a quote: the parser in JavaScript counts the quote's blank line `>` to it.
  'the end of a list in a quote': ({ text, native, mdast, what }) =>
    what === 'end' &&
    (native.type === 'list' || native.type === 'listItem') &&
    /^[\s>]*$/u.test(between(text, rangeOf(native).end, rangeOf(mdast).end)),
  // Of the same origin: a blank line `>` before the next item makes the list loose by the specification (native is right).
  'a loose list in a quote': ({ native, mdast, what }) =>
    what === 'spread' &&
    (native.type === 'list' || native.type === 'listItem') &&
    field(native, what) !== field(mdast, what),
  // `- [x] a` with a setext underline: GFM speaks of paragraphs only, so the box is text to the parser in JavaScript.
  // The native parser ticks it, as GitHub does.
  'a box before a setext heading': ({ text, native, what }) =>
    /^\[[ xX]\]\s$/u.test(text.slice(rangeOf(native).start - 4, rangeOf(native).start)) ||
    (what === 'checked' && native.type === 'listItem' && native.children[0]?.type === 'heading'),
  // `[2\**10, 2\**6]`: the native parser takes the asterisk after an escaped one for the start of emphasis.
  'emphasis beside an escaped asterisk': ({ text, native, mdast, what }) =>
    what === 'children' && /\\\*\*/u.test(slice(text, native)) && childTypes(mdast) === 'text',
};

function field(node: Nodes, name: string): unknown {
  return (node as unknown as Record<string, unknown>)[name] ?? null;
}

function slice(text: string, node: Nodes): string {
  const { start, end } = rangeOf(node);
  return text.slice(start, end);
}

function between(text: string, a: number, b: number): string {
  return text.slice(Math.min(a, b), Math.max(a, b));
}

function childTypes(node: Nodes): string {
  return 'children' in node ? node.children.map((child) => child.type).join(' ') : '';
}

/** All differences of two trees of one text; below a difference of kind or number of children nothing is compared. */
function compare(text: string, one: Root, two: Root): { differences: Difference[]; nodes: number } {
  const differences: Difference[] = [];
  const pending: [Nodes, Nodes][] = [[one, two]];
  let nodes = 0;
  for (let pair = pending.pop(); pair !== undefined; pair = pending.pop()) {
    const [native, mdast] = pair;
    nodes += 1;
    const differ = (what: Difference['what']): number => differences.push({ text, native, mdast, what });
    if (native.type !== mdast.type) {
      differ('type');
      continue;
    }
    for (const name of FIELDS) if (!same(field(native, name), field(mdast, name))) differ(name);
    if (!same(native.position?.start, mdast.position?.start)) differ('start');
    if (!same(native.position?.end, mdast.position?.end)) differ('end');
    const left = childrenOf(text, native);
    const right = childrenOf(text, mdast);
    if (left.length !== right.length) differ('children');
    else for (const [index, child] of left.entries()) pending.push([child, right[index] as Nodes]);
  }
  return { differences, nodes };
}

function same(one: unknown, two: unknown): boolean {
  return one === two || JSON.stringify(one) === JSON.stringify(two, keysOf(one));
}

/** The parsers write the keys of a point in different orders. */
function keysOf(value: unknown): string[] | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : null;
}

/**
 * Texts that stand next to each other count as one: the parsers cut at different places around bare links. So does
 * indented code on lines that follow each other, which the native parser sometimes cuts in two after a heading or code.
 */
function childrenOf(text: string, node: Nodes): Nodes[] {
  if (!('children' in node)) return [];
  const children: Nodes[] = [];
  for (const child of node.children as readonly Nodes[]) {
    const last = children[children.length - 1];
    const joint = last === undefined ? null : jointOf(text, last, child);
    if (joint === null) children.push(child);
    else children[children.length - 1] = joint;
  }
  return children;
}

function jointOf(text: string, last: Nodes, next: Nodes): Nodes | null {
  if (last.position === undefined || next.position === undefined) return null;
  const position = { start: last.position.start, end: next.position.end };
  if (last.type === 'text' && next.type === 'text') return { ...last, value: last.value + next.value, position };
  if (last.type !== 'code' || next.type !== 'code') return null;
  const follows = next.position.start.line === last.position.end.line + 1;
  const indented = /^[ \t]/u.test(slice(text, last)) && /^[ \t]/u.test(slice(text, next));
  return follows && indented ? { ...last, value: `${last.value}\n${next.value}`, position } : null;
}

function kindOf(difference: Difference): string | null {
  return Object.keys(KNOWN).find((name) => KNOWN[name]?.(difference)) ?? null;
}

describe.skipIf(!existsSync(corpora))('both parsers on public documents (skipped without ../shared/corpora)', () => {
  const files = existsSync(corpora)
    ? readdirSync(corpora, { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.md'))
        .sort()
        .filter((_, index) => index % step === 0)
    : [];

  it('give the same trees but for the known differences', { timeout: 900_000 }, () => {
    const unknown: string[] = [];
    const counts = new Map<string, number>();
    let nodes = 0;
    for (const file of files) {
      const text = readFileSync(`${corpora}${file}`, 'utf8');
      const native = nativeParser.parse(text);
      const mdast = mdastParser.parse(text);
      expect(coarseStretches(native)).toEqual([]);
      // The parser in JavaScript does without code of a hundred thousand characters in one piece.
      if (coarseStretches(mdast).length > 0) continue;
      const found = compare(text, native, mdast);
      nodes += found.nodes;
      for (const difference of found.differences) {
        const kind = kindOf(difference);
        if (kind === null) unknown.push(describeDifference(file, difference));
        else counts.set(kind, (counts.get(kind) ?? 0) + 1);
      }
    }
    expect(unknown).toEqual([]);
    if (proof) {
      console.log(`${files.length} documents, ${nodes} nodes; known differences:`, Object.fromEntries(counts));
      expect([...counts.keys()].sort()).toEqual(Object.keys(KNOWN).sort());
    }
  });

  it('give every node a position in its parent', () => {
    for (const file of files) {
      const text = readFileSync(`${corpora}${file}`, 'utf8');
      for (const parser of [nativeParser, ...(proof ? [] : [mdastParser])]) {
        walk(parser.parse(text), (node, parent) => {
          const { start, end } = rangeOf(node);
          const around = parent === null ? { start: 0, end: text.length } : rangeOf(parent);
          if (node.position === undefined || start > end || start < around.start || end > around.end) {
            throw new Error(`${parser.name}: ${node.type} at ${start}–${end} of ${file}`);
          }
          return undefined;
        });
      }
    }
  });
});

function describeDifference(file: string, { text, native, mdast, what }: Difference): string {
  const show = (node: Nodes): string => {
    const { start, end } = rangeOf(node);
    const value = what === 'children' ? childTypes(node) : JSON.stringify(field(node, what));
    return `${node.type} ${start}–${end} ${value}`;
  };
  return `${file}: ${what}: ${show(native)} | ${show(mdast)} in ${JSON.stringify(slice(text, native).slice(0, 120))}`;
}
