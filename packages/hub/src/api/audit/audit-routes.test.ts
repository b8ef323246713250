import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mdastParser } from '@specwright/core/markdown/mdast-parser.ts';
import { verifyBundle } from '@specwright/core/operations/bundle/verify-bundle.ts';
import { readHead } from '@specwright/core/operations/bundle/verify-chain.ts';
import { eq } from 'drizzle-orm';
import { afterAll, expect, test } from 'vitest';
import { testDatabase } from '../../../test/database.ts';
import { type Client, design, teamHub } from '../../../test/team-hub.ts';
import { auditEntry } from '../../database/tables/audit.ts';
import { document, grant } from '../../database/tables/documents.ts';

const folder = mkdtempSync(join(tmpdir(), 'specwright-heads-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const database = await testDatabase();
const { queries } = database;
const hub = await teamHub(database, { auditReads: '30', journalHead: join(folder, 'heads') });
const root = await hub.signIn('Root', 'admin of the hub');
await hub.makeWorkspace('specs', root);
await hub.makeWorkspace('other', root);
const mia = await hub.signIn('Mia', 'author');
const owner = await hub.signIn('Owner', 'admin');

const begun = async (file: string, on = 'specs', by = root): Promise<string> =>
  (await by.ask('POST', `/workspaces/${on}/documents`, { file, text: design(file) })).body.id;
const open = await begun('open.md', 'specs', mia);
const secret = await begun('secret.md');
await begun('elsewhere.md', 'other');
await queries.update(document).set({ restricted: true }).where(eq(document.id, secret));

interface Told {
  readonly position: number | null;
  readonly what: string;
  readonly who: { readonly name: string };
  readonly on: { readonly document: string | null; readonly workspace: string | null };
  readonly from: { readonly address: string | null; readonly agent: string | null };
}
const entriesOf = async (client: Client, path: string): Promise<Told[]> => (await client.ask('GET', path)).body.entries;
const linesOf = (text: string) =>
  (async function* () {
    for (const line of text.split('\n').slice(0, -1)) yield line;
  })();

test('the journal tells who did what from where, page by page, and nothing of what its reader may not read', async () => {
  const { body } = await mia.ask('GET', `/documents/${open}`);
  const edit = { revision: body.revision, values: [{ address: 'problem', value: 'Parcels are late.' }] };
  expect((await mia.ask('POST', `/documents/${open}/set`, edit, { 'user-agent': 'A browser' })).status).toBe(200);
  await root.ask('PUT', '/workspaces/specs/configuration', { config: '' });

  const at = '/workspaces/specs/journal';
  const edits = await entriesOf(owner, `${at}?what=edit`);
  expect(edits).toMatchObject([
    {
      who: { name: 'Mia' },
      on: { document: open },
      from: { address: '127.0.0.1', agent: 'A browser', via: 'session' },
    },
  ]);
  expect(await entriesOf(owner, `${at}?what=edit+configuration`)).toMatchObject([{ who: { name: 'Root' } }]);
  const read = await entriesOf(owner, `${at}?what=read+document`);
  expect(read.map(({ who, on }) => [who.name, on.document])).toEqual([['Mia', open]]);

  const all = await entriesOf(owner, `${at}?limit=200`);
  expect(all.length).toBeGreaterThan(4);
  const paged: Told[] = [];
  for (let next: string | null = ''; next !== null; ) {
    const page: { entries: Told[]; next: string | null } = (
      await owner.ask('GET', `${at}?limit=2${next === '' ? '' : `&cursor=${next}`}`)
    ).body;
    paged.push(...page.entries);
    next = page.next;
  }
  expect(paged.map((one) => ({ ...one, position: 0 }))).toEqual(all.map((one) => ({ ...one, position: 0 })));
  expect(new Set(all.map(({ on }) => on.workspace))).toEqual(new Set(['specs']));
  expect(JSON.stringify(all)).not.toContain(secret);
  expect(JSON.stringify(await entriesOf(root, `/journal?document=${secret}`))).toContain(secret);
  expect((await entriesOf(root, `/journal?workspace=other&account=${root.caller.account}`)).length).toBeGreaterThan(1);
  expect(await entriesOf(root, '/journal?until=2020-01-01T00:00:00Z')).toEqual([]);
  expect((await owner.ask('GET', '/journal')).status).toBe(403);
  expect((await mia.ask('GET', at)).status).toBe(403);
  expect((await owner.ask('GET', `${at}?from=yesterday`)).body.fields[0].field).toBe('from');
});

test('a bundle proves itself with a head that was published, holds what its reader may read, and is written down', async () => {
  const kept = () => readFileSync(join(folder, 'heads'), 'utf8').trimEnd().split('\n').at(-1)?.split(' ')[1] ?? '';
  expect(readHead(kept())).not.toBeNull();
  const { body: head } = await root.ask('GET', '/journal/head');
  const answer = await owner.ask('GET', '/workspaces/specs/bundle');
  expect([answer.status, answer.headers.get('content-disposition')]).toEqual([
    200,
    'attachment; filename="specs.bundle"',
  ]);
  const proved = await verifyBundle(linesOf(answer.body), mdastParser, [head]);
  expect(proved).toMatchObject({ found: 0, documents: 1 });
  expect(answer.body).not.toContain(secret);
  const altered = await verifyBundle(linesOf(answer.body.replace('"Mia"', '"Eve"')), mdastParser, [head]);
  expect(altered.found).toBeGreaterThan(0);

  expect(await entriesOf(owner, '/workspaces/specs/journal?what=see+audit')).toMatchObject([
    { who: { name: 'Owner' } },
  ]);
  expect((await owner.ask('GET', `/workspaces/specs/bundle?document=${secret}`)).status).toBe(404);
  await queries
    .insert(grant)
    .values({ id: 'g', workspace: 'specs', document: secret, account: owner.caller.account, right: 'reader' });
  const one = (await owner.ask('GET', `/workspaces/specs/bundle?document=${secret}`)).body;
  expect(await verifyBundle(linesOf(one), mdastParser)).toMatchObject({ found: 0, documents: 1 });
  expect((await owner.ask('GET', `/workspaces/other/bundle?document=${secret}`)).status).toBe(404);
  expect(await queries.$count(auditEntry, eq(auditEntry.reading, true))).toBe(1);
});
