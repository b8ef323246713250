import { add } from '@specwright/core/operations/edit-add.ts';
import type { EditContext } from '@specwright/core/operations/edit-context.ts';
import type { EditOutput, EditTerms } from '@specwright/core/operations/edit-document.ts';
import { remove } from '@specwright/core/operations/edit-remove.ts';
import { rename } from '@specwright/core/operations/edit-rename.ts';
import { resolve } from '@specwright/core/operations/edit-resolve.ts';
import { set } from '@specwright/core/operations/edit-set.ts';
import { tick, untick } from '@specwright/core/operations/edit-tick.ts';
import type { Operation } from '@specwright/core/operations/operation.ts';
import type { OperationName } from '@specwright/core/operations/operations.ts';
import { z } from 'zod';
import { summaryOf } from '../program-parts.ts';
import { forAgents } from './for-agents.ts';
import { inputOf } from './tool.ts';

/** One edit as it is proposed: which verb, and its input. */
export type ProposedEdit = { readonly do: EditName } & Readonly<Record<string, unknown>>;

/** The verbs that edit a document's text at an address. */
const edits = { set, add, remove, rename, tick, untick, resolve } as const;

export type EditName = keyof typeof edits;

export function isEdit(name: OperationName): name is EditName {
  return name in edits;
}

type EditOperation = Operation<unknown, EditOutput, EditContext>;

/** Each verb with its own input, told apart by `do`. A value that the template does not allow is never written. */
export const proposedEdit = z.discriminatedUnion(
  'do',
  forAgents.filter(isEdit).map(editShape) as [EditShape, ...EditShape[]],
);

type EditShape = z.ZodObject<{ do: z.ZodLiteral<EditName> }>;

function editShape(name: EditName): EditShape {
  const { force: _, ...shape } = inputOf<EditTerms>(edits[name] as unknown as EditOperation & typeof set);
  return z.strictObject({ do: z.literal(name), ...shape }).describe(summaryOf(name));
}

/** Runs one edit on the one document of a context. */
export function runEdit(context: EditContext, { do: name, ...input }: ProposedEdit): Promise<EditOutput> {
  const operation = edits[name] as unknown as EditOperation;
  return operation.run(context, { ...input, force: false });
}
