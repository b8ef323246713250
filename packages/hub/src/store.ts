import type { Configuration } from './configuration.ts';
import { type Database, openDatabase } from './database/database.ts';
import { goneIn } from './database/gone.ts';
import { CannotStart, codeOf } from './postgres/cannot-start.ts';
import type { EmbeddedPostgres } from './postgres/embedded.ts';

/**
 * Opens the database of a hub, its own or the one that was named, and has its tables looked after. How both are ended again comes onto
 * `ends`, also when it throws `CannotStart`.
 */
export async function openStore(
  { databaseUrl, data }: Pick<Configuration, 'databaseUrl' | 'data'>,
  own: (folder: string) => Promise<EmbeddedPostgres>,
  lookAfter: (database: Database) => Promise<void>,
  ends: (() => Promise<void>)[],
): Promise<Database> {
  const postgres = databaseUrl === null ? await own(data) : { url: databaseUrl, stop: async () => {} };
  ends.push(postgres.stop);
  const database = openDatabase(postgres.url);
  ends.push(() => database.close());
  await lookAfter(database).catch((error) => {
    throw cannotUseDatabase(error, new URL(postgres.url).host);
  });
  return database;
}

/** Why a database cannot be used, from PostgreSQL's error; other errors as they are. The address is named without its secrets. */
function cannotUseDatabase(error: unknown, host: string): unknown {
  const at = host === '' ? 'The database' : `The database at ${host}`;
  if (goneIn(error) !== null)
    return new CannotStart(
      `${at} does not answer`,
      'Start it, or give another one with --database-url or DATABASE_URL',
    );
  switch (codeOf(error)) {
    case '28000':
    case '28P01':
      return new CannotStart(`${at} does not let the hub in`, 'Check the user and the password of DATABASE_URL');
    case '3D000':
      return new CannotStart(`${at} is not there`, 'Create it, or check the name at the end of DATABASE_URL');
    case '42501':
      return new CannotStart(`${at} does not let its user make tables`, 'Make that user the owner of the database');
    default:
      return error;
  }
}
