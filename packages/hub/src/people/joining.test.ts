import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, test } from 'vitest';
import { testDatabase } from '../../test/database.ts';
import { after, from, person, problemOf, start } from '../../test/people.ts';
import { workspace } from '../database/tables/documents.ts';
import { account, group } from '../database/tables/people.ts';
import { setGrant } from '../rights/grants.ts';
import type { Caller } from '../rights/right.ts';
import { rightOn } from '../rights/right-on.ts';
import { endAccount, setAdmin } from './administrators.ts';
import { groups } from './groups.ts';
import { invitations, invite, joinWithPassword, linkFor, setUpLink, withdrawInvitation } from './joining.ts';
import { callerOfSession } from './sessions.ts';

const database = await testDatabase();
const { queries } = database;
const password = 'a sentence of one\u2019s own';
const day = 86_400;
const joined = async (secret: string, name: string, at = start) =>
  (await callerOfSession(queries, await joinWithPassword(database, secret, { name, password }, from, at), at))?.caller;

await queries.insert(workspace).values({ id: 'w', name: 'specs', title: 'Specs' });
await queries.insert(group).values({ id: 'g', name: 'Security' });

test('the first administrator is let in by a link, and nobody by another one', async () => {
  const links = [await setUpLink(database, start), await setUpLink(database, start)].map(String);
  expect(await linkFor(queries, links[0] ?? '', start)).toMatchObject({ purpose: 'set-up', email: null });
  const set = links.map((link, at) =>
    problemOf(
      joinWithPassword(database, link, { email: `Root${at}@example.com`, name: 'Root', password }, from, start),
    ),
  );
  const told = await Promise.all(set);
  expect(told.filter((kind) => kind === 'done')).toHaveLength(1);
  expect(await setUpLink(database, start)).toBeNull();
  const admins = await queries.select({ email: account.email, admin: account.admin }).from(account);
  expect(admins).toEqual([{ email: `root${told.indexOf('done')}@example.com`, admin: true }]);
  await queries.delete(account).where(eq(account.admin, true));
  const late = String(await setUpLink(database, start));
  await person(queries, 'Early', { admin: true });
  const second = joinWithPassword(database, late, { email: 'late@example.com', name: 'Late', password }, from, start);
  expect(await problemOf(second)).toBe('conflict');
});

describe('an invitation', () => {
  let root: Caller;
  beforeAll(async () => {
    root = await person(queries, 'Root', { admin: true });
  });
  const specs = { id: 'w', right: 'author' } as const;

  test('gives its address an account with a right and a group, once', async () => {
    const link = await invite(
      queries,
      root,
      { email: 'Ada@Example.com', workspace: specs, group: 'g' },
      'by hand',
      start,
    );
    expect(await linkFor(queries, link, start)).toEqual({
      purpose: 'invitation',
      email: 'ada@example.com',
      right: 'author',
      workspace: 'Specs',
    });
    const short = joinWithPassword(database, link, { name: 'Ada', password: 'short' }, from, start);
    expect(await problemOf(short)).toBe('invalid-body');
    const forged = { email: 'root@example.com', name: 'Ada', password };
    await joinWithPassword(database, link, forged, from, start);
    const [ada] = await queries.select().from(account).where(eq(account.email, 'ada@example.com'));
    expect(await rightOn(queries, { ...root, account: ada?.id ?? '', admin: false }, 'w', null)).toBe('author');
    expect((await groups(queries, root))[0]?.members).toEqual([ada?.id]);
    expect(await problemOf(joined(link, 'Eve'))).toBe('link-spent');
    expect(
      await problemOf(invite(queries, root, { email: 'ada@example.com', workspace: specs }, 'by hand', start)),
    ).toBe('conflict');
  });

  test('ends after a week, when it is withdrawn or replaced, and with the account that made it', async () => {
    const give = async () =>
      String(await invite(queries, root, { email: 'ben@example.com', workspace: specs }, 'by hand', start));
    const first = await give();
    const second = await give();
    expect(await problemOf(joined(first, 'Ben'))).toBe('link-spent');
    expect(await problemOf(joined(second, 'Ben', after(7 * day)))).toBe('link-spent');
    const [waiting] = await invitations(queries, root, 'w', start);
    expect(waiting).toMatchObject({ email: 'ben@example.com', workspace: 'w', right: 'author' });
    await withdrawInvitation(queries, root, waiting?.id ?? '');
    expect(await problemOf(joined(second, 'Ben'))).toBe('link-spent');
    const other = await person(queries, 'Other', { admin: true });
    const third = await invite(queries, other, { email: 'ben@example.com' }, 'by hand', start);
    await endAccount(queries, root, other.account, start);
    expect(await problemOf(joined(third, 'Ben'))).toBe('link-spent');
  });

  test('is given by who may give what it gives', async () => {
    const local = await person(queries, 'Local');
    const link = invite(queries, local, { email: 'cam@example.com', workspace: specs }, 'by mail', start);
    expect(await problemOf(link)).toBe('not-found');
    for (const more of [{ admin: true }, { group: 'g' }, {}])
      expect(await problemOf(invite(queries, local, { email: 'cam@example.com', ...more }, 'by hand', start))).toBe(
        'missing-right',
      );
    await setGrant(queries, root, { workspace: 'w' }, local, 'admin');
    const given = { email: 'cam@example.com', workspace: specs };
    for (const more of [{ admin: true }, { group: 'g' }])
      expect(await problemOf(invite(queries, local, { ...given, ...more }, 'by mail', start))).toBe('missing-right');
    expect(await problemOf(invite(queries, local, given, 'by mail', start))).toBe('done');
    expect(await problemOf(invite(queries, local, given, 'by hand', start))).toBe('missing-right');
    const later = after(301);
    expect(await problemOf(setAdmin(queries, root, local.account, true, later))).toBe('reauthentication-needed');
    expect(await problemOf(invite(queries, root, { email: 'cam@example.com', admin: true }, 'by hand', later))).toBe(
      'reauthentication-needed',
    );
    const admin = await joined(
      await invite(queries, root, { email: 'cam@example.com', admin: true }, 'by hand', start),
      'Cam',
    );
    expect(admin?.admin).toBe(true);
  });

  test('is for addresses and names that are such', async () => {
    for (const email of ['nobody', 'a@b@c', 'a b@example.com', 'x\u202e@example.com', `${'x'.repeat(300)}@example.com`])
      expect(await problemOf(invite(queries, root, { email }, 'by hand', start))).toBe('invalid-body');
    for (const name of ['', ' ', 'Ada\u202eevE', 'two\nlines', 'x'.repeat(201)]) {
      const link = await invite(queries, root, { email: 'dan@example.com' }, 'by hand', start);
      expect(await problemOf(joined(link, name))).toBe('invalid-body');
      expect((await joined(link, 'Dan'))?.actor.name).toBe('Dan');
      await queries.delete(account).where(eq(account.email, 'dan@example.com'));
    }
  });
});

test('the last administrator stays', async () => {
  const admins = await queries.select().from(account).where(eq(account.admin, true));
  const callers = await Promise.all(
    admins.map(async ({ id }) => ({ ...(await person(queries, `P${id}`)), account: id, admin: true })),
  );
  const told = await Promise.all(
    callers.map((one) =>
      problemOf(database.transaction((queries) => setAdmin(queries, one, one.account, false, start))),
    ),
  );
  expect(told.filter((kind) => kind === 'conflict')).toHaveLength(1);
});
