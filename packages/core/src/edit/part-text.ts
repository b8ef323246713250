import type { BoundDocument } from '../document/document.ts';
import { foldSpace } from '../markdown/plain.ts';
import type { Range } from '../text/range.ts';
import { headingTextRange } from './headings.ts';
import { withoutMargins } from './line-margin.ts';
import { type Part, partsOf } from './parts.ts';
import { EditRefusal } from './refusal.ts';

/**
 * What a part says by itself, without the parts within it: the words of a heading, the value of a field, the text and
 * tick of an item. Margins of quotes and lists are left out.
 */
export function partText(document: BoundDocument, part: Part): string {
  const slice = ({ start, end }: Range): string => withoutMargins(document.source.text.slice(start, end));
  switch (part.kind) {
    case 'title':
      return slice(part.title.range);
    case 'section':
      return slice(headingTextRange(part.section.outline.node));
    case 'field':
      return part.field.where === 'frontmatter' ? part.field.value.plain : withoutMargins(part.field.value.raw);
    case 'cell':
      return part.cell.value.raw;
    case 'item':
      return `${part.item.checked === null ? '' : part.item.checked ? '[x] ' : '[ ] '}${withoutMargins(part.item.raw)}`;
    case 'description':
      return withoutMargins(part.group.description.raw);
    case 'name':
      return part.entry.ownName ?? '';
    case 'table':
      return slice(part.table.headerRange);
    case 'row':
    case 'group':
    case 'preamble':
      return part.kind;
  }
}

/**
 * Holds an edit to what it was asked for: every part for which `mayDiffer` is false still stands at its address and says
 * the same, and no other part for which it is false has come. A value with a heading, an open comment or a field's name
 * in it would change more than itself.
 * @throws {EditRefusal} when another part would change or come.
 */
export function assertOthersKept(
  before: BoundDocument,
  after: BoundDocument,
  mayDiffer: (part: Part) => boolean,
  what: string,
): void {
  const now = partsOf(after);
  for (const [address, part] of partsOf(before)) {
    if (mayDiffer(part)) continue;
    const same = now.get(address);
    if (same !== undefined && same.kind === part.kind && partText(after, same) === partText(before, part)) continue;
    throw new EditRefusal(`${what} would also change what is read at ${address}`, plainly);
  }
  const known = partsOf(before);
  for (const [address, part] of now) {
    if (known.has(address) || mayDiffer(part)) continue;
    throw new EditRefusal(`${what} would also be read as ${address}`, plainly);
  }
}

const plainly = 'Write it without headings, open comments, or lines that begin like a field';

/** @throws {EditRefusal} when the part at an address does not say what was written there. */
export function assertReadBack(after: BoundDocument, address: string, written: string): void {
  const part = partsOf(after).get(address);
  const said = part === undefined ? null : part.kind === 'item' ? ownWords(part) : partText(after, part);
  if (said !== null && sameWords(said, written)) return;
  throw new EditRefusal(
    `The value would not be read back at ${address} as it was written`,
    'Write it as one paragraph, without lines that begin like a list, a heading or a field',
  );
}

function ownWords({ item }: Extract<Part, { kind: 'item' }>): string {
  return item.definition ?? withoutMargins(item.raw);
}

/** YAML may fold what it holds; a table escapes its pipes. */
function sameWords(said: string, written: string): boolean {
  const plain = (text: string): string => foldSpace(withoutMargins(text).replaceAll('\\|', '|'));
  return plain(said) === plain(written);
}
