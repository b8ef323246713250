import { fileURLToPath } from 'node:url';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate as applyAll } from 'drizzle-orm/node-postgres/migrator';
import type { PoolClient } from 'pg';
import { CannotStart } from '../postgres/cannot-start.ts';
import type { Database } from './database.ts';

const migrationsOfSources = fileURLToPath(new URL('../../migrations', import.meta.url));

/** The number under which hubs that migrate one database wait for each other. */
const migrating = 7_305_418_331;

/**
 * Brings the database to this program's tables; all of it or nothing. Several that do it at once do it once. Throws `CannotStart` when a
 * newer program, or one of another line, made the tables. A bundle, which lies elsewhere, says where its migrations are.
 */
export async function migrate(database: Database, migrationsFolder = migrationsOfSources): Promise<void> {
  const client = await database.pool.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [migrating]);
    await refuseUnknown(client, migrationsFolder);
    await applyAll(drizzle(client), { migrationsFolder });
  } finally {
    // The lock goes with the connection, also when that is lost already.
    client.release(true);
  }
}

/** Sees to it that the database has this program's tables, and changes none. Throws `CannotStart` when it has none, or others. */
export async function demandMigrated(database: Database, migrationsFolder = migrationsOfSources): Promise<void> {
  const client = await database.pool.connect();
  try {
    const applied = await appliedTo(client);
    if (applied.length === 0)
      throw new CannotStart('The database holds no hub', 'Name that of a hub with --database-url or DATABASE_URL');
    await refuseUnknown(client, migrationsFolder);
    if (applied.length < readMigrationFiles({ migrationsFolder }).length)
      throw new CannotStart(
        'The database has tables of an older version of Specwright',
        'Use that version, or start the hub once with this one, which brings them up to date',
      );
  } finally {
    client.release();
  }
}

async function refuseUnknown(client: PoolClient, migrationsFolder: string): Promise<void> {
  const known = new Set(readMigrationFiles({ migrationsFolder }).map(({ hash }) => hash));
  if ((await appliedTo(client)).every((hash) => known.has(hash))) return;
  throw new CannotStart(
    'The database has tables of a version of Specwright that this one does not know, most likely a newer one',
    'Start the hub with that version, or name another data folder or database',
  );
}

/** The migrations that made the tables, by their hashes. */
async function appliedTo(client: PoolClient): Promise<string[]> {
  const { rows: found } = await client.query(`select to_regclass('drizzle.__drizzle_migrations') as "table"`);
  if (found[0].table === null) return [];
  const { rows } = await client.query('select hash from drizzle.__drizzle_migrations');
  return rows.map(({ hash }) => hash);
}
