import type { SectionSchema } from '../template/schema.ts';

/** What a section is all about when it holds one thing only; its entries then belong to the section's own address. */
export type SoleContent = 'entries' | 'table' | 'list' | 'groups';

/**
 * `entries` for a section with nothing but one repeated subsection; `table`, `list` or `groups` for one with nothing but
 * that; null for any other. Typed JSON makes such a section an array, and its addresses are `section[n]`.
 */
export function soleContent(section: SectionSchema): SoleContent | null {
  const { content, sections } = section;
  const tables = content?.tables.length ?? 0;
  const lists = content?.lists.length ?? 0;
  const groups = content?.groups.length ?? 0;
  const parts = tables + lists + groups + (content?.fields.length ?? 0);
  if (section.field !== null) return null;
  if (sections.length > 0)
    return sections.length === 1 && sections[0]?.repeat !== null && content === null ? 'entries' : null;
  if (parts !== 1) return null;
  if (tables === 1) return 'table';
  if (groups === 1) return 'groups';
  return lists === 1 ? 'list' : null;
}
