import type { Database } from '../../database/database.ts';

/** What the routes about telling people and programs need of the hub. */
export interface TellingPorts {
  readonly database: Database;
  now(): Date;
}
