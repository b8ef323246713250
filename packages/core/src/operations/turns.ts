import { compareText } from '../check/order.ts';
import { foldPerson } from '../lifecycle/policy.ts';
import { effectiveStatus } from '../lifecycle/status.ts';
import type { Turn } from '../lifecycle/turn.ts';
import { turnsOf } from '../lifecycle/turns.ts';
import type { Skipped } from './context.ts';
import type { HistoryContext } from './history-context.ts';
import type { Operation } from './operation.ts';
import { documentTitle } from './registers/register-rows.ts';

export interface TurnsInput {
  /** Only the turns of this person; null for everybody's. */
  readonly who: string | null;
}

export interface TurnsOutput {
  readonly turns: readonly DocumentTurn[];
  readonly skipped: readonly Skipped[];
}

export interface DocumentTurn extends Turn {
  readonly document: string;
  readonly title: string;
}

/** Who must act now, on what, and why; those who wait longest first. */
export const turns: Operation<TurnsInput, TurnsOutput, HistoryContext> = {
  input: (zod) =>
    zod.object({ who: zod.string().nullable().describe('Only the turns of this person; of all when null') }),

  async run(context, { who }): Promise<TurnsOutput> {
    const skipped: Skipped[] = [];
    const found: DocumentTurn[] = [];
    for await (const { file, review } of context.histories.open((one) => skipped.push(one))) {
      const title = documentTitle(review.current.bound);
      for (const turn of turnsOf(review, effectiveStatus(review))) found.push({ ...turn, document: file, title });
    }
    const wanted = who === null ? found : found.filter((turn) => turn.who !== null && isSame(turn.who, who));
    return { turns: wanted.sort(oldestFirst), skipped };
  },
};

/** The order in which turns are told; those without a known beginning come last. */
export function oldestFirst({ since: a }: { since: string | null }, { since: b }: { since: string | null }): number {
  return compareText(a ?? '9999', b ?? '9999');
}

function isSame(a: string, b: string): boolean {
  return foldPerson(a) === foldPerson(b);
}
