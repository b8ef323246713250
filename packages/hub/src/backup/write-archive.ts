import { createHash } from 'node:crypto';
import type { PoolClient } from 'pg';
import type { Database } from '../database/database.ts';
import { type ArchiveHead, archiveFormat, type PartHead } from './archive.ts';
import { keptTables } from './kept-tables.ts';

/** Of long work: how much of how much is done. */
export type Progress = (done: number, total: number) => void;

/**
 * Everything that a backup holds, as it stands at one moment, as the text of an archive in pieces; the hub may run on. Memory is bounded
 * whatever the hub holds.
 */
export async function* archiveText(database: Database, version: string, progress: Progress): AsyncGenerator<string> {
  const client = await database.pool.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    // Whoever writes the archive down may be slow.
    await client.query(
      "set local timezone = 'UTC'; set local bytea_output = 'hex'; set local idle_in_transaction_session_timeout = '1h'",
    );
    const parts: PartHead[] = [];
    for (const table of keptTables) parts.push(await partOf(client, table));
    const rows = parts.reduce((sum, part) => sum + part.rows, 0);
    const at = new Date().toISOString();
    const head: ArchiveHead = { archive: 'specwright hub', format: archiveFormat, version, at, rows };
    const whole = createHash('sha256');
    let done = 0;
    for await (const { text, count } of piecesOf(client, head, parts)) {
      whole.update(text);
      done += count;
      progress(done, rows);
      yield text;
    }
    yield line({ all: whole.digest('hex') });
  } finally {
    // Nothing was written, so the transaction just ends with its connection.
    client.release(true);
  }
}

async function* piecesOf(client: PoolClient, head: ArchiveHead, parts: readonly PartHead[]): AsyncGenerator<Piece> {
  yield { text: line(head), count: 0 };
  for (const part of parts) {
    const hash = createHash('sha256');
    yield { text: line(part), count: 0 };
    for await (const piece of rowsOf(client, part)) {
      hash.update(piece.text);
      yield piece;
    }
    yield { text: line({ end: part.table, sha256: hash.digest('hex') }), count: 0 };
  }
}

interface Piece {
  readonly text: string;
  /** How many rows it holds. */
  readonly count: number;
}

/** What of a table is stored: what PostgreSQL computes of it is left out. */
async function partOf(client: PoolClient, table: string): Promise<PartHead> {
  const columns = await storedColumns(client, table);
  const { rows } = await client.query(`select count(*) as rows from "${table}"`);
  return { table, columns, rows: Number(rows[0].rows) };
}

/** The names of a table's columns, less those that PostgreSQL computes. */
export async function storedColumns(client: PoolClient, table: string): Promise<string[]> {
  const { rows } = await client.query(
    `select attname as name from pg_attribute
     where attrelid = to_regclass($1) and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`,
    [`"${table}"`],
  );
  return rows.map(({ name }) => name);
}

/** How much text is asked for at once, UTF-16 units, as far as the rows before tell. */
const atOnce = 1_000_000;
/** And how many rows at most: a row may be of megabytes, and come after many small ones. */
const mostRows = 50;

async function* rowsOf(client: PoolClient, { table, columns }: PartHead): AsyncGenerator<Piece> {
  const list = columns.map((name) => `"${name}"`).join(', ');
  await client.query(
    `declare rows no scroll cursor for select row_to_json(one)::text as row from (select ${list} from "${table}") one`,
  );
  for (let wanted = 1; ; ) {
    const { rows } = await client.query(`fetch ${wanted} from rows`);
    if (rows.length === 0) break;
    const text = rows.map(({ row }) => `${row}\n`).join('');
    yield { text, count: rows.length };
    // Slowly more, and at once less.
    wanted = Math.max(1, Math.min(mostRows, wanted * 2, Math.floor((atOnce * rows.length) / text.length)));
  }
  await client.query('close rows');
}

function line(value: object): string {
  return `${JSON.stringify(value)}\n`;
}
