import type { RootContent } from 'mdast';
import type { BoundContent, BoundDocument, BoundField, BoundGroup, BoundSection } from '../document/document.ts';
import { allContents, allFields, allLists } from '../document/walk-document.ts';
import type { OutlineSection } from '../markdown/outline.ts';
import { rangeOf } from '../markdown/source.ts';
import { foldKey } from '../template/names.ts';
import type { Range } from '../text/range.ts';
import { type BlockReading, blockParts, rowsByNode } from './block-parts.ts';
import { canonicalWords, definitionsOf, type WordsInput } from './canonical.ts';
import { frontMatterPart } from './front-matter-parts.ts';
import { makePart, type Part } from './part.ts';

/**
 * A document's whole text as parts: title, front matter, blocks and sections at the top; a section's heading, blocks and
 * subsections below it. Fields of the document itself are silent here and listed by `metadataParts`. Linear in the text.
 */
export function partsOf(document: BoundDocument): Part {
  const { source, outline } = document;
  const reading = readingOf(document);
  const bound = new Map(document.allSections.map((section) => [section.outline, section]));
  const parts: Part[] = [
    ...(outline.frontMatter === null ? [] : [frontMatterPart(reading, rangeOf(outline.frontMatter))]),
    ...placed(blockParts(outline.lead, '(preamble)', reading), document.preamble, reading),
  ];
  for (const section of outline.sections)
    for (const part of topParts(section, bound, document, reading)) parts.push(part);
  const range = { start: 0, end: source.text.length };
  return makePart({ kind: 'document', address: '', range, source: source.text, parts });
}

/** The document's own fields wherever they are written, those of its companion included. */
export function metadataParts(document: BoundDocument): Part[] {
  const input = { text: document.source.text, definitions: definitionsOf(document.source.tree) };
  return document.fields.map((field) => {
    const source = field.inCompanion ? (document.companion?.text ?? '') : document.source.text;
    return makePart({
      kind: 'field',
      address: field.address,
      name: field.name,
      keys: [field.key, foldKey(field.name)],
      source,
      form: field.key,
      range: field.range,
      words:
        field.where === 'frontmatter' ? field.value.plain : fieldWords(field, document.source.tree.children, input),
    });
  });
}

function fieldWords(field: BoundField, blocks: readonly RootContent[], input: WordsInput): string {
  const within = field.value.range;
  if (within.start === within.end) return '';
  const nodes = blocks.filter((block) => {
    const { start, end } = rangeOf(block);
    return start < within.end && end > within.start;
  });
  return canonicalWords(nodes, { ...input, within });
}

function readingOf(document: BoundDocument): BlockReading {
  const contents = [...allContents(document)];
  return {
    text: document.source.text,
    lines: document.source.lines,
    definitions: definitionsOf(document.source.tree),
    metadata: new Set(document.fields.filter((field) => !field.inCompanion)),
    fields: [...allFields(document)]
      .filter((field) => field.where !== 'heading')
      .sort((a, b) => a.range.start - b.range.start),
    groups: contents.flatMap(({ groups }) => groups),
    items: new Map(contents.flatMap(allLists).flatMap(({ items }) => items.map((item) => [item.node, item] as const))),
    rows: rowsByNode(contents.flatMap(({ tables }) => tables)),
  };
}

/** A title's section is opened: its heading, its blocks and its subsections stand at the top. */
function topParts(
  outline: OutlineSection,
  bound: ReadonlyMap<OutlineSection, BoundSection>,
  document: BoundDocument,
  reading: BlockReading,
): Part[] {
  const section = bound.get(outline);
  if (section !== undefined) return [sectionPart(section, bound, reading)];
  const title = makePart({
    kind: 'title',
    address: '(title)',
    name: outline.title,
    keys: ['(title)'],
    source: reading.text,
    range: outline.headingRange,
    words: canonicalWords(outline.node.children, reading),
  });
  return [
    title,
    ...placed(blockParts(outline.blocks, '(preamble)', reading), document.preamble, reading),
    ...outline.sections.flatMap((child) => topParts(child, bound, document, reading)),
  ];
}

function sectionPart(
  section: BoundSection,
  bound: ReadonlyMap<OutlineSection, BoundSection>,
  reading: BlockReading,
): Part {
  const { outline, address } = section;
  const heading = makePart({
    kind: 'heading',
    address,
    name: section.ownName ?? section.name,
    number: section.number,
    source: reading.text,
    range: outline.headingRange,
    words: canonicalWords(outline.node.children, reading),
    form: String(outline.depth),
  });
  const blocks =
    fieldBlock(section, reading) ?? placed(blockParts(outline.blocks, address, reading), section.content, reading);
  const children = outline.sections.flatMap((child) => {
    const inner = bound.get(child);
    return inner === undefined ? [] : [sectionPart(inner, bound, reading)];
  });
  const parts = [heading, ...blocks, ...children];
  return makePart({
    kind: section.schema?.repeat == null ? 'section' : 'entry',
    address,
    name: section.name,
    number: section.number,
    keys: keysOfSection(section),
    source: reading.text,
    range: { start: outline.headingRange.start, end: parts.at(-1)?.range.end ?? outline.headingRange.end },
    parts,
  });
}

function keysOfSection({ schema, ownName, name }: BoundSection): string[] {
  if (schema?.repeat != null) return ownName === null || ownName === '' ? [] : [foldKey(ownName)];
  const own = foldKey(name);
  return [...(own === '' ? [] : [own]), ...(schema === null ? [] : [`(${schema.address})`])];
}

/** The body of a section that is a field and holds nothing but one paragraph: the field's value. */
function fieldBlock(section: BoundSection, reading: BlockReading): Part[] | null {
  const [block, more] = section.outline.blocks;
  if (section.field === null || block?.type !== 'paragraph' || more !== undefined) return null;
  return [
    makePart({
      kind: 'field',
      address: section.address,
      name: section.name,
      keys: ['(value)'],
      source: reading.text,
      range: rangeOf(block),
      words: canonicalWords([block], reading),
    }),
  ];
}

/** Blocks that make up an entry, such as `**Phase 1**: …` and its list, become one part. */
function placed(parts: readonly Part[], content: BoundContent | null, reading: BlockReading): Part[] {
  if (content === null || content.groups.length === 0) return [...parts];
  const result: Part[] = [];
  let rest = [...parts];
  for (const group of content.groups) {
    const before = rest.filter((part) => part.range.end <= group.range.start);
    const inside = rest.filter((part) => part.range.start >= group.range.start && part.range.end <= group.range.end);
    const behind = rest.slice(before.length + inside.length);
    const isWhole = inside.length > 0 && inside[0]?.range.start === group.range.start;
    if (!isWhole || behind.some((part) => part.range.start < group.range.end)) continue;
    // One by one: a call takes no more than some ten thousand arguments.
    for (const part of before) result.push(part);
    result.push(groupPart(group, inside, reading.text));
    rest = behind;
  }
  return [...result, ...rest];
}

function groupPart(group: BoundGroup, inside: readonly Part[], source: string): Part {
  // The lead of the group is a part of its first paragraph; the entry holds it directly.
  const [first, ...others] = inside;
  const parts = first?.kind === 'paragraph' && first.parts.length > 0 ? [...first.parts, ...others] : inside;
  const range: Range = { start: inside[0]?.range.start ?? group.range.start, end: inside.at(-1)?.range.end ?? 0 };
  return makePart({
    kind: 'entry',
    address: group.address,
    name: group.ownName ?? '',
    number: group.number,
    keys: group.ownName === null || group.ownName === '' ? [] : [foldKey(group.ownName)],
    source,
    range,
    parts,
  });
}
