/** One role of a document with what was signed in it, in words. */
export interface SignOffLine {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
}

/** What `specwright verify PATH --json` prints, as far as it is used here. */
interface VerifyAnswer {
  readonly documents: readonly {
    readonly signOffs: readonly {
      readonly role: string;
      readonly required: boolean;
      readonly by: string | null;
      readonly verdict: string | null;
      readonly state: string;
      readonly assurance: string;
      /** Addresses of the parts that are no longer as they were signed. */
      readonly changed: readonly string[];
      readonly at: string | null;
    }[];
  }[];
}

/** Reads the answer for one document, a line for each role. Throws on text that is no JSON. */
export function readSignOffs(answer: string): SignOffLine[] {
  const { documents }: VerifyAnswer = JSON.parse(answer);
  return (documents[0]?.signOffs ?? []).map(({ role, required, by, verdict, state, assurance, changed, at }) => {
    const label = `${role}${required ? '' : ' (not required)'}`;
    if (by === null) return { label, description: state, detail: 'Nobody has signed' };
    const since = changed.length === 0 ? '' : `; changed since: ${changed.join(', ')}`;
    return {
      label,
      description: `${state}${since}`,
      detail: `${verdict} by ${by} on ${at?.slice(0, 10)}, ${assurance}`,
    };
  });
}
