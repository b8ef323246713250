import type { BoundDocument, BoundField, BoundItem, BoundSection } from '../document/document.ts';
import { titleMatches } from '../document/title.ts';
import { rangeOf } from '../markdown/source.ts';
import type { Replacement } from '../text/edit.ts';
import { LineIndex } from '../text/lines.ts';
import { allowedValue, type Judging } from './allowed-value.ts';
import { type Change, ownChange } from './change.ts';
import { oneLineName, renameEntry } from './entry-names.ts';
import { lineEndOf } from './line-end.ts';
import { quoteMarks, withMargin } from './line-margin.ts';
import type { Part } from './parts.ts';
import { EditRefusal } from './refusal.ts';
import { replaceCell } from './tables.ts';
import { yamlValue } from './yaml-value.ts';

/**
 * Puts a value in the place of the one that stands at a part: a field, cell, item, definition, description, name, title,
 * or what stands directly under a heading. Everything around the value keeps its bytes.
 * @throws {EditRefusal} for a value that the template does not allow or that cannot stand there, and for parts without one.
 */
export function setValue(document: BoundDocument, part: Part, value: string, judging: Judging): Change {
  switch (part.kind) {
    case 'field':
      return setField(document, part.field, value, judging);
    case 'cell': {
      const column = part.cell.column?.schema ?? null;
      const allowed = allowedValue(value, column, column?.name ?? part.cell.column?.name ?? '', judging);
      return ownChange([replaceCell(document.source, part.cell.value, oneLineOfTable(allowed))]);
    }
    case 'item':
      return ownChange([setItem(document, part.item, value)]);
    case 'description':
      return ownChange([put(document, part.group.description.range, value)]);
    case 'name':
      return ownChange([renameEntry(document, part.entry, oneLineName(value))]);
    case 'title':
      return ownChange([setTitle(document, oneLineName(value))]);
    case 'section':
      if (part.section.field !== null) return setField(document, part.section.field, value, judging);
      return ownChange([setBody(document, part.section, value)]);
    default:
      throw new EditRefusal(
        `${part.address} has no value of its own`,
        part.kind === 'group'
          ? `Say which part of it: ${part.address}.name or ${part.address}.description`
          : `Name a part of it, such as ${part.kind === 'row' ? part.row.cells[0]?.address : `${part.address}[1]`}`,
      );
  }
}

/** @throws {EditRefusal} for text of several lines. Pipes are no matter: they are escaped. */
export function oneLineOfTable(value: string): string {
  if (!/[\r\n]/u.test(value)) return value.trim();
  throw new EditRefusal('A table cell holds one line', 'Write the value on one line, with <br> where a line is to end');
}

function setField(document: BoundDocument, field: BoundField, value: string, judging: Judging): Change {
  const allowed = allowedValue(value, field.schema, field.schema?.name ?? field.name, judging).trim();
  if (field.where === 'frontmatter') {
    const replacement = setYaml(document, field, allowed);
    return field.inCompanion ? { own: [], beside: [replacement] } : ownChange([replacement]);
  }
  if (field.where === 'table') return ownChange([replaceCell(document.source, field.value, oneLineOfTable(allowed))]);
  if (field.where === 'heading' && field.value.range.start === field.value.range.end) {
    const end = lineEndOf(document.source.text);
    return ownChange([{ ...field.value.range, text: `${end}${end}${withMargin(document.source, allowed, '')}` }]);
  }
  return ownChange([put(document, field.value.range, allowed)]);
}

function setYaml(document: BoundDocument, field: BoundField, value: string): Replacement {
  const { companion, source } = document;
  const text = field.inCompanion ? (companion?.text ?? '') : source.text;
  const lines = field.inCompanion ? new LineIndex(text) : source.lines;
  const { range, raw, state } = field.value;
  // The brackets of a placeholder are no list, and neither is a title.
  const isSample = state === 'placeholder' || state === 'unchosen' || field.schema?.role === 'title';
  const old = isSample && !/^["']/u.test(raw) ? '' : raw;
  const margin = text.slice(lines.startOfLine(lines.lineAt(range.start)), range.start);
  const isList = field.schema?.type === 'list' || field.schema?.type === 'persons';
  const asList = isList && field.schema?.role !== 'title';
  const written = yamlValue(value, old, asList, /\S/u.test(margin) ? '' : margin, lineEndOf(text));
  const apart = range.start === range.end && written !== '' && !/[ \t]/u.test(text[range.start - 1] ?? '') ? ' ' : '';
  return { ...range, text: apart + written };
}

/** A value in running text; one that stood nowhere is set apart from its name by a space. */
function put(document: BoundDocument, { start, end }: { start: number; end: number }, value: string): Replacement {
  const { source } = document;
  const written = withMargin(source, value, quoteMarks(source, start));
  const before = source.text[start - 1] ?? '';
  // A colon of full width has its space within it.
  if (start === end) return { start, end, text: written === '' || /[\s：]/u.test(before) ? written : ` ${written}` };
  // Without a value there is nothing to stand apart from.
  if (written === '' && before === ' ') return { start: start - 1, end, text: '' };
  return { start, end, text: written };
}

/** Of a definition the words behind the term, of any other item its own paragraph. */
function setItem(document: BoundDocument, item: BoundItem, value: string): Replacement {
  const { source } = document;
  const text = withMargin(source, value.trim(), itemMargin(document, item));
  if (text === '') throw new EditRefusal(`${item.address} would be left empty`, 'Take it away with specwright remove');
  const { start, end } = item.rawRange;
  if (item.definition !== null) {
    const from = start + item.raw.trimEnd().length - item.definition.length;
    const apart = item.definition === '' && !/\s$/u.test(source.text.slice(start, from)) ? ' ' : '';
    return { start: from, end: from + item.definition.length, text: apart + text };
  }
  const apart = start === end && !/[ \t]/u.test(source.text[start - 1] ?? '') ? ' ' : '';
  return { start, end, text: apart + text };
}

/** What stands before the further lines of an item: the marks of quotes, and spaces up to the item's words. */
export function itemMargin(document: BoundDocument, item: BoundItem): string {
  const { text, lines } = document.source;
  const { start } = item.range;
  const before = text.slice(lines.startOfLine(lines.lineAt(start)), start);
  const marker = /^(?:[-*+]|\d{1,9}[.)])[ \t]{0,4}/u.exec(text.slice(start, item.range.end))?.[0] ?? '- ';
  return before.replace(/[^\s>]/gu, ' ') + ' '.repeat(marker.trimEnd().length + Math.max(1, spacesOf(marker)));
}

function spacesOf(marker: string): number {
  return marker.length - marker.trimEnd().length;
}

/** The template's fixed words around the name stay, unless the value brings them along. */
function setTitle(document: BoundDocument, value: string): Replacement {
  const { title, schema, source } = document;
  if (title === null) throw new EditRefusal('The document has no title');
  const { start, end } = title.range;
  const raw = source.text.slice(start, end);
  const at = raw.lastIndexOf(title.name);
  const isWhole = schema.title === null || schema.title.prefix + schema.title.suffix === '' || !title.matchesTemplate;
  if (isWhole || at === -1 || title.name === '' || titleMatches(value, schema.title)) {
    return { start, end, text: value };
  }
  return { start: start + at, end: start + at + title.name.length, text: value };
}

/** Everything directly under a heading; rules between sections, and definitions of links, stay at its end. */
function setBody(document: BoundDocument, section: BoundSection, value: string): Replacement {
  const { source } = document;
  const written = withMargin(source, value.replace(/^(?:[ \t]*[\r\n])+|\s+$/gu, ''), '');
  const blocks = [...section.content.blocks];
  while (blocks.at(-1)?.type === 'thematicBreak' || blocks.at(-1)?.type === 'definition') blocks.pop();
  const first = blocks[0];
  const last = blocks.at(-1);
  const end = lineEndOf(source.text);
  const heading = section.outline.headingRange.end;
  if (first === undefined || last === undefined) {
    return { start: heading, end: heading, text: written === '' ? '' : `${end}${end}${written}` };
  }
  if (written === '') return { start: heading, end: rangeOf(last).end, text: '' };
  return { start: rangeOf(first).start, end: rangeOf(last).end, text: written };
}
