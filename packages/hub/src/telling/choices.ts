import { randomBytes } from 'node:crypto';
import { and, eq, isNull } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { account } from '../database/tables/people.ts';
import { tellingChoice } from '../database/tables/telling.ts';

/** How somebody wants the digest. */
export interface DigestChoice {
  readonly digest: 'off' | 'daily' | 'weekdays';
  /** From 0 to 23, where they are. */
  readonly hour: number;
  /** A name of the time zone database. */
  readonly zone: string;
}

export const usualChoice: DigestChoice = { digest: 'daily', hour: 8, zone: 'UTC' };

/** What somebody chose; what everybody has who did not. */
export async function choiceOf(queries: Queries, id: string): Promise<DigestChoice> {
  const { digest, hour, zone } = tellingChoice;
  const [found] = await queries.select({ digest, hour, zone }).from(tellingChoice).where(eq(tellingChoice.account, id));
  return found ?? usualChoice;
}

/** Keeps somebody's choice. @throws {RangeError} for an hour or a zone that there is not */
export async function choose(queries: Queries, id: string, choice: DigestChoice): Promise<void> {
  if (!Number.isInteger(choice.hour) || choice.hour < 0 || choice.hour > 23)
    throw new RangeError(`${choice.hour} is no hour from 0 to 23`);
  localTime(new Date(0), choice.zone);
  await queries
    .insert(tellingChoice)
    .values({ account: id, ...choice, unsubscribe: newToken() })
    .onConflictDoUpdate({ target: tellingChoice.account, set: { ...choice } });
}

/** Ends the digest of whoever got the mail that shows this token; gives whether there is such a mail. Needs no sign-in. */
export async function unsubscribe(queries: Queries, token: string): Promise<boolean> {
  const done = await queries.update(tellingChoice).set({ digest: 'off' }).where(eq(tellingChoice.unsubscribe, token));
  return (done.rowCount ?? 0) > 0;
}

/** Somebody whose digest is due. */
export interface Due {
  readonly account: string;
  /** `YYYY-MM-DD` where they are. */
  readonly day: string;
}

/** Whose hour it is, or was today while nobody looked, and who was not told yet. */
export async function dueDigests(queries: Queries, now: Date): Promise<readonly Due[]> {
  await giveEverybodyAChoice(queries);
  const rows = await queries
    .select({ choice: tellingChoice })
    .from(tellingChoice)
    .innerJoin(account, eq(account.id, tellingChoice.account))
    .where(and(isNull(account.endedAt), eq(account.kind, 'person')));
  return rows.flatMap(({ choice }): Due[] => {
    if (choice.digest === 'off') return [];
    const { day, hour, weekday } = localTime(now, choice.zone);
    const isRest = choice.digest === 'weekdays' && (weekday === 'Sat' || weekday === 'Sun');
    return isRest || hour < choice.hour || choice.toldOn === day ? [] : [{ account: choice.account, day }];
  });
}

/** Notes that a day's digest was put out. */
export async function markTold(queries: Queries, { account: id, day }: Due): Promise<void> {
  await queries.update(tellingChoice).set({ toldOn: day }).where(eq(tellingChoice.account, id));
}

async function giveEverybodyAChoice(queries: Queries): Promise<void> {
  const without = await queries
    .select({ id: account.id })
    .from(account)
    .leftJoin(tellingChoice, eq(tellingChoice.account, account.id))
    .where(and(isNull(tellingChoice.account), isNull(account.endedAt), eq(account.kind, 'person')));
  for (const { id } of without)
    await queries.insert(tellingChoice).values({ account: id, unsubscribe: newToken() }).onConflictDoNothing();
}

function newToken(): string {
  return randomBytes(24).toString('base64url');
}

/** The day, hour and weekday in a time zone. @throws {RangeError} when there is no such zone */
function localTime(now: Date, zone: string): { readonly day: string; readonly hour: number; readonly weekday: string } {
  const parts = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone: zone, hourCycle: 'h23', weekday: 'short' },
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit' },
  }).formatToParts(now);
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? '';
  return {
    day: `${part('year')}-${part('month')}-${part('day')}`,
    hour: Number(part('hour')),
    weekday: part('weekday'),
  };
}
