import type { Nodes, RootContent } from 'mdast';
import type { BoundDocument, BoundField } from '../document/document.ts';
import { foldSpace } from '../markdown/plain.ts';
import { rangeOf } from '../markdown/source.ts';
import { walk } from '../markdown/walk.ts';
import { foldKey } from '../template/names.ts';
import { isLiving, rangesToLeaveOut } from './digest-living.ts';
import { canonicalBlocks, type DigestContext, type Token, withoutComments } from './digest-tree.ts';

/** A field in canonical form: its name, its words, and what words do not show. */
interface CanonicalField {
  readonly name: string;
  readonly words: string;
  readonly more: readonly Token[];
}

/**
 * The canonical form of a document's metadata: front matter, companion file, and the pairs before the first section,
 * whatever their notation and order. Fields that stand in a section belong to that section. What stands between the
 * pairs, and YAML that cannot be read, count as they are written, so that no word is outside.
 */
export function canonicalMetadata(
  document: BoundDocument,
  lead: readonly RootContent[],
  context: DigestContext,
): unknown {
  const taken = blocksOfPairs(document, lead);
  const inLead = fieldsWithin(document.fields, taken);
  const apart = document.fields.filter((field) => field.where === 'frontmatter');
  const marks = new MarkFinder(taken, context);
  const fields = [...apart, ...inLead].flatMap((field) =>
    isLiving(field, document) ? [] : [canonicalField(field, marks)],
  );
  fields.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const between = { ...context, living: { ...context.living, ...rangesToLeaveOut(inLead.map(({ range }) => range)) } };
  return {
    fields,
    between: taken.map((block) => canonicalBlocks([block], between)).filter(saysSomething),
    unread: unreadYaml(document, apart),
  };
}

/** Blocks before the first section that are pairs, not preamble. */
function blocksOfPairs(document: BoundDocument, lead: readonly RootContent[]): readonly RootContent[] {
  const preamble = new Set(document.preamble?.blocks ?? []);
  return lead.filter((block) => !preamble.has(block));
}

/** Both are in text order. */
function fieldsWithin(fields: readonly BoundField[], blocks: readonly RootContent[]): readonly BoundField[] {
  let at = 0;
  return fields.filter((field) => {
    if (field.inCompanion || field.where === 'frontmatter') return false;
    while (at < blocks.length && rangeOf(blocks[at] as RootContent).end <= field.range.start) at += 1;
    const block = blocks[at];
    return block !== undefined && rangeOf(block).start <= field.range.start;
  });
}

function canonicalField(field: BoundField, marks: MarkFinder): CanonicalField {
  const { schema, name, value, where } = field;
  return {
    name: schema?.key ?? foldKey(name),
    words: foldSpace(value.plain),
    more: where === 'frontmatter' ? [] : marks.within(field),
  };
}

/** Finds what plain words do not show of a value: targets, images, footnotes, text struck out, HTML. */
class MarkFinder {
  readonly #marks: { readonly start: number; readonly token: Token }[] = [];
  #next = 0;

  constructor(blocks: readonly RootContent[], context: DigestContext) {
    for (const block of blocks) {
      walk(block, (node) => {
        const token = markOf(node, context);
        if (token !== null) this.#marks.push({ start: rangeOf(node).start, token });
        return undefined;
      });
    }
  }

  /** Fields must be asked for in text order. */
  within({ value }: BoundField): readonly Token[] {
    const found: Token[] = [];
    for (let mark = this.#marks[this.#next]; mark !== undefined && mark.start < value.range.end; ) {
      if (mark.start >= value.range.start) found.push(mark.token);
      this.#next += 1;
      mark = this.#marks[this.#next];
    }
    return found;
  }
}

function markOf(node: Nodes, context: DigestContext): Token | null {
  switch (node.type) {
    case 'link':
    case 'linkReference': {
      const target = node.type === 'link' ? node : context.definition(node.identifier);
      const words = node.children.map((child) => (child.type === 'text' ? child.value : '')).join('');
      // A bare address shows where it leads.
      const isShown = target?.url === words && (target.title ?? null) === null;
      return isShown ? null : ['link', target?.url ?? '', target?.title ?? null];
    }
    case 'image':
    case 'imageReference': {
      const target = node.type === 'image' ? node : context.definition(node.identifier);
      return ['image', context.imageTarget(target?.url ?? ''), target?.title ?? null];
    }
    case 'footnoteReference':
      return ['footnote', context.footnote(node.identifier)];
    case 'delete':
      return ['delete', foldSpace(context.text.slice(rangeOf(node).start, rangeOf(node).end))];
    case 'html': {
      const shown = foldSpace(withoutComments(node.value));
      return shown === '' ? null : ['html', shown];
    }
    default:
      return null;
  }
}

/** False for what only separates pairs: bars, dots, dashes. */
function saysSomething(tokens: readonly Token[]): boolean {
  return tokens.some(
    (token) =>
      token !== 0 && (LEAVES.has(token[0]) || (token[0] === 'text' && /[\p{L}\p{N}\p{S}]/u.test(String(token[1])))),
  );
}

const LEAVES = new Set(['link', 'image', 'footnote', 'code', 'inlineCode', 'html']);

/** YAML with a mistake in it, or that is no mapping; a companion file likewise. */
function unreadYaml(document: BoundDocument, fields: readonly BoundField[]): readonly string[] {
  const { outline, companion, problems } = document;
  const parts = [
    { text: outline.frontMatter?.value ?? '', problem: 'yaml', inCompanion: false },
    { text: companion?.text ?? '', problem: 'companion', inCompanion: true },
  ];
  return parts.flatMap(({ text, problem, inCompanion }) => {
    const isRead = fields.some((field) => field.inCompanion === inCompanion);
    const isBroken = problems.some(({ kind }) => kind === problem);
    const words = foldSpace(text);
    return words === '' || (isRead && !isBroken) ? [] : [words];
  });
}
