import { changesSince, lastSignOff } from '@specwright/core/lifecycle/since-sign-off.ts';
import type { DocumentDiff } from '@specwright/core/operations/diff.ts';
import { type Invocation, textOption } from './command.ts';
import { openHistories } from './history-context.ts';

/** What changed in the command's documents since this person signed them, and what cannot be told. */
export async function diffsSinceSignOff(invocation: Invocation): Promise<{
  readonly diffs: readonly DocumentDiff[];
  readonly display: (name: string) => string;
  readonly unsigned: number;
}> {
  const { context, display, actors } = await openHistories(invocation);
  const { id } = await actors.here();
  const diffs: DocumentDiff[] = [];
  let unsigned = 0;
  for await (const { file, review } of context.histories.open(() => undefined)) {
    const signOff = lastSignOff(review, id, textOption(invocation, 'sinceSignOff'));
    const since = signOff === null ? null : changesSince(review, signOff);
    if (since === null) unsigned += 1;
    else if (since.changes.length > 0) {
      const { schema } = review.current.bound;
      diffs.push({ file, from: null, state: 'changed', template: schema.file, changes: since.changes });
    }
  }
  return { diffs, display, unsigned };
}
