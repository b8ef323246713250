import { makeEvent } from '@specwright/core/lifecycle/event.ts';
import type { Turn } from '@specwright/core/lifecycle/turn.ts';
import { and, eq, sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { testDatabase } from '../../test/database.ts';
import { letRead, makeGroup, makePerson } from '../../test/people-told.ts';
import { ada, makeSignedDocument, makeWorkspace } from '../../test/signed-document.ts';
import { openListener } from '../database/listen.ts';
import { document, grant, turn } from '../database/tables/documents.ts';
import { account } from '../database/tables/people.ts';
import { notification, nudge as nudged, outbox } from '../database/tables/telling.ts';
import type { Caller } from '../rights/right.ts';
import { deliverHappening } from './happening.ts';
import { mentionedIn, tellMentions } from './mentions.ts';
import { markRead, notificationsOf, unreadOf } from './notifications.ts';
import { nudge } from './nudge.ts';
import type { Happening } from './outbox.ts';
import { startRelay } from './relay.ts';
import { tellWrite } from './tell-write.ts';
import { tellTurns } from './turns.ts';
import { callerOf, namesOf } from './whom.ts';

const database = await testDatabase();
const { queries } = database;
const listener = await openListener(database);
const relay = await startRelay({
  database,
  listener,
  deliveries: { happening: deliverHappening(database) },
  failed: (error) => expect.unreachable(String(error)),
});
afterAll(async () => {
  await relay.stop();
  await listener.close();
});

let plan = { id: '', workspace: 'plans' };
let secret = '';
const all = { unread: false, before: null, limit: 100 };

beforeAll(async () => {
  await makeWorkspace(queries, 'plans');
  const [created] = await makeSignedDocument(queries, 'plans', 'labels.md');
  const [other] = await makeSignedDocument(queries, 'plans', 'secret.md');
  plan = { id: created?.id ?? '', workspace: 'plans' };
  secret = other?.id ?? '';
  await queries.update(document).set({ restricted: true }).where(eq(document.id, secret));
  for (const [email, name] of [
    ['ada@plans.example', 'Ada Park'],
    ['bo@plans.example', 'Bo'],
    ['bo.lin@plans.example', 'Bo Lin'],
    ['cy@plans.example', 'Cy'],
  ] as const) {
    const id = await makePerson(queries, email, name);
    await letRead(queries, id, 'plans');
  }
  await makePerson(queries, 'stranger@plans.example', 'Stranger');
  await makeGroup(queries, 'Security', ['bo', 'cy', 'stranger']);
});

afterEach(() => queries.delete(notification));

const turnOf = (who: string | null, what: string, why = 'Nobody has read it'): Turn => ({
  ...{ who, what, address: '', why, since: null, command: [] },
});

const caller = async (id: string): Promise<Caller> => (await callerOf(queries, id)) as Caller;

/** What everybody was shown once all is told: account, what and why. */
async function shown(): Promise<string[]> {
  await vi.waitFor(async () => expect(await queries.$count(outbox, sql`${outbox.doneAt} is null`)).toBe(0), 5_000);
  const rows = await queries.select().from(notification);
  return rows.map(({ account: who, what, why }) => `${who}: ${what}: ${why}`).sort();
}

describe('turns', () => {
  test('that begin are told to those whose they are, by email, name and group, and to nobody who may not read', async () => {
    const before = [turnOf('cy@plans.example', 'sign as Security')];
    const after = [
      turnOf('Cy@plans.example', 'sign as Security', 'API Changes changed since you approved'),
      turnOf('bo lin', 'mend it for review'),
      turnOf('security', 'look'),
      turnOf('nobody@plans.example', 'look'),
      turnOf(null, 'look'),
    ];
    await database.transaction((one) => tellTurns(one, plan, before, after, null));
    expect(await shown()).toEqual([
      'bo.lin: mend it for review: Nobody has read it',
      'bo: look: Nobody has read it',
      'cy: look: Nobody has read it',
    ]);
  });

  test('are not told to who took the name of a group or the email of another for a printed name', async () => {
    for (const [id, name] of [
      ['eve', 'SECURITY'],
      ['eva', 'ada@plans.example'],
    ] as const)
      await letRead(queries, await makePerson(queries, `${id}@plans.example`, name), 'plans');
    await tellTurns(queries, plan, [], [turnOf('Security', 'look'), turnOf('ada@plans.example', 'look')], null);
    expect((await shown()).map((one) => one.split(':')[0])).toEqual(['ada', 'bo', 'cy']);
    expect(await namesOf(queries, await caller('eve'))).toEqual(['eve@plans.example']);
    expect(await namesOf(queries, await caller('cy'))).toEqual(['cy@plans.example', 'security', 'cy']);
  });

  test('are not told to who brought them about', async () => {
    const by = { account: 'bo', name: 'Bo' };
    await tellTurns(queries, plan, [], [turnOf('security', 'look')], by);
    expect(await shown()).toEqual(['cy: look: Nobody has read it']);
  });
});

describe('what somebody is shown', () => {
  test('goes with the right to read, and comes back with it', async () => {
    await letRead(queries, 'cy', 'plans', secret);
    await tellTurns(queries, { ...plan, id: secret }, [], [turnOf('security', 'look')], null);
    expect(await shown()).toEqual(['cy: look: Nobody has read it']);
    const [one] = await notificationsOf(queries, await caller('cy'), all);
    expect(one).toMatchObject({ kind: 'turn.begun', document: { id: secret, title: 'secret.md' }, readAt: null });
    const own = and(eq(grant.account, 'cy'), eq(grant.document, secret));
    await queries.delete(grant).where(own);
    expect(await notificationsOf(queries, await caller('cy'), all)).toEqual([]);
    expect(await unreadOf(queries, await caller('cy'))).toBe(0);
    await queries.update(account).set({ admin: true }).where(eq(account.id, 'cy'));
    expect(await unreadOf(queries, await caller('cy'))).toBe(1);
    await queries.update(account).set({ admin: false }).where(eq(account.id, 'cy'));
  });

  test('is marked as read by themselves alone, and comes page by page', async () => {
    const turns = Array.from({ length: 7 }, (_, place) => turnOf('ada@plans.example', `look ${place}`));
    await tellTurns(queries, plan, [], turns, null);
    await shown();
    const first = await notificationsOf(queries, await caller('ada'), { ...all, limit: 4 });
    const last = first.at(-1);
    const second = await notificationsOf(queries, await caller('ada'), { ...all, before: last ?? null });
    expect(new Set([...first, ...second].map(({ what }) => what)).size).toBe(7);
    expect(
      await markRead(
        queries,
        'bo',
        first.map(({ id }) => id),
      ),
    ).toBe(0);
    expect(
      await markRead(
        queries,
        'ada',
        first.map(({ id }) => id),
      ),
    ).toBe(4);
    expect(await unreadOf(queries, await caller('ada'))).toBe(3);
    expect((await notificationsOf(queries, await caller('ada'), { ...all, unread: true })).length).toBe(3);
    expect(await markRead(queries, 'ada', 'all')).toBe(3);
  });
});

describe('a mention', () => {
  test.each([
    ['@bo what of it?', ['bo@plans.example']],
    ['@Bo Lin, and @BO.', ['bo.lin@plans.example', 'bo@plans.example']],
    ['(@Ada Park) @ada@plans.example', ['ada@plans.example']],
    ['@cy@plans.example.', ['cy@plans.example']],
    ['mail cy@plans.example or x@bo', []],
    ['@boo @Adam @ Park @', []],
    ['@%  @_o @Ada\0Park', []],
    ['@'.repeat(5_000), []],
  ])('in %j is of %j', async (text, emails) => {
    expect(new Set(await mentionedIn(queries, text))).toEqual(new Set(emails));
  });

  test('is told to who is mentioned, not to oneself, and without the words of the comment', async () => {
    const by = { account: 'bo', name: 'Bo' };
    const comment = { ...plan, document: plan.id, event: 'e1', address: 'goals', by };
    await tellMentions(queries, { ...comment, text: '@cy @bo @Stranger see the <b>secret</b>' });
    expect(await shown()).toEqual(['cy: read a comment: Bo mentioned you in a comment']);
  });
});

describe('a write', () => {
  test('tells programs of its events and its revision, and people of their turns and mentions', async () => {
    const thread = {
      kind: 'thread-opened',
      address: 'goals',
      quote: '',
      text: 'Is it so, @Cy?',
      blocking: true,
    } as const;
    const frame = { document: plan.id, parents: [plan.id], at: '2026-05-04T08:00:00.000Z', by: ada, revision: 'r2' };
    const event = makeEvent({ ...frame, ...thread });
    await queries.delete(outbox);
    await tellWrite(queries, {
      ...{ workspace: 'plans', document: plan.id, by: { account: 'ada', name: 'Ada Park' }, events: [event] },
      ...{
        revision: { version: 3, revision: 'r2' },
        turnsBefore: [],
        turnsAfter: [turnOf('bo@plans.example', 'answer')],
      },
    });
    expect(await shown()).toEqual([
      'bo: answer: Nobody has read it',
      'cy: read a comment: Ada Park mentioned you in a comment',
    ]);
    const told = await queries.select({ body: outbox.body }).from(outbox).orderBy(outbox.sequence);
    expect(told.map(({ body }) => (body as Happening).kind)).toEqual([
      ...['document.revision', 'document.event', 'comment.mentioned', 'turn.begun'],
    ]);
    expect(told[1]?.body).toMatchObject({ what: 'thread-opened', address: 'goals', data: { event: event.id } });
    expect(JSON.stringify(told)).not.toContain('Is it so');
  });
});

describe('a nudge', () => {
  const at = { document: '', who: 'security', what: 'sign as Security', address: '' };
  const by = (id: string, name: string) => {
    return { account: id, actor: { kind: 'person', id: `${id}@plans.example`, name } } as const;
  };

  beforeAll(async () => {
    at.document = plan.id;
    await queries.insert(turn).values({ ...at, why: 'Nobody has read it' });
    await queries.insert(turn).values({ ...at, who: 'ada@plans.example', why: 'Nobody has read it' });
  });

  test('is told once a day for a turn, however many ask at once', async () => {
    const asked = ['ada', 'bo.lin', 'ada', 'bo.lin'].map((id) =>
      database.transaction((one) => nudge(one, by(id, id), at)),
    );
    const refused = (await Promise.all(asked)).filter((answer) => answer !== null);
    expect(refused.map(({ message }) => message)).toEqual(Array(3).fill('security was nudged about this within a day'));
    expect((await shown()).length).toBe(2);
    await queries.update(nudged).set({ at: sql`now() - interval '25 hours'` });
    expect(await nudge(queries, by('ada', 'Ada Park'), at)).toBe(null);
    expect(await shown()).toContain('cy: sign as Security: Ada Park asks: Nobody has read it');
  });

  test('is refused to oneself, for nobody, and for a turn that is over', async () => {
    const own = { ...at, who: 'ada@plans.example' };
    expect(await nudge(queries, by('ada', 'Ada Park'), own)).toMatchObject({ message: 'It is your own turn' });
    expect(await nudge(queries, by('ada', 'Ada Park'), { ...at, what: 'x' })).toMatchObject({ kind: 'refused' });
    await queries.update(turn).set({ who: 'Legal' }).where(eq(turn.who, own.who));
    const unknown = await nudge(queries, by('ada', 'Ada Park'), { ...at, who: 'Legal' });
    expect(unknown).toMatchObject({ message: 'Nobody here is known as Legal' });
  });
});
