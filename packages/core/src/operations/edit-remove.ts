import type { BoundDocument, BoundSection } from '../document/document.ts';
import { partText } from '../edit/part-text.ts';
import { type Part, partAt, partsOf } from '../edit/parts.ts';
import { EditRefusal } from '../edit/refusal.ts';
import { removeParts } from '../edit/remove.ts';
import type { EditContext } from './edit-context.ts';
import { type EditOutput, type EditTerms, editDocument, editTerms } from './edit-document.ts';
import type { Operation } from './operation.ts';

export interface RemoveInput extends EditTerms {
  /** At least one; none within another. */
  readonly addresses: readonly string[];
}

/** Takes items, rows, entries, fields and sections away. */
export const remove: Operation<RemoveInput, EditOutput, EditContext> = {
  input: (zod) => zod.object({ addresses: zod.array(zod.string()).min(1), ...editTerms(zod) }),

  run: (context: EditContext, { addresses, ...terms }: RemoveInput) =>
    editDocument(context, terms, (draft) => {
      const { document } = draft;
      const parts = addresses.map((address) => partAt(document, address));
      draft.apply(removeParts(document, parts));
      assertOnlyGone(document, draft.document, parts);
      return { addresses: parts.map(({ address }) => address) };
    }),
};

/** @throws {EditRefusal} when anything else than the parts and what is in them would be gone, or anything would come. */
function assertOnlyGone(before: BoundDocument, after: BoundDocument, gone: readonly Part[]): void {
  const left = new Map<string, { count: number; address: string }>();
  for (const [address, part] of partsOf(before)) {
    if (part.kind === 'preamble' || gone.some((outer) => holds(outer, part))) continue;
    const key = keyOf(before, part);
    const entry = left.get(key) ?? { count: 0, address };
    entry.count += 1;
    left.set(key, entry);
  }
  for (const [address, part] of partsOf(after)) {
    if (part.kind === 'preamble') continue;
    const entry = left.get(keyOf(after, part));
    if (entry === undefined || entry.count === 0) {
      throw new EditRefusal(`This would also change what is read at ${address}`, 'Take it away in the file');
    }
    entry.count -= 1;
  }
  const lost = [...left.values()].find(({ count }) => count > 0);
  if (lost !== undefined) {
    throw new EditRefusal(`This would also take away what stands at ${lost.address}`, 'Take it away in the file');
  }
}

/** What a part says, whatever number it and the entries that it mentions have. */
function keyOf(document: BoundDocument, part: Part): string {
  return `${part.kind} ${partText(document, part).replace(/\d+|(?<![\p{L}\p{N}])[A-Z](?![\p{L}\p{N}])/gu, '#')}`;
}

function holds(outer: Part, part: Part): boolean {
  const { address } = outer;
  if (part.address === address || part.address.startsWith(`${address}.`) || part.address.startsWith(`${address}[`)) {
    return true;
  }
  if (outer.kind !== 'section') return false;
  for (let at: BoundSection | null = part.home; at !== null; at = at.parent) if (at === outer.section) return true;
  return false;
}
