import { and, asc, eq, inArray } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { event } from '../database/tables/documents.ts';
import { account } from '../database/tables/people.ts';
import { reaction } from '../database/tables/review.ts';
import { noteChanges } from '../documents/changes.ts';
import { type DeedPorts, heldPlace } from '../documents/deeds.ts';
import { demand } from '../rights/demand.ts';
import { Problem } from '../rights/problem.ts';
import type { Caller } from '../rights/right.ts';

/** The signs there are. */
export const reactionSigns = reaction.sign.enumValues;
export type ReactionSign = (typeof reactionSigns)[number];

/** One sign on something that was said. */
export interface Reactions {
  readonly sign: ReactionSign;
  /** Printed names, who was first first. */
  readonly by: readonly string[];
  /** Whether whoever asks is among them. */
  readonly mine: boolean;
}

/** What was said, and the sign. */
export interface Reacting {
  /** Ids. */
  readonly document: string;
  readonly event: string;
  readonly sign: ReactionSign;
}

const threadKinds = ['thread-opened', 'replied', 'resolved'];

/** Puts one's own sign on something that was said in a thread, or takes it back; twice is as good as once. */
export function react(
  ports: DeedPorts,
  caller: Caller,
  { document, event: said, sign }: Reacting,
  on: boolean,
): Promise<void> {
  return ports.database.transaction(async (queries) => {
    const place = await heldPlace(queries, caller, document);
    await demand(queries, caller, 'react', place);
    const [found] = await queries
      .select({ id: event.id })
      .from(event)
      .where(and(eq(event.id, said), eq(event.document, document), inArray(event.kind, threadKinds)));
    if (found === undefined) throw new Problem('not-found', 'Nothing of that id was said in a thread of the document');
    const own = { document, event: said, account: caller.account, sign };
    const done = on
      ? await queries.insert(reaction).values(own).onConflictDoNothing()
      : await queries
          .delete(reaction)
          .where(and(eq(reaction.event, said), eq(reaction.account, caller.account), eq(reaction.sign, sign)));
    if (done.rowCount === 0) return;
    const { workspace } = place;
    await noteChanges(queries, { workspace, document }, ['history']);
    await ports.recorded(queries, {
      action: 'react',
      caller,
      workspace,
      document,
      details: { said, sign, on: `${on}` },
    });
  });
}

/** The signs on what was said in a document's threads, by the ids of events. Whoever asks must be known to be allowed to read it. */
export async function reactionsOn(
  queries: Queries,
  caller: Caller,
  document: string,
  events: readonly string[],
): Promise<ReadonlyMap<string, readonly Reactions[]>> {
  if (events.length === 0) return new Map();
  const rows = await queries
    .select({ event: reaction.event, sign: reaction.sign, account: reaction.account, name: account.name })
    .from(reaction)
    .innerJoin(account, eq(account.id, reaction.account))
    .where(and(eq(reaction.document, document), inArray(reaction.event, [...events])))
    .orderBy(asc(reaction.at), asc(reaction.account))
    .limit(10_000);
  const found = new Map<string, Reactions[]>();
  for (const said of new Set(rows.map((row) => row.event))) {
    const own = rows.filter((row) => row.event === said);
    const signs = reactionSigns.flatMap((sign): Reactions[] => {
      const by = own.filter((row) => row.sign === sign);
      const mine = by.some((row) => row.account === caller.account);
      return by.length === 0 ? [] : [{ sign, by: by.map(({ name }) => name), mine }];
    });
    found.set(said, signs);
  }
  return found;
}
