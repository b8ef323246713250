import type { List, ListItem, Nodes, Paragraph, Root, Table } from 'mdast';
import { foldName } from '../../src/template/names.ts';
import type { Schema, SectionSchema } from '../../src/template/schema.ts';
import type { Range } from '../../src/text/range.ts';
import { parser, type Specimen } from './specimen.ts';

/** A heading with the part of the text it opens. Offsets are UTF-16 units. */
export interface HeadingPlace {
  readonly depth: number;
  /** Without `#` marks. */
  readonly words: string;
  /** The heading's line, its line feed left out. */
  readonly range: Range;
  /** Up to the next heading of the same or a lesser depth. */
  readonly section: Range;
  /** From the line after the heading to the next heading of any depth. */
  readonly body: Range;
  /** Index of the heading that holds this one; -1 at the top. */
  readonly parent: number;
  /** What the template asks for here; null for headings it does not know, and for entries of a repeated part. */
  readonly schema: SectionSchema | null;
  /** True for an entry of a repeated part. */
  readonly repeated: boolean;
}

/** A line that writes a field: `**Status**: Approved`, `- Date: …`, a row of a key and value table, a line of front matter. */
export interface FieldPlace {
  readonly line: Range;
  readonly name: Range;
  /** Empty where a value would stand. */
  readonly value: Range;
  readonly words: string;
}

/** The parts of a good document that faults and rewrites are planted in. */
export interface Places {
  readonly specimen: Specimen;
  readonly text: string;
  readonly tree: Root;
  readonly headings: readonly HeadingPlace[];
  /** Fields before the first section. */
  readonly fields: readonly FieldPlace[];
  readonly tables: readonly Table[];
  readonly lists: readonly List[];
  readonly items: readonly ListItem[];
  /** Paragraphs of running text: no field, no list, no table. */
  readonly paragraphs: readonly Paragraph[];
}

export function placesOf(specimen: Specimen): Places {
  const { text, schema } = specimen;
  const tree = parser.parse(text);
  const headings = headingsOf(text, tree, schema);
  const firstSection = headings.find((heading) => heading.schema !== null)?.range.start ?? text.length;
  const fields = fieldsOf(text, firstSection);
  const all = descendants(tree);
  const isField = ({ start, end }: Range): boolean => fields.some(({ line }) => line.start < end && start < line.end);
  const topParagraphs = tree.children.filter((node) => node.type === 'paragraph');
  return {
    specimen,
    text,
    tree,
    headings,
    fields,
    tables: all.filter((node) => node.type === 'table').filter((node) => !isField(spanOf(node))),
    lists: all.filter((node) => node.type === 'list').filter((node) => !isField(spanOf(node))),
    items: all.filter((node) => node.type === 'listItem').filter((node) => !isField(spanOf(node))),
    paragraphs: topParagraphs.filter((node) => {
      const words = text.slice(spanOf(node).start, spanOf(node).end);
      return !isField(spanOf(node)) && !/^\*\*|^Chosen:|^!\[/u.test(words) && words.includes(' ');
    }),
  };
}

export function spanOf(node: Nodes): Range {
  return { start: node.position?.start.offset ?? 0, end: node.position?.end.offset ?? 0 };
}

/** The line that holds an offset, its line feed left out. */
export function lineAround(text: string, offset: number): Range {
  const end = text.indexOf('\n', offset);
  return { start: text.lastIndexOf('\n', offset - 1) + 1, end: end < 0 ? text.length : end };
}

/** Every schema section that stands once, by folded name; names that stand twice are left out. */
function sectionsByName(sections: readonly SectionSchema[], found: Map<string, SectionSchema | null>): typeof found {
  for (const section of sections) {
    const name = foldName(section.name);
    found.set(name, found.has(name) ? null : section);
    sectionsByName(section.sections, found);
  }
  return found;
}

function headingsOf(text: string, tree: Root, schema: Schema): HeadingPlace[] {
  const nodes = tree.children.filter((node) => node.type === 'heading');
  const names = sectionsByName(schema.sections, new Map());
  const stack: number[] = [];
  return nodes.map((node, index): HeadingPlace => {
    const range = spanOf(node);
    const after = nodes.slice(index + 1);
    const next = after[0] === undefined ? text.length : spanOf(after[0]).start;
    const closing = after.find((other) => other.depth <= node.depth);
    while (stack.length > 0 && (nodes[stack.at(-1) as number]?.depth ?? 0) >= node.depth) stack.pop();
    const parent = stack.at(-1) ?? -1;
    stack.push(index);
    const words = text.slice(range.start, range.end).replace(/^#+\s*/u, '');
    const known = names.get(foldName(words)) ?? null;
    const stem = words.replace(/\s*(?:\d+|[A-Z])(?::.*)?$/u, '');
    const repeated =
      known === null &&
      [...names.values()].some((section) => section?.repeat != null && foldName(section.name) === foldName(stem));
    return {
      depth: node.depth,
      words,
      range,
      section: { start: range.start, end: closing === undefined ? text.length : spanOf(closing).start },
      body: { start: Math.min(range.end + 1, text.length), end: next },
      parent,
      schema: known?.repeat == null ? known : null,
      repeated,
    };
  });
}

const fieldLine = /^(?:[-*] )?(\|? ?)(\*\*)?([^*:|#>]{2,30}?)(\*\*)?( \| |:(?:\*\*)? ?)([^|\n]*?)( \|)?$/u;

function fieldsOf(text: string, end: number): FieldPlace[] {
  const found: FieldPlace[] = [];
  for (let start = 0; start < end; ) {
    const line = lineAround(text, start);
    const words = text.slice(line.start, line.end);
    const match = fieldLine.exec(words);
    if (match !== null && !/^[#-]{2,}|^\|\s*\|/u.test(words)) {
      const name = match[3] as string;
      const value = match[6] as string;
      const at = line.start + words.indexOf(name);
      const from = line.start + words.lastIndexOf(value, words.length - (match[7]?.length ?? 0));
      found.push({
        line,
        name: { start: at, end: at + name.length },
        value: { start: from, end: from + value.length },
        words: name,
      });
    }
    start = line.end + 1;
  }
  return found;
}

function descendants(root: Root): Nodes[] {
  const found: Nodes[] = [];
  const open: Nodes[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    found.push(node);
    if ('children' in node) open.push(...[...node.children].reverse());
  }
  return found;
}
