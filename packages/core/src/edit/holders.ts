import type {
  BoundContent,
  BoundDocument,
  BoundField,
  BoundGroup,
  BoundItem,
  BoundList,
  BoundSection,
  BoundTable,
} from '../document/document.ts';
import { foldKey, kebabName } from '../template/names.ts';
import type { FieldSchema, GroupSchema, ListSchema, SectionSchema, TableSchema } from '../template/schema.ts';
import { nearest } from '../text/nearest.ts';
import { ambiguous, findPart, type Part } from './parts.ts';
import { answersIn, parentOf } from './placement.ts';
import { EditRefusal } from './refusal.ts';

/** A place to which something can be added, and what the template says of it. */
export type Holder =
  | {
      readonly kind: 'items';
      /** Null where none is written yet. */
      readonly list: BoundList | null;
      readonly schema: (Pick<ListSchema, 'type'> & Partial<Pick<ListSchema, 'range'>>) | null;
      readonly home: BoundSection | BoundGroup;
      /** The address of its items before `[n]`; null where none is written yet. */
      readonly base: string | null;
    }
  | {
      readonly kind: 'rows';
      readonly table: BoundTable | null;
      readonly schema: TableSchema | null;
      readonly home: BoundSection | null;
    }
  | { readonly kind: 'entries'; readonly schema: SectionSchema; readonly home: BoundSection | null }
  | { readonly kind: 'groups'; readonly schema: GroupSchema; readonly home: BoundSection }
  | { readonly kind: 'section'; readonly schema: SectionSchema; readonly home: BoundSection | null }
  | {
      readonly kind: 'field';
      readonly schema: FieldSchema;
      /** Fields that stand in the same place, and the order in which the template has them. */
      readonly fields: readonly BoundField[];
      readonly order: readonly FieldSchema[];
      readonly home: BoundSection | BoundGroup | null;
    };

/**
 * What can be added at an address: an item, row or entry where the address means what holds them (`goals`,
 * `phases[1].tasks`), and a section or field of the template where the document lacks it.
 * @throws {EditRefusal} when nothing, or more than one thing, can be added there.
 */
export function holderAt(document: BoundDocument, written: string): Holder {
  const found = findPart(document, written);
  if ('part' in found) return holderOfPart(found.part);
  const entry = written.trim().endsWith(']') ? found : findPart(document, `${written.trim()}[1]`);
  if ('part' in entry) return holderOfEntry(entry.part);
  const missing = missingParts(document, written);
  if (missing.length > 1)
    throw ambiguous(
      written,
      missing.map(({ address }) => address),
    );
  const [only] = missing;
  if (only !== undefined) return only.holder;
  const meant = found.suggestions[0] ?? nearest(written, [...namesOf(document)]);
  throw new EditRefusal(
    `There is nothing at the address ${JSON.stringify(written)}, and the template has nothing of this name`,
    meant === null ? 'specwright template explain shows what the template has' : `Did you mean ${meant}?`,
  );
}

function holderOfPart(part: Part): Holder {
  if (part.kind === 'table') return { kind: 'rows', table: part.table, schema: part.table.schema, home: part.home };
  if (part.kind === 'group') return itemsOfGroup(part.group);
  if (part.kind === 'section') {
    const holders = holdersOf(part.section);
    if (holders.length > 1)
      throw ambiguous(
        part.address,
        holders.map((holder) => addressOf(part.address, holder)),
      );
    const [only] = holders;
    if (only !== undefined) return only;
    throw new EditRefusal(`${part.address} is there, and holds no list, table or entries`, setInstead(part.address));
  }
  throw new EditRefusal(`${part.address} is there already`, setInstead(part.address));
}

function setInstead(address: string): string {
  return `To change it: specwright set PATH ${JSON.stringify(address)} VALUE`;
}

function itemsOfGroup(group: BoundGroup): Holder {
  const list = group.lists.at(-1) ?? null;
  const base = list?.items[0] === undefined ? null : baseOf(list.items[0]);
  return { kind: 'items', list, schema: group.schema.list, home: group, base };
}

/** The entry that was found stands for all that are like it. */
function holderOfEntry(part: Part): Holder {
  switch (part.kind) {
    case 'item':
      if (part.item.depth > 0) break;
      if (part.group !== null) return itemsOfGroup(part.group);
      if (part.home !== null) return itemsOf(part.home, part.list.schema);
      break;
    case 'row':
      return { kind: 'rows', table: part.table, schema: part.table.schema, home: part.home };
    case 'group':
      if (part.home !== null) return { kind: 'groups', schema: part.group.schema, home: part.home };
      break;
    case 'section':
      if (part.section.schema?.repeat == null) break;
      return { kind: 'entries', schema: part.section.schema, home: part.section.parent };
  }
  throw new EditRefusal(
    `Nothing can be added at ${part.address}`,
    'Name the section, table or list that is to hold it',
  );
}

function baseOf(item: BoundItem): string {
  return item.address.replace(/\[\d+\]$/u, '');
}

/** Everything that a section can hold more of: by its template, or for sections of the document's own by what is there. */
export function holdersOf(section: BoundSection): Holder[] {
  const { schema, content } = section;
  const holders: Holder[] = [];
  for (const child of schema?.sections ?? [])
    if (child.repeat !== null) holders.push({ kind: 'entries', schema: child, home: section });
  for (const group of schema?.content?.groups ?? []) holders.push({ kind: 'groups', schema: group, home: section });
  for (const table of schema?.content?.tables ?? [])
    holders.push({ kind: 'rows', table: boundTable(content, table), schema: table, home: section });
  for (const list of schema?.content?.lists ?? []) holders.push(itemsOf(section, list));
  if (holders.length > 0) return holders;
  const tables = content.tables.map((table): Holder => ({ kind: 'rows', table, schema: null, home: section }));
  return [...tables, ...(content.lists.length > 0 ? [itemsOf(section, null)] : [])];
}

function boundTable(content: BoundContent, schema: TableSchema): BoundTable | null {
  return content.tables.find((table) => table.schema === schema) ?? null;
}

/** A body may hold its items in several lists: new ones go to the last. */
function itemsOf(section: BoundSection, schema: ListSchema | null): Holder {
  const list =
    section.content.lists.filter((candidate) => schema === null || candidate.schema === schema).at(-1) ?? null;
  const first = list?.items[0];
  return { kind: 'items', list, schema, home: section, base: first === undefined ? null : baseOf(first) };
}

function addressOf(section: string, holder: Holder): string {
  if (holder.kind === 'items') return holder.base ?? `${section}.items`;
  if (holder.kind === 'rows') return holder.table?.address ?? section;
  return `${section}.${lastName(holder.schema.address)}`;
}

function lastName(address: string): string {
  return address.slice(address.lastIndexOf('.') + 1);
}

interface Missing {
  readonly address: string;
  readonly holder: Holder;
}

/** Parts of the template that an address names and the document lacks. */
function missingParts(document: BoundDocument, written: string): readonly Missing[] {
  const steps = written.split('.').map((step) => foldKey(kebabName(step)));
  const last = steps.at(-1) ?? '';
  const above = written.includes('.') ? findPart(document, written.slice(0, written.lastIndexOf('.'))) : null;
  if (above !== null && 'part' in above) {
    if (above.part.kind === 'section') return missingInSection(document, above.part.section, last);
    if (above.part.kind === 'group') return missingInGroup(above.part.group, last);
  }
  const fields = steps.length === 1 ? missingMetadata(document, last) : [];
  return [...fields, ...missingSections(document, steps)];
}

function missingMetadata(document: BoundDocument, name: string): Missing[] {
  const { fields, schema, allSections } = document;
  const headed = allSections.flatMap(({ field }) => field?.schema ?? []);
  return schema.fields
    .filter((field) => names(field, name) && !headed.includes(field) && !fields.some((each) => each.schema === field))
    .map((field) => ({
      address: field.address,
      holder: { kind: 'field', schema: field, fields, order: schema.fields, home: null },
    }));
}

function missingInSection(document: BoundDocument, section: BoundSection, name: string): Missing[] {
  const { schema, content, address } = section;
  const order = schema?.content?.fields ?? [];
  const missing: Missing[] = order
    .filter((field) => names(field, name) && !content.fields.some((each) => each.schema === field))
    .map((field) => ({
      address: `${address}.${lastName(field.address)}`,
      holder: { kind: 'field', schema: field, fields: content.fields, order, home: section },
    }));
  for (const child of schema?.sections ?? [])
    if (names(child, name) && answersIn(document, child, section).length === 0)
      missing.push({ address: `${address}.${lastName(child.address)}`, holder: sectionHolder(child, section) });
  for (const group of schema?.content?.groups ?? [])
    if (names(group, name))
      missing.push({ address: group.address, holder: { kind: 'groups', schema: group, home: section } });
  return missing;
}

function missingInGroup(group: BoundGroup, name: string): Missing[] {
  const { schema, address } = group;
  if (schema.list === null || foldKey(kebabName(schema.list.key)) !== name) return [];
  return [{ address: `${address}.${schema.list.key}`, holder: itemsOfGroup(group) }];
}

/** Sections anywhere in the template whose address ends so, that stand nowhere, and whose parent stands. */
function missingSections(document: BoundDocument, steps: readonly string[]): Missing[] {
  const missing: Missing[] = [];
  for (const schema of allSections(document)) {
    const own = schema.address.split('.').map((step) => foldKey(kebabName(step)));
    if (own.slice(-steps.length).join('.') !== steps.join('.') || document.answers.has(schema)) continue;
    const parent = parentOf(document.schema, schema);
    const homes = parent === undefined ? [null] : (document.answers.get(parent) ?? []);
    if (homes.length === 0 && parent !== undefined) {
      throw new EditRefusal(
        `${schema.name} belongs under ${parent.name}, which is missing too`,
        `Add that first: specwright add PATH ${parent.address}`,
      );
    }
    for (const home of homes) {
      const address = home === null ? schema.address : `${home.address}.${lastName(schema.address)}`;
      missing.push({ address, holder: sectionHolder(schema, home) });
    }
  }
  return missing;
}

function sectionHolder(schema: SectionSchema, home: BoundSection | null): Holder {
  return schema.repeat === null ? { kind: 'section', schema, home } : { kind: 'entries', schema, home };
}

function names(part: { readonly address: string; readonly name: string; readonly key: string }, name: string): boolean {
  return [lastName(part.address), part.key, part.name].some((each) => foldKey(kebabName(each)) === name);
}

function allSections(document: BoundDocument): SectionSchema[] {
  const all: SectionSchema[] = [...document.schema.sections];
  for (const section of all) for (const child of section.sections) all.push(child);
  return all;
}

function* namesOf(document: BoundDocument): Iterable<string> {
  for (const field of document.schema.fields) yield field.address;
  for (const section of allSections(document)) {
    yield section.address;
    for (const field of section.content?.fields ?? []) yield field.address;
  }
}
