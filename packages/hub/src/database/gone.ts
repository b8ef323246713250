import { CannotStart, codeOf } from '../postgres/cannot-start.ts';

/** The database does not answer, or has no room; what was to be done was not done unless it was told so before. */
export class DatabaseGone extends Error {
  /** `away`: it does not answer; `full`: it has no room left. */
  readonly reason: 'away' | 'full';

  constructor(reason: 'away' | 'full', cause: unknown) {
    super(reason === 'full' ? 'The database has no room left on its disk' : 'The database does not answer', { cause });
    this.name = 'DatabaseGone';
    this.reason = reason;
  }
}

/** PostgreSQL's classes of errors and Node's names that say that the connection, not the question, is at fault. */
const away = /^(?:08|57P0[1235]|53300|E(?:CONN|PIPE|NOENT|TIMEDOUT|NOTFOUND|HOSTUNREACH|AI_AGAIN))/u;
/** What pg and its pool say of a connection that is no more; they give it no code. */
const endedConnection =
  /^(?:Connection terminated|timeout exceeded when trying to connect|Client (?:was closed|has encountered a connection error))/u;
const full = /^(?:53100|ENOSPC|58030)/u;

/** What of a database's absence an error tells; null when it is about something else. drizzle's errors hold pg's as their cause. */
export function goneIn(error: unknown): DatabaseGone | null {
  if (error instanceof DatabaseGone) return error;
  if (!(error instanceof Error) || error instanceof CannotStart) return null;
  const code = codeOf(error) ?? '';
  if (full.test(code)) return new DatabaseGone('full', error);
  if (away.test(code) || endedConnection.test(error.message)) return new DatabaseGone('away', error);
  return error.cause === undefined ? null : goneIn(error.cause);
}
