import { ownChange } from '../edit/change.ts';
import { assertOthersKept } from '../edit/part-text.ts';
import { partAt } from '../edit/parts.ts';
import { resolveQuestion } from '../edit/resolve-question.ts';
import type { EditContext } from './edit-context.ts';
import { type EditOutput, type EditTerms, editDocument, editTerms } from './edit-document.ts';
import type { Operation } from './operation.ts';

export interface ResolveInput extends EditTerms {
  /** Of an item with a box. */
  readonly address: string;
  /** Markdown. */
  readonly answer: string;
}

/** Ticks an open question and writes its answer under it. */
export const resolve: Operation<ResolveInput, EditOutput, EditContext> = {
  input: (zod) =>
    zod.object({
      address: zod.string().describe('Of an open question'),
      answer: zod.string().describe('What was decided, in Markdown'),
      ...editTerms(zod),
    }),

  run: (context: EditContext, { address, answer, ...terms }: ResolveInput) =>
    editDocument(context, terms, (draft) => {
      const { document } = draft;
      const part = partAt(document, address);
      draft.apply(ownChange(resolveQuestion(document, part, answer)));
      const isOwn = (other: string): boolean => other === part.address || other.startsWith(`${part.address}[`);
      assertOthersKept(document, draft.document, (other) => isOwn(other.address), 'This answer');
      return { addresses: [part.address] };
    }),
};
