import type { PoolClient } from 'pg';
import { brokenEntry } from '../audit/verify-chain.ts';
import type { Database } from '../database/database.ts';
import { CannotStart, codeOf } from '../postgres/cannot-start.ts';
import { type ArchiveHead, ArchiveLines, altered, cutOff, type PartHead } from './archive.ts';
import { keptTables, leftOutTables } from './kept-tables.ts';
import { type Progress, storedColumns } from './write-archive.ts';

/**
 * Fills an empty hub with what an archive holds; all of it or nothing. What is made of documents and histories has to be made anew after it.
 * `bytes` is the text of the archive. Throws `CannotStart` when the hub is not empty, and for an archive that is cut off, altered, or
 * of another version.
 */
export async function restoreArchive(
  database: Database,
  bytes: AsyncIterable<Uint8Array>,
  progress: Progress,
): Promise<ArchiveHead> {
  const lines = new ArchiveLines(bytes);
  const head = await lines.head();
  const client = await database.pool.connect();
  try {
    await client.query('begin');
    await emptyAll(client);
    let done = 0;
    for (let part = await lines.next(); part !== null; part = await lines.next()) {
      const list = await columnsOf(client, part, head);
      for await (const count of insertPart(client, part, list, lines)) {
        done += count;
        progress(done, head.rows);
      }
      await lines.endPart(part);
      await moveSequences(client, part.table);
    }
    const broken = await brokenEntry(client);
    if (broken !== null) throw new CannotStart(`The chain of the journal is broken at entry ${broken}`, another);
    await client.query('commit');
    return head;
  } catch (error) {
    throw refusalOf(error);
  } finally {
    // Before the commit this ends the transaction, too.
    client.release(true);
  }
}

const another = 'Nothing was restored; take another backup';

/** Locks every table, and empties those that a hub fills by starting. Throws `CannotStart` when somebody used the hub already. */
async function emptyAll(client: PoolClient): Promise<void> {
  const all = [...keptTables, ...Object.keys(leftOutTables)].map((name) => `"${name}"`).join(', ');
  await client.query(`lock table ${all} in access exclusive mode`);
  for (const table of keptTables) {
    if (table === 'hub') continue;
    const { rows } = await client.query(`select exists (select from "${table}") as "isFilled"`);
    if (rows[0].isFilled)
      throw new CannotStart(
        'The hub holds accounts or documents already; nothing was restored',
        'Restore into a new data folder, or into an empty database',
      );
  }
  await client.query(`truncate ${all}`);
}

/** The columns of a part as SQL names them. Throws `CannotStart` for what this version does not know. */
async function columnsOf(client: PoolClient, { table, columns }: PartHead, head: ArchiveHead): Promise<string> {
  const known = keptTables.includes(table) ? await storedColumns(client, table) : [];
  const unknown = known.length === 0 ? table : columns.find((name) => !known.includes(name));
  if (unknown === undefined && columns.length > 0) return columns.map((name) => `"${name}"`).join(', ');
  const what = known.length === 0 ? `“${table}”` : `“${unknown}” in “${table}”`;
  throw new CannotStart(
    `The backup holds ${what}, which this version does not know`,
    `Restore it with Specwright ${head.version}, which wrote it, or a newer one`,
  );
}

/** How much text is sent at once, UTF-16 units, beside one row. */
const atOnce = 1_000_000;

/** Inserts the rows of a part; gives how many, step by step. */
async function* insertPart(
  client: PoolClient,
  part: PartHead,
  list: string,
  lines: ArchiveLines,
): AsyncGenerator<number> {
  const { table, rows } = part;
  const statement = `insert into "${table}" (${list}) overriding system value
    select ${list} from json_populate_recordset(null::"${table}", $1::json)`;
  let some: string[] = [];
  let length = 0;
  for (let left = rows; left > 0; left -= 1) {
    const row = await lines.row();
    some.push(row);
    length += row.length;
    if (length < atOnce && left > 1) continue;
    await client.query(statement, [`[${some.join(',')}]`]);
    yield some.length;
    some = [];
    length = 0;
  }
}

/** Numbers that are given out from now on follow the greatest that was. */
async function moveSequences(client: PoolClient, table: string): Promise<void> {
  const { rows } = await client.query(
    `select attname as name from pg_attribute where attrelid = to_regclass($1) and attidentity <> ''`,
    [`"${table}"`],
  );
  for (const { name } of rows)
    await client.query(
      `select setval(pg_get_serial_sequence($1, $2), coalesce(max("${name}"), 0) + 1, false) from "${table}"`,
      [`"${table}"`, name],
    );
}

/** An archive that says another thing than what can be unpacked, or than what fits the tables, was altered; other errors as they are. */
function refusalOf(error: unknown): unknown {
  const code = codeOf(error) ?? '';
  if (code === 'Z_BUF_ERROR') return cutOff();
  return code.startsWith('Z_') || /^2[23]...$/u.test(code) ? altered() : error;
}
