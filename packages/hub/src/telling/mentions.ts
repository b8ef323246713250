import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { account } from '../database/tables/people.ts';
import { type Happening, tell } from './outbox.ts';

/** A comment that was just written. */
export interface Comment {
  readonly workspace: string;
  readonly document: string;
  /** Id of its event. */
  readonly event: string;
  readonly address: string;
  readonly text: string;
  readonly by: NonNullable<Happening['by']>;
}

/** Mentions of one comment that are followed; more are somebody's mischief. */
const most = 20;

/** Characters behind an `@` that are compared with names. */
const longestName = 80;

const wordBefore = /[\p{L}\p{N}._%+-]$/u;
const goesOn = /^[\p{L}\p{N}]/u;
const emailAt = /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+/u;

/** Tells those whom a comment mentions, as `@email` or `@name`, in the transaction that records it. */
export async function tellMentions(queries: Queries, comment: Comment): Promise<void> {
  const to = await mentionedIn(queries, comment.text);
  if (to.length === 0) return;
  const { workspace, document, address, event, by } = comment;
  const why = `${by.name} mentioned you in a comment`;
  const happening = {
    kind: 'comment.mentioned',
    workspace,
    document,
    to,
    what: 'read a comment',
    address,
    why,
    by,
  } as const;
  await tell(queries, [{ ...happening, data: { event } }]);
}

/** The emails of those whom a text mentions. Of names that begin alike the longest counts. */
export async function mentionedIn(queries: Queries, text: string): Promise<readonly string[]> {
  const places = [...text.matchAll(/@/gu)]
    .filter(({ index }) => !wordBefore.test(text.slice(Math.max(0, index - 2), index)))
    .slice(0, most)
    .map(({ index }) =>
      text
        .slice(index + 1, index + 1 + longestName)
        .normalize('NFC')
        .toLowerCase(),
    );
  if (places.length === 0) return [];
  const emails = places.map((place) => emailAt.exec(place)?.[0] ?? '');
  const words = JSON.stringify(places.map((place) => place.replaceAll('\0', ' ').toWellFormed()));
  const found = await queries
    .select({ email: account.email, name: account.name })
    .from(account)
    .where(
      and(
        isNull(account.endedAt),
        eq(account.kind, 'person'),
        sql`(${inArray(account.email, [...new Set(emails)])} or (${account.name} <> '' and exists (
          select 1 from jsonb_array_elements_text(${words}::jsonb) as place where starts_with(place, lower(${account.name})))))`,
      ),
    )
    .limit(1_000);
  const mentioned = places.flatMap((place, at) => {
    if (found.some(({ email }) => email === emails[at])) return [emails[at] ?? ''];
    const named = found.filter(({ name }) => isNamed(place, name.toLowerCase()));
    const longest = Math.max(...named.map(({ name }) => name.length));
    return named.filter(({ name }) => name.length === longest).map(({ email }) => email);
  });
  return [...new Set(mentioned)];
}

function isNamed(place: string, name: string): boolean {
  return place.startsWith(name) && !goesOn.test(place.slice(name.length));
}
