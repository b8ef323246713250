import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { testDatabase } from '../../test/database.ts';
import { clientSecret, testProvider } from '../../test/oidc.ts';
import { from, person, problemOf } from '../../test/people.ts';
import { account } from '../database/tables/people.ts';
import { oidcSignIn } from '../database/tables/sign-in.ts';
import { endAccount } from './administrators.ts';
import { assuranceOf } from './assurance.ts';
import { invite, setUpLink } from './joining.ts';
import { type OidcChoices, type OidcProvider, openOidc } from './oidc-provider.ts';
import { beginOidc, finishOidc, type OidcPurpose } from './oidc-sign-in.ts';
import { callerOfSession } from './sessions.ts';

const database = await testDatabase();
const { queries } = database;
const callback = new URL('http://127.0.0.1:9/api/v1/sign-in/oidc/callback');
const { issuer, visit } = await testProvider(callback);

const choices: OidcChoices = {
  issuer,
  clientId: 'hub',
  clientSecret,
  callback,
  linkVerifiedEmail: false,
  domains: [],
};

async function signIn(provider: OidcProvider, login: string, purpose: OidcPurpose = { returnTo: '/' }) {
  const now = new Date();
  const { url, state } = await beginOidc(queries, provider, purpose, now);
  const back = await visit(url, login);
  const { secret, returnTo } = await finishOidc(database, provider, back, state, from, new Date());
  const found = await callerOfSession(queries, secret, new Date());
  if (found === null) throw new Error('no session');
  return { ...found, returnTo, secret };
}

const strict = openOidc(choices);

describe('a sign-in at a provider', () => {
  test('makes the first administrator, opens their account again, and goes on where it began', async () => {
    const link = await setUpLink(database, new Date());
    const { caller } = await signIn(strict, 'root', { returnTo: '/', link });
    expect(caller).toMatchObject({ actor: { kind: 'person', id: 'root@example.com', name: 'ROOT' }, admin: true });
    const again = await signIn(strict, 'root', { returnTo: '/documents?status=Draft#top' });
    expect([again.caller.account, again.returnTo]).toEqual([caller.account, '/documents?status=Draft#top']);
    for (const foreign of [
      '//evil.example',
      '/\\evil.example',
      'https://evil.example',
      '/..//evil.example',
      '/\t/evil.example',
    ])
      expect((await signIn(strict, 'root', { returnTo: foreign })).returnTo).toBe('/');
  });

  test('lets nobody in who is not invited, and an invitation is for its address alone', async () => {
    const root = { ...(await person(queries, 'Other', { admin: true })), authenticatedAt: new Date() };
    expect(await problemOf(signIn(strict, 'ada'))).toBe('missing-right');
    const link = await invite(queries, root, { email: 'ada@example.com' }, 'by hand', new Date());
    const purpose = { returnTo: '/', link };
    expect(await problemOf(signIn(strict, 'eve', purpose))).toBe('missing-right');
    expect(await problemOf(signIn(strict, 'ada.unverified', purpose))).toBe('missing-right');
    const { caller } = await signIn(strict, 'ada', purpose);
    expect(caller.actor.id).toBe('ada@example.com');
    await endAccount(queries, root, caller.account, new Date());
    expect(await problemOf(signIn(strict, 'ada'))).toBe('missing-right');
  });

  test('opens an account of the same verified address only where the hub says so', async () => {
    const ben = await person(queries, 'Ben');
    const trusting = openOidc({ ...choices, linkVerifiedEmail: true });
    expect(await problemOf(signIn(strict, 'ben'))).toBe('missing-right');
    expect(await problemOf(signIn(trusting, 'ben.unverified'))).toBe('missing-right');
    expect((await signIn(trusting, 'ben')).caller.account).toBe(ben.account);
    await queries.insert(account).values({ id: 'bot', kind: 'agent', email: 'bot@example.com', name: 'Bot' });
    expect(await problemOf(signIn(trusting, 'bot'))).toBe('missing-right');
    const taken = { oidcIssuer: issuer.origin, oidcSubject: 'somebody else' };
    await queries.insert(account).values({ id: 'fay', email: 'fay@example.com', name: 'Fay', ...taken });
    expect(await problemOf(signIn(trusting, 'fay'))).toBe('missing-right');
    await queries.update(account).set({ email: 'b@example.com' }).where(eq(account.id, ben.account));
    expect((await signIn(strict, 'ben')).caller.account).toBe(ben.account);
  });

  test('makes accounts for the domains that are let in, which open no account that is there', async () => {
    const open = openOidc({ ...choices, domains: ['example.com'] });
    expect((await signIn(open, 'cam')).caller).toMatchObject({ admin: false, actor: { id: 'cam@example.com' } });
    await person(queries, 'Dan');
    expect(await problemOf(signIn(open, 'dan'))).toBe('conflict');
    expect(await problemOf(signIn(openOidc({ ...choices, domains: ['ample.com'] }), 'eli'))).toBe('missing-right');
  });

  test('proves again who acts in a session, and nobody else', async () => {
    const { caller, session, secret } = await signIn(strict, 'root');
    const later = new Date(Date.now() + 301_000);
    expect(assuranceOf(caller, later)).toBe('session');
    expect(await problemOf(signIn(strict, 'cam', { returnTo: '/', session }))).toBe('wrong-credentials');
    const proved = await signIn(strict, 'root', { returnTo: '/', session });
    expect(proved.session).toBe(session);
    expect(assuranceOf(proved.caller, new Date())).toBe('reauthenticated');
    expect(await callerOfSession(queries, secret, new Date())).toBeNull();
  });

  test('counts once, in time, in the browser that began it, and as the provider answered it', async () => {
    const begin = () => beginOidc(queries, strict, { returnTo: '/' }, new Date());
    const finish = (back: URL, state: string) => problemOf(finishOidc(database, strict, back, state, from, new Date()));
    const [mine, other] = [await begin(), await begin()];
    const back = await visit(mine.url, 'root');
    expect(await finish(back, other.state)).toBe('provider-failed');
    expect(await finish(back, 'no such state')).toBe('link-spent');
    expect(await finish(back, mine.state)).toBe('done');
    expect(await finish(back, mine.state)).toBe('link-spent');

    const late = await begin();
    const answer = await visit(late.url, 'root');
    await queries.update(oidcSignIn).set({ expiresAt: new Date() });
    expect(await finish(answer, late.state)).toBe('link-spent');

    for (const change of [{ nonce: 'another' }, { codeVerifier: 'x'.repeat(43) }]) {
      const { url, state } = await begin();
      const changed = await visit(url, 'root');
      await queries.update(oidcSignIn).set(change);
      expect(await finish(changed, state)).toBe('provider-failed');
    }
    const denied = await begin();
    const no = new URL(`${callback.href}?error=access_denied&state=${denied.state}&iss=${issuer.origin}`);
    expect(await finish(no, denied.state)).toBe('wrong-credentials');
  });
});

test('a provider that is away is told from one that says no, and nothing goes to it in the clear', async () => {
  const away = openOidc({ ...choices, issuer: new URL('http://127.0.0.1:9') });
  expect(await problemOf(beginOidc(queries, away, { returnTo: '/' }, new Date()))).toBe('provider-failed');
  expect(() => openOidc({ ...choices, issuer: new URL('http://example.com') })).toThrow('does not begin with https:');
});
