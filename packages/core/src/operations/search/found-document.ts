export interface FoundDocument {
  readonly file: string;
  readonly id: string | null;
  readonly title: string | null;
  readonly status: string | null;
  /** Higher is better; of no meaning beyond one search. */
  readonly score: number;
  /** The best places in it, at most three. */
  readonly places: readonly FoundPlace[];
}

export interface FoundPlace {
  readonly address: string;
  /** 1-based. */
  readonly line: number;
  /** A line of the text, cut to what surrounds the words. */
  readonly text: string;
}
