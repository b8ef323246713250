import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { and, eq, sql } from 'drizzle-orm';
import { SMTPServer } from 'smtp-server';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { testDatabase } from '../../test/database.ts';
import { letRead, makePerson } from '../../test/people-told.ts';
import { makeSignedDocument, makeWorkspace } from '../../test/signed-document.ts';
import { openListener } from '../database/listen.ts';
import { document, projection, turn } from '../database/tables/documents.ts';
import { account } from '../database/tables/people.ts';
import { outbox, tellingChoice } from '../database/tables/telling.ts';
import type { Caller } from '../rights/right.ts';
import { choiceOf, choose, dueDigests, markTold, unsubscribe, usualChoice } from './choices.ts';
import { digestFor, putDueDigests } from './digest.ts';
import { digestText } from './digest-text.ts';
import { deliverDigest, isMailbox, openMail } from './mail.ts';
import { snooze } from './nudge.ts';
import { startRelay } from './relay.ts';
import { callerOf } from './whom.ts';

const database = await testDatabase();
const { queries } = database;
const listener = await openListener(database);

/** What the server took: envelope and message. */
let mails: { readonly from: string; readonly to: readonly string[]; readonly message: string }[] = [];
/** Answers of the server to the next receivers. */
let answers: number[] = [];
const smtp = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onRcptTo(_, __, done) {
    const code = answers.shift();
    done(code === undefined ? null : Object.assign(new Error('no'), { responseCode: code }));
  },
  onData(stream, session, done) {
    let message = '';
    stream.on('data', (chunk) => {
      message += String(chunk);
    });
    stream.on('end', () => {
      const { mailFrom, rcptTo } = session.envelope;
      mails.push({
        from: mailFrom === false ? '' : mailFrom.address,
        to: rcptTo.map(({ address }) => address),
        message,
      });
      done();
    });
  },
});
smtp.on('error', () => {});
await new Promise<void>((done) => smtp.listen(0, '127.0.0.1', done));

const server = {
  ...{
    host: '127.0.0.1',
    port: (smtp.server.address() as AddressInfo).port,
    secure: false,
    user: null,
    password: null,
  },
  ...{ from: 'specwright@plans.example', hub: 'https://hub.plans.example' },
};
const transport = openMail(server);
const relay = await startRelay({
  ...{ database, listener, failed: () => {}, poll: 10, pauses: [5, 5, 5] },
  deliveries: { mail: deliverDigest(database, transport, server) },
});

const morning = new Date('2026-05-06T08:30:00.000Z');
let plan = '';

beforeAll(async () => {
  await makeWorkspace(queries, 'plans');
  for (const file of ['labels.md', 'secret.md']) await makeSignedDocument(queries, 'plans', file);
  const [first] = await queries.select({ id: document.id }).from(document).where(eq(document.file, 'labels.md'));
  plan = first?.id ?? '';
  await letRead(queries, await makePerson(queries, 'ada@plans.example', 'Ada Park'), 'plans');
  await queries.update(document).set({ restricted: true }).where(eq(document.file, 'secret.md'));
  for (const { id, file } of await queries.select().from(document)) {
    await queries.insert(projection).values({
      ...{
        document: id,
        workspace: 'plans',
        title: `<img src=x onerror=alert(1)> \u{202e}${file}\r\nBcc: eve@x.example`,
      },
      ...{
        author: ['Ada Park'],
        owner: 'ada@plans.example',
        status: 'In Review',
        nextState: 'Approved',
        data: {},
        madeOf: '',
      },
      ...{ errors: 0, warnings: 0, openQuestions: 0, blockingThreads: 0, gateMet: 0, gateAll: 3 },
      since: new Date('2026-04-01T00:00:00.000Z'),
    });
    const about = { document: id, address: '', why: 'They & "others" <wait>' };
    await queries.insert(turn).values({ ...about, who: 'ada park', what: 'answer what is open' });
    await queries.insert(turn).values({ ...about, who: 'Security', what: 'sign as Security' });
  }
});

afterEach(async () => {
  mails = [];
  answers = [];
  await queries.delete(outbox);
  await queries.update(tellingChoice).set({ toldOn: null, digest: 'daily', hour: 8, zone: 'UTC' });
});

afterAll(async () => {
  await relay.stop();
  transport.close();
  await listener.close();
  await new Promise<void>((done) => smtp.close(() => done()));
});

const settled = () =>
  vi.waitFor(async () => {
    expect(await queries.$count(outbox, sql`${outbox.doneAt} is null and ${outbox.deadAt} is null`)).toBe(0);
  }, 10_000);

describe('a digest', () => {
  test('comes once a day, tells what needs one and what is stuck, and nothing that one may not read', async () => {
    await Promise.all([putDueDigests(database, morning), putDueDigests(database, morning)]);
    await putDueDigests(database, new Date('2026-05-06T20:00:00.000Z'));
    await settled();
    expect(mails.length).toBe(1);
    const [mail] = mails as [(typeof mails)[number]];
    expect(mail).toMatchObject({ from: 'specwright@plans.example', to: ['ada@plans.example'] });
    const { head, body } = parts(mail.message);
    expect(head).toContain('\r\nSubject: 1 thing needs you, 1 document is stuck\r\n');
    expect(head).toContain('\r\nTo: ada@plans.example\r\n');
    expect(head).toMatch(/\r\nList-Unsubscribe: <https:\/\/hub\.plans\.example\/unsubscribe\/[\w-]{32}>\r\n/u);
    expect(head).toContain('\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n');
    const [row] = await queries.select().from(outbox);
    expect(head).toContain(`\r\nMessage-ID: <${row?.id}@hub.plans.example>\r\n`);
    expect(mail.message).not.toMatch(/^Bcc/imu);
    expect(body).not.toContain('secret.md');
    expect(body).toContain('waits for Security to sign as Security');
  });

  test('shows nothing that people wrote as markup, and no mark that turns the direction of text', async () => {
    const digest = await digestFor(queries, (await callerOf(queries, 'ada')) as Caller, morning);
    const said = digestText(digest, { hub: server.hub, unsubscribe: `${server.hub}/unsubscribe/x` });
    expect(said?.html).not.toMatch(/<img|<wait|\u{202e}|\r/u);
    expect(said?.html).toContain('&lt;img src=x onerror=alert(1)&gt; \\u{202e}labels.md Bcc: eve@x.example');
    expect(said?.text).toContain(
      '* <img src=x onerror=alert(1)> \\u{202e}labels.md Bcc: eve@x.example: answer what is open',
    );
    expect(
      said?.html.replace(/<\/?(?:html|meta|body|h2|ul|li|a|br|span|p)\b[^<>]*>|<!doctype html>/gu, ''),
    ).not.toMatch(/[<>]/u);
  });

  test("is not sent where nothing is left to tell: snoozed, and not one's own any more", async () => {
    const at = { document: plan, who: 'Ada Park', what: 'answer what is open', address: '' };
    await snooze(queries, 'ada', at, new Date('2126-05-07T00:00:00.000Z'));
    await queries.update(projection).set({ owner: 'bo@plans.example' });
    await putDueDigests(database, morning);
    await settled();
    expect(mails).toEqual([]);
    await snooze(queries, 'ada', at, morning);
    await queries.update(projection).set({ owner: 'ada@plans.example' });
    await queries.delete(outbox);
    await queries.update(tellingChoice).set({ toldOn: null });
    await putDueDigests(database, morning);
    await settled();
    expect(mails.length).toBe(1);
  });

  test('is tried again when the server is busy, and given up when it knows nobody of that name', async () => {
    answers = [451, 451];
    await putDueDigests(database, morning);
    await settled();
    expect(mails.length).toBe(1);
    answers = [550];
    await queries.delete(outbox);
    await queries.update(tellingChoice).set({ toldOn: null });
    await putDueDigests(database, morning);
    await settled();
    expect(mails.length).toBe(1);
    const [row] = await queries.select().from(outbox);
    expect(row).toMatchObject({ attempts: 1, doneAt: null });
    expect(row?.reason).toMatch(/550/u);
  });

  test('goes to no address that says more than an address', async () => {
    const odd = [
      'a@x.example\r\nBcc: eve@x.example',
      'a@x.example, eve@x.example',
      '<a@x.example>',
      'a b@x.example',
      '@',
      'a@',
      'a@x y',
    ];
    for (const address of [...odd, `"a"@x.example`, 'a@-x', 'a\u{202e}@x.example'])
      expect(isMailbox(address), address).toBe(false);
    for (const address of ['a@x.example', 'a+b.c@x-y.example', 'жук@x.example']) expect(isMailbox(address)).toBe(true);
    await queries.update(account).set({ email: 'a@x.example\r\nbcc: eve@x.example' }).where(eq(account.id, 'ada'));
    await putDueDigests(database, morning);
    await settled();
    await queries.update(account).set({ email: 'ada@plans.example' }).where(eq(account.id, 'ada'));
    expect(mails).toEqual([]);
    expect(await queries.$count(outbox, and(eq(outbox.topic, 'mail'), sql`${outbox.deadAt} is not null`))).toBe(1);
  });

  test('waits while the server is away', async () => {
    const away = createServer();
    await new Promise<void>((done) => away.listen(0, '127.0.0.1', done));
    const { port } = away.address() as AddressInfo;
    await new Promise((done) => away.close(done));
    const none = openMail({ ...server, port });
    await dueDigests(queries, morning);
    const taken = { id: 'x', body: { account: 'ada', day: '' }, at: morning, attempt: 1 };
    await expect(deliverDigest(database, none, server)(taken)).rejects.toThrow(/ECONNREFUSED/u);
    none.close();
  });
});

describe('the hour of the digest', () => {
  const due = async (at: string): Promise<string | null> => (await dueDigests(queries, new Date(at)))[0]?.day ?? null;

  test.each([
    ['daily', 8, 'UTC', '2026-05-06T07:59:00Z', null],
    ['daily', 8, 'UTC', '2026-05-06T08:00:00Z', '2026-05-06'],
    ['daily', 0, 'UTC', '2026-05-06T00:00:00Z', '2026-05-06'],
    ['daily', 8, 'Asia/Tokyo', '2026-05-05T23:00:00Z', '2026-05-06'],
    ['daily', 8, 'America/Los_Angeles', '2026-05-06T14:59:00Z', null],
    ['daily', 2, 'Europe/Berlin', '2026-03-29T01:00:00Z', '2026-03-29'],
    ['weekdays', 8, 'Asia/Tokyo', '2026-05-08T23:00:00Z', null],
    ['weekdays', 8, 'UTC', '2026-05-08T23:00:00Z', '2026-05-08'],
    ['off', 8, 'UTC', '2026-05-06T09:00:00Z', null],
  ] as const)('%s at %i in %s is due at %s on %s', async (digest, hour, zone, at, day) => {
    await choose(queries, 'ada', { digest, hour, zone });
    expect(await due(at)).toBe(day);
  });

  test('comes once on a day', async () => {
    const [one] = await dueDigests(queries, morning);
    await markTold(queries, one ?? { account: '', day: '' });
    expect(await due('2026-05-06T23:00:00Z')).toBe(null);
    expect(await due('2026-05-07T08:00:00Z')).toBe('2026-05-07');
  });

  test('is refused where there is none, and ends by the link of a mail', async () => {
    for (const wrong of [{ hour: 24 }, { hour: 1.5 }, { zone: 'Mars/Olympus' }, { zone: '' }])
      await expect(choose(queries, 'ada', { ...usualChoice, ...wrong })).rejects.toThrow(RangeError);
    expect(await choiceOf(queries, 'nobody')).toEqual(usualChoice);
    const [{ token } = { token: '' }] = await queries.select({ token: tellingChoice.unsubscribe }).from(tellingChoice);
    expect(await unsubscribe(queries, 'guess')).toBe(false);
    expect(await unsubscribe(queries, token)).toBe(true);
    expect((await choiceOf(queries, 'ada')).digest).toBe('off');
  });
});

/** Head and body of a message, its parts decoded. */
function parts(message: string): { readonly head: string; readonly body: string } {
  const at = message.indexOf('\r\n\r\n');
  const unfolded = message.slice(0, at).replace(/\r\n[ \t]+/gu, ' ');
  return { head: `\r\n${unfolded}\r\n`, body: message.slice(at).replace(/=\r\n/gu, '') };
}
