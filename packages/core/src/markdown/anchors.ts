import { slug } from 'github-slugger';
import type { Heading, Nodes } from 'mdast';
import { lastAnswer } from '../text/last-answer.ts';
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

/** A heading and the anchor that GitHub makes of it. */
export interface HeadingAnchor {
  /** Offset of the heading's first unit. */
  readonly start: number;
  readonly anchor: string;
}

/** The anchors of a text's headings, in text order; those of HTML are left out. */
export function headingAnchors(source: MarkdownSource): readonly HeadingAnchor[] {
  return readAnchors(source).headings;
}

const readAnchors = lastAnswer((source: MarkdownSource): AnchorList => {
  const anchors = new AnchorList();
  // Without HTML that could hold an anchor, the words within blocks need no visit.
  const inline = mayHoldAnchors(source.text);
  walk(source.tree, (node) => {
    if (node.type === 'heading') anchors.addHeading(headingText(node), rangeOf(node).start);
    else if (node.type === 'html') anchors.addHtml(node.value);
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
  readonly headings: HeadingAnchor[] = [];
  readonly #taken = new Map<string, number>();

  addHeading(text: string, start: number): void {
    this.headings.push({ start, anchor: this.#addSlug(slugOf(text)) });
    const ownId = OWN_ID.exec(text)?.[1];
    if (ownId !== undefined) this.all.push(ownId);
  }

  addHtml(html: string): void {
    let heading: HtmlTag | null = null;
    for (const tag of htmlTags(html)) {
      this.all.push(...tag.anchors);
      if (!/^h[1-6]$/u.test(tag.name)) continue;
      if (!tag.closing) heading = tag;
      else if (heading !== null) {
        this.#addSlug(slugOf(textBetween(html, heading.end, tag.start)));
        heading = null;
      }
    }
  }

  /** Numbers a slug that is taken; the same steps as github-slugger's, which also minds `a`, `a-1`, `a`. */
  #addSlug(wanted: string): string {
    let slugged = wanted;
    let count = this.#taken.get(wanted) ?? 0;
    while (this.#taken.has(slugged)) {
      count += 1;
      slugged = `${wanted}-${count}`;
    }
    this.#taken.set(wanted, count);
    if (slugged !== wanted) this.#taken.set(slugged, 0);
    this.all.push(slugged);
    return slugged;
  }
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
