import { setTimeout as sleep } from 'node:timers/promises';
import { makeEvent } from '@specwright/core/lifecycle/event.ts';
import { mdastParser } from '@specwright/core/markdown/mdast-parser.ts';
import type { AuditHead } from '@specwright/core/operations/bundle/audit-chain.ts';
import { type BundleLine, type LineOf, writeLine } from '@specwright/core/operations/bundle/bundle-line.ts';
import { verifyBundle } from '@specwright/core/operations/bundle/verify-bundle.ts';
import { canonicalJson, RunningHash, sha256Of } from '@specwright/core/text/hash.ts';
import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { testDatabase } from '../../test/database.ts';
import { ada, makeSignedDocument, makeWorkspace } from '../../test/signed-document.ts';
import { auditEntry } from '../database/tables/audit.ts';
import { outbox } from '../database/tables/telling.ts';
import { appendAudit, appendReading, type Deed } from './append.ts';
import { auditJobs } from './audit-jobs.ts';
import { chainEntries, headOf, startChaining } from './chain.ts';
import { exportBundle } from './export-bundle.ts';
import { forgetReading, journalEntries, verifyJournal } from './journal.ts';

const seed = Number(process.env.SPECWRIGHT_SEED ?? 20260601);

const database = await testDatabase();
const { queries } = database;

const deed = (what: string, more: Partial<Deed> = {}): Deed => ({
  what,
  who: { account: 'a1', actor: ada.id, name: ada.name },
  from: { address: '192.0.2.7', agent: 'a browser', via: 'session' },
  at: new Date('2026-05-03T08:00:00.000Z'),
  ...more,
});

describe('the journal', () => {
  test('chains what many write at once without a fork, while two hubs chain, and nothing of what was rolled back', async () => {
    const stops = [1, 2].map(() => startChaining(database, (error) => expect.unreachable(String(error)), 1));
    const writers = Array.from({ length: 40 }, (_, writer) =>
      database.transaction(async (one) => {
        // Entries can be seen in another order than the one they were written in.
        for (let count = 0; count < 3; count += 1) await appendAudit(one, deed(`write ${writer}`));
        await sleep((writer * 7) % 20);
        if (writer % 4 === 0) throw new Error('no');
      }),
    );
    const heads: AuditHead[] = [];
    const chainers = [1, 2, 3].map(async () => {
      for (let turn = 0; turn < 15; turn += 1) heads.push(await chainEntries(database));
    });
    await Promise.all([Promise.allSettled(writers), ...chainers]);
    await Promise.all(stops.map((stop) => stop()));
    const head = await chainEntries(database);
    expect(head.position).toBe(90);
    // What was a head once is in the chain for ever.
    expect(await verifyJournal(queries, heads)).toEqual(head);
    expect((await journalEntries(queries, { what: 'write 4', limit: 10, caller: null })).length).toBe(0);
    const [entry] = await journalEntries(queries, { what: 'write 5', limit: 1, caller: null });
    expect(entry?.entry).toMatchObject({ who: { name: 'Ada Park' }, at: '2026-05-03T08:00:00.000Z' });
  });

  test('shows what was altered, taken out or put elsewhere', async () => {
    const rows = await queries.select().from(auditEntry).where(eq(auditEntry.position, 7));
    const [row] = rows as [(typeof rows)[number]];
    const at = eq(auditEntry.id, row.id);
    const undone = async (change: () => Promise<unknown>, said: string): Promise<void> => {
      await change();
      expect(await verifyJournal(queries)).toBe(`Entry 7 of the journal ${said}`);
      await queries.delete(auditEntry).where(at);
      await queries.insert(auditEntry).overridingSystemValue().values(row);
    };
    const body = row.body?.replace('Ada', 'Eve') ?? '';
    await undone(() => queries.update(auditEntry).set({ body }).where(at), 'is not what was written');
    await undone(() => queries.update(auditEntry).set({ body: null }).where(at), 'is not what was written');
    await undone(
      () =>
        queries
          .update(auditEntry)
          .set({ body, digest: sha256Of(body) })
          .where(at),
      'is not chained to the one before',
    );
    await undone(() => queries.delete(auditEntry).where(at), 'is missing');
    const head = await headOf(queries);
    expect(await verifyJournal(queries, [head])).toEqual(head);
    expect(await verifyJournal(queries, [{ position: 91, hash: head.hash }])).toBe(
      'Entry 91 of the journal is missing',
    );
    const other = { position: 9, hash: head.hash };
    expect(await verifyJournal(queries, [other])).toBe(
      'Entry 9 of the journal is not the one whose hash was published',
    );
  });

  test('has a head that is published with every entry in it', async () => {
    await appendAudit(queries, deed('last'));
    const seen: unknown[] = [];
    const [publish] = auditJobs(database, null, async (head) => {
      seen.push(head);
    });
    await publish?.run();
    expect(seen).toEqual([await verifyJournal(queries)]);
    expect(seen).toMatchObject([{ position: 91 }]);
    const [told] = await queries.select().from(outbox);
    expect(told?.body).toMatchObject({ kind: 'audit.head', workspace: null, data: seen[0] });
  });

  test('keeps what was read only when asked to, and forgets it without breaking the chain', async () => {
    expect(await appendReading(queries, deed('read'), null)).toBe(null);
    await appendReading(queries, deed('read'), { days: 30 });
    const before = new Date('2026-06-05T00:00:00.000Z');
    expect(await forgetReading(queries, before)).toBe(0);
    const head = await chainEntries(database);
    expect(await forgetReading(queries, before)).toBe(1);
    expect(await journalEntries(queries, { what: 'read', limit: 5, caller: null })).toEqual([]);
    expect(await verifyJournal(queries)).toEqual(head);
  });

  test('holds no secret and nothing long, whatever it is given', async () => {
    const details = {
      newPassword: 'hunter2',
      'X-Api-Key': 'k',
      reason: `\0\u{d800}${'x'.repeat(9_000)}`,
      number: Number.NaN,
      names: Array.from({ length: 900 }, (_, place) => `n${place}`),
    };
    await appendAudit(
      queries,
      deed('hostile', { details, from: { address: null, agent: 'y'.repeat(9_000), via: 'token' } }),
    );
    const [found] = await journalEntries(queries, { what: 'hostile', limit: 1, caller: null });
    expect(JSON.stringify(found)).not.toMatch(/hunter2|"k"/u);
    expect(JSON.stringify(found).length).toBeLessThan(3_000);
    expect(found?.entry.details).toMatchObject({ newPassword: '(left out)', number: null });
  });
});

describe('a bundle', () => {
  let lines: string[] = [];
  let document = '';

  beforeAll(async () => {
    await makeWorkspace(queries, 'plans');
    const [created, signed] = await makeSignedDocument(queries, 'plans', 'labels.md');
    const [other] = await makeSignedDocument(queries, 'plans', 'secret.md');
    document = created?.id ?? '';
    const on = { workspace: 'plans', document, event: signed?.id ?? null };
    await appendAudit(queries, deed('sign', { on }));
    await appendAudit(queries, deed('read the secret', { on: { workspace: 'plans', document: other?.id ?? null } }));
    await appendAudit(queries, deed('move', { on: { workspace: 'plans', document } }));
    lines = await exported(document);
  });

  test('of a document proves its texts, its history, its sign-offs and its journal, and tells of no other', async () => {
    expect(lines.join('')).not.toContain('secret');
    const head = await headOf(queries);
    expect(await judged(lines)).toMatchObject({
      ...{ findings: [], documents: 1, texts: 4, events: 2, signOffs: 1, entries: 2, head },
    });
    expect(await judged(await exported(null))).toMatchObject({
      findings: [],
      documents: 2,
      signOffs: 2,
      entries: 3,
      head,
    });
    expect(await exported('nothing')).toEqual([]);
  });

  test('shows every change of one character, and every line that is gone, doubled or elsewhere', async () => {
    const place = fc.nat({ max: lines.length - 1 });
    const changed = fc.oneof(
      fc
        .tuple(place, fc.nat(), fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }))
        .map(([line, at, by]) => lines.with(line, spliced(lines[line] ?? '', at, by))),
      place.map((line) => lines.toSpliced(line, 1)),
      fc.tuple(place, place).map(([from, to]) => lines.toSpliced(to, 0, lines[from] ?? '')),
      place.map((end) => lines.slice(0, end)),
    );
    await fc.assert(
      fc.asyncProperty(changed, async (altered) => {
        if (altered.join('') === lines.join('')) return;
        expect((await judged(altered)).found).toBeGreaterThan(0);
      }),
      { seed, numRuns: process.env.SPECWRIGHT_PROOF === '1' ? 2_000 : 60 },
    );
  });

  test('shows what somebody made who knows the format', async () => {
    const of = <Kind extends BundleLine['kind']>(kind: Kind): LineOf<Kind>[] =>
      parsed().filter((line): line is LineOf<Kind> => line.kind === kind);
    const without = (gone: BundleLine) =>
      sealed(parsed().filter((line) => canonicalJson(line) !== canonicalJson(gone)));
    const replaced = (old: BundleLine, by: BundleLine) =>
      sealed(parsed().map((line) => (canonicalJson(line) === canonicalJson(old) ? by : line)));
    const [created, signed] = of('event') as [LineOf<'event'>, LineOf<'event'>];
    const text = of('text').find((one) => one.text.includes('in the rain')) as LineOf<'text'>;
    const [entry] = of('entry') as [LineOf<'entry'>];
    const { id: _id, ...said } = signed.event;
    const parts = { ...(said.parts as object), '(title)': `v1:${'0'.repeat(64)}` };
    const forged = makeEvent({ ...said, parts } as never);
    const head = await headOf(queries);
    for (const [bundle, finding] of [
      [without(signed), `The event ${signed.event.id} is not there, and entry 94 of the journal names it`],
      [without(created), 'the event that began its history is not there'],
      [without(text), `the text ${text.digest} of revision 1 is not there`],
      [replaced(text, { ...text, text: `${text.text}!` }), `The text ${text.digest} is not what its digest says`],
      [
        replaced(signed, { ...signed, event: { ...forged } }),
        'names parts that the text it was given for does not have: (title)',
      ],
      [replaced(entry, { ...entry, body: '{}' }), 'Entry 94 of the journal is not what its digest says'],
      [replaced(entry, { ...entry, digest: sha256Of('{}'), body: '{}' }), 'and its head says'],
    ] as const) {
      expect((await judged(bundle)).findings.join('\n')).toContain(finding);
    }
    const rewritten = lines.map((line) => line.replace('"authors":["ada@', '"authors":["eve@'));
    expect((await judged(rewritten)).findings).toEqual(['Its lines are not those that its last line was written for']);
    expect(await judged(lines, [head])).toMatchObject({ found: 0 });
    const other = { position: head.position, hash: '0'.repeat(64) };
    expect((await judged(lines, [other])).findings[0]).toContain('when its head was published');
    const later = { position: head.position + 9, hash: '0'.repeat(64) };
    expect((await judged(lines, [later])).findings[0]).toContain('is not among the entries');
  });

  const parsed = (): BundleLine[] => lines.slice(0, -1).map((line) => JSON.parse(line));

  async function exported(one: string | null): Promise<string[]> {
    const found: string[] = [];
    const of = { workspace: 'plans', document: one, caller: null };
    for await (const line of exportBundle(database, of, new Date('2026-06-01T00:00:00.000Z'))) found.push(line);
    return found;
  }
});

/** Lines with an end that fits them. */
function sealed(some: readonly BundleLine[]): string[] {
  const all = new RunningHash();
  const texts = some.map((line) => `${writeLine(line)}\n`);
  for (const text of texts) all.add(text);
  return [...texts, `${writeLine({ kind: 'end', lines: texts.length, digest: all.hex() })}\n`];
}

async function judged(some: readonly string[], published: Parameters<typeof verifyBundle>[2] = []) {
  async function* each(): AsyncGenerator<string> {
    for (const line of some.join('').split('\n').slice(0, -1)) yield line;
  }
  return verifyBundle(each(), mdastParser, published);
}

function spliced(line: string, at: number, by: string): string {
  const place = at % (line.length - 1);
  return `${line.slice(0, place)}${by}${line.slice(place + 1)}`;
}
