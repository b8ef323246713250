import type { Queries } from '../src/database/database.ts';
import { addAccount } from '../src/people/accounts.ts';
import type { Caller } from '../src/rights/right.ts';

/** The moment at which tests begin. */
export const start = new Date('2026-03-02T09:00:00Z');

/** A moment so many seconds after tests begin. */
export function after(seconds: number): Date {
  return new Date(start.getTime() + seconds * 1_000);
}

/** Where requests of tests come from. */
export const from = { address: '192.0.2.7', device: 'A browser' };

/** Makes a person's account, and gives the caller that they are in a session which began as tests do. */
export async function person(
  queries: Queries,
  name: string,
  more: { readonly admin?: boolean; readonly passwordHash?: string } = {},
): Promise<Caller> {
  const email = `${name.toLowerCase()}@example.com`;
  const account = await addAccount(queries, { email, name, ...more });
  const actor = { kind: 'person', id: email, name } as const;
  return { account, actor, admin: more.admin ?? false, via: 'session', authenticatedAt: start, bound: null };
}

/** The kind of the problem that `work` ends with; `done` when it has none. */
export async function problemOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'done',
    (error: unknown) => {
      if (error instanceof Error && 'kind' in error) return String(error.kind);
      throw error;
    },
  );
}
