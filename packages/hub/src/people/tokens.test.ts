import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { testDatabase } from '../../test/database.ts';
import { after, person, problemOf, start } from '../../test/people.ts';
import { workspace } from '../database/tables/documents.ts';
import { account } from '../database/tables/people.ts';
import { apiToken } from '../database/tables/sign-in.ts';
import { demand } from '../rights/demand.ts';
import { setGrant } from '../rights/grants.ts';
import { rightOn, rightOnHub } from '../rights/right-on.ts';
import { addAgent } from './accounts.ts';
import { endAccount } from './administrators.ts';
import { assuranceOf, mayDecide } from './assurance.ts';
import { addToken, callerOfToken, endToken, tokensOf } from './tokens.ts';

const database = await testDatabase();
const { queries } = database;
const root = await person(queries, 'Root', { admin: true });
const ada = await person(queries, 'Ada');
const day = 86_400;
const use = { name: 'Build', right: 'commenter', workspace: null, expiresAt: after(day) } as const;

await queries.insert(workspace).values([
  { id: 'w', name: 'specs', title: 'Specs' },
  { id: 'v', name: 'other', title: 'Other' },
]);
await setGrant(queries, root, { workspace: 'w' }, ada, 'author');
await setGrant(queries, root, { workspace: 'v' }, ada, 'author');

test('a token acts as its owner, within its right, its workspace and its time', async () => {
  const { id, secret } = await addToken(queries, ada, ada.account, { ...use, workspace: 'w' }, start);
  expect(secret).toMatch(/^swt_[\w-]{43}$/u);
  const caller = await callerOfToken(queries, secret, after(day - 1));
  if (caller === null) throw new Error('no caller');
  expect(caller).toMatchObject({ account: ada.account, actor: ada.actor, via: 'token', authenticatedAt: null });
  expect([await rightOn(queries, caller, 'w', null), await rightOn(queries, caller, 'v', null)]).toEqual([
    'commenter',
    null,
  ]);
  expect(rightOnHub(caller)).toBeNull();
  expect(await problemOf(demand(queries, caller, 'manage own account'))).toBe('missing-right');
  expect(await callerOfToken(queries, secret, after(day))).toBeNull();
  expect(await callerOfToken(queries, `${secret.slice(0, -1)}!`, start)).toBeNull();
  expect(await tokensOf(queries, ada, ada.account)).toMatchObject([{ id, name: 'Build', lastUsedAt: after(day - 1) }]);
  expect(JSON.stringify(await queries.select().from(apiToken))).not.toContain(secret.slice(4));
});

test('an administrator can do by a token only what its bound lets them', async () => {
  const { secret } = await addToken(queries, root, root.account, { ...use, right: 'reader' }, start);
  const caller = await callerOfToken(queries, secret, start);
  expect(caller && (await rightOn(queries, caller, 'w', null))).toBe('reader');
  expect(caller && (await problemOf(endAccount(queries, caller, ada.account, start)))).toBe('missing-right');
});

test('a token is made by a person who has just proved who they are, for themselves or for a program', async () => {
  const agent = await addAgent(queries, root, { kind: 'agent', email: 'agent@example.com', name: 'Agent' });
  const { secret } = await addToken(queries, root, agent, { ...use, right: 'admin' }, start);
  const caller = await callerOfToken(queries, secret, start);
  if (caller === null) throw new Error('no caller');
  expect(caller.actor).toEqual({ kind: 'agent', id: 'agent@example.com', name: 'Agent' });
  expect(await rightOn(queries, caller, 'w', null)).toBeNull();
  expect(assuranceOf(caller, start)).toBe('session');
  expect([mayDecide(caller, []), mayDecide(caller, ['@Agent@example.com']), mayDecide(ada, [])]).toEqual([
    false,
    true,
    true,
  ]);
  expect(mayDecide({ ...ada, via: 'token' }, [])).toBe(false);

  const made = (...[who, whose, more]: [typeof root, string, object?]) =>
    problemOf(addToken(queries, who, whose, { ...use, ...more }, start));
  expect(await made(caller, agent)).toBe('missing-right');
  expect(await made({ ...root, authenticatedAt: after(-301) }, agent)).toBe('reauthentication-needed');
  expect(await made(root, ada.account)).toBe('missing-right');
  expect(await made(ada, agent)).toBe('missing-right');
  expect(await made(root, 'nobody')).toBe('not-found');
  for (const more of [
    { name: ' ' },
    { expiresAt: start },
    { expiresAt: after(367 * day) },
    { expiresAt: new Date(Number.NaN) },
  ])
    expect(await made(ada, ada.account, more)).toBe('invalid-body');
  expect(await made(ada, ada.account, { workspace: 'secret' })).toBe('not-found');
});

test('a token ends when its owner or an administrator says so, and with the account', async () => {
  const ben = await person(queries, 'Ben');
  const [one, two, three] = await Promise.all([1, 2, 3].map(() => addToken(queries, ben, ben.account, use, start)));
  if (one === undefined || two === undefined || three === undefined) throw new Error('no tokens');
  expect(await problemOf(endToken(queries, ada, one.id))).toBe('missing-right');
  await endToken(queries, ben, one.id);
  await endToken(queries, root, two.id);
  const left = async () =>
    (await Promise.all([one, two, three].map(({ secret }) => callerOfToken(queries, secret, start)))).map(
      (caller) => caller !== null,
    );
  expect(await left()).toEqual([false, false, true]);
  const ends = (endedAt: Date | null) => queries.update(account).set({ endedAt }).where(eq(account.id, ben.account));
  await ends(start);
  expect(await left()).toEqual([false, false, false]);
  await ends(null);
  await endAccount(queries, root, ben.account, start);
  expect(await left()).toEqual([false, false, false]);
});
