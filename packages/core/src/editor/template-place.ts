import type { BoundContent, BoundDocument } from '../document/document.ts';
import { sectionAt } from '../document/walk-document.ts';
import { containsRange, type Range } from '../text/range.ts';
import type { EditorDocument, Place } from './editor-workspace.ts';

/**
 * What the template says of what stands at an offset: the field, column, table, list or entry that it shows there, else
 * the heading of the section. Null where the document goes its own way.
 */
export function templatePlaceAt({ bound }: EditorDocument, offset: number): Place | null {
  const { schema, title, fields } = bound;
  const at: Range = { start: offset, end: offset };
  const placed = (range: Range | null, file = schema.file): Place | null => (range === null ? null : { file, range });
  const section = sectionAt(bound, offset);
  const content = section === null ? bound.preamble : section.content;
  const headed = section?.field == null ? [] : [section.field];
  const field = [...fields, ...(content?.fields ?? []), ...headed].find(
    (one) => !one.inCompanion && one.schema !== null && containsRange(one.range, at),
  );
  if (field?.schema != null) return placed(field.schema.range, field.schema.file);
  if (title !== null && containsRange(headingOf(bound, title.range), at)) return placed(schema.title?.range ?? null);
  if (section !== null && containsRange(section.outline.headingRange, at))
    return placed(section.schema?.headingRange ?? null);
  return placed((content === null ? null : partIn(content, at)) ?? section?.schema?.headingRange ?? null);
}

/** The heading that a title stands in. */
function headingOf({ outline }: BoundDocument, title: Range): Range {
  return outline.sections.find(({ headingRange }) => containsRange(headingRange, title))?.headingRange ?? title;
}

/** The part of a body's schema that an offset stands in. */
function partIn(content: BoundContent, at: Range): Range | null {
  const table = content.tables.find(({ range }) => containsRange(range, at));
  if (table !== undefined) {
    const cells = table.rows.find(({ range }) => containsRange(range, at))?.cells;
    const column =
      table.columns.find(({ range }) => containsRange(range, at)) ??
      cells?.findLast(({ value }) => value.range.start <= at.start)?.column;
    return column?.schema?.range ?? table.schema?.range ?? null;
  }
  const group = content.groups.find(({ range }) => containsRange(range, at));
  if (group !== undefined) return group.schema.range;
  return content.lists.find(({ range }) => containsRange(range, at))?.schema?.range ?? null;
}
