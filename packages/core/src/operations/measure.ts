import { isAtOrBelow } from '../document/address-pool.ts';
import { noChange } from '../edit/change.ts';
import { partAt } from '../edit/parts.ts';
import { setValue } from '../edit/set-value.ts';
import { decideMeasure } from '../lifecycle/decide.ts';
import { metricRows } from '../lifecycle/left-over.ts';
import { type ActOutput, act } from './act.ts';
import type { HistoryContext, OpenReview } from './history-context.ts';
import type { Operation } from './operation.ts';

export interface MeasureInput {
  /** Of a metric, or of its current value. */
  readonly address: string;
  readonly value: string;
  readonly dryRun: boolean;
}

/** Takes down what a metric measures now: in the history, and in the column of current values. */
export const measure: Operation<MeasureInput, ActOutput, HistoryContext> = {
  input: (zod) => zod.object({ address: zod.string(), value: zod.string(), dryRun: zod.boolean() }),

  run: (context, { address, value, dryRun }) =>
    act(context, {
      decide: (document) => {
        const decision = decideMeasure(document.review, address, value);
        if (decision.kind === 'refused') return decision;
        return { ...decision, change: currentValue(document, decision.data.address, value) };
      },
      dryRun,
    }),
};

/** The change of the living cell of a metric; none where the table has no column of current values. */
function currentValue({ review }: OpenReview, address: string, value: string) {
  const { bound } = review.current;
  const row = metricRows(bound).find((one) => isAtOrBelow(address, one.address));
  const cell = row?.cells.find(({ column }) => column?.schema?.living === true);
  if (cell === undefined) return noChange;
  return setValue(bound, partAt(bound, cell.address), value, { today: review.today, force: true });
}
