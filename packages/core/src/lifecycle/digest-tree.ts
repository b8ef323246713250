import type { Code, Definition, Html, Image, ImageReference, List, Nodes, Text } from 'mdast';
import { rangeOf } from '../markdown/source.ts';
import type { Range } from '../text/range.ts';
import type { LivingParts } from './digest-living.ts';

/**
 * One step of a tree in its canonical form: `[type, …details]` begins a node or is a whole one, `0` ends the last that
 * was begun. A flat list, so that no depth of a document can exhaust a stack.
 */
export type Token = readonly [type: string, ...details: readonly (string | number | boolean | null)[]] | 0;

/** What the canonical form of one part needs to know of the rest of the document. */
export interface DigestContext {
  readonly text: string;
  readonly living: LivingParts;
  definition(identifier: string): Definition | undefined;
  /** Digest of what a footnote says; of nothing for one that is not there. */
  footnote(identifier: string): string;
  /** What an image shows: its content where that is known, else its path. */
  imageTarget(url: string): string;
  /** Contents of the images that HTML within a range shows, as far as they are known. */
  imagesIn(range: Range): readonly string[];
}

/**
 * The canonical form of blocks: what two texts that say the same have in common. White space is folded, but in code;
 * texts beside each other are one; comments, definitions and living parts are gone, and whatever is left empty by that;
 * references and footnotes are resolved into their use. Thematic breaks between `blocks` are gone too, for they only
 * separate.
 */
export function canonicalBlocks(blocks: readonly Nodes[], context: DigestContext): readonly Token[] {
  return new TreeWriter(context).write(blocks);
}

/** What ends a node: where it begins among the tokens, and what it was. */
interface Open {
  readonly node: Nodes;
  /** Index of its first token; that of an earlier list for a list that goes on where the other ends. */
  readonly at: number;
  readonly wasEmpty: boolean;
}

/** Blocks that hold running text. */
const RUNNING = new Set(['paragraph', 'heading', 'cell']);

/** Words of the canonical form for nodes that are nothing but a container. */
const CONTAINERS: Readonly<Record<string, string>> = {
  paragraph: 'paragraph',
  heading: 'heading',
  blockquote: 'quote',
  table: 'table',
  tableRow: 'row',
  tableCell: 'cell',
  emphasis: 'emphasis',
  strong: 'strong',
  delete: 'delete',
};

class TreeWriter {
  readonly #context: DigestContext;
  readonly #tokens: Token[] = [];
  /** Text that is not a token yet, for more may follow. */
  #text: string[] = [];
  #endsInSpace = false;
  #nesting = 0;
  /** The list that has just ended. */
  #list: { readonly at: number; readonly end: number; readonly ordered: boolean; readonly next: number } | null = null;
  /** The indented code that has just been written. */
  #code: { readonly at: number; readonly line: number } | null = null;

  constructor(context: DigestContext) {
    this.#context = context;
  }

  write(blocks: readonly Nodes[]): readonly Token[] {
    const pending: (Nodes | Open)[] = [...blocks].reverse();
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if ('node' in next) this.#close(next);
      else this.#visit(next, pending);
    }
    return this.#tokens;
  }

  #visit(node: Nodes, pending: (Nodes | Open)[]): void {
    const { living } = this.#context;
    if (living.tables.has(node) || living.holds(rangeOf(node))) return;
    switch (node.type) {
      case 'text':
        this.#addText(this.#shownText(node));
        break;
      case 'code':
        this.#addCode(node);
        break;
      case 'inlineCode':
        this.#add(['inlineCode', node.value.replace(LINE_END, ' ')]);
        break;
      case 'html':
        this.#addHtml(node);
        break;
      case 'break':
        this.#addBreak();
        break;
      case 'image':
      case 'imageReference':
        this.#addImage(node);
        break;
      case 'footnoteReference':
        this.#add(['footnote', this.#context.footnote(node.identifier)]);
        break;
      case 'thematicBreak':
        if (this.#nesting > 0) this.#add(['thematicBreak']);
        break;
      case 'definition':
      case 'footnoteDefinition':
      case 'yaml':
        break;
      case 'list':
        this.#openList(node, pending);
        break;
      default:
        if ('children' in node) this.#open(node, this.#opening(node), pending);
        else this.#add([(node as Nodes).type, 'value' in node ? String((node as { value: unknown }).value) : null]);
    }
  }

  /** The token that begins a container. */
  #opening(node: Nodes): Token {
    switch (node.type) {
      case 'listItem':
        // Neither the tick nor the box counts: a task that had no box is done by giving it a ticked one.
        return ['item'];
      case 'link':
        return ['link', node.url, node.title ?? null];
      case 'linkReference': {
        const definition = this.#context.definition(node.identifier);
        return ['link', definition?.url ?? '', definition?.title ?? null];
      }
      default:
        return [CONTAINERS[node.type] ?? node.type];
    }
  }

  #open(node: Nodes & { children: readonly Nodes[] }, token: Token, pending: (Nodes | Open)[]): void {
    this.#add(token);
    this.#push(node, this.#tokens.length - 1, pending);
  }

  #push(node: Nodes & { children: readonly Nodes[] }, at: number, pending: (Nodes | Open)[]): void {
    const hidden = node.type === 'tableCell' && this.#context.living.cells.has(node);
    this.#nesting += 1;
    pending.push({ node, at, wasEmpty: node.children.length === 0 });
    if (hidden) return;
    for (let index = node.children.length - 1; index >= 0; index -= 1) pending.push(node.children[index] as Nodes);
  }

  /** Lists of one kind with nothing shown between them are one: only marks or comments set them apart. */
  #openList(list: List, pending: (Nodes | Open)[]): void {
    const ordered = list.ordered === true;
    const start = list.start ?? 1;
    const before = this.#list;
    const goesOn =
      before !== null &&
      before.end === this.#tokens.length - 1 &&
      this.#text.length === 0 &&
      before.ordered === ordered;
    if (!goesOn || (ordered && before.next !== start)) {
      this.#open(list, ordered && start !== 1 ? ['list', ordered, start] : ['list', ordered], pending);
      return;
    }
    this.#tokens.pop();
    this.#push(list, before.at, pending);
  }

  #close({ node, at, wasEmpty }: Open): void {
    this.#nesting -= 1;
    const word = CONTAINERS[node.type];
    if (word !== undefined && RUNNING.has(word)) this.#trimEnd();
    this.#flush();
    if (node.type === 'tableRow') this.#dropEmptyCells();
    const isEmpty = this.#tokens.length - 1 === at;
    if (isEmpty && !wasEmpty && node.type !== 'tableCell') {
      this.#tokens.pop();
      return;
    }
    this.#tokens.push(0);
    if (node.type !== 'list') return;
    const next = (node.start ?? 1) + node.children.length;
    this.#list = { at, end: this.#tokens.length - 1, ordered: node.ordered === true, next };
  }

  /** A row may leave out its last cells when they are empty. */
  #dropEmptyCells(): void {
    for (;;) {
      const begin = this.#tokens.at(-2);
      if (this.#tokens.at(-1) !== 0 || begin === 0 || begin?.[0] !== 'cell') return;
      this.#tokens.length -= 2;
    }
  }

  #add(token: Token): void {
    this.#flush();
    this.#tokens.push(token);
  }

  #addText(text: string): void {
    const folded = text.replace(/\s+/gu, ' ');
    const joined = this.#endsInSpace && folded.startsWith(' ') ? folded.slice(1) : folded;
    if (joined === '') return;
    this.#text.push(joined);
    this.#endsInSpace = joined.endsWith(' ');
  }

  /** A text less its living part. */
  #shownText(node: Text): string {
    const place = rangeOf(node);
    const parts = this.#context.living.around(place);
    if (parts === null) return node.value;
    const isExact = node.value.length === place.end - place.start;
    return parts
      .map(({ start, end }) =>
        isExact ? node.value.slice(start - place.start, end - place.start) : this.#context.text.slice(start, end),
      )
      .join(' ');
  }

  #flush(): void {
    if (this.#text.length === 0) return;
    const text = this.#text.join('');
    this.#text = [];
    this.#endsInSpace = false;
    const shown = this.#isAtStart() ? text.trimStart() : text;
    if (shown !== '') this.#tokens.push(['text', shown]);
  }

  #isAtStart(): boolean {
    const last = this.#tokens.at(-1);
    return last === undefined || (last !== 0 && (RUNNING.has(last[0]) || last[0] === 'break'));
  }

  /** Takes white space and breaks off the end of running text. */
  #trimEnd(): void {
    if (this.#text.length > 0) this.#text = [this.#text.join('').trimEnd()].filter((text) => text !== '');
    this.#endsInSpace = false;
    if (this.#text.length > 0) return;
    for (let last = this.#tokens.at(-1); last !== undefined && last !== 0 && last[0] === 'break'; ) {
      this.#tokens.pop();
      last = this.#tokens.at(-1);
    }
  }

  #addBreak(): void {
    if (this.#text.length > 0) this.#text = [this.#text.join('').trimEnd()].filter((text) => text !== '');
    this.#flush();
    this.#endsInSpace = false;
    if (!this.#isAtStart()) this.#tokens.push(['break']);
  }

  /** Indented code on lines that follow each other is one, however a parser cuts it. */
  #addCode(node: Code): void {
    const { text } = this.#context;
    const value = node.value.replace(LINE_END, '\n');
    const indented = /[ \t]/u.test(text[rangeOf(node).start] ?? '');
    const before = this.#code;
    const last = this.#tokens.at(-1);
    const follows = before?.at === this.#tokens.length - 1 && before.line + 1 === node.position?.start.line;
    if (indented && follows && last !== undefined && last !== 0) {
      this.#tokens[this.#tokens.length - 1] = ['code', null, null, `${last[3]}\n${value}`];
    } else this.#add(['code', node.lang ?? null, node.meta?.replace(/\s+/gu, ' ').trim() ?? null, value]);
    this.#code = indented ? { at: this.#tokens.length - 1, line: node.position?.end.line ?? 0 } : null;
  }

  #addHtml(node: Html): void {
    const shown = withoutComments(node.value);
    if (shown.trim() === '') return;
    const spaced = /<(?:pre|textarea)[\s>]/iu.test(shown)
      ? shown.replace(LINE_END, '\n').trim()
      : shown.replace(/\s+/gu, ' ').trim();
    this.#add(['html', spaced, ...this.#context.imagesIn(rangeOf(node))]);
  }

  #addImage(node: Image | ImageReference): void {
    const { url, title } = node.type === 'image' ? node : (this.#context.definition(node.identifier) ?? UNKNOWN);
    const alt = (node.alt ?? '').replace(/\s+/gu, ' ').trim();
    this.#add(['image', this.#context.imageTarget(url), title ?? null, alt]);
  }
}

const UNKNOWN = { url: '', title: null } as const;
const LINE_END = /\r\n?|\n/gu;

/** HTML less its comments; one that is not closed stays, for nobody knows where it would end. */
export function withoutComments(html: string): string {
  let shown = '';
  let from = 0;
  for (let open = html.indexOf('<!--'); open !== -1; open = html.indexOf('<!--', from)) {
    // `<!-->` and `<!--->` are whole, empty comments: https://html.spec.whatwg.org/#comment-start-state
    const close = html.indexOf('-->', open + 2);
    if (close === -1) break;
    shown += html.slice(from, open);
    from = close + 3;
  }
  return shown + html.slice(from);
}
