/** Where a document stands, as its texts, signatures and rules make it. */
export interface Standing {
  readonly state: string;
  /** The next state, and how many things are missing before it; null when there is none. */
  readonly next: { readonly to: string; readonly missing: number } | null;
}

/** What `specwright gates PATH --json` prints, as far as it is used here. */
interface GatesAnswer {
  readonly documents: readonly {
    readonly effectiveStatus: string | null;
    readonly next: {
      readonly to: string;
      readonly gates: readonly { readonly missing: readonly unknown[] }[];
    } | null;
  }[];
}

/** Reads the answer for one document; null for a file without a lifecycle. Throws on text that is no JSON. */
export function readStanding(answer: string): Standing | null {
  const { documents }: GatesAnswer = JSON.parse(answer);
  const [document] = documents;
  if (typeof document?.effectiveStatus !== 'string') return null;
  const { effectiveStatus: state, next } = document;
  if (next === null) return { state, next };
  return { state, next: { to: next.to, missing: next.gates.reduce((sum, { missing }) => sum + missing.length, 0) } };
}

/** One line for the status bar: the state, and how many findings the text has. */
export function statusLine(standing: Standing | null, findings: number): string {
  const state = standing?.state ?? 'Specwright';
  return findings === 0 ? state : `${state} · ${findings === 1 ? '1 finding' : `${findings} findings`}`;
}

/** One sentence about what comes next. */
export function nextLine(standing: Standing | null): string {
  if (standing === null) return 'Show the gates of this document';
  const { next, state } = standing;
  if (next === null) return `${state} is the last state`;
  const things = next.missing === 1 ? '1 thing is missing' : `${next.missing} things are missing`;
  return next.missing === 0 ? `Nothing is missing before ${next.to}` : `${things} before ${next.to}`;
}
