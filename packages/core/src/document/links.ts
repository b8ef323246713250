import type { Definition, Html, Nodes } from 'mdast';
import { rangeOf } from '../markdown/source.ts';
import { lastAnswer } from '../text/last-answer.ts';
import type { Range } from '../text/range.ts';
import type { DocumentLink } from '../workspace/facts.ts';
import type { BoundDocument, BoundSection } from './document.ts';

/** A text with the sections that its links may stand in; a file that is no document has none. */
export type LinkedText = Pick<BoundDocument, 'source' | 'allSections'>;

/**
 * Links and images that point into the document itself or to a file of the workspace, in text order. A definition that
 * is used counts once, at the definition. Left out: links with a scheme (`https:`, `mailto:`), links that name a host
 * (`//host`), links without a target, and targets that a site generator fills in (`{{ url }}`).
 */
export const linksOf = lastAnswer((document: LinkedText): readonly DocumentLink[] =>
  new LinkWalk(document, localTargets).run().flatMap((target) => localLink(target) ?? []),
);

/** A link or image that leads to a page of the web. */
export interface WebLink {
  /** As written, with its scheme, which is `http` or `https`. */
  readonly url: string;
  readonly image: boolean;
  /** Of the target as written; of the whole link when the target cannot be found as written. */
  readonly range: Range;
  readonly address: string;
}

/** Links and images with the scheme `http` or `https`, in text order; otherwise like `linksOf`. */
export function webLinksOf(document: LinkedText): readonly WebLink[] {
  return new LinkWalk(document, webTargets).run().map(({ url, whole, start, image, address }) => {
    const range = start === null ? whole : { start, end: start + url.length };
    return { url, image, range, address };
  });
}

/** What a link or image of any kind says. */
interface Target {
  readonly url: string;
  readonly image: boolean;
  /** Range of the link. */
  readonly whole: Range;
  /** Where the target stands as written; null when it cannot be found as written. */
  readonly start: number | null;
  readonly address: string;
}

/** Which targets are looked for. */
interface TargetKind {
  /** Units of which a block with such a target has one; most blocks have none. */
  readonly marks: readonly string[];
  readonly wants: (url: string) => boolean;
}

/** A scheme, or a host without one. */
const elsewhere = /^(?:[a-z][a-z0-9+.-]*:|\/\/)/iu;
const web = /^https?:\/\//iu;

/** Links with words of their own have a closing bracket; others stand in a tag. */
const localTargets: TargetKind = { marks: [']', '<'], wants: (url) => !elsewhere.test(url) };
/** An address of the web is a link by itself too. */
const webTargets: TargetKind = { marks: [']', '<', ':', '.'], wants: (url) => web.test(url) };

class LinkWalk {
  readonly #document: LinkedText;
  readonly #kind: TargetKind;
  readonly #text: string;
  readonly #targets: Target[] = [];
  readonly #definitions = new Map<string, { node: Definition; address: string }>();
  /** Identifiers that are used, and whether an image uses them. */
  readonly #used = new Map<string, boolean>();
  #address = '';

  constructor(document: LinkedText, kind: TargetKind) {
    this.#document = document;
    this.#kind = kind;
    this.#text = document.source.text;
  }

  /** In text order. */
  run(): readonly Target[] {
    const sections = this.#document.allSections;
    const marks = this.#kind.marks.map((unit) => new NextUnit(this.#text, unit));
    let next = 0;
    for (const block of this.#document.source.tree.children) {
      const { start, end } = rangeOf(block);
      for (let at = sections[next]; at !== undefined && startOf(at) <= start; at = sections[next]) {
        this.#address = at.address;
        next += 1;
      }
      if (marks.some((mark) => mark.from(start) < end)) this.#walk(block);
    }
    this.#addDefinitions();
    return this.#targets.sort((a, b) => (a.start ?? a.whole.start) - (b.start ?? b.whole.start));
  }

  #walk(block: Nodes): void {
    const pending: Nodes[] = [block];
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      this.#visit(node);
      if (!('children' in node)) continue;
      for (let index = node.children.length - 1; index >= 0; index -= 1) pending.push(node.children[index] as Nodes);
    }
  }

  #visit(node: Nodes): void {
    switch (node.type) {
      case 'link': {
        const last = node.children.at(-1);
        const range = rangeOf(node);
        const from = last === undefined ? range.start : rangeOf(last).end;
        const mark = this.#text.slice(from, range.end).indexOf('](');
        this.#add(node.url, range, mark === -1 ? -1 : from + mark, false);
        break;
      }
      case 'image': {
        const range = rangeOf(node);
        this.#add(node.url, range, this.#text.lastIndexOf('](', range.end), true);
        break;
      }
      case 'linkReference':
        if (!this.#used.has(node.identifier)) this.#used.set(node.identifier, false);
        break;
      case 'imageReference':
        this.#used.set(node.identifier, true);
        break;
      case 'definition':
        if (!this.#definitions.has(node.identifier))
          this.#definitions.set(node.identifier, { node, address: this.#address });
        break;
      case 'html':
        this.#addHtml(node);
        break;
    }
  }

  #addDefinitions(): void {
    for (const [identifier, { node, address }] of this.#definitions) {
      const image = this.#used.get(identifier);
      if (image === undefined) continue;
      this.#address = address;
      const range = rangeOf(node);
      this.#add(node.url, range, this.#text.indexOf(']:', range.start), image);
    }
  }

  #addHtml(node: Html): void {
    if (!node.value.includes('=') || node.value.startsWith('<!--')) return;
    const range = rangeOf(node);
    for (const found of node.value.matchAll(htmlTarget)) {
      const url = found[2] ?? found[3] ?? '';
      const start = range.start + found.index + found[0].length - url.length - 1;
      const image = (found[1] as string).toLowerCase() === 'img';
      if (this.#text.startsWith(url, start)) this.#add(url, { start, end: start + url.length }, start - 2, image);
      else this.#add(url, range, -1, image);
    }
  }

  /** `mark` is the offset of the two units before the target; negative when it is not known. */
  #add(url: string, whole: Range, mark: number, image: boolean): void {
    if (url === '' || url === '#' || !this.#kind.wants(url) || url.includes('{') || url.includes('<')) return;
    const at = mark < 0 ? -1 : this.#targetStart(mark + 2);
    const exact = at >= whole.start && at <= whole.end && this.#text.startsWith(url, at);
    this.#targets.push({ url, image, whole, start: exact ? at : null, address: this.#address });
  }

  /** Skips white space and the `<` that may stand before a target. */
  #targetStart(from: number): number {
    let at = from;
    while (isSpace(this.#text.charCodeAt(at))) at += 1;
    return this.#text.charCodeAt(at) === 60 ? at + 1 : at;
  }
}

/** A target as a link within the workspace; null when it leads nowhere. */
function localLink({ url, image, whole, start, address }: Target): DocumentLink | null {
  const hash = url.indexOf('#');
  const query = url.indexOf('?');
  const pathEnd = Math.min(hash === -1 ? url.length : hash, query === -1 ? url.length : query);
  const fragment = hash === -1 || hash === url.length - 1 ? null : url.slice(hash + 1);
  if (pathEnd === 0 && fragment === null) return null;
  return {
    path: decodeEscapes(url.slice(0, pathEnd)),
    fragment: fragment === null ? null : decodeEscapes(fragment),
    image,
    range: start === null ? whole : { start, end: start + url.length },
    pathRange: start === null ? null : { start, end: start + pathEnd },
    fragmentRange: start === null || fragment === null ? null : { start: start + hash + 1, end: start + url.length },
    address,
  };
}

/** Finds a unit of a text from offsets that never decrease, in one pass over the text. */
class NextUnit {
  readonly #text: string;
  readonly #unit: string;
  #at = -1;

  constructor(text: string, unit: string) {
    this.#text = text;
    this.#unit = unit;
  }

  /** Offset of the first such unit at `offset` or behind it; infinite when there is none. */
  from(offset: number): number {
    if (this.#at < offset) {
      const found = this.#text.indexOf(this.#unit, offset);
      this.#at = found === -1 ? Number.POSITIVE_INFINITY : found;
    }
    return this.#at;
  }
}

/** Targets of `a` and `img` in HTML. A tag ends at the next angle bracket, so the look-ahead is bounded by it. */
const htmlTarget = /<(a|img)\s(?:[^<>]*?\s)??(?:href|src)=(?:"([^"<>]*)"|'([^'<>]*)')/giu;

function isSpace(unit: number): boolean {
  return unit === 32 || (unit >= 9 && unit <= 13);
}

function startOf(section: BoundSection): number {
  return section.outline.headingRange.start;
}

/** Percent escapes decoded; text with a broken escape stays as written. */
export function decodeEscapes(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
