import { ownChange } from '../edit/change.ts';
import { partAt } from '../edit/parts.ts';
import { tickItem } from '../edit/tick.ts';
import type { EditContext } from './edit-context.ts';
import { type EditOutput, type EditTerms, editDocument, editTerms } from './edit-document.ts';
import type { Operation } from './operation.ts';

export interface TickInput extends EditTerms {
  /** Of items with boxes; at least one. */
  readonly addresses: readonly string[];
}

/** Ticks items off. Those that are ticked already stay so. */
export const tick = tickOperation(true);
/** Takes ticks away. */
export const untick = tickOperation(false);

function tickOperation(done: boolean): Operation<TickInput, EditOutput, EditContext> {
  return {
    input: (zod) => zod.object({ addresses: zod.array(zod.string()).min(1), ...editTerms(zod) }),

    run: (context: EditContext, input: TickInput) =>
      editDocument(context, input, (draft) => {
        const { document } = draft;
        const parts = input.addresses.map((address) => partAt(document, address));
        draft.apply(ownChange(parts.flatMap((part) => tickItem(document, part, done) ?? [])));
        return { addresses: parts.map(({ address }) => address) };
      }),
  };
}
