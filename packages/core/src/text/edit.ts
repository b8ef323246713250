import type { Range } from './range.ts';

/** Put `text` in the place of `[start, end)` of the text before the edit. */
export interface Replacement extends Range {
  readonly text: string;
}

/** Sorted by `start` and disjoint: one change to a text. */
export type Edit = readonly Replacement[];
