import * as client from 'openid-client';
import { Problem } from '../rights/problem.ts';

/** A provider of sign-ins, as the hub's configuration names it. */
export interface OidcChoices {
  /** `https:`, or `http:` on this machine. */
  readonly issuer: URL;
  readonly clientId: string;
  /** Null for a client that has none. */
  readonly clientSecret: string | null;
  /** Where it sends people back to: an address of this hub. */
  readonly callback: URL;
  /** Whether an account with an address that the provider has verified is the same person's. */
  readonly linkVerifiedEmail: boolean;
  /** Whoever has an address there needs no invitation; in lower case. */
  readonly domains: readonly string[];
}

/** Who came back, as the provider vouches. */
export interface Vouched {
  readonly issuer: string;
  readonly subject: string;
  /** Null unless the provider says that it has verified it. */
  readonly email: string | null;
  readonly name: string | null;
  /** When they proved who they are; null when the provider does not say. */
  readonly authenticatedAt: Date | null;
}

/** What is kept of a sign-in while somebody is at the provider. */
export interface Trip {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

/** How old a proof may be when it is asked for anew, s: the time to type a password and to pass a second factor. */
const proofAge = 300;

/** A provider; nothing is asked of it before somebody signs in, so that the hub starts without it. */
export interface OidcProvider {
  readonly choices: OidcChoices;
  /** Where to send somebody, with what to keep until they are back. `again` has them prove who they are, even if signed in there. */
  begin(again: boolean): Promise<{ readonly url: URL; readonly trip: Trip }>;
  /** Who came back to `url`. Throws a `Problem` when the answer is not the one to this trip. */
  finish(url: URL, trip: Trip, again: boolean): Promise<Vouched>;
}

/** Prepares a provider. Throws a `RangeError` when its address would send secrets over the network in the clear. */
export function openOidc(choices: OidcChoices): OidcProvider {
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(choices.issuer.hostname);
  if (choices.issuer.protocol !== 'https:' && !(choices.issuer.protocol === 'http:' && isHere))
    throw new RangeError(`The issuer ${choices.issuer.href} does not begin with https:`);
  let known: Promise<client.Configuration> | null = null;
  const configuration = (): Promise<client.Configuration> => {
    known ??= discover(choices).catch((error: unknown) => {
      known = null;
      throw failed(error);
    });
    return known;
  };
  return {
    choices,
    async begin(again) {
      const trip = {
        state: client.randomState(),
        nonce: client.randomNonce(),
        codeVerifier: client.randomPKCECodeVerifier(),
      };
      const url = client.buildAuthorizationUrl(await configuration(), {
        redirect_uri: choices.callback.href,
        scope: 'openid email profile',
        state: trip.state,
        nonce: trip.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(trip.codeVerifier),
        code_challenge_method: 'S256',
        ...(again ? { prompt: 'login', max_age: String(proofAge) } : {}),
      });
      return { url, trip };
    },
    finish: async (url, trip, again) => vouchedBy(await configuration(), url, trip, again),
  };
}

function discover({ issuer, clientId, clientSecret }: OidcChoices): Promise<client.Configuration> {
  const proof = clientSecret === null ? client.None() : client.ClientSecretBasic(clientSecret);
  // The address was found to be https:, or of this machine.
  const execute = issuer.protocol === 'http:' ? [client.allowInsecureRequests] : [];
  return client.discovery(issuer, clientId, undefined, proof, { execute, timeout: 10 });
}

async function vouchedBy(
  configuration: client.Configuration,
  url: URL,
  { state, nonce, codeVerifier }: Trip,
  again: boolean,
): Promise<Vouched> {
  try {
    const tokens = await client.authorizationCodeGrant(configuration, url, {
      expectedState: state,
      expectedNonce: nonce,
      pkceCodeVerifier: codeVerifier,
      idTokenExpected: true,
      ...(again ? { maxAge: proofAge } : {}),
    });
    const claims = tokens.claims();
    if (claims === undefined) throw new Error('The answer holds no ID token');
    const isComplete = claims.email !== undefined && claims.email_verified !== undefined;
    const hasMore = configuration.serverMetadata().userinfo_endpoint !== undefined;
    const more =
      isComplete || !hasMore ? {} : await client.fetchUserInfo(configuration, tokens.access_token, claims.sub);
    const { email, email_verified, name, preferred_username } = { ...more, ...claims } as Record<string, unknown>;
    return {
      issuer: claims.iss,
      subject: claims.sub,
      email: email_verified === true && typeof email === 'string' ? email : null,
      name:
        ([name, preferred_username].find((one) => typeof one === 'string' && one !== '') as string | undefined) ?? null,
      authenticatedAt: typeof claims.auth_time === 'number' ? new Date(claims.auth_time * 1_000) : null,
    };
  } catch (error) {
    throw failed(error);
  }
}

/** What to tell of a provider's failure: that somebody said no there, or that it does not work; its own words go to the log alone. */
function failed(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof client.AuthorizationResponseError && error.error === 'access_denied')
    return new Problem('wrong-credentials', 'The sign-in was given up at the provider', { cause: error });
  return new Problem('provider-failed', 'The sign-in at the provider did not succeed', {
    hint: 'Try again; if it fails again, an administrator finds the reason in the log of the hub',
    cause: error,
  });
}
