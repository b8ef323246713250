import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { testDatabase } from '../../test/database.ts';
import { after, from, person, problemOf, start } from '../../test/people.ts';
import { workspace } from '../database/tables/documents.ts';
import { account } from '../database/tables/people.ts';
import { failedSignIn, oneTimeLink, session } from '../database/tables/sign-in.ts';
import { setGrant } from '../rights/grants.ts';
import type { Problem } from '../rights/problem.ts';
import { rightOn } from '../rights/right-on.ts';
import { endAccount, reopenAccount } from './administrators.ts';
import { assuranceOf } from './assurance.ts';
import { forgetExpired } from './forget-expired.ts';
import { beginAttempt } from './lockout.ts';
import { hashPassword } from './password.ts';
import { callerOfSession, devicesOf, endSession, signOut } from './sessions.ts';
import { changePassword, passwordByLink, passwordLink, proveWithPassword, signIn } from './sign-in.ts';

const database = await testDatabase();
const { queries } = database;
const password = 'a sentence of one\u2019s own';
const passwordHash = await hashPassword(password);
const root = await person(queries, 'Root', { admin: true });
const day = 86_400;

describe('passwords', () => {
  test('are kept as argon2id, and are long, not odd', async () => {
    expect(passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/u);
    const ada = await person(queries, 'Ada', { passwordHash });
    for (const wrong of ['elevenchars', '\u{1f600}'.repeat(11), 'x'.repeat(1_001)])
      expect(await problemOf(changePassword(queries, ada, 'none', wrong, start))).toBe('invalid-body');
    expect(await problemOf(changePassword(queries, ada, 'none', 'twelve chars', start))).toBe('done');
  });

  test('open an account however its address and the same letters are typed', async () => {
    await person(queries, 'Bea', { passwordHash: await hashPassword('caf\u00e9 au lait, bien s\u00fbr') });
    const typed = { email: ' Bea@Example.COM', password: 'cafe\u0301 au lait, bien su\u0302r' };
    const found = await callerOfSession(queries, await signIn(database, typed, from, start), start);
    expect(found?.caller).toMatchObject({
      actor: { kind: 'person', id: 'bea@example.com', name: 'Bea' },
      via: 'session',
    });
  });

  test('that are wrong, of nobody or of a closed account fail alike', async () => {
    const cam = await person(queries, 'Cam', { passwordHash });
    await person(queries, 'Dan');
    await endAccount(queries, root, cam.account, start);
    const told = new Set<string>();
    for (const email of ['cam@example.com', 'dan@example.com', 'nobody@example.com', 'root@example.com'])
      await signIn(database, { email, password }, from, start).catch(({ kind, message }: Problem) =>
        told.add(`${kind} ${message}`),
      );
    expect([...told]).toEqual(['wrong-credentials E-mail address and password do not belong together']);
  });

  test('are chosen anew by a link that works once, and all sessions end', async () => {
    const eli = await person(queries, 'Eli', { passwordHash });
    const open = await signIn(database, { email: 'eli@example.com', password }, from, start);
    const { secret: link } = await passwordLink(queries, root, eli.account, start);
    const { secret: other } = await passwordLink(queries, root, eli.account, start);
    expect(await problemOf(passwordLink(queries, eli, root.account, start))).toBe('missing-right');
    expect(await problemOf(passwordLink(queries, { ...root, via: 'token' }, eli.account, start))).toBe('missing-right');
    expect(await problemOf(passwordByLink(database, link, 'short', start))).toBe('invalid-body');
    const both = [1, 2].map((one) => problemOf(passwordByLink(database, link, `another sentence ${one}`, start)));
    expect((await Promise.all(both)).sort()).toEqual(['done', 'link-spent']);
    expect(await callerOfSession(queries, open, start)).toBeNull();
    expect(await problemOf(passwordByLink(database, other, 'yet another sentence', start))).toBe('link-spent');
    expect(await problemOf(signIn(database, { email: 'eli@example.com', password }, from, start))).toBe(
      'wrong-credentials',
    );
  });
});

describe('a lockout', () => {
  const guess = (email: string, at: Date, address = '198.51.100.1') =>
    problemOf(signIn(database, { email, password: 'a wrong guess' }, { ...from, address }, at));

  test('makes whoever guesses wait, longer each time, whether the account is there or not', async () => {
    await person(queries, 'Fay', { passwordHash });
    for (const email of ['fay@example.com', 'ghost@example.com']) {
      for (let count = 0; count < 6; count += 1) expect(await guess(email, start)).toBe('wrong-credentials');
      const waits: unknown[] = [];
      for (let seconds = 0, wait = 0; wait < 900; seconds += wait) {
        const told = signIn(database, { email, password }, from, after(seconds));
        wait = await told.then(Number, ({ retryAfter }: Problem) => Number(retryAfter));
        waits.push(wait);
        expect(await guess(email, after(seconds + wait))).toBe('wrong-credentials');
      }
      expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900]);
    }
  });

  test('cannot be got around by guessing all at once, and a right password ends it', async () => {
    await person(queries, 'Gus', { passwordHash });
    const told = await Promise.all(Array.from({ length: 30 }, () => guess('gus@example.com', start, '203.0.113.9')));
    expect(told.filter((kind) => kind === 'wrong-credentials')).toHaveLength(6);
    const email = 'gus@example.com';
    expect(await problemOf(signIn(database, { email, password }, from, after(2)))).toBe('done');
    expect(await guess(email, after(2))).toBe('wrong-credentials');
    expect(await problemOf(signIn(database, { email, password }, from, after(2)))).toBe('done');
  });

  test('holds for everybody behind one address, an IPv6 network being one', async () => {
    const attempt = (count: number, address: string) =>
      problemOf(beginAttempt(queries, `one${count}@example.com`, address, start));
    for (let count = 0; count < 51; count += 1)
      expect(await attempt(count, `2001:db8:1:2::${count.toString(16)}`)).toBe('done');
    expect(await attempt(51, '2001:db8:1:2:ffff::1')).toBe('too-many-attempts');
    expect(await attempt(51, '2001:db8:1:3::1')).toBe('done');
    for (let count = 0; count < 51; count += 1) await attempt(count, '::ffff:192.0.2.99');
    expect(await attempt(52, '192.0.2.99')).toBe('too-many-attempts');
  });
});

describe('a session', () => {
  const email = 'hal@example.com';
  const running = async (secret: string, at: Date) => (await callerOfSession(queries, secret, at)) !== null;

  test('ends when it is not used for a week, and after a month however much it is', async () => {
    await person(queries, 'Hal', { passwordHash });
    const secret = await signIn(database, { email, password }, from, start);
    expect(await running(secret, after(6 * day))).toBe(true);
    expect(await running(secret, after(12 * day))).toBe(true);
    expect(await running(secret, after(20 * day))).toBe(false);
    for (const days of [18, 24, 29.9]) expect(await running(secret, after(days * day))).toBe(true);
    expect(await running(secret, after(30 * day))).toBe(false);
    const rows = await queries.select().from(session);
    expect(JSON.stringify(rows)).not.toContain(secret);
  });

  test('is listed with its device, and can be ended by its owner alone', async () => {
    const ivy = await person(queries, 'Ivy', { passwordHash });
    const given = { email: 'ivy@example.com', password };
    const here = await signIn(database, given, from, start);
    const there = await signIn(database, given, { ...from, device: 'A telephone' }, after(60));
    const [telephone, browser] = await devicesOf(queries, ivy.account, after(61));
    expect([telephone?.device, browser?.device]).toEqual(['A telephone', 'A browser']);
    expect(await problemOf(endSession(queries, root.account, browser?.id ?? ''))).toBe('not-found');
    await endSession(queries, ivy.account, telephone?.id ?? '');
    expect([await running(here, after(62)), await running(there, after(62))]).toEqual([true, false]);
    await signOut(queries, here);
    expect(await running(here, after(62))).toBe(false);
  });

  test('is proved anew for five minutes, under another secret', async () => {
    await person(queries, 'Jo', { passwordHash });
    const first = await signIn(database, { email: 'jo@example.com', password }, from, start);
    const found = await callerOfSession(queries, first, after(301));
    if (found === null) throw new Error('no session');
    const { caller, session: id } = found;
    expect([assuranceOf(caller, after(300)), assuranceOf(caller, after(301))]).toEqual(['reauthenticated', 'session']);
    expect(await problemOf(changePassword(queries, caller, id, password, after(301)))).toBe('reauthentication-needed');
    const wrong = proveWithPassword(database, caller, id, 'a wrong guess', from, after(301));
    expect(await problemOf(wrong)).toBe('wrong-credentials');
    const second = await proveWithPassword(database, caller, id, password, from, after(301));
    expect(await running(first, after(302))).toBe(false);
    const again = (await callerOfSession(queries, second, after(302)))?.caller;
    if (again === undefined) throw new Error('no session');
    expect(assuranceOf(again, after(302))).toBe('reauthenticated');
    const elsewhere = await signIn(database, { email: 'jo@example.com', password }, from, after(302));
    await changePassword(queries, again, id, 'another sentence', after(302));
    expect([await running(second, after(302)), await running(elsewhere, after(302))]).toEqual([true, false]);
  });

  test('ends with its account', async () => {
    await queries.insert(workspace).values({ id: 'w', name: 'specs', title: 'Specs' });
    const kim = await person(queries, 'Kim', { passwordHash });
    const secret = await signIn(database, { email: 'kim@example.com', password }, from, start);
    await queries.update(account).set({ endedAt: start }).where(eq(account.id, kim.account));
    expect(await running(secret, start)).toBe(false);
    await queries.update(account).set({ endedAt: null }).where(eq(account.id, kim.account));
    await setGrant(queries, root, { workspace: 'w' }, kim, 'reader');
    await endAccount(queries, root, kim.account, start);
    expect(await rightOn(queries, kim, 'w', null)).toBeNull();
    expect(await devicesOf(queries, kim.account, start)).toEqual([]);
    expect(await problemOf(endAccount(queries, root, root.account, start))).toBe('conflict');
    await reopenAccount(queries, root, kim.account);
    expect(await problemOf(reopenAccount(queries, root, kim.account))).toBe('not-found');
    const back = signIn(database, { email: 'kim@example.com', password }, from, start);
    expect(await problemOf(back)).toBe('wrong-credentials');
    const { secret: link } = await passwordLink(queries, root, kim.account, start);
    await passwordByLink(database, link, password, start);
    const secretAgain = await signIn(database, { email: 'kim@example.com', password }, from, start);
    expect(await running(secretAgain, start)).toBe(true);
    expect(await rightOn(queries, kim, 'w', null)).toBeNull();
  });
});

test('what can be used no more is forgotten, and nothing else', async () => {
  await queries.delete(session);
  await person(queries, 'Lee', { passwordHash });
  const secret = await signIn(database, { email: 'lee@example.com', password }, from, start);
  await problemOf(signIn(database, { email: 'lee@example.com', password: 'a wrong guess' }, from, start));
  const left = async () => [
    await queries.$count(session),
    await queries.$count(oneTimeLink),
    (await queries.$count(failedSignIn)) > 0,
  ];
  await queries.delete(oneTimeLink);
  await passwordLink(queries, root, root.account, start);
  await forgetExpired(queries, after(day - 1));
  expect(await left()).toEqual([1, 1, true]);
  expect(await callerOfSession(queries, secret, after(day))).not.toBeNull();
  await forgetExpired(queries, after(8 * day - 100));
  expect(await left()).toEqual([1, 0, false]);
  await forgetExpired(queries, after(8 * day + 1));
  expect(await left()).toEqual([0, 0, false]);
});
