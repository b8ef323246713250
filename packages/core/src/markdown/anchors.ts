import { slug } from 'github-slugger';
import type { Heading, Nodes } from 'mdast';
import { lastAnswer } from '../text/last-answer.ts';
import type { Range } from '../text/range.ts';
import type { HtmlTag } from './html-tags.ts';
import { htmlTags } from './html-tags.ts';
import type { MarkdownSource } from './source.ts';
import { rangeOf } from './source.ts';
import { walk } from './walk.ts';

/** `## Title {#own-id}`: a heading that names its anchor, as Pandoc, kramdown and Docusaurus read it. */
const OWN_ID = /\{ {0,3}#([^\s{}]+) {0,3}\}$/u;
const ASCII = /^[\0-\x7F]*$/u;
const PUNCTUATION = /[^a-z0-9 _-]/gu;

/**
 * What `#…` in a link may name, in text order, as GitHub makes it: the slug of every heading, those in quotes, lists and
 * HTML included, numbered when it stands before (`usage`, `usage-1`); and the `id` and `name` of HTML tags as written.
 * A heading's own id (`{#id}`) comes beside its slug. Linear in the text; read once per source.
 */
export function anchorsOf(source: MarkdownSource): readonly string[] {
  return readAnchors(source).all;
}

/** What a fragment leads to. */
export interface AnchorPlace {
  readonly anchor: string;
  /** Of the heading, or of the HTML that holds the tag; it starts at the tag, as nearly as can be told. */
  readonly range: Range;
  /** True for an anchor that is made of a heading's words, and so changes with them. */
  readonly made: boolean;
}

/** The anchors of a text, each with its place, in the order of `anchorsOf`. */
export function anchorPlaces(source: MarkdownSource): readonly AnchorPlace[] {
  return readAnchors(source).places;
}

const readAnchors = lastAnswer((source: MarkdownSource): AnchorList => {
  const anchors = new AnchorList();
  // Without HTML that could hold an anchor, the words within blocks need no visit.
  const inline = mayHoldAnchors(source.text);
  walk(source.tree, (node) => {
    if (node.type === 'heading') anchors.addHeading(headingText(node), rangeOf(node));
    else if (node.type === 'html') anchors.addHtml(node.value, rangeOf(node));
    return inline || holdsBlocks(node) ? undefined : 'skip';
  });
  return anchors;
});

/** True when a tag of the text may have an `id` or a `name`; false is sure. Texts have few `<`, so this reads little. */
function mayHoldAnchors(text: string): boolean {
  for (let open = text.indexOf('<'); open !== -1; open = text.indexOf('<', open + 1)) {
    if (!isLetter(text.charCodeAt(open + 1))) continue;
    const close = text.indexOf('>', open);
    if (close === -1) return false;
    // After a quote, the `>` found may stand within a value.
    if (close - open > 1_000 || /id|name|["']/i.test(text.slice(open, close))) return true;
  }
  return false;
}

function isLetter(unit: number): boolean {
  return (unit | 32) >= 97 && (unit | 32) <= 122;
}

function holdsBlocks(node: Nodes): boolean {
  switch (node.type) {
    case 'root':
    case 'blockquote':
    case 'list':
    case 'listItem':
    case 'footnoteDefinition':
      return true;
    default:
      return false;
  }
}

/** The text of a heading as a browser has it: unlike `plainText`, white space stays and images count nothing. */
function headingText(heading: Heading): string {
  let text = '';
  walk(heading, (node) => {
    if (node.type === 'text' || node.type === 'inlineCode') text += node.value;
    return undefined;
  });
  return text;
}

class AnchorList {
  readonly all: string[] = [];
  readonly places: AnchorPlace[] = [];
  readonly #taken = new Map<string, number>();

  addHeading(text: string, range: Range): void {
    this.#add(this.#numbered(slugOf(text)), range, true);
    const ownId = OWN_ID.exec(text)?.[1];
    if (ownId !== undefined) this.#add(ownId, range, false);
  }

  addHtml(html: string, { start, end }: Range): void {
    let heading: HtmlTag | null = null;
    for (const tag of htmlTags(html)) {
      const range = { start: Math.min(start + tag.start, end), end };
      for (const anchor of tag.anchors) this.#add(anchor, range, false);
      if (!/^h[1-6]$/u.test(tag.name)) continue;
      if (!tag.closing) heading = tag;
      else if (heading !== null) {
        this.#add(this.#numbered(slugOf(textBetween(html, heading.end, tag.start))), range, true);
        heading = null;
      }
    }
  }

  #add(anchor: string, range: Range, made: boolean): void {
    this.all.push(anchor);
    this.places.push({ anchor, range, made });
  }

  /** Numbers a slug that is taken; the same steps as github-slugger's, which also minds `a`, `a-1`, `a`. */
  #numbered(wanted: string): string {
    let slugged = wanted;
    let count = this.#taken.get(wanted) ?? 0;
    while (this.#taken.has(slugged)) {
      count += 1;
      slugged = `${wanted}-${count}`;
    }
    this.#taken.set(wanted, count);
    if (slugged !== wanted) this.#taken.set(slugged, 0);
    return slugged;
  }
}

/**
 * Anchors of one text, to find which of them a fragment leads to. Renderers differ in how they turn headings into anchors,
 * so where no anchor is as the fragment says, the first one counts that differs only in punctuation and case.
 */
export class AnchorNames {
  readonly #names: readonly string[];
  readonly #exact: ReadonlyMap<string, number>;
  #folded: ReadonlyMap<string, number> | null = null;

  constructor(names: readonly string[]) {
    this.#names = names;
    this.#exact = firstPlaces(names);
  }

  /** The place among the names; null when the fragment leads to none of them. */
  find(fragment: string): number | null {
    const name = fragmentName(fragment);
    const exact = this.#exact.get(name) ?? this.#exact.get(fragment);
    if (exact !== undefined) return exact;
    this.#folded ??= firstPlaces(this.#names.map(foldAnchor));
    const folded = foldAnchor(name);
    return folded === '' ? null : (this.#folded.get(folded) ?? null);
  }
}

/** A fragment without what GitHub puts before the anchors of a text. */
export function fragmentName(fragment: string): string {
  return fragment.replace(/^user-content-/u, '');
}

/** Letters and digits alone, in lower case. */
export function foldAnchor(anchor: string): string {
  return anchor.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}

function firstPlaces(names: readonly string[]): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  for (const [place, name] of names.entries()) if (!places.has(name)) places.set(name, place);
  return places;
}

/** GitHub's slug of a heading's text, before numbering. */
export function slugOf(text: string): string {
  // The same as the library's for ASCII, without its long table of characters.
  if (ASCII.test(text)) return text.toLowerCase().replace(PUNCTUATION, '').replaceAll(' ', '-');
  return slug(text);
}

function textBetween(html: string, start: number, end: number): string {
  let text = '';
  let at = start;
  const inner = html.slice(0, end);
  for (const tag of htmlTags(inner, start)) {
    text += inner.slice(at, tag.start);
    at = tag.end;
  }
  return (text + inner.slice(at)).trim();
}
