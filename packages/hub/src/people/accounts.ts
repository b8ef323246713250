import { randomUUID } from 'node:crypto';
import type { Actor } from '@specwright/core/lifecycle/event.ts';
import { foldPerson } from '@specwright/core/lifecycle/policy.ts';
import { asc, eq } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { account } from '../database/tables/people.ts';
import { demand } from '../rights/demand.ts';
import { type FieldProblem, Problem } from '../rights/problem.ts';
import type { Caller } from '../rights/right.ts';

/** An account as others may see it. */
export interface Person {
  readonly id: string;
  readonly kind: Actor['kind'];
  readonly email: string;
  readonly name: string;
  readonly admin: boolean;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
}

/** What a new account is made of. */
export interface NewAccount {
  readonly kind?: Actor['kind'];
  readonly email: string;
  readonly name: string;
  readonly admin?: boolean;
  readonly passwordHash?: string | null;
  readonly oidcIssuer?: string | null;
  readonly oidcSubject?: string | null;
}

/** As events name the holder of an account. */
export function actorOf({ kind, email, name }: Pick<Person, 'kind' | 'email' | 'name'>): Actor {
  return { kind, id: email, name };
}

/** Makes an account and gives its id. Throws a `Problem` for an address or a name that is none, and for an address that is taken. */
export async function addAccount(queries: Queries, made: NewAccount): Promise<string> {
  const email = foldPerson(made.email);
  const name = made.name.normalize('NFC').trim();
  const fields = [...emailProblems(email), ...nameProblems(name)];
  if (fields.length > 0) throw new Problem('invalid-body', 'The account cannot be made like this', { fields });
  const [added] = await queries
    .insert(account)
    .values({ ...made, id: randomUUID(), email, name })
    .onConflictDoNothing()
    .returning({ id: account.id });
  if (added !== undefined) return added.id;
  throw new Problem('conflict', `There is an account for ${email} already`, { hint: 'Sign in with it' });
}

/** Makes an account for a program; it has no password, and acts by its tokens alone. */
export async function addAgent(
  queries: Queries,
  caller: Caller,
  made: { readonly kind: 'agent' | 'service'; readonly email: string; readonly name: string },
): Promise<string> {
  await demand(queries, caller, 'manage people');
  return addAccount(queries, made);
}

/** Everybody who has or had an account, by name. */
export async function everybody(queries: Queries, caller: Caller): Promise<Person[]> {
  await demand(queries, caller, 'see people');
  const { id, kind, email, name, admin, createdAt, endedAt } = account;
  return queries
    .select({ id, kind, email, name, admin, createdAt, endedAt })
    .from(account)
    .orderBy(asc(account.name), asc(account.id));
}

/** Changes how somebody is called: oneself, or by an administrator. Events keep the name that they were made with. */
export async function renameAccount(queries: Queries, caller: Caller, id: string, name: string): Promise<void> {
  await demand(queries, caller, id === caller.account ? 'manage own account' : 'manage people');
  const called = name.normalize('NFC').trim();
  const fields = nameProblems(called);
  if (fields.length > 0) throw new Problem('invalid-body', 'Nobody can be called like this', { fields });
  await queries.update(account).set({ name: called }).where(eq(account.id, id));
}

/** What is wrong with an e-mail address, folded. Whether it reaches anybody is not known. */
export function emailProblems(email: string): FieldProblem[] {
  if (email.length <= 254 && /^[^\s@\p{C}<>"(),:;[\]\\]{1,64}@[^\s@\p{C}<>"(),:;[\]\\]{1,190}$/u.test(email)) return [];
  return [{ field: 'email', message: 'is no e-mail address' }];
}

function nameProblems(name: string): FieldProblem[] {
  if (name === '' || name.length > 200) return [{ field: 'name', message: 'must have 1 to 200 characters' }];
  // Letters that turn the direction of writing would let a name pretend to be another.
  if (/[\p{Cc}\u2028-\u202e\u2066-\u2069]/u.test(name))
    return [{ field: 'name', message: 'must be plain text in one line' }];
  return [];
}
