import { foldSpace } from '@specwright/core/markdown/plain.ts';
import { eq, sql } from 'drizzle-orm';
import fc from 'fast-check';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { testDatabase } from '../../../test/database.ts';
import { type Client, design, teamHub } from '../../../test/team-hub.ts';
import { document, event } from '../../database/tables/documents.ts';
import { notification, nudge as nudged, outbox } from '../../database/tables/telling.ts';
import { addToken } from '../../people/tokens.ts';

const database = await testDatabase();
const { queries } = database;
const hub = await teamHub(database);
const root = await hub.signIn('Root', 'admin of the hub');
await hub.makeWorkspace('specs', root);
const ada = await hub.signIn('Ada', 'author');
const sue = await hub.signIn('Sue', 'commenter');
const rex = await hub.signIn('Rex', 'reader');
const eve = await hub.signIn('Eve');
const problem = 'Parcels are lost at night. Nobody sees the yard at night.';

beforeAll(async () => {
  const config = `lifecycle:
  roles:
    Security: { people: [${sue.caller.actor.id}], scope: [risks, problem], required: true }
    Legal: { people: [${root.caller.actor.id}], scope: [open-questions], required: true }
`;
  expect((await root.ask('PUT', '/workspaces/specs/configuration', { config })).status).toBe(202);
});

let count = 0;

/** A document with a problem of two nights, and how to ask about it. */
async function begin(text = design('Lamps', { problem })) {
  count += 1;
  const { body } = await ada.ask('POST', '/workspaces/specs/documents', { file: `${count}.md`, text });
  const id: string = body.id;
  const at = (path: string) => `/documents/${id}${path}`;
  const threads = async (query = '', by = sue) => (await by.ask('GET', at(`/threads${query}`))).body.threads;
  const write = async (change: (text: string) => string, by: Client = ada) => {
    const read = await by.ask('GET', at('/text'));
    const etag = { 'if-match': read.headers.get('etag') };
    const { status, body: written } = await by.ask('PUT', at('/text'), { text: change(read.body) }, etag);
    expect(status).toBe(200);
    return written.revision as string;
  };
  const say = (said: object, by = sue, verb = 'comment') =>
    by.ask('POST', at(`/${verb}`), { text: 'Why?', blocking: false, ...said });
  return { id, revision: body.revision as string, text, at, threads, write, say };
}

describe('a thread', () => {
  test('is opened on a selection of the text that was shown, and stands on its words while others write', async () => {
    const { revision, text, at, threads, write, say } = await begin();
    await write((old) => old.replace('# Design: Lamps', '# Design: Many lamps').replace('lost at', 'often lost at'));
    const start = text.lastIndexOf('at night');
    const range = { start, end: start + 8 };
    const said = await say({ range, shown: revision, text: '@Rex, which nights?' });
    expect(said.status).toBe(200);
    expect((await say({ quote: 'at night', prefix: 'lost ' })).status).toBe(200);
    const never = await say({ range, shown: 'f'.repeat(64) });
    expect([never.status, never.body.detail]).toEqual([
      409,
      'Nobody knows that the document had the text that was shown',
    ]);
    expect((await say({ quote: 'at noon', address: 'problem' })).body.detail).toContain('does not stand at problem');

    const now: string = (await ada.ask('GET', at('/text'))).body;
    const [second, first] = await threads();
    expect(second).toMatchObject({
      ...{ state: 'open', blocking: false, shown: revision, suggestion: null },
      anchor: { state: 'exact', address: 'problem', quote: 'at night', range: { start: now.lastIndexOf('at night') } },
      entries: [
        { kind: 'thread-opened', text: '@Rex, which nights?', by: { name: 'Sue' }, mentions: [rex.caller.actor.id] },
      ],
    });
    expect(first.anchor.range.start).toBe(now.indexOf('at night'));
    await write((old) => old.replace('yard at night', 'yard at noon'));
    expect((await threads())[0].anchor).toMatchObject({ state: 'changed', quote: 'at night', words: 'at noon' });
    await write((old) => old.replace(/## Problem[^#]*/u, ''));
    expect((await threads())[0].anchor).toMatchObject({ state: 'gone', address: '(document)', words: null });
  });

  test('is listed by what is asked for, page by page, and to nobody who may not read the document', async () => {
    const { id, at, threads, say } = await begin();
    const { body } = await say({ address: 'problem', text: 'Why?', blocking: true });
    await say({ address: 'risks', text: 'What else?' }, root);
    await say({ thread: body.event, text: 'So be it, @Eve' }, ada, 'reply');
    await say({ thread: body.event, text: null }, sue, 'resolve-thread');
    const texts = async (query: string, by = sue) =>
      (await threads(query, by)).map(({ entries }: { entries: { text: string }[] }) => entries[0]?.text);
    expect(await texts('')).toEqual(['Why?', 'What else?']);
    expect(await texts('?open=true')).toEqual(['What else?']);
    expect(await texts('?blocking=true')).toEqual([]);
    expect(await texts('?mine=true', ada)).toEqual(['Why?']);
    expect(await texts('?address=risks')).toEqual(['What else?']);
    const page = (await sue.ask('GET', at('/threads?limit=1'))).body;
    expect(page.threads[0].entries.map(({ kind }: { kind: string }) => kind)).toEqual([
      ...['thread-opened', 'replied', 'resolved'],
    ]);
    expect((await sue.ask('GET', at(`/threads?limit=1&cursor=${page.next}`))).body).toMatchObject({
      ...{ next: null, threads: [{ blocking: false }] },
    });
    await queries.update(document).set({ restricted: true }).where(eq(document.id, id));
    for (const [who, path] of [
      [eve, '/threads'],
      [sue, '/threads'],
      [sue, '/since-sign-off'],
    ] as const)
      expect((await who.ask('GET', at(path))).status).toBe(404);
    expect((await sue.ask('PUT', at(`/events/${body.event}/reactions/🎉`))).status).toBe(404);
    await vi.waitFor(async () => expect(await queries.$count(outbox, sql`${outbox.doneAt} is null`)).toBe(0), 5_000);
    const told = await queries.select().from(notification).where(eq(notification.account, eve.caller.account));
    expect(told).toEqual([]);
  });

  test('holds reactions, which are toggled by whoever may comment and tell nobody', async () => {
    const { at, threads, say } = await begin();
    const { event: said } = (await say({ address: 'problem' })).body;
    const told = await queries.$count(outbox);
    const sign = (by: Client, method: string, which = '🎉') => by.ask(method, at(`/events/${said}/reactions/${which}`));
    expect((await sign(ada, 'PUT')).status).toBe(204);
    expect((await sign(sue, 'PUT')).status).toBe(204);
    expect((await sign(sue, 'PUT')).status).toBe(204);
    expect((await sign(sue, 'PUT', '❤️')).status).toBe(204);
    expect((await sign(rex, 'PUT')).body.type).toBe('/problems/missing-right');
    expect((await sign(sue, 'PUT', '💣')).status).toBe(400);
    const [{ id: created }] = (await queries.select({ id: event.id }).from(event).where(eq(event.kind, 'created'))) as [
      { id: string },
    ];
    expect((await ada.ask('PUT', at(`/events/${created}/reactions/🎉`))).status).toBe(404);
    expect((await threads())[0].entries[0].reactions).toEqual([
      { sign: '🎉', by: ['Ada', 'Sue'], mine: true },
      { sign: '❤️', by: ['Sue'], mine: true },
    ]);
    await sign(sue, 'DELETE');
    expect((await threads('', rex))[0].entries[0].reactions[0]).toEqual({ sign: '🎉', by: ['Ada'], mine: false });
    expect(await queries.$count(outbox)).toBe(told);
  });
});

describe('a suggestion', () => {
  const suggest = (say: Awaited<ReturnType<typeof begin>>['say'], said: object, by = sue) =>
    say({ quote: 'Nobody sees the yard', suggestion: 'Two people watch the yard', text: '', ...said }, by);

  test('is made by a commenter, applied by an author on the newest text, and names both', async () => {
    const { at, threads, say, write } = await begin();
    const { body } = await suggest(say, {});
    expect((await suggest(say, {}, rex)).body.type).toBe('/problems/missing-right');
    expect((await suggest(say, { quote: '', address: 'problem' })).body.detail).toContain('needs the words');
    const apply = (revision: string, by = ada) =>
      by.ask('POST', at('/apply-suggestion'), { thread: body.event, revision });
    expect((await apply(body.revision, sue)).body.type).toBe('/problems/missing-right');
    const newest = await write((old) => old.replace('Parcels', 'Many parcels'));
    expect((await apply(body.revision)).body).toMatchObject({ type: '/problems/stale-base', revision: newest });
    expect((await ada.ask('POST', at('/apply-suggestion'), { thread: body.event })).status).toBe(400);
    expect(await apply(newest)).toMatchObject({ status: 200, body: { version: 3 } });
    expect((await ada.ask('GET', at('/text'))).body).toContain('Two people watch the yard at night');
    const [thread] = await threads();
    expect(thread).toMatchObject({ state: 'resolved', applied: true, suggestion: 'Two people watch the yard' });
    expect(thread.entries.at(-1)).toMatchObject({ by: { name: 'Ada' }, text: 'Applied what Sue suggested' });
    const revisions = (await ada.ask('GET', at('/revisions'))).body;
    expect(revisions[0].authors).toEqual([ada.caller.actor.id]);
    const again = await apply(revisions[0].revision);
    expect([again.status, again.body.detail]).toEqual([409, 'What the thread suggests was applied already']);
  });

  test('is put together with what others made of its words, or refused with the reason', async () => {
    const { at, say, write } = await begin();
    const quote = 'Nobody sees the yard at night.';
    const far = (await suggest(say, { quote, suggestion: 'Nobody sees the yard at night or noon.' })).body.event;
    const near = (await suggest(say, { quote: 'Parcels are lost', suggestion: 'Parcels are stolen' })).body.event;
    const revision = await write((old) =>
      old.replace('Nobody sees', 'Few people see').replace('are lost', 'go missing'),
    );
    const apply = (thread: string, on: string) => ada.ask('POST', at('/apply-suggestion'), { thread, revision: on });
    expect((await apply(near, revision)).body.detail).toContain('was changed to "Parcels go missing" since');
    const { status, body } = await apply(far, revision);
    expect([status, body.version]).toEqual([200, 3]);
    expect((await ada.ask('GET', at('/text'))).body).toContain('Few people see the yard at night or noon.');
  });

  test('smuggles nothing in beside its words', async () => {
    const { at, say } = await begin();
    for (const said of [
      { suggestion: 'x\n\n## Risks\n\ny' },
      { quote: 'Parcels', suggestion: '<!-- Parcels' },
      { quote: 'Ada', suggestion: 'Ada\n**Owner**: Eve' },
      { quote: 'Ada', suggestion: 'Ada\n\n## Problem' },
    ]) {
      const { body } = await suggest(say, said);
      const { status, body: refused } = await ada.ask('POST', at('/apply-suggestion'), {
        thread: body.event,
        revision: body.revision,
      });
      expect([said, status, refused.detail]).toEqual([
        said,
        409,
        expect.stringContaining('This suggestion would also'),
      ]);
    }
  });

  test('in a blocking thread of somebody else leaves it open, for its opener to look', async () => {
    const { at, threads, say } = await begin();
    const { body } = await suggest(say, { blocking: true });
    await ada.ask('POST', at('/apply-suggestion'), { thread: body.event, revision: body.revision });
    expect((await threads('?blocking=true'))[0]).toMatchObject({ state: 'open', applied: true });
    const { body: read } = await sue.ask('GET', at(''));
    expect(read.standing.gates.at(-1).missing).toContainEqual(
      expect.objectContaining({ gate: 'no-blocking-threads', message: 'Sue asks: Suggested' }),
    );
  });
});

describe('a signer', () => {
  test('sees what changed since they signed, why it is their turn, and signs the text that was shown', async () => {
    const { at, write, revision } = await begin();
    const since = async (by = sue, role = '') => (await by.ask('GET', at(`/since-sign-off${role}`))).body;
    expect(await since()).toMatchObject({
      revision,
      roles: [{ role: 'Security', required: true, signOff: null, parts: null }],
    });
    expect((await since(ada)).roles).toEqual([]);
    expect((await since(ada, '?role=Securty')).hint).toContain('Security');
    await ada.ask('POST', at('/resolve'), { address: 'open-questions[1]', answer: 'Sue', revision });
    const moved = await ada.ask('POST', at('/move'), { to: 'In Review', override: null });
    expect(moved.body.status).toBe('In Review');
    const sign = { role: 'Security', verdict: 'Approved', reason: null, scope: null };
    const done = await sue.ask('POST', at('/sign'), { ...sign, shown: moved.body.revision });
    expect(done.status).toBe(200);
    const signed = done.body.revision;
    const newest = await write((old) => old.replace('at night.', 'at noon.').replace('- [x] Who', '- [x] Now who'));
    const [role] = (await since()).roles;
    expect(role.why).toBe(`Security: Problem changed since you approved on ${new Date().toISOString().slice(0, 10)}`);
    expect(role.signOff).toMatchObject({ verdict: 'Approved' });
    expect(role.parts).toMatchObject([
      { address: 'problem', name: 'Problem', held: true, before: expect.stringContaining('lost at night.') },
      { address: 'open-questions', held: false },
    ]);
    expect(role.parts[0].words).toContainEqual({ kind: 'added', text: 'noon' });
    expect(role.changes.map(({ section }: { section: string }) => section)).toContain('problem');
    const late = await sue.ask('POST', at('/sign'), { ...sign, shown: signed });
    expect([late.status, late.body.detail]).toEqual([409, 'The text moved on since it was shown; nothing was signed']);
    expect((await sue.ask('POST', at('/sign'), { ...sign, shown: newest })).status).toBe(200);
    expect((await since()).roles[0]).toMatchObject({ parts: [], changes: [], why: null });

    const expiresAt = new Date(Date.now() + 3_600_000);
    const caller = { ...sue.caller, authenticatedAt: new Date() };
    const asked = { name: 'Agent', right: 'commenter', workspace: null, expiresAt } as const;
    const { secret } = await addToken(queries, caller, caller.account, asked, new Date());
    const headers = { authorization: `Bearer ${secret}`, cookie: '', 'specwright-request': '' };
    const byToken = await sue.ask('POST', at('/sign'), { ...sign, shown: newest }, headers);
    expect([byToken.status, byToken.body.type]).toEqual([403, '/problems/missing-right']);
  });

  test('lets somebody else act, is left in peace until a day, and is nudged once a day', async () => {
    const { id, at } = await begin();
    const { body: begun } = await ada.ask('GET', at(''));
    await ada.ask('POST', at('/resolve'), { address: 'open-questions[1]', answer: 'Sue', revision: begun.revision });
    await ada.ask('POST', at('/move'), { to: 'In Review', override: null });
    type Row = {
      turn: { document: string; who: string; what: string };
      key: string;
      nudged: object | null;
      snoozedUntil: string | null;
    };
    const turns = async (by: Client, query: string): Promise<Row[]> =>
      (await by.ask('GET', `/turns?${query}`)).body.filter(({ turn }: Row) => turn.document === id);
    const [turn] = (await turns(sue, 'mine=true')) as [Row];
    expect(turn).toMatchObject({ turn: { what: 'sign as Security' }, nudged: null, snoozedUntil: null });

    const nudge = (by: Client, key = turn.key) => by.ask('POST', at(`/turns/${key}/nudge`));
    expect((await nudge(sue)).body.detail).toBe('It is your own turn');
    expect((await nudge(rex)).body.type).toBe('/problems/missing-right');
    expect((await nudge(ada, 'f'.repeat(64))).status).toBe(404);
    expect((await nudge(ada)).status).toBe(204);
    expect((await nudge(root)).body).toMatchObject({ status: 409, detail: expect.stringContaining('within a day') });
    expect((await turns(sue, 'mine=true'))[0]).toMatchObject({ nudged: { by: 'Ada' } });
    expect((await ada.ask('GET', `/stuck?document=${id}`)).body.rows).toMatchObject([{ nudged: { by: 'Ada' } }]);
    expect(await queries.$count(nudged, eq(nudged.document, id))).toBe(1);

    const until = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
    const snooze = (day: string) => sue.ask('PUT', at(`/turns/${turn.key}/snooze`), { until: day });
    expect((await snooze('2020-01-01')).body.fields).toMatchObject([{ field: 'until' }]);
    expect((await snooze(until)).status).toBe(204);
    expect(await turns(sue, 'mine=true')).toEqual([]);
    expect(await turns(sue, `who=${sue.caller.actor.id}`)).toMatchObject([{ snoozedUntil: `${until}T00:00:00.000Z` }]);
    expect((await ada.ask('GET', `/stuck?document=${id}`)).body.rows).toMatchObject([{ who: sue.caller.actor.id }]);
    expect((await sue.ask('DELETE', at(`/turns/${turn.key}/snooze`))).status).toBe(204);
    expect(await turns(sue, 'mine=true')).toHaveLength(1);

    const delegated = { role: 'Security', to: root.caller.actor.id, until: null, reason: 'Away' };
    expect((await ada.ask('POST', at('/delegate'), delegated)).status).toBe(409);
    expect((await sue.ask('POST', at('/delegate'), delegated)).status).toBe(200);
    const whats = (await turns(root, 'mine=true')).map(({ turn: { what } }) => what);
    expect(whats.sort()).toEqual(['sign as Legal', 'sign as Security']);
  });
});

test('threads never vanish, whatever is done to the text', { timeout: 300_000 }, async () => {
  const { id, text, at, threads, write, say } = await begin();
  const opened: string[] = [];
  const numRuns = process.env.SPECWRIGHT_PROOF === '1' ? 150 : 8;
  const step = fc.record({
    from: fc.nat(),
    size: fc.nat({ max: 120 }),
    put: fc.constantFrom('', 'night', '\n\n## Other\n\n', '- ', '| a |\n', text.slice(40, 120)),
    quotes: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 4 }), async (steps) => {
      for (const { from, size, put, quotes } of steps) {
        const now: string = (await ada.ask('GET', at('/text'))).body;
        const start = text.length + (from % Math.max(1, now.length - text.length));
        const range = { start: from % now.length, end: Math.min(now.length, (from % now.length) + 1 + (size % 40)) };
        const said = await say(quotes ? { range } : { address: '(document)' });
        if (said.status === 200) opened.push(said.body.event);
        // Its template is known by its headings, so the first text stays and what follows is torn about.
        await write((old) => `${old.slice(0, start)}${put}${old.slice(start + size)}\n`);
      }
      const now: string = (await ada.ask('GET', at('/text'))).body;
      const found = [];
      for (let cursor = ''; ; cursor = `&cursor=${found.at(-1).id}`) {
        const page = await threads(`?limit=100${cursor}`);
        found.push(...page);
        if (page.length < 100) break;
      }
      expect(found.map((thread) => thread.id)).toEqual(opened);
      for (const { anchor } of found) {
        const { start, end } = anchor.range;
        expect(0 <= start && start <= end && end <= now.length).toBe(true);
        if (anchor.words !== null) expect(anchor.words).toBe(now.slice(start, end));
        if (anchor.state === 'exact' && anchor.words !== null)
          expect(foldSpace(anchor.words)).toBe(foldSpace(anchor.quote));
      }
    }),
    { seed: 20260601, numRuns },
  );
  expect(await queries.$count(event, eq(event.document, id))).toBe(opened.length + 1);
});
