/** A reason why the hub does not start that whoever starts it can do something about. Shown as it is, without a stack. */
export class CannotStart extends Error {
  /** What to do next; null when the message says it. */
  readonly hint: string | null;

  constructor(message: string, hint: string | null = null) {
    super(message);
    this.name = 'CannotStart';
    this.hint = hint;
  }
}

/** Node's name of a system error (`ENOENT`) or PostgreSQL's of one of its own (`53100`); null for other errors. */
export function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
