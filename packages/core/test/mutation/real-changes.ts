import type { Nodes } from 'mdast';
import type { BoundDocument, BoundSection } from '../../src/document/document.ts';
import { walk } from '../../src/markdown/walk.ts';
import { type Draw, pick } from './fault.ts';
import { spanOf } from './places.ts';

/** A change of what a document says. */
export interface RealChange {
  readonly name: string;
  /** `there`: exactly the own digest at the address changes; `anywhere`: addresses may change too. */
  readonly where: 'there' | 'anywhere';
  /** Null when the document has no place for it. */
  readonly change: (document: BoundDocument, draw: Draw) => { readonly text: string; readonly address: string } | null;
}

/** A node in the body of a section that no template calls living. */
interface Place {
  readonly node: Nodes;
  readonly section: BoundSection;
}

function places(document: BoundDocument, wanted: (node: Nodes, parent: Nodes | null) => boolean): Place[] {
  const found: Place[] = [];
  for (const section of document.allSections) {
    if (section.schema?.living === true || section.field !== null) continue;
    const livingTables = new Set<Nodes>(section.content.tables.filter(holdsLiving).map(({ node }) => node));
    for (const block of section.outline.blocks) {
      walk(block, (node, parent) => {
        if (livingTables.has(node) || node.type === 'footnoteDefinition') return 'skip';
        if (wanted(node, parent)) found.push({ node, section });
        return undefined;
      });
    }
  }
  return found;
}

function holdsLiving({ schema }: BoundSection['content']['tables'][number]): boolean {
  return schema !== null && (schema.living || schema.columns.some((column) => column.living));
}

/** A change of one node's source in the body of one section. */
function onNode(
  name: string,
  wanted: (node: Nodes, parent: Nodes | null) => boolean,
  rewrite: (words: string, node: Nodes) => string | null,
): RealChange {
  return {
    name,
    where: 'there',
    change: (document, draw) => {
      const place = pick(places(document, wanted), draw);
      if (place === null) return null;
      const { start, end } = spanOf(place.node);
      const { text } = document.source;
      const words = rewrite(text.slice(start, end), place.node);
      if (words === null) return null;
      return { text: text.slice(0, start) + words + text.slice(end), address: place.section.address };
    },
  };
}

const isOf =
  (type: Nodes['type']) =>
  (node: Nodes): boolean =>
    node.type === type;

export const realChanges: readonly RealChange[] = [
  onNode('another word', isOf('text'), (words) => {
    const changed = words.replace(/[a-z\u0430-\u044f]{5,}(?=[ ,.;]|$)/u, 'otherwise');
    return changed === words ? null : changed;
  }),
  onNode(
    'a word more',
    (node, parent) => node.type === 'text' && parent?.type === 'paragraph',
    (words) => `${words.trimEnd()} indeed `,
  ),
  onNode('another link target', isOf('link'), (words) => {
    const changed = words.replace(/\]\(([^)\s]+)/u, ']($1-other');
    return changed === words ? null : changed;
  }),
  onNode('another image', isOf('image'), (words) => words.replace(/\]\(/u, '](other-')),
  onNode('other white space in code', isOf('code'), (words) => words.replace(/\n(?=.+\n)/u, '\n  ')),
  onNode('another language of code', isOf('code'), (words) => words.replace(/^(`{3,}|~{3,}).*/u, '$1other')),
  onNode(
    'another kind of list',
    (node) =>
      node.type === 'list' && node.children.every(({ children, checked }) => children.length === 1 && checked === null),
    (words, node) => {
      const ordered = node.type === 'list' && node.ordered === true;
      return words.replace(/^(?:[-*+]|\d+[.)])(?= )/gmu, ordered ? '-' : '1.');
    },
  ),
  onNode(
    'an item less',
    (node, parent) =>
      node.type === 'listItem' &&
      parent?.type === 'list' &&
      parent.children.length > 1 &&
      parent.children[0] !== node &&
      parent.position?.start.column === 1,
    () => '',
  ),
  onNode(
    'emphasis',
    (node, parent) => node.type === 'text' && parent?.type === 'paragraph' && /^[a-z ]+$/iu.test(node.value),
    (words) => `*${words.trim()}*`,
  ),
  onNode(
    'an answered cell',
    (node) => node.type === 'tableCell' && node.children[0]?.type === 'text',
    (words) => words.replace(/[\p{L}\p{N}]+/u, 'Altogether'),
  ),
  onNode(
    'a row less',
    (node, parent) => node.type === 'tableRow' && parent?.type === 'table' && parent.children.indexOf(node) > 1,
    () => '',
  ),
  {
    name: 'another value of a field',
    where: 'there',
    change: (document, draw) => {
      const first = document.sections[0]?.outline.range.start ?? Number.POSITIVE_INFINITY;
      const field = pick(
        document.fields.filter(
          ({ schema, range, value }) => schema?.living === false && range.start < first && value.raw !== '',
        ),
        draw,
      );
      if (field === null || field === document.status?.field) return null;
      const { start, end } = field.value.range;
      const { text } = document.source;
      return { text: `${text.slice(0, start)}Somebody Else${text.slice(end)}`, address: '(metadata)' };
    },
  },
  {
    name: 'another title',
    where: 'there',
    change: ({ title, source }) => {
      if (title === null) return null;
      return {
        text: `${source.text.slice(0, title.range.end)} again${source.text.slice(title.range.end)}`,
        address: '(title)',
      };
    },
  },
  {
    name: 'a section less',
    where: 'anywhere',
    change: ({ allSections, source }, draw) => {
      const section = pick(
        allSections.filter(({ schema }) => schema?.living !== true),
        draw,
      );
      if (section === null) return null;
      const { start, end } = section.outline.range;
      return { text: source.text.slice(0, start) + source.text.slice(end), address: section.address };
    },
  },
  {
    name: 'two sections the other way round',
    where: 'there',
    change: ({ sections, source: { text } }, draw) => {
      const at = draw(Math.max(1, sections.length - 1));
      const [one, two] = [sections[at], sections[at + 1]];
      if (one === undefined || two === undefined || isCounted(one, two)) return null;
      const [a, b] = [one.outline.range, two.outline.range];
      const body = ({ start, end }: { start: number; end: number }): string =>
        `${text.slice(start, end).trimEnd()}\n\n`;
      return { text: text.slice(0, a.start) + body(b) + body(a) + text.slice(b.end), address: '(document)' };
    },
  },
];

/** Living sections have no digest, and entries are numbered by their order. */
function isCounted(one: BoundSection, two: BoundSection): boolean {
  return [one, two].some(
    ({ schema, outline }) =>
      schema === null || schema.living || schema.repeat !== null || outline.depth !== one.outline.depth,
  );
}
