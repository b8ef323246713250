import { getTableName } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import { attachment, keptBytes } from '../database/tables/attachments.ts';
import { auditEntry } from '../database/tables/audit.ts';
import { document, event, grant, keptText, revision, template, workspace } from '../database/tables/documents.ts';
import { hub } from '../database/tables/hub.ts';
import { keptConflict } from '../database/tables/mirrors.ts';
import { account, group, groupMember } from '../database/tables/people.ts';
import { reaction } from '../database/tables/review.ts';
import { room, roomUpdate, roomWriter } from '../database/tables/rooms.ts';
import { absence, apiToken, roleOwner } from '../database/tables/sign-in.ts';
import { notification, nudge, snooze, tellingChoice, webhook } from '../database/tables/telling.ts';

/** What a backup holds, by the names of tables, in an order in which each refers to none behind it. */
export const keptTables: readonly string[] = (
  [
    ...[hub, account, group, groupMember, absence],
    ...[workspace, keptText, template, document, revision, event, reaction, keptBytes, attachment],
    ...[grant, roleOwner, apiToken],
    ...[room, roomUpdate, roomWriter],
    ...[notification, snooze, nudge, tellingChoice, webhook],
    keptConflict,
    auditEntry,
  ] satisfies readonly PgTable[]
).map(getTableName);

/** What a backup leaves out, by the names of tables, and why. */
export const leftOutTables: Readonly<Record<string, string>> = {
  projection: 'made anew of documents and histories',
  field_value: 'made anew of documents',
  turn: 'made anew of documents and histories',
  document_link: 'made anew of documents',
  register_row: 'made anew of documents and histories',
  search_document: 'made anew of documents and histories',
  search_part: 'made anew of documents and histories',
  search_word: 'made anew of documents',
  search_counted: 'counted anew',
  mirror: 'the folder may be in step with the other hub still; it is set up again',
  mirrored_file: 'goes with the mirror',
  session: 'whoever was signed in signs in again',
  oidc_sign_in: 'a sign-in that is under way begins again',
  one_time_link: 'who was invited is invited again',
  failed_sign_in: 'counts for minutes only',
  keyed_request: 'its answers are of a day, and of the other hub',
  change: 'those who watch begin anew; it goes by the numbers of transactions of the other database',
  outbox: 'the other hub tells it; nobody is told twice',
  room_presence: 'everybody tells it again within seconds',
};
