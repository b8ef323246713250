import { foldPerson } from '@specwright/core/lifecycle/policy.ts';
import { and, eq, gt, isNull, lt } from 'drizzle-orm';
import type { Database, Queries } from '../database/database.ts';
import { account } from '../database/tables/people.ts';
import { oidcSignIn, session } from '../database/tables/sign-in.ts';
import { Problem } from '../rights/problem.ts';
import { addAccount } from './accounts.ts';
import { join } from './joining.ts';
import type { OidcProvider, Vouched } from './oidc-provider.ts';
import { digestOf } from './secret.ts';
import { type From, proveAgain, startSession } from './sessions.ts';

/** How long somebody may be at the provider, ms. */
const tripTime = 15 * 60_000;

/** What a sign-in at the provider is for. */
export interface OidcPurpose {
  /** Path on this hub to go on at. */
  readonly returnTo: string;
  /** The secret of a one-time link that lets somebody in. */
  readonly link?: string | null;
  /** Id of the session that is to be proved again; null for a new one. */
  readonly session?: string | null;
}

/** Sends somebody to the provider. `state` is kept by their browser, so that nobody else's answer signs them in. */
export async function beginOidc(
  queries: Queries,
  provider: OidcProvider,
  { returnTo, link = null, session = null }: OidcPurpose,
  now: Date,
): Promise<{ readonly url: URL; readonly state: string }> {
  const { url, trip } = await provider.begin(session !== null);
  await queries.insert(oidcSignIn).values({
    stateDigest: digestOf(trip.state),
    nonce: trip.nonce,
    codeVerifier: trip.codeVerifier,
    returnTo: ownPath(returnTo),
    linkDigest: link === null ? null : digestOf(link),
    session,
    expiresAt: new Date(now.getTime() + tripTime),
  });
  return { url, state: trip.state };
}

/** Signs in whoever came back from the provider to `url`, and gives the secret for the cookie and the path to go on at. */
export async function finishOidc(
  database: Database,
  provider: OidcProvider,
  url: URL,
  state: string,
  from: From,
  now: Date,
): Promise<{ readonly secret: string; readonly returnTo: string }> {
  const [begun] = await database.queries
    .delete(oidcSignIn)
    .where(and(eq(oidcSignIn.stateDigest, digestOf(state)), gt(oidcSignIn.expiresAt, now)))
    .returning();
  if (begun === undefined)
    throw new Problem('link-spent', 'This sign-in was finished before, or took too long', { hint: 'Begin again' });
  const { nonce, codeVerifier, returnTo } = begun;
  const vouched = await provider.finish(url, { state, nonce, codeVerifier }, begun.session !== null);
  const secret = await database.transaction(async (queries) => {
    if (begun.session !== null) return proveAtProvider(queries, begun.session, vouched, now);
    const id = await accountOf(queries, provider, vouched, begun.linkDigest, now);
    const authenticatedAt = earlier(vouched.authenticatedAt, now);
    return startSession(queries, { account: id, method: 'oidc', authenticatedAt }, from, now);
  });
  return { secret, returnTo };
}

/** Drops sign-ins that nobody came back from. */
export async function forgetTrips(queries: Queries, now: Date): Promise<void> {
  await queries.delete(oidcSignIn).where(lt(oidcSignIn.expiresAt, now));
}

async function proveAtProvider(queries: Queries, id: string, vouched: Vouched, now: Date): Promise<string> {
  const [owner] = await queries
    .select({ issuer: account.oidcIssuer, subject: account.oidcSubject })
    .from(session)
    .innerJoin(account, eq(account.id, session.account))
    .where(and(eq(session.id, id), isNull(account.endedAt)));
  if (owner?.issuer !== vouched.issuer || owner.subject !== vouched.subject)
    throw new Problem('wrong-credentials', 'You signed in at the provider as somebody else');
  return proveAgain(queries, id, earlier(vouched.authenticatedAt, now) ?? now);
}

/**
 * The account of whoever the provider vouches for. The provider's own name for a person decides; an address does so only where the hub
 * trusts it. A new account needs an invitation, or an address in a domain that is let in.
 */
async function accountOf(
  queries: Queries,
  { choices }: OidcProvider,
  { issuer, subject, email, name }: Vouched,
  linkDigest: string | null,
  now: Date,
): Promise<string> {
  const isKnown = and(eq(account.oidcIssuer, issuer), eq(account.oidcSubject, subject), isNull(account.endedAt));
  const [known] = await queries.select({ id: account.id }).from(account).where(isKnown);
  if (known !== undefined) return known.id;
  if (email === null) throw notLetIn('The provider vouches for no verified e-mail address of yours');
  const folded = foldPerson(email);
  const made = { email: folded, name: name ?? folded, oidcIssuer: issuer, oidcSubject: subject };
  if (linkDigest !== null) return join(queries, linkDigest, made, folded, now);
  if (choices.linkVerifiedEmail) {
    const isSame = and(eq(account.email, folded), eq(account.kind, 'person'), isNull(account.oidcSubject));
    const [linked] = await queries
      .update(account)
      .set({ oidcIssuer: issuer, oidcSubject: subject })
      .where(and(isSame, isNull(account.endedAt)))
      .returning({ id: account.id });
    if (linked !== undefined) return linked.id;
  }
  const domain = folded.slice(folded.lastIndexOf('@') + 1);
  if (choices.domains.includes(domain)) return addAccount(queries, made);
  throw notLetIn(`${folded} has no account here that this provider opens`);
}

function notLetIn(detail: string): Problem {
  return new Problem('missing-right', detail, { hint: 'Ask an administrator of the hub for an invitation' });
}

/** Providers' clocks may be ahead. */
function earlier(at: Date | null, now: Date): Date | null {
  return at === null || at <= now ? at : now;
}

/** A path that leads nowhere but to this hub. */
function ownPath(path: string): string {
  const base = 'http://hub.invalid';
  if (!path.startsWith('/') || !URL.canParse(path, base)) return '/';
  const { origin, pathname, search, hash } = new URL(path, base);
  return origin === base && !pathname.startsWith('//') ? `${pathname}${search}${hash}` : '/';
}
