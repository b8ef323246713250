import { lt } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { failedSignIn } from '../database/tables/sign-in.ts';
import { forgetTrips } from './oidc-sign-in.ts';
import { forgetLinks } from './one-time-links.ts';
import { forgetSessions } from './sessions.ts';
import { forgetTokens } from './tokens.ts';

/** Drops what can be used no more of sessions, tokens, links and sign-ins; a job does it once a day. */
export async function forgetExpired(queries: Queries, now: Date): Promise<void> {
  await forgetSessions(queries, now);
  await forgetTokens(queries, now);
  await forgetLinks(queries, now);
  await forgetTrips(queries, now);
  await queries.delete(failedSignIn).where(lt(failedSignIn.lastAt, new Date(now.getTime() - 48 * 3_600_000)));
}
