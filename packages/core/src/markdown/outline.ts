import type { Heading, Root, RootContent, Yaml } from 'mdast';
import type { Range } from '../text/range.ts';
import { plainText } from './plain.ts';
import type { MarkdownSource } from './source.ts';
import { rangeOf } from './source.ts';

/** A heading and everything up to the next heading of the same or a lesser depth. */
export interface OutlineSection {
  readonly node: Heading;
  readonly depth: number;
  /** The heading's text without Markdown marks, white space folded. */
  readonly title: string;
  readonly headingRange: Range;
  /** From the heading to the end of the last subsection; the white space before the next heading is included. */
  readonly range: Range;
  /** From just after the heading to the first subsection, or to the end of the section. */
  readonly bodyRange: Range;
  /** Blocks of the body, in order. */
  readonly blocks: readonly RootContent[];
  readonly sections: readonly OutlineSection[];
  readonly parent: OutlineSection | null;
}

/** A Markdown text as a tree of sections. */
export interface Outline {
  readonly frontMatter: Yaml | null;
  /** Blocks before the first heading, front matter left out. */
  readonly lead: readonly RootContent[];
  /** Sections that no other section holds. A text whose only top section is a title has one here. */
  readonly sections: readonly OutlineSection[];
}

interface OpenSection {
  node: Heading;
  depth: number;
  title: string;
  headingRange: Range;
  range: Range;
  bodyRange: Range;
  blocks: RootContent[];
  sections: OpenSection[];
  parent: OpenSection | null;
}

/** Groups the blocks of a text under their headings, in one pass. Only headings at the top of the tree count. */
export function outlineOf(source: MarkdownSource): Outline {
  const root: Root = source.tree;
  const lead: RootContent[] = [];
  const top: OpenSection[] = [];
  let frontMatter: Yaml | null = null;
  let open: OpenSection | null = null;
  for (const block of root.children) {
    if (block.type === 'yaml' && frontMatter === null && open === null && lead.length === 0) frontMatter = block;
    else if (block.type === 'heading') open = openSection(block, open, top);
    else if (open === null) lead.push(block);
    else open.blocks.push(block);
  }
  closeSections(top, source.text.length);
  return { frontMatter, lead, sections: top };
}

function openSection(node: Heading, previous: OpenSection | null, top: OpenSection[]): OpenSection {
  let parent = previous;
  while (parent !== null && parent.depth >= node.depth) parent = parent.parent;
  const headingRange = rangeOf(node);
  const section: OpenSection = {
    node,
    depth: node.depth,
    title: plainText(node),
    headingRange,
    range: headingRange,
    bodyRange: headingRange,
    blocks: [],
    sections: [],
    parent,
  };
  (parent === null ? top : parent.sections).push(section);
  return section;
}

/** Sets every end from the start of what follows, working from the last section back; no recursion, so depth is no risk. */
function closeSections(top: readonly OpenSection[], end: number): void {
  const pending: { section: OpenSection; end: number }[] = [];
  const push = (sections: readonly OpenSection[], last: number): void => {
    for (let index = sections.length - 1; index >= 0; index -= 1) {
      const section = sections[index] as OpenSection;
      pending.push({ section, end: sections[index + 1]?.headingRange.start ?? last });
    }
  };
  push(top, end);
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { section } = next;
    section.range = { start: section.headingRange.start, end: next.end };
    section.bodyRange = {
      start: section.headingRange.end,
      end: section.sections[0]?.headingRange.start ?? next.end,
    };
    push(section.sections, next.end);
  }
}
