import type { Database } from '../packages/hub/src/database/database.ts';
import { choiceSigns } from '../packages/hub/src/search/choices.ts';
import { countedBy } from '../packages/hub/src/search/index-document.ts';
import { type Part, rowsOf, sectionSigns, wordsOfPart } from '../packages/hub/src/search/search-rows.ts';
import { trigramsOf } from '../packages/hub/src/search/trigrams.ts';

/** Numbers that come in the same order every time. */
export type Draw = () => number;

const sections = [
  'overview.problem-statement',
  'overview.goals',
  'background.context',
  'proposed-solution.high-level-design',
  'proposed-solution.data-model',
  'proposed-solution.api-changes',
  'implementation.testing-strategy',
  'implementation.rollback-plan',
  'risks-and-mitigations',
  'open-questions',
];
const statuses = ['Draft', 'Draft', 'Draft', 'In Review', 'In Review', 'Approved', 'Implemented'];
const levels = ['Low', 'Med', 'High'];
const roles = ['tech lead', 'engineering manager', 'security'];
const shares = [0.45, 0.7, 0.85, 0.95, 1];
const syllables = 'ka to mi re su no la per tin gor vel ash dun fre bo qui zan ul ex or im ste pra lon'.split(' ');
export const han = Array.from({ length: 1200 }, (_, at) => String.fromCodePoint(0x4e00 + at * 7));

export function drawFrom(seed: number): Draw {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return (state >>> 0) / 2 ** 32;
  };
}

/** Words by how common they are: the first stands in nearly every document, the last in one of thousands. */
export const vocabulary = Array.from({ length: 30_000 }, (_, at) => {
  let word = syllables[at % syllables.length] ?? '';
  for (let rest = Math.floor(at / syllables.length); rest > 0; rest = Math.floor(rest / syllables.length))
    word += syllables[rest % syllables.length] ?? '';
  return word.length < 4 ? `${word}${syllables[(at * 7) % syllables.length]}${word}` : word;
});

/** A word as often as in people's writing: by the inverse of its rank. */
function drawWord(draw: Draw): string {
  return vocabulary[Math.floor(vocabulary.length ** draw()) - 1] ?? '';
}

export function sentence(draw: Draw, length: number): string {
  return Array.from({ length }, () => drawWord(draw)).join(' ');
}

function hanSentence(draw: Draw, length: number): string {
  return Array.from({ length }, () => han[Math.floor(han.length ** draw()) - 1]).join('');
}

export const workspaces = shares.map((_, at) => `workspace-${at}`);

/** Fills an empty hub: accounts, groups, grants, and so many documents with ten events each. */
export async function fillHub(database: Database, documents: number): Promise<void> {
  await database.pool.query(people);
  const indexes = await dropIndexes(database);
  const draw = drawFrom(7);
  const batch = 500;
  for (let start = 0; start < documents; start += batch) {
    const rows = Array.from({ length: Math.min(batch, documents - start) }, (_, at) => documentRow(draw, start + at));
    for (const statement of inserts) await database.pool.query(statement, [JSON.stringify(rows)]);
  }
  const names = sections.flatMap((address) => [
    ...sectionSigns({ kind: 'section', address, thread: null, heading: '', text: '' }),
  ]);
  const told = [...new Set(names)].map((word) => ({ word, trigrams: [] as string[] }));
  const known = [...vocabulary.map((word) => ({ word, trigrams: trigramsOf(word) })), ...told];
  for (let start = 0; start < known.length; start += 5_000) {
    const words = known.slice(start, start + 5_000);
    await database.pool.query(
      'insert into search_word select * from json_to_recordset($1) as r(word text, trigrams text[])',
      [JSON.stringify(words)],
    );
  }
  for (const statement of [...indexes, events, granted, 'vacuum analyze']) await database.pool.query(statement);
}

const people = `
  insert into account (id, email, name) select 'account-' || n, 'person' || n || '@example.org', 'Person ' || n from generate_series(0, 299) n;
  insert into people_group (id, name) select 'group-' || n, 'group ' || n from generate_series(0, 19) n;
  insert into people_group_member (group_id, account_id) select 'group-' || (n % 20), 'account-' || n from generate_series(0, 299) n;
  insert into people_group_member (group_id, account_id) select 'group-' || ((n + 7) % 20), 'account-' || n from generate_series(0, 299) n;
  insert into workspace (id, name, title) select 'workspace-' || n, 'workspace-' || n, 'Workspace ' || n from generate_series(0, 4) n;
  insert into kept_text (digest, text) values ('text', 'text');`;

const inserts = [
  `insert into document (id, workspace_id, file, version, revision, restricted, created_at, updated_at)
   select id, workspace, file, 1, 'text', restricted, "updatedAt", "updatedAt" from json_to_recordset($1)
   as r(id text, workspace text, file text, restricted boolean, "updatedAt" timestamptz)`,
  `insert into projection (document_id, workspace_id, title, number, template, claimed, status, author, owner, errors, warnings,
     open_questions, blocking_threads, gate_met, gate_all, next_state, data, made_of)
   select id, workspace, title, number, template, status, status, authors, authors[1], 0, 2, 1, 0, 1, 3, 'Approved', data, '1'
   from json_to_recordset($1)
   as r(id text, workspace text, title text, number text, template text, status text, authors text[], data jsonb)`,
  `insert into field_value (document_id, path, address, value)
   select id, f.path, f.address, f.value from json_to_recordset($1) as r(id text, fields json),
   json_to_recordset(fields) as f(path text, address text, value text)`,
  `insert into turn (document_id, who, what, address, why) select id, who, 'sign', '(document)', 'asked'
   from json_to_recordset($1) as r(id text, turns text[]), unnest(turns) who`,
  `insert into search_document (id, workspace_id, restricted, removed, title, standing, authors, turns, updated_at, words)
   select id, workspace, restricted, false, title, (counted->0->>'key')::bigint, (counted->1->>'key')::bigint,
     (counted->2->>'key')::bigint, "updatedAt", words::tsvector
   from json_to_recordset($1) as r(id text, workspace text, restricted boolean, title text, counted json,
     "updatedAt" timestamptz, words text)`,
  `insert into search_counted select distinct c.key, c.values from json_to_recordset($1) as r(counted json),
     json_to_recordset(counted) as c(key bigint, values text)
   where not exists (select 1 from search_counted where key = c.key)`,
  `insert into search_part select id, p.key, p.kind, p.address, null, p.heading, p.text, p.words::tsvector, p.digest
   from json_to_recordset($1) as r(id text, parts json),
   json_to_recordset(parts) as p(key text, kind text, address text, heading text, text text, words text, digest text)`,
];

const events = `insert into event (id, document_id, kind, body, assurance)
  select md5(id || n), id, (array['created','assigned','moved','thread-opened','replied','resolved','signed','signed','moved','measured'])[n],
    jsonb_build_object('v', 1, 'at', now(), 'text', repeat('word ', 20)), 'session' from document, generate_series(1, 10) n`;

/**
 * `account-1` by its groups reads three workspaces, `account-2` twenty documents and nothing else; the others read one workspace
 * and a few restricted documents.
 */
const granted = `
  insert into right_grant (id, workspace_id, account_id, "right") select 'all-' || n, 'workspace-' || (n % 5), 'account-' || n, 'reader'
    from generate_series(3, 299) n;
  insert into right_grant (id, workspace_id, group_id, "right") values
    ('g1', 'workspace-0', 'group-1', 'reader'), ('g2', 'workspace-2', 'group-8', 'author'), ('g3', 'workspace-3', 'group-8', 'reader');
  delete from people_group_member where account_id = 'account-2';
  insert into right_grant (id, workspace_id, document_id, account_id, "right")
    select 'few-' || id, workspace_id, id, 'account-2', 'reader' from (select id, workspace_id from document order by md5(id) limit 20) few;
  insert into right_grant (id, workspace_id, document_id, account_id, "right")
    select 'one-' || id, workspace_id, id, 'account-' || (3 + row_number() over () % 297), 'reader' from document where restricted;`;

function documentRow(draw: Draw, at: number): object {
  const share = draw();
  const workspace = workspaces[shares.findIndex((most) => share < most)] ?? '';
  const asian = at % 20 === 0;
  const write = (length: number): string => (asian ? hanSentence(draw, length * 3) : sentence(draw, length));
  const title = write(5);
  const number = String(at).padStart(6, '0');
  const file = `specs/${number}-spec.md`;
  const status = statuses[Math.floor(draw() ** 2 * statuses.length)] ?? '';
  const authors = [`Person ${Math.floor(300 ** draw())}`];
  const turns = status === 'In Review' ? roles.filter(() => draw() < 0.5) : authors;
  const template = draw() < 0.8 ? 'templates/technical-spec.md' : 'templates/adr.md';
  const created = `20${20 + Math.floor(draw() * 6)}-0${1 + Math.floor(draw() * 9)}-1${Math.floor(draw() * 10)}`;
  const parts: Part[] = [
    { kind: 'title', address: '(title)', thread: null, heading: '', text: `${title}\n${file}` },
    { kind: 'people', address: '(people)', thread: null, heading: '', text: authors.join('\n') },
    ...sections.map((address): Part => {
      const heading = address.split('.').at(-1)?.replaceAll('-', ' ') ?? '';
      return { kind: 'section', address, thread: null, heading, text: write(20 + Math.floor(draw() * 50)) };
    }),
  ];
  const { parts: rows, words } = rowsOf(parts);
  const fields = fieldsOf(draw, status, authors, created);
  const updatedAt = new Date(Date.UTC(2020, 0, 1) + draw() * 5.9 * 365 * 86_400_000).toISOString();
  const month = updatedAt.slice(0, 7);
  const id = `${number}${'0123456789abcdef'.repeat(4)}`.slice(0, 64);
  for (const sign of choiceSigns({ id, workspace, month, status, template, authors, turns, archived: false, fields }))
    words.addSign(sign);
  const counted = [[status, template, month], authors, turns].map(countedBy);
  return {
    ...{
      id,
      workspace,
      file,
      restricted: at % 33 === 0,
      title,
      number,
      template,
      status,
      authors,
      turns,
      counted: counted.map(({ key, values }) => ({ key: String(key), values })),
      updatedAt,
    },
    data: Object.fromEntries(sections.map((name) => [name, sentence(draw, 12)])),
    fields,
    words: words.toString(),
    parts: rows.map((part) => ({ ...part, words: wordsOfPart(part) })),
  };
}

interface Field {
  readonly path: string;
  readonly address: string;
  readonly value: string;
}

function fieldsOf(draw: Draw, status: string, authors: readonly string[], created: string): Field[] {
  const one = (path: string, value: string, address = path) => ({ path, address, value: value.toLowerCase() });
  const risks = [1, 2, 3].flatMap((at) => [
    one('risks-and-mitigations.impact', levels[Math.floor(draw() * 3)] ?? '', `risks-and-mitigations[${at}].impact`),
    one(
      'risks-and-mitigations.likelihood',
      levels[Math.floor(draw() * 3)] ?? '',
      `risks-and-mitigations[${at}].likelihood`,
    ),
  ]);
  return [
    one('status', status),
    one('author', authors[0] ?? ''),
    one('created', created),
    one('success-metrics.target', `${Math.floor(draw() * 1000)} ms`),
    ...risks,
  ];
}

/** Indexes are made faster of whole tables. Gives the statements that make them again. */
async function dropIndexes(database: Database): Promise<string[]> {
  const { rows } = await database.pool.query<{ name: string; made: string }>(
    `select indexname as name, indexdef as made from pg_indexes where schemaname = 'public' and indexdef not like 'CREATE UNIQUE%'`,
  );
  for (const { name } of rows) await database.pool.query(`drop index "${name}"`);
  return rows.map(({ made }) => made);
}
