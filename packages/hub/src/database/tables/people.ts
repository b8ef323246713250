import { sql } from 'drizzle-orm';
import { boolean, check, index, pgTable, primaryKey, text, timestamp, unique } from 'drizzle-orm/pg-core';

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** Who can act here: people, agents and services. An account that ended keeps its row, for histories name it. */
export const account = pgTable(
  'account',
  {
    id: text().primaryKey(),
    kind: text({ enum: ['person', 'agent', 'service'] })
      .notNull()
      .default('person'),
    /** In lower case; the id of the actor in events. */
    email: text().notNull().unique(),
    name: text().notNull(),
    /** May set the hub up and let others in. */
    admin: boolean().notNull().default(false),
    /** argon2id in PHC form; null for who signs in elsewhere. */
    passwordHash: text('password_hash'),
    oidcIssuer: text('oidc_issuer'),
    oidcSubject: text('oidc_subject'),
    createdAt: moment('created_at').notNull().defaultNow(),
    endedAt: moment('ended_at'),
  },
  (table) => [
    unique('account_oidc').on(table.oidcIssuer, table.oidcSubject),
    check('account_email_folded', sql`${table.email} = lower(${table.email})`),
  ],
);

export const group = pgTable('people_group', {
  id: text().primaryKey(),
  name: text().notNull().unique(),
  createdAt: moment('created_at').notNull().defaultNow(),
});

export const groupMember = pgTable(
  'people_group_member',
  {
    group: text('group_id')
      .notNull()
      .references(() => group.id, { onDelete: 'cascade' }),
    account: text('account_id')
      .notNull()
      .references(() => account.id, { onDelete: 'cascade' }),
  },
  (table) => [
    primaryKey({ columns: [table.group, table.account] }),
    index('people_group_member_account').on(table.account),
  ],
);
