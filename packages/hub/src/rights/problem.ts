/** What kind of problem it is, as its address ends (RFC 9457), with the HTTP status and the title that go with it. */
const kinds = {
  'invalid-body': { status: 400, title: 'What was sent is not valid' },
  'not-signed-in': { status: 401, title: 'Nobody is signed in' },
  'wrong-credentials': { status: 401, title: 'E-mail address and password do not belong together' },
  'reauthentication-needed': { status: 403, title: 'This needs a fresh sign-in' },
  'foreign-request': { status: 403, title: 'The request may have been sent by a page of another site' },
  'missing-right': { status: 403, title: 'This needs a right that you do not hold' },
  'wrong-host': { status: 421, title: 'The request is for another host' },
  'not-found': { status: 404, title: 'There is no such thing, or you may not see it' },
  conflict: { status: 409, title: 'This is at odds with what is there' },
  'stale-base': { status: 409, title: 'The text is not the newest any more' },
  'wrong-state': { status: 409, title: 'The document is in a state in which this cannot be done' },
  'link-spent': { status: 410, title: 'The link was used or has expired' },
  'too-large': { status: 413, title: 'What was sent is too large' },
  'unknown-format': { status: 415, title: 'What was sent has an unknown format' },
  'too-many-attempts': { status: 429, title: 'There were too many attempts' },
  'mail-failed': { status: 502, title: 'The mail could not be sent' },
  'provider-failed': { status: 502, title: 'The provider of sign-ins does not answer as it should' },
} as const;
export type ProblemKind = keyof typeof kinds;

/** What is wrong with one field of what was sent. */
export interface FieldProblem {
  /** Its address: `password`. */
  readonly field: string;
  readonly message: string;
}

interface MoreOfProblem {
  /** What to do next. */
  readonly hint?: string;
  readonly fields?: readonly FieldProblem[];
  /** After how many whole seconds it is worth trying again. */
  readonly retryAfter?: number;
  /** What else whoever asked needs to go on, by name (RFC 9457, section 3.2). */
  readonly members?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** A reason why something that was asked of the hub is not done. Nothing of it was done; shown to whoever asked as it is. */
export class Problem extends Error {
  readonly kind: ProblemKind;
  readonly status: number;
  readonly title: string;
  readonly hint: string | null;
  readonly fields: readonly FieldProblem[];
  readonly retryAfter: number | null;
  readonly members: Readonly<Record<string, unknown>>;

  /** `detail` is one sentence about this case; it holds no secret and nothing that whoever asked may not know. */
  constructor(kind: ProblemKind, detail: string, { hint, fields, retryAfter, members, cause }: MoreOfProblem = {}) {
    super(detail, { cause });
    this.name = 'Problem';
    this.kind = kind;
    this.status = kinds[kind].status;
    this.title = kinds[kind].title;
    this.hint = hint ?? null;
    this.fields = fields ?? [];
    this.retryAfter = retryAfter ?? null;
    this.members = members ?? {};
  }
}
