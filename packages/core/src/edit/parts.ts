import { resolveAddress } from '../document/addresses.ts';
import type {
  BoundCell,
  BoundContent,
  BoundDocument,
  BoundField,
  BoundGroup,
  BoundItem,
  BoundList,
  BoundRow,
  BoundSection,
  BoundTable,
  BoundTitle,
} from '../document/document.ts';
import { foldKey, kebabName } from '../template/names.ts';
import type { Schema, SectionSchema } from '../template/schema.ts';
import { EditRefusal } from './refusal.ts';

/** What stands at an address, with what an edit of it needs to know around it. */
export type Part = PartPlace &
  (
    | { readonly kind: 'title'; readonly title: BoundTitle }
    | { readonly kind: 'preamble'; readonly content: BoundContent }
    | { readonly kind: 'section'; readonly section: BoundSection }
    | { readonly kind: 'field'; readonly field: BoundField }
    | { readonly kind: 'table'; readonly table: BoundTable }
    | { readonly kind: 'row'; readonly table: BoundTable; readonly row: BoundRow }
    | { readonly kind: 'cell'; readonly table: BoundTable; readonly row: BoundRow; readonly cell: BoundCell }
    | { readonly kind: 'item'; readonly list: BoundList; readonly item: BoundItem; readonly group: BoundGroup | null }
    | { readonly kind: 'group'; readonly group: BoundGroup }
    | { readonly kind: 'description'; readonly group: BoundGroup }
    /** The own name of an entry, `alternatives-considered[2].name`. */
    | { readonly kind: 'name'; readonly entry: BoundSection | BoundGroup }
  );

interface PartPlace {
  readonly address: string;
  /** The section in whose body it stands; itself for a section; null before the first. */
  readonly home: BoundSection | null;
}

const partsByDocument = new WeakMap<BoundDocument, ReadonlyMap<string, Part>>();

/** Every part of a document by its address, in document order; fields of the companion file included. */
export function partsOf(document: BoundDocument): ReadonlyMap<string, Part> {
  const known = partsByDocument.get(document);
  if (known !== undefined) return known;
  const parts = new Map<string, Part>();
  const add = (part: Part): void => {
    if (!parts.has(part.address)) parts.set(part.address, part);
  };
  const { title, fields, preamble } = document;
  if (title !== null) add({ kind: 'title', address: '(title)', home: null, title });
  for (const field of fields) add({ kind: 'field', address: field.address, home: null, field });
  if (preamble !== null && !preamble.empty) {
    add({ kind: 'preamble', address: '(preamble)', home: null, content: preamble });
    addContent(preamble, null, add);
  }
  for (const section of document.allSections) {
    add({ kind: 'section', address: section.address, home: section, section });
    addContent(section.content, section, add);
  }
  partsByDocument.set(document, parts);
  return parts;
}

function addContent(content: BoundContent, home: BoundSection | null, add: (part: Part) => void): void {
  for (const field of content.fields) add({ kind: 'field', address: field.address, home, field });
  for (const table of content.tables) {
    add({ kind: 'table', address: table.address, home, table });
    for (const row of table.rows) {
      add({ kind: 'row', address: row.address, home, table, row });
      for (const cell of row.cells) add({ kind: 'cell', address: cell.address, home, table, row, cell });
    }
  }
  for (const list of content.lists) addItems(list, null, home, add);
  for (const group of content.groups) {
    add({ kind: 'group', address: group.address, home, group });
    add({ kind: 'description', address: `${group.address}.description`, home, group });
    for (const list of group.lists) addItems(list, group, home, add);
  }
}

function addItems(
  list: BoundList,
  group: BoundGroup | null,
  home: BoundSection | null,
  add: (part: Part) => void,
): void {
  for (const item of list.items) add({ kind: 'item', address: item.address, home, list, item, group });
}

/**
 * The part that an address means, as `resolveAddress` reads it; besides, `title` and the name of the title's placeholder
 * mean the title, and `ENTRY.name` the own name of an entry.
 * @throws {EditRefusal} when it means nothing or several things.
 */
export function partAt(document: BoundDocument, written: string): Part {
  const found = findPart(document, written);
  if ('part' in found) return found.part;
  throw new EditRefusal(
    `There is nothing at the address ${JSON.stringify(written)}`,
    found.suggestions.length > 0
      ? `Did you mean ${found.suggestions.join(' or ')}?`
      : inTemplate(document.schema, written)
        ? `The template has it: specwright add PATH ${JSON.stringify(written)} puts it in`
        : 'specwright show PATH --json lists all addresses',
  );
}

/** True when a section or field of the template is called so. */
function inTemplate(schema: Schema, written: string): boolean {
  const key = foldKey(kebabName(written.slice(written.lastIndexOf('.') + 1)));
  const pending: SectionSchema[] = [...schema.sections];
  const isCalled = ({ address }: { readonly address: string }): boolean =>
    foldKey(kebabName(address.slice(address.lastIndexOf('.') + 1))) === key;
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (isCalled(next) || next.content?.fields.some(isCalled)) return true;
    for (const child of next.sections) pending.push(child);
  }
  return schema.fields.some(isCalled);
}

/** Like `partAt`, but an address that means nothing gives those that are written alike. */
export function findPart(
  document: BoundDocument,
  written: string,
): { readonly part: Part } | { readonly suggestions: readonly string[] } {
  const resolution = resolveAddress(document, written);
  if (resolution.kind === 'found') {
    const part = partsOf(document).get(resolution.target.address);
    return part === undefined ? { suggestions: [] } : { part };
  }
  if (resolution.kind === 'ambiguous') throw ambiguous(written, resolution.candidates);
  const part = titleCalled(document, written) ?? nameCalled(document, written);
  return part === null ? { suggestions: resolution.suggestions } : { part };
}

/** The refusal of an address that means several places. */
export function ambiguous(written: string, candidates: readonly string[]): EditRefusal {
  const more = candidates.length > 6 ? ', …' : '';
  return new EditRefusal(
    `The address ${JSON.stringify(written)} may mean ${candidates.length} places`,
    `Say which: ${candidates.slice(0, 6).join(', ')}${more}`,
  );
}

function titleCalled(document: BoundDocument, written: string): Part | null {
  const { title, schema } = document;
  if (title === null) return null;
  const key = foldKey(written);
  const isTitle = key === 'title' || (schema.title?.key != null && key === foldKey(schema.title.key));
  return isTitle ? { kind: 'title', address: '(title)', home: null, title } : null;
}

function nameCalled(document: BoundDocument, written: string): Part | null {
  const base = /^(.+)\.name$/iu.exec(written.trim())?.[1];
  if (base === undefined) return null;
  const resolution = resolveAddress(document, base);
  const part = resolution.kind === 'found' ? partsOf(document).get(resolution.target.address) : undefined;
  if (part === undefined) return null;
  const address = `${part.address}.name`;
  if (part.kind === 'section' && part.section.ownName !== null) {
    return { kind: 'name', address, home: part.home, entry: part.section };
  }
  return part.kind === 'group' ? { kind: 'name', address, home: part.home, entry: part.group } : null;
}
