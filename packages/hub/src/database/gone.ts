import { codeOf } from '../postgres/cannot-start.ts';

/** The database does not answer, or has no room. */
export class DatabaseGone extends Error {
  /** `away`: it does not answer; `full`: it has no room left. */
  readonly reason: 'away' | 'full';
  /** What became of the work: nothing of it was done; or it was being committed, and whether it was cannot be asked. */
  readonly work: 'undone' | 'unknown';

  constructor(reason: 'away' | 'full', work: 'undone' | 'unknown', cause: unknown) {
    super(reason === 'full' ? 'The database has no room left on its disk' : 'The database does not answer', { cause });
    this.name = 'DatabaseGone';
    this.reason = reason;
    this.work = work;
  }
}

/** What an error says of the database: that it is away, that it is full, that others were in the way; null: something else. */
export type Trouble = 'away' | 'full' | 'crossed' | null;

/** drizzle's errors hold those of `pg` as their cause. */
export function troubleIn(error: unknown): Trouble {
  if (!(error instanceof Error)) return null;
  const code = codeOf(error) ?? '';
  if (code === '53100') return 'full';
  if (crossed.has(code)) return 'crossed';
  if (away.test(code) || ('syscall' in error && unreachable.has(code)) || lost.test(error.message)) return 'away';
  return troubleIn(error.cause);
}

/** The absence of the database that an error tells of, for the answer to whoever asked; null when it is about something else. */
export function goneIn(error: unknown): DatabaseGone | null {
  if (error instanceof DatabaseGone) return error;
  const trouble = troubleIn(error);
  return trouble === 'away' || trouble === 'full' ? new DatabaseGone(trouble, 'unknown', error) : null;
}

/** Deadlock, and a transaction that cannot be put in an order with another. */
const crossed = new Set(['40P01', '40001']);

/** PostgreSQL's codes for: connection trouble, a server that ends, starts or recovers, too many connections, a server that only reads now. */
const away = /^(?:08...|57P0[123]|25P03|53300|25006)$/u;

const unreachable = new Set(
  ['REFUSED', 'RESET', 'ABORTED']
    .map((what) => `ECONN${what}`)
    .concat('ENOENT', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND')
    .concat('EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'),
);

/** What `pg` says without a code. */
const lost =
  /^(?:Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed)/u;
