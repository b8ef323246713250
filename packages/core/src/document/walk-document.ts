import type { BoundContent, BoundDocument, BoundField } from './document.ts';

/** Every body of a document: the text before the first section, then those of the sections in text order. */
export function* allContents(document: BoundDocument): Iterable<BoundContent> {
  if (document.preamble !== null) yield document.preamble;
  for (const section of document.allSections) yield section.content;
}

/** Every field of a document wherever it stands; those of the companion file are left out. */
export function* allFields(document: BoundDocument): Iterable<BoundField> {
  for (const field of document.fields) if (!field.inCompanion) yield field;
  for (const section of document.allSections) if (section.field !== null) yield section.field;
  for (const content of allContents(document)) yield* content.fields;
}
