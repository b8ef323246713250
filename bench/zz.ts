import { existsSync, mkdirSync } from 'node:fs';
import { and, eq, sql } from 'drizzle-orm';
import { openDatabase } from '../packages/hub/src/database/database.ts';
import { migrate } from '../packages/hub/src/database/migrate.ts';
import { readRegister } from '../packages/hub/src/documents/read-registers.ts';
import { openCluster } from '../packages/hub/src/postgres/cluster.ts';
import { readPidFile, startServer, stopServer } from '../packages/hub/src/postgres/server.ts';
import { document, projection, turn } from '../packages/hub/src/database/tables/documents.ts';
import { readableDocuments } from '../packages/hub/src/rights/right-on.ts';
import { fillHub } from './hub-documents.ts';
const N = Number(process.env.N ?? 20_000);
const folder = `/tmp/reader-bench-${N}`;
mkdirSync(folder, { recursive: true });
const cluster = await openCluster(folder, { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_wal_size: '4GB', shared_buffers: '512MB' });
if (readPidFile(cluster)?.ready !== true) await startServer(cluster);
const filled = existsSync(`${folder}/filled`);
if (!filled) { const f = openDatabase(cluster.reach.url('postgres')); await f.pool.query('drop database if exists hub'); await f.pool.query('create database hub'); await f.close(); }
const db = openDatabase(cluster.reach.url('hub'), 1);
if (!filled) {
  await migrate(db);
  await fillHub(db, N);
  await db.pool.query(`insert into register_row (document_id, register, position, sorted, "row") select id, 'risks', n, (random()*9)::numeric(6,4)::text, '{"risk":"load","impact":"High","likelihood":"Low"}' from document, generate_series(0,4) n`);
  await db.pool.query(`insert into register_row (document_id, register, position, sorted, "row") select id, 'stuck', 9, (date '2025-01-01' + (random()*300)::int)::text, jsonb_build_object('state','Draft','since','2025-01-01','decideBy', case when random() < 0.3 then (date '2026-06-01' + (random()*300)::int)::text end) from document`);
  await db.pool.query('vacuum analyze');
  mkdirSync(`${folder}/filled`);
}
const callerNamed = (account: string, admin: boolean) => ({ account, actor: { kind: 'person', id: `${account}@example.org`, name: account }, admin, via: 'session', authenticatedAt: null, bound: null }) as const;
const callers = { admin: callerNamed('account-0', true), groups: callerNamed('account-1', false), few: callerNamed('account-2', false), member: callerNamed('account-3', false) };
const time = async (name: string, ask: () => Promise<unknown>) => {
  await ask(); const t: number[] = [];
  for (let i = 0; i < 15; i++) { const s = performance.now(); await ask(); t.push(performance.now() - s); }
  t.sort((a, b) => a - b); console.log(name.padEnd(50), t[7]!.toFixed(1), t[14]!.toFixed(1));
};
for (const [who, caller] of Object.entries(callers)) {
  for (const register of ['risks', 'stuck'] as const) for (const workspace of [null, 'workspace-1'])
    await time(`${who} ${register} ${workspace}`, () => readRegister(db.queries, caller, { register, workspace, document: null, status: null, template: null, fields: [], cursor: null, limit: 100, today: '2026-08-01' }));
  for (const name of [undefined, 'Person 7', 'tech lead'])
    await time(`${who} turns ${name}`, async () => db.queries.select({ turn, title: projection.title, file: document.file }).from(turn)
        .innerJoin(document, eq(document.id, turn.document)).innerJoin(projection, eq(projection.document, document.id))
        .where(and(readableDocuments(caller), name === undefined ? undefined : eq(sql`lower(${turn.who})`, name.toLowerCase())))
        .orderBy(sql`${turn.since} nulls last`, turn.document).limit(1_000));
}
await db.close();
if (process.env.STOP) await stopServer(cluster);
