import type { Database } from '../../database/database.ts';
import type { Outside } from '../../telling/post.ts';

/** What the routes about telling people and programs need of the hub. */
export interface TellingPorts {
  readonly database: Database;
  /** Where webhooks may lead. */
  readonly outside: Outside;
  now(): Date;
}
