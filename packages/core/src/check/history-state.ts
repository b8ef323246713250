/** What a document's history makes of it, as far as rules speak of it. Plain data: it goes to workers. */
export interface HistoryState {
  /** The effective status. */
  readonly state: string;
  /** What each gate ahead misses, by the state it leads to. */
  readonly unmet: readonly {
    readonly to: string;
    readonly gate: string;
    readonly missing: readonly { readonly message: string; readonly address: string }[];
  }[];
  /** Roles that have not approved all they hold. */
  readonly missing: readonly {
    readonly role: string;
    /** Who may act for it; null for any person. */
    readonly who: readonly string[] | null;
    readonly parts: readonly string[];
  }[];
  /** Sign-offs that count for nothing, and why. */
  readonly barred: readonly { readonly role: string; readonly by: string; readonly why: string }[];
  readonly stale: readonly {
    readonly role: string;
    readonly by: string;
    /** `YYYY-MM-DD`. */
    readonly at: string;
    readonly parts: readonly string[];
  }[];
  /** Set where an approval does not hold any more because of what was edited since. */
  readonly edited: {
    readonly from: string;
    readonly parts: readonly string[];
    /** Roles and people to ask. */
    readonly ask: readonly string[];
  } | null;
}
