import type { SectionRole, TableRole } from '../template/schema.ts';
import { lastStarting } from '../text/range.ts';
import type { BoundContent, BoundDocument, BoundField, BoundList, BoundSection, BoundTable } from './document.ts';

/** Every body of a document: the text before the first section, then those of the sections in text order. */
export function* allContents(document: BoundDocument): Iterable<BoundContent> {
  if (document.preamble !== null) yield document.preamble;
  for (const section of document.allSections) yield section.content;
}

/** The lists of a body, then those of its groups. */
export function allLists({ lists, groups }: BoundContent): BoundList[] {
  return [...lists, ...groups.flatMap((group) => group.lists)];
}

/** Tables that the template gives a role, wherever they stand, in document order. */
export function tablesWithRole(document: BoundDocument, role: TableRole): BoundTable[] {
  return [...allContents(document)].flatMap(({ tables }) => tables.filter(({ schema }) => schema?.role === role));
}

/** Sections that the template gives a role, in document order. */
export function sectionsWithRole(document: BoundDocument, role: SectionRole): BoundSection[] {
  return document.allSections.filter((section) => section.schema?.role === role);
}

/** Sections that play a role, with everything under them, in text order. */
export function sectionsUnderRole(document: BoundDocument, role: SectionRole): BoundSection[] {
  return document.allSections.filter((section) => {
    for (let at: BoundSection | null = section; at !== null; at = at.parent) if (at.schema?.role === role) return true;
    return false;
  });
}

/** Every field of a document wherever it stands; those of the companion file are left out. */
export function* allFields(document: BoundDocument): Iterable<BoundField> {
  for (const field of document.fields) if (!field.inCompanion) yield field;
  for (const section of document.allSections) if (section.field !== null) yield section.field;
  for (const content of allContents(document)) yield* content.fields;
}

/** The innermost section that an offset stands in; null before the first, and behind a second title. Takes logarithmic time. */
export function sectionAt({ allSections }: BoundDocument, offset: number): BoundSection | null {
  let section = lastStarting(allSections, offset, ({ outline }) => outline.range.start) ?? null;
  while (section !== null && offset > section.outline.range.end) section = section.parent;
  return section;
}
