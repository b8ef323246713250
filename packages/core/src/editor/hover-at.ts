import type { BoundDocument } from '../document/document.ts';
import type { EditorDocument, EditorWorkspace } from './editor-workspace.ts';
import { aboutCoverage, aboutRole } from './hover/about-sign-offs.ts';
import { aboutStatus } from './hover/about-status.ts';
import { definedTerm } from './hover/defined-term.ts';
import { type Hover, paragraphs } from './hover/hover.ts';
import { linkedDocument } from './hover/linked-document.ts';
import { aboutSection, aboutValue } from './hover/template-part.ts';
import { placeAt, type TextPlace } from './place-at.ts';

/**
 * What is to be known of what stands at an offset: the document that is linked, the state of the lifecycle, the term that is
 * used, or what the template says. Never throws; null where there is nothing to tell.
 */
export function hoverAt({ bound }: EditorDocument, workspace: EditorWorkspace, offset: number): Hover | null {
  const at = Math.max(0, Math.min(offset, bound.source.text.length));
  const place = placeAt(bound, at);
  const found =
    linkedDocument(bound, workspace, place, at) ??
    lifecycleHover(bound, workspace, place) ??
    definedTerm(bound, workspace, place, at) ??
    templateHover(bound, workspace, place);
  if (found === null || found.markdown === '') return null;
  // In the white space around a value the place is meant.
  return found.range.start <= at && at <= found.range.end ? found : { ...found, range: place.range };
}

/** On the value of the status, and on a row of the sign-off table. */
function lifecycleHover(document: BoundDocument, workspace: EditorWorkspace, place: TextPlace): Hover | null {
  const isStatus = place.kind === 'field-value' && place.field === document.status?.field;
  const isRow = place.kind === 'cell' && place.table.schema?.role === 'sign-offs';
  if (!isStatus && !isRow) return null;
  const known = workspace.reviewOf(document.file);
  if (known === null) return null;
  const markdown = isStatus ? aboutStatus(known) : isRow ? aboutRole(known.review, place.row) : null;
  const range = isStatus ? place.field.value.range : isRow ? place.row.range : place.range;
  return markdown === null || markdown === '' ? null : { range, markdown };
}

function templateHover(document: BoundDocument, workspace: EditorWorkspace, place: TextPlace): Hover | null {
  const { schema } = document;
  switch (place.kind) {
    case 'heading': {
      const { section } = place;
      const known = workspace.reviewOf(document.file);
      const about = section.schema === null ? null : aboutSection(schema, section.schema, section);
      const coverage = known === null ? null : aboutCoverage(known.review, section.address);
      return { range: section.outline.headingRange, markdown: paragraphs(about, coverage) };
    }
    case 'field-name':
    case 'field-value': {
      const { field, kind } = place;
      const range = kind === 'field-name' ? field.nameRange : field.value.range;
      return field.schema === null ? null : { range, markdown: aboutValue(schema, field.schema) };
    }
    case 'column':
      return place.column.schema === null
        ? null
        : { range: place.column.range, markdown: aboutValue(schema, place.column.schema) };
    case 'cell': {
      const column = place.cell.column?.schema ?? null;
      return column === null ? null : { range: place.cell.value.range, markdown: aboutValue(schema, column) };
    }
    default:
      return null;
  }
}
