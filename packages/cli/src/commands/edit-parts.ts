import { add } from '@specwright/core/operations/edit-add.ts';
import { remove } from '@specwright/core/operations/edit-remove.ts';
import type { Invocation } from './command.ts';
import { runEdit } from './edit-session.ts';
import { restOf, termsOf, typedValue } from './edit-values.ts';

/** `specwright add PATH ADDRESS [VALUE | NAME=VALUE …]`. */
export function runAdd(invocation: Invocation): Promise<number> {
  const address = invocation.arguments[1] as string;
  const words = ((invocation.arguments[2] ?? []) as readonly string[]).map(typedValue);
  return runEdit(invocation, (context) => add.run(context, { address, words, ...termsOf(invocation) }));
}

/** `specwright remove PATH ADDRESS…`. */
export function runRemove(invocation: Invocation): Promise<number> {
  return runEdit(invocation, (context) =>
    remove.run(context, { addresses: restOf(invocation), ...termsOf(invocation) }),
  );
}
