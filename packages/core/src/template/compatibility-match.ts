import type { NameMap } from './compatibility-change.ts';
import { heldBy, nameLikeness, overlap, wordsOf } from './compatibility-likeness.ts';
import { foldKey, foldName } from './names.ts';
import type { Schema, SectionSchema } from './schema.ts';

/** A section of a template with what is compared of it. */
export interface SectionNode {
  readonly schema: SectionSchema;
  readonly parent: SectionNode | null;
  readonly sections: readonly SectionNode[];
  /** Text between its heading and its first subsection. */
  readonly text: string;
  readonly words: ReadonlySet<string>;
  /** Its place among its siblings, from 0. */
  readonly place: number;
}

/** Which section of the old template became which of the new one. */
export interface SectionMatches {
  readonly old: readonly SectionNode[];
  readonly new: readonly SectionNode[];
  readonly newOf: ReadonlyMap<SectionNode, SectionNode>;
  readonly oldOf: ReadonlyMap<SectionNode, SectionNode>;
  /** The old section's content is now divided among several; the one most like it is its pair. */
  readonly splits: ReadonlyMap<SectionNode, readonly SectionNode[]>;
  /** Several old sections became one; the first of them is its pair. */
  readonly joins: ReadonlyMap<SectionNode, readonly SectionNode[]>;
}

/** Sections under one parent beyond this many are compared by name alone. */
const mostCompared = 120;
/** From here on two sections are taken for one under another name. */
const sureLikeness = 0.5;
/** A part of a divided section has at least this much of its text from it. */
const mostOfText = 0.6;

/** Pairs the sections of two templates: by name where they stood, by name elsewhere, divided and joined ones, by likeness. */
export function matchSections(old: Schema, current: Schema, renames: NameMap): SectionMatches {
  return new Matching(old, current, renames).run();
}

class Matching {
  readonly #old: readonly SectionNode[];
  readonly #new: readonly SectionNode[];
  readonly #renames: NameMap;
  readonly #newOf = new Map<SectionNode, SectionNode>();
  readonly #oldOf = new Map<SectionNode, SectionNode>();
  readonly #splits = new Map<SectionNode, readonly SectionNode[]>();
  readonly #joins = new Map<SectionNode, readonly SectionNode[]>();
  /** Old sections joined to another and new ones split off another: they have no pair, and are neither gone nor new. */
  readonly #spoken = new Set<SectionNode>();

  constructor(old: Schema, current: Schema, renames: NameMap) {
    this.#old = nodesOf(old);
    this.#new = nodesOf(current);
    this.#renames = renames;
  }

  run(): SectionMatches {
    this.#matchUnder(null, null);
    this.#matchElsewhere();
    for (let before = -1; before !== this.#newOf.size; ) {
      before = this.#newOf.size;
      this.#matchDivided();
      this.#matchAlike();
    }
    return {
      old: this.#old,
      new: this.#new,
      newOf: this.#newOf,
      oldOf: this.#oldOf,
      splits: this.#splits,
      joins: this.#joins,
    };
  }

  #pair(old: SectionNode, current: SectionNode): void {
    this.#newOf.set(old, current);
    this.#oldOf.set(current, old);
    this.#matchUnder(old, current);
  }

  #matchUnder(oldParent: SectionNode | null, newParent: SectionNode | null): void {
    const byKey = new Map<string, SectionNode>();
    for (const node of this.#freeUnder(this.#new, newParent)) {
      const key = foldKey(node.schema.name);
      if (!byKey.has(key)) byKey.set(key, node);
    }
    for (const node of this.#freeUnder(this.#old, oldParent)) {
      const key = this.#keyOf(node);
      const other = byKey.get(key);
      if (other === undefined || this.#oldOf.has(other)) continue;
      this.#pair(node, other);
    }
  }

  /** Where a name is free once on both sides, the section moved. */
  #matchElsewhere(): void {
    const olds = onceByKey(this.#free(this.#old), (node) => this.#keyOf(node));
    const news = onceByKey(this.#free(this.#new), (node) => foldKey(node.schema.name));
    for (const [key, node] of olds) {
      const other = news.get(key);
      if (node === null || other === null || other === undefined) continue;
      if (!this.#newOf.has(node) && !this.#oldOf.has(other)) this.#pair(node, other);
    }
  }

  /** The key that the new template has for an old section's name. */
  #keyOf(node: SectionNode): string {
    const said = this.#renames.get(foldName(node.schema.name));
    return foldKey(said ?? node.schema.name);
  }

  #matchDivided(): void {
    for (const node of this.#old) {
      if (this.#spoken.has(node)) continue;
      const parts = this.#partsOf(node, this.#newOf, this.#new);
      if (parts === null) continue;
      this.#splits.set(node, parts);
      const heir = this.#newOf.get(node) ?? likest(node, parts);
      for (const part of parts) if (part !== heir) this.#spoken.add(part);
      if (!this.#newOf.has(node)) this.#pair(node, heir);
    }
    for (const node of this.#new) {
      if (this.#spoken.has(node)) continue;
      const parts = this.#partsOf(node, this.#oldOf, this.#old);
      if (parts === null) continue;
      this.#joins.set(node, parts);
      for (const part of parts.slice(1)) this.#spoken.add(part);
      if (!this.#oldOf.has(node)) this.#pair(parts[0] as SectionNode, node);
    }
  }

  /** The sections of the other template that `whole` was divided into, or that were joined to it; null when there are none. */
  #partsOf(
    whole: SectionNode,
    pairs: ReadonlyMap<SectionNode, SectionNode>,
    others: readonly SectionNode[],
  ): readonly SectionNode[] | null {
    const isOld = others === this.#new;
    const own = pairs.get(whole);
    const home = this.#counterpart(whole.parent, isOld);
    if (home === undefined || whole.schema.repeat !== null) return null;
    const free = this.#freeUnder(others, home).filter(({ schema }) => schema.repeat === null);
    if (own === undefined) return partsByName(whole, free) ?? partsByText(whole, free, null);
    return own.parent === home ? partsByText(whole, free, own) : null;
  }

  /** The pair of a parent in the other template, null for the top; undefined when it has none. */
  #counterpart(parent: SectionNode | null, isOld: boolean): SectionNode | null | undefined {
    return parent === null ? null : (isOld ? this.#newOf : this.#oldOf).get(parent);
  }

  /** Pairs the likest first, among sections whose parents are pairs. */
  #matchAlike(): void {
    const likely: { old: SectionNode; current: SectionNode; score: number }[] = [];
    const parents = [null, ...this.#newOf.keys()];
    for (const parent of parents) {
      const olds = this.#freeUnder(this.#old, parent).slice(0, mostCompared);
      if (olds.length === 0) continue;
      const news = this.#freeUnder(this.#new, this.#counterpart(parent, true) ?? null).slice(0, mostCompared);
      for (const old of olds) {
        for (const current of news) {
          const score = this.#likeness(old, current);
          if (score >= sureLikeness) likely.push({ old, current, score });
        }
      }
    }
    likely.sort((a, b) => b.score - a.score);
    for (const { old, current } of likely) {
      if (!this.#newOf.has(old) && !this.#oldOf.has(current)) this.#pair(old, current);
    }
  }

  /** By name, text, kind of content, subsections and place, each as far as there is something to compare. */
  #likeness(old: SectionNode, current: SectionNode): number {
    const said = this.#renames.get(foldName(old.schema.name));
    if (said !== undefined) return 0;
    const children = (node: SectionNode): ReadonlySet<string> =>
      new Set(node.sections.map(({ schema }) => foldKey(schema.name)));
    const evidence: readonly (readonly [weight: number, value: number | null])[] = [
      [0.35, nameLikeness(old.schema.name, current.schema.name)],
      [0.3, overlap(old.words, current.words)],
      [0.1, old.schema.content?.type === current.schema.content?.type ? 1 : 0],
      [0.15, overlap(children(old), children(current))],
      [0.15, this.#samePlace(old, current)],
    ];
    let total = 0;
    let sum = 0;
    for (const [weight, value] of evidence) {
      if (value === null) continue;
      total += weight;
      sum += weight * value;
    }
    return sum / total;
  }

  #samePlace(old: SectionNode, current: SectionNode): number {
    let same = 0;
    for (const step of [-1, 1]) {
      const one = siblingsOf(old, this.#old)[old.place + step];
      const other = siblingsOf(current, this.#new)[current.place + step];
      if (one === undefined ? other === undefined : other !== undefined && this.#newOf.get(one) === other) same += 0.5;
    }
    return same;
  }

  #free(nodes: readonly SectionNode[]): SectionNode[] {
    return nodes.filter((node) => !this.#newOf.has(node) && !this.#oldOf.has(node) && !this.#spoken.has(node));
  }

  #freeUnder(nodes: readonly SectionNode[], parent: SectionNode | null): SectionNode[] {
    return this.#free(parent === null ? nodes.filter((node) => node.parent === null) : parent.sections);
  }
}

/** The part that has most of the whole's text; the first unless another has clearly more. */
function likest(whole: SectionNode, parts: readonly SectionNode[]): SectionNode {
  const score = (part: SectionNode): number => overlap(part.words, whole.words) ?? 0;
  return parts.reduce((best, part) => (score(part) > score(best) + 0.2 ? part : best));
}

/** Sections in a row whose names together are the words of the whole's: `Goals and Non-Goals`, `Goals`, `Non-Goals`. */
function partsByName(whole: SectionNode, free: readonly SectionNode[]): readonly SectionNode[] | null {
  const all = foldName(whole.schema.name).split(' ');
  if (all.length < 2) return null;
  const parts = free.filter(({ schema }) => {
    const words = foldName(schema.name).split(' ');
    return words.length < all.length && words.every((word) => all.includes(word));
  });
  const covered = new Set(parts.flatMap(({ schema }) => foldName(schema.name).split(' ')));
  return parts.length >= 2 && all.every((word) => covered.has(word)) ? parts : null;
}

/**
 * Sections whose text comes from the whole's. With `own`, the section that kept the name, the others must hold what it
 * holds no more.
 */
function partsByText(
  whole: SectionNode,
  free: readonly SectionNode[],
  own: SectionNode | null,
): readonly SectionNode[] | null {
  const lost = own === null ? whole.words : new Set([...whole.words].filter((word) => !own.words.has(word)));
  if (lost.size < fewestWords) return null;
  const parts = free
    .slice(0, mostCompared)
    .filter(({ words }) => words.size >= fewestWords && heldBy(words, lost) >= mostOfText);
  if (own !== null) return parts.length === 0 ? null : [own, ...parts];
  const covered = new Set(parts.flatMap(({ words }) => [...words]));
  return parts.length >= 2 && heldBy(whole.words, covered) >= mostOfText ? parts : null;
}

/** Fewer words may be shared by chance. */
const fewestWords = 3;

function onceByKey(
  nodes: readonly SectionNode[],
  keyOf: (node: SectionNode) => string,
): ReadonlyMap<string, SectionNode | null> {
  const known = new Map<string, SectionNode | null>();
  for (const node of nodes) {
    const key = keyOf(node);
    known.set(key, known.has(key) ? null : node);
  }
  return known;
}

function siblingsOf(node: SectionNode, all: readonly SectionNode[]): readonly SectionNode[] {
  return node.parent?.sections ?? all.filter(({ parent }) => parent === null);
}

/** Every section of a template, parents before their subsections, in template order. */
function nodesOf(schema: Schema): readonly SectionNode[] {
  const nodes: SectionNode[] = [];
  // Headings nest six deep at most.
  const open = (section: SectionSchema, parent: SectionNode | null, place: number): SectionNode => {
    const text = schema.text.slice(section.headingRange.end, endOfOwn(section));
    const sections: SectionNode[] = [];
    const node: SectionNode = { schema: section, parent, sections, text, words: wordsOf(text), place };
    nodes.push(node);
    for (const [index, child] of section.sections.entries()) sections.push(open(child, node, index));
    return node;
  };
  for (const [index, section] of schema.sections.entries()) open(section, null, index);
  return nodes;
}

/** Where the text of a section's own ends: before its first subsection. Its samples but the first stand elsewhere. */
export function endOfOwn(section: SectionSchema): number {
  const start = section.headingRange.end;
  const child = section.sections[0]?.headingRange.start ?? section.range.end;
  return Math.max(start, Math.min(child < start ? section.range.end : child, section.range.end));
}
