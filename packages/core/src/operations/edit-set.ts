import type { BoundDocument, BoundSection } from '../document/document.ts';
import { allowedValue, type Judging } from '../edit/allowed-value.ts';
import { type Draft, joinChanges } from '../edit/change.ts';
import { assertOthersKept, assertReadBack } from '../edit/part-text.ts';
import { type Part, partAt, partsOf } from '../edit/parts.ts';
import { setValue } from '../edit/set-value.ts';
import type { EditContext } from './edit-context.ts';
import { type EditOutput, type EditTerms, editDocument, editTerms } from './edit-document.ts';
import type { Operation } from './operation.ts';

export interface SetInput extends EditTerms {
  /** At least one. All addresses are those of the document as it is; values about the same text are refused. */
  readonly values: readonly AddressedValue[];
}

export interface AddressedValue {
  readonly address: string;
  readonly value: string;
}

/** Puts values in the place of those that stand at addresses. */
export const set: Operation<SetInput, EditOutput, EditContext> = {
  input: (zod) =>
    zod.object({
      values: zod
        .array(
          zod.object({
            address: zod.string().describe('Such as status, goals[2] or risks[1].likelihood'),
            value: zod.string().describe('The new text; Markdown for a section'),
          }),
        )
        .min(1),
      ...editTerms(zod),
    }),

  run: (context: EditContext, input: SetInput) =>
    editDocument(context, input, (draft, judging) => ({ addresses: setValues(draft, input.values, judging) })),
};

/**
 * Sets all values in one change, and makes sure that they, and nothing else, are read differently afterwards. Gives the
 * full addresses.
 */
export function setValues(draft: Draft, values: readonly AddressedValue[], judging: Judging): string[] {
  const { document } = draft;
  const parts = values.map(({ address }) => partAt(document, address));
  draft.apply(joinChanges(values.map(({ value }, index) => setValue(document, parts[index] as Part, value, judging))));
  const what = values.length === 1 ? 'This value' : 'One of these values';
  assertOthersKept(document, draft.document, (part) => parts.some((edited) => holds(edited, part, document)), what);
  for (const [index, { value }] of values.entries()) readBack(draft.document, parts[index] as Part, value, judging);
  return parts.map(({ address }) => address);
}

/** True for the part itself; for a section also what stands directly in it, and sections within it that come or go. */
function holds(edited: Part, part: Part, before: BoundDocument): boolean {
  if (edited.kind === 'name') return part.kind === 'section' && part.section === edited.entry;
  if (edited.address === part.address) return true;
  if (edited.kind !== 'section' || part.home === null) return false;
  if (part.kind !== 'section' && part.home.address === edited.address) return true;
  return !partsOf(before).has(part.address) && isAround(edited.address, part.home);
}

function isAround(address: string, section: BoundSection): boolean {
  for (let at: BoundSection | null = section; at !== null; at = at.parent) if (at.address === address) return true;
  return false;
}

function readBack(after: BoundDocument, part: Part, value: string, judging: Judging): void {
  if (part.kind === 'field') assertReadBack(after, part.address, allowedValue(value, part.field.schema, '', judging));
  else if (part.kind === 'cell')
    assertReadBack(after, part.address, allowedValue(value, part.cell.column?.schema ?? null, '', judging));
  else if (part.kind === 'item' || part.kind === 'description') assertReadBack(after, part.address, value);
}
