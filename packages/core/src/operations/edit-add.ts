import { isAtOrBelow } from '../document/address-pool.ts';
import type { BoundDocument } from '../document/document.ts';
import { addSection, appendGroup, appendSection, endOfBody } from '../edit/add-entry.ts';
import { addField } from '../edit/add-field.ts';
import { addTable, appendRow, type NamedValue } from '../edit/add-row.ts';
import type { Judging } from '../edit/allowed-value.ts';
import { insertBlock } from '../edit/blocks.ts';
import { type Change, type Draft, ownChange } from '../edit/change.ts';
import { type Holder, holderAt } from '../edit/holders.ts';
import { lineEndOf } from '../edit/line-end.ts';
import { appendItem } from '../edit/list-items.ts';
import { assertOthersKept, assertReadBack } from '../edit/part-text.ts';
import { findPart, partsOf } from '../edit/parts.ts';
import { EditRefusal } from '../edit/refusal.ts';
import type { EditContext } from './edit-context.ts';
import { type EditOutput, type EditTerms, editDocument, editTerms } from './edit-document.ts';
import { setValues } from './edit-set.ts';
import type { Operation } from './operation.ts';

export interface AddInput extends EditTerms {
  /** Of what is to hold the new part, or of a part of the template that the document lacks. */
  readonly address: string;
  /** The new part's text, or `NAME=VALUE` for its columns and parts. */
  readonly words: readonly string[];
}

/** Adds an item, row, entry, section or field. */
export const add: Operation<AddInput, EditOutput, EditContext> = {
  input: (zod) =>
    zod.object({
      address: zod.string().describe('What is to hold the new part, or a part of the template that is missing'),
      words: zod.array(zod.string()).describe('Its text, or NAME=VALUE for its columns and parts'),
      ...editTerms(zod),
    }),

  run: (context: EditContext, { address, words, ...terms }: AddInput) =>
    editDocument(context, terms, (draft, judging) => ({ addresses: [addPart(draft, address, words, judging)] })),
};

/** Gives the address of the new part. */
function addPart(draft: Draft, address: string, words: readonly string[], judging: Judging): string {
  const { document } = draft;
  const holder = holderAt(document, address);
  const values = holder.kind === 'items' ? [] : words.map(namedValue);
  draft.apply(changeFor(draft, holder, words, values, judging));
  const added = newAddress(document, draft.document);
  assertOthersKept(document, draft.document, (part) => isAtOrBelow(part.address, added), 'This');
  if (holder.kind === 'items') readBack(draft.document, added, holder, words);
  else if (holder.kind !== 'rows' && holder.kind !== 'field') setParts(draft, added, holder, values, judging);
  return added;
}

/** Keys have no white space around them, so that `p95 = 3 s` is a text. */
function namedValue(word: string): NamedValue {
  const [, name, value] = /^([\p{L}\p{N}_.-](?:[\p{L}\p{N} _.-]{0,60}[\p{L}\p{N}_.-])?)=(.*)$/su.exec(word) ?? [];
  return name === undefined || value === undefined ? { name: null, value: word } : { name, value };
}

function changeFor(
  draft: Draft,
  holder: Holder,
  words: readonly string[],
  values: readonly NamedValue[],
  judging: Judging,
): Change {
  const { document } = draft;
  switch (holder.kind) {
    case 'items':
      return ownChange([addItem(document, holder, words)]);
    case 'rows':
      if (holder.table !== null) return ownChange([appendRow(document, holder.table, values, judging)]);
      if (holder.schema === null || holder.home === null) throw new EditRefusal('There is no table to add a row to');
      return ownChange([addTable(document, holder.schema, holder.home, values, judging)]);
    case 'entries':
      return ownChange([appendSection(document, holder.schema, holder.home, nameOf(values))]);
    case 'groups': {
      const name = holder.schema.repeat.named ? nameOf(values) : null;
      return ownChange([appendGroup(document, holder.schema, holder.home, name, draft.template())]);
    }
    case 'section':
      return ownChange([addSection(document, holder.schema, holder.home)]);
    case 'field':
      if (words.length > 1) throw oneText(words);
      return addField(document, holder, words[0] ?? null, judging);
  }
}

function oneText(words: readonly string[]): EditRefusal {
  return new EditRefusal(`One text is added at a time, not ${words.length}`, 'Put text of several words into quotes');
}

function addItem(document: BoundDocument, holder: Extract<Holder, { kind: 'items' }>, words: readonly string[]) {
  const [word] = words;
  if (word === undefined || word.trim() === '') throw new EditRefusal('There is no text for the new item');
  if (words.length > 1) throw oneText(words);
  const type = holder.list?.type ?? holder.schema?.type ?? 'items';
  const item = type === 'definitions' ? definition(word) : { text: word, term: null };
  if (holder.list !== null) return appendItem(document, holder.list, item);
  const bullet = bulletOf(document, holder);
  const marker = { items: bullet, steps: '1. ', checklist: `${bullet}[ ] `, definitions: bullet }[type];
  const line = `${marker}${item.term === null ? item.text : `**${item.term}**: ${item.text}`}`;
  const { text } = document.source;
  if ('outline' in holder.home) return insertBlock(text, endOfBody(holder.home), line);
  const at = holder.home.range.end;
  return { start: at, end: at, text: lineEndOf(text) + line };
}

/** The bullet that the template shows where the document has no list yet. */
function bulletOf({ schema: { text } }: BoundDocument, { schema }: Extract<Holder, { kind: 'items' }>): string {
  const sign = schema?.range === undefined ? '' : text.charAt(schema.range.start);
  return /[-*+]/u.test(sign) ? `${sign} ` : '- ';
}

function definition(word: string): { readonly term: string; readonly text: string } {
  const at = word.indexOf('=');
  if (at > 0 && at < word.length - 1) return { term: word.slice(0, at).trim(), text: word.slice(at + 1).trim() };
  throw new EditRefusal(`${JSON.stringify(word)} is no term with its definition`, 'Write it as TERM=DEFINITION');
}

/** The one new address that holds all other new ones. */
function newAddress(before: BoundDocument, after: BoundDocument): string {
  const known = partsOf(before);
  const fresh = [...partsOf(after).keys()].filter((address) => !known.has(address));
  const [first] = fresh.sort((a, b) => a.length - b.length);
  if (first !== undefined) return first;
  throw new EditRefusal('What was added would not be read as a part of its own', 'Add it in the file');
}

function readBack(
  after: BoundDocument,
  added: string,
  holder: Extract<Holder, { kind: 'items' }>,
  words: readonly string[],
): void {
  const word = words[0] as string;
  const isDefinition = (holder.list?.type ?? holder.schema?.type) === 'definitions';
  assertReadBack(after, added, isDefinition ? definition(word).text : word);
}

/** The name among the values of a new entry: the one called so, else the first without a name. */
function nameOf(values: readonly NamedValue[]): string | null {
  return (values.find(({ name }) => name === 'name') ?? values.find(({ name }) => name === null))?.value ?? null;
}

/** Fills in the parts of a new entry. A text without a name is its name, where it has none its description or body. */
function setParts(draft: Draft, added: string, holder: Holder, values: readonly NamedValue[], judging: Judging): void {
  const hasName = holder.kind === 'entries' || (holder.kind === 'groups' && holder.schema.repeat.named);
  const parts = values.flatMap(({ name, value }) => {
    if (hasName && (name === 'name' || (name === null && value === nameOf(values)))) return [];
    if (name === null) return [{ address: holder.kind === 'groups' ? `${added}.description` : added, value }];
    const address = `${added}.${name}`;
    return [{ address: isPlace(draft.document, address) ? address : `${address}[1]`, value }];
  });
  if (parts.length > 0) setValues(draft, parts, judging);
}

/** False for a list, whose first item is meant then. */
function isPlace(document: BoundDocument, address: string): boolean {
  return 'part' in findPart(document, address) || !('part' in findPart(document, `${address}[1]`));
}
