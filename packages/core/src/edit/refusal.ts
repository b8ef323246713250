/** An edit that is not made, with what stands in its way and what to do; no text was changed. */
export class EditRefusal extends Error {
  /** What to do next; null when the message says it. */
  readonly hint: string | null;

  constructor(message: string, hint: string | null = null) {
    super(message);
    this.name = 'EditRefusal';
    this.hint = hint;
  }
}
