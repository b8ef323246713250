import type { BoundDocument, BoundGroup, BoundItem, BoundList, BoundSection } from '../document/document.ts';
import type { Replacement } from '../text/edit.ts';
import { LineIndex } from '../text/lines.ts';
import { containsRange, type Range } from '../text/range.ts';
import { type Change, joinChanges, ownChange } from './change.ts';
import { nameWords } from './entry-names.ts';
import { removeField } from './fields.ts';
import { headingTextRange } from './headings.ts';
import { endOfSection } from './insert-section.ts';
import { removeAmong, removeItems } from './list-items.ts';
import type { Part } from './parts.ts';
import { answersIn, placementsOf } from './placement.ts';
import { EditRefusal } from './refusal.ts';
import { removeBlock } from './removal.ts';
import { type NumberedEntry, renumberFix } from './renumber.ts';
import { removeRows } from './tables.ts';

/**
 * Takes parts away, with everything in them. Entries behind them that carry numbers are counted anew, and what refers to
 * these within the document follows.
 * @throws {EditRefusal} for parts that cannot be gone: titles, cells, descriptions, names.
 */
export function removeParts(document: BoundDocument, parts: readonly Part[]): Change {
  const sections: BoundSection[] = [];
  const groups: BoundGroup[] = [];
  const items = new Map<string, { readonly list: BoundList; readonly items: BoundItem[] }>();
  const rows = new Map<string, Extract<Part, { kind: 'row' }>[]>();
  const changes: Change[] = [];
  for (const part of parts) {
    if (part.kind === 'section') sections.push(part.section);
    else if (part.kind === 'group') groups.push(part.group);
    else if (part.kind === 'item') gathered(items, part).push(part.item);
    else if (part.kind === 'row') rows.set(part.table.address, [...(rows.get(part.table.address) ?? []), part]);
    else if (part.kind === 'field') changes.push(fieldGone(document, part.field));
    else if (part.kind === 'table') changes.push(ownChange([removeBlock(document.source.lines, part.table.range)]));
    else
      throw new EditRefusal(
        `${part.address} cannot be taken away`,
        `To empty it: specwright set PATH ${part.address} ""`,
      );
  }
  for (const { list, items: gone } of items.values()) changes.push(ownChange(removeItems(document, list, gone)));
  for (const [first, ...others] of rows.values()) {
    if (first === undefined) continue;
    const gone = [first, ...others].map(({ row }) => row);
    changes.push(ownChange(removeRows(document.source, first.table, gone)));
  }
  changes.push(ownChange(sectionsGone(document, sections)), ownChange(groupsGone(document, groups)));
  return joinChanges(changes);
}

function gathered(
  lists: Map<string, { readonly list: BoundList; readonly items: BoundItem[] }>,
  { list, item }: Extract<Part, { kind: 'item' }>,
): BoundItem[] {
  const base = `${item.address.replace(/\[\d+\]$/u, '')} ${list.range.start}`;
  const known = lists.get(base);
  if (known !== undefined) return known.items;
  const items: BoundItem[] = [];
  lists.set(base, { list, items });
  return items;
}

function fieldGone(document: BoundDocument, field: Extract<Part, { kind: 'field' }>['field']): Change {
  const { source, companion } = document;
  if (!field.inCompanion) return ownChange([removeField(source.text, source.lines, field)]);
  const text = companion?.text ?? '';
  return { own: [], beside: [removeField(text, new LineIndex(text), field)] };
}

function sectionsGone(document: BoundDocument, sections: readonly BoundSection[]): Replacement[] {
  const ranges = joined(
    sections.map(({ outline }) => ({ start: outline.headingRange.start, end: endOfSection(outline) })),
  );
  const { text, lines } = document.source;
  const gone = ranges.map((range) => (range.end < text.length ? { ...range, text: '' } : removeBlock(lines, range)));
  return [...gone, ...outside(gone, sectionNumbers(document, new Set(sections)))];
}

/** Ranges that touch as one; those that overlap are left, to be refused. */
function joined(ranges: readonly Range[]): Range[] {
  const sorted = [...ranges].sort((a, b) => a.start - b.start);
  const all: Range[] = [];
  for (const range of sorted) {
    const last = all.at(-1);
    if (last?.end === range.start) all[all.length - 1] = { start: last.start, end: range.end };
    else all.push(range);
  }
  return all;
}

function outside(gone: readonly Range[], replacements: readonly Replacement[]): Replacement[] {
  return replacements.filter((replacement) => !gone.some((range) => containsRange(range, replacement)));
}

/** New numbers for the entries that stay beside those that go. */
function sectionNumbers(document: BoundDocument, gone: ReadonlySet<BoundSection>): Replacement[] {
  const placements = placementsOf(document);
  const series = new Map<string, Replacement[]>();
  for (const section of gone) {
    const { schema } = section;
    if (schema?.repeat?.numbered !== true) continue;
    const home = placements.get(section)?.home ?? null;
    const key = `${schema.address} ${home?.address ?? ''}`;
    if (series.has(key)) continue;
    const siblings = answersIn(document, schema, home);
    const entries = siblings.map((sibling): NumberedEntry & { readonly entry: BoundSection } => ({
      entry: sibling,
      number: sibling.number ?? Number.NaN,
      range: sibling.outline.headingRange,
      words: headingTextRange(sibling.outline.node),
      title: sibling.outline.title,
      address: sibling.address,
    }));
    series.set(
      key,
      renumbered(document, schema.name, entries, ({ entry }) => gone.has(entry)),
    );
  }
  return [...series.values()].flat();
}

/** Only what counted up before is counted anew. */
function renumbered<Entry extends NumberedEntry>(
  document: BoundDocument,
  stem: string,
  entries: readonly Entry[],
  isGone: (entry: Entry) => boolean,
): Replacement[] {
  const first = entries[0]?.number ?? Number.NaN;
  if (entries.some(({ number }, index) => number !== first + index)) return [];
  const kept = entries.filter((entry) => !isGone(entry));
  return [...(renumberFix(document.source, stem, kept, first)[0]?.edits ?? [])];
}

function groupsGone(document: BoundDocument, gone: readonly BoundGroup[]): Replacement[] {
  const replacements: Replacement[] = [];
  for (const { content } of document.allSections) {
    const here = content.groups.filter((group) => gone.includes(group));
    for (const schema of new Set(here.map((group) => group.schema))) {
      const groups = content.groups.filter((group) => group.schema === schema);
      const isGone = groups.map((group) => gone.includes(group));
      const ranges = groups.map(({ range }) => range);
      const removed = isGone.every(Boolean)
        ? ranges.map((range) => removeBlock(document.source.lines, range))
        : removeAmong(ranges, isGone);
      const entries = groups.map((group) => ({
        number: group.number ?? Number.NaN,
        range: group.range,
        words: nameWords(document, group),
        title: null,
        address: group.address,
      }));
      const numbers = renumbered(document, schema.name, entries, (entry) => isGone[entries.indexOf(entry)] === true);
      for (const replacement of removed) replacements.push(replacement);
      for (const replacement of outside(removed, numbers)) replacements.push(replacement);
    }
  }
  return replacements;
}
