import type { RootContent } from 'mdast';
import type { BoundDocument, BoundSection } from '../../../document/document.ts';
import { plainText } from '../../../markdown/plain.ts';
import { rangeOf } from '../../../markdown/source.ts';
import type { ContentSchema, ContentType } from '../../../template/schema.ts';
import { termsOfParagraph } from '../../../template/terms.ts';
import type { Range } from '../../../text/range.ts';
import type { DocumentRule, Finding } from '../../rule.ts';

export const wrongContent: DocumentRule = {
  scope: 'document',
  code: 'STR111',
  name: 'wrong-content',
  summary: 'A section holds another kind of content than the template has',
  why: 'Goals in a list and risks in a table can be read at a glance, counted and followed up; in a paragraph they cannot.',
  remedy:
    'Write the content as the list, table or check list that the template shows. A line that says "None" is fine.',
  severity: { draft: 'info', settled: 'warning' },
  example: {
    template: '# [Name]\n\n## Context\n\n[Why now]\n\n## Goals\n\n- [Goal 1]\n- [Goal 2]\n- [Goal 3]\n',
    bad: '# Queue\n\n## Context\n\nOrders are lost.\n\n## Goals\n\nWe want to keep every order, and we want to know at any time how many wait.\n\nWe also want to replay them.\n',
    good: '# Queue\n\n## Context\n\nOrders are lost.\n\n## Goals\n\n- Keep every order\n- Know how many wait\n',
  },
  *check(document: BoundDocument): Iterable<Finding> {
    for (const section of document.allSections) {
      const content = section.schema?.content ?? null;
      if (content === null || section.schema?.free === true || content.confidence < 0.8) continue;
      const wanted = names.get(content.type);
      if (wanted === undefined || section.content.empty || section.sections.length > 0) continue;
      const held = content.type === 'checklist' && hasStructure(section) ? boxlessList(section) : kindOf(section);
      if (held === null || (content.type === 'definitions' && definesTerms(document, section))) continue;
      yield {
        range: firstLineOf(document, section),
        message: `Section "${section.name}" holds ${held}, the template has ${wanted} here`,
        address: section.address,
        template: templateRange(content),
        ...(content.lists.some((list) => list.fixed.length > 0) ? { atMost: 'info' as const } : {}),
      };
    }
  },
};

/** What each kind is called. Prose, mixed content and subsections accept anything. A missing table has a rule of its own. */
const names: ReadonlyMap<ContentType, string> = new Map([
  ['items', 'a list'],
  ['steps', 'a numbered list'],
  ['checklist', 'a check list'],
  ['definitions', 'a list of terms'],
]);

/** Any list, table, group or field counts: which of them is a matter of taste, and other rules look closer. */
function hasStructure({ content }: BoundSection): boolean {
  if (content.fields.length > 0 || content.groups.length > 0 || content.tables.length > 0) return true;
  return content.blocks.some(holdsStructure);
}

function holdsStructure(block: RootContent): boolean {
  if (block.type === 'list' || block.type === 'table' || block.type === 'code') return true;
  if (block.type === 'html') return !block.value.startsWith('<!--');
  return block.type === 'blockquote' && block.children.some((child) => child.type === 'list' || child.type === 'table');
}

/** "None", "See the design document" or one link answers any question. */
function isShort({ content }: BoundSection): boolean {
  const paragraphs = content.blocks.filter((block) => block.type === 'paragraph');
  if (paragraphs.length !== 1) return paragraphs.length === 0;
  return plainText(paragraphs[0] as RootContent).split(' ').length <= 8;
}

/** What stands there in the place of structure; null when that is fine. */
function kindOf(section: BoundSection): string | null {
  if (hasStructure(section) || isShort(section)) return null;
  const visible = section.content.blocks.filter((block) => block.type !== 'html');
  return visible.every((block) => block.type === 'paragraph') ? 'only paragraphs' : 'no list';
}

/** A glossary may be written as a paragraph for each term. */
function definesTerms(document: BoundDocument, { content }: BoundSection): boolean {
  return content.blocks.some(
    (block) => block.type === 'paragraph' && termsOfParagraph(document.source.text, block).length > 0,
  );
}

/** A check list of which nothing can be ticked; null when there is a box, or no list at all. */
function boxlessList({ content }: BoundSection): string | null {
  if (content.lists.length === 0 || content.tables.length + content.fields.length + content.groups.length > 0)
    return null;
  return content.lists.every((list) => list.items.every((item) => item.checked === null))
    ? 'a list without boxes'
    : null;
}

function firstLineOf(document: BoundDocument, section: BoundSection): Range {
  const first = section.content.blocks.find((block) => block.type === 'paragraph' || block.type === 'list');
  const range = first === undefined ? section.content.range : rangeOf(first);
  const { lines } = document.source;
  return { start: range.start, end: Math.min(range.end, lines.endOfLine(lines.lineAt(range.start))) };
}

function templateRange(content: ContentSchema): Range {
  return content.lists[0]?.range ?? content.range;
}
