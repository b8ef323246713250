import { sql } from 'drizzle-orm';
import { boolean, check, date, index, integer, pgTable, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core';
import { workspace } from './documents.ts';
import { account, group } from './people.ts';

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
const right = () => text({ enum: ['reader', 'commenter', 'author', 'maintainer', 'admin'] });
const ofAccount = () =>
  text('account_id')
    .notNull()
    .references(() => account.id, { onDelete: 'cascade' });

/** A browser in which somebody is signed in. The row goes when they sign out, or are made to. */
export const session = pgTable(
  'session',
  {
    /** Names it in the list of devices; gives no access. */
    id: text().primaryKey(),
    /** SHA-256 of what the cookie holds. */
    secretDigest: text('secret_digest').notNull().unique(),
    account: ofAccount(),
    method: text({ enum: ['password', 'oidc'] }).notNull(),
    /** What the browser says of itself, cut. */
    device: text().notNull(),
    address: text().notNull(),
    createdAt: moment('created_at').notNull(),
    /** Null when the provider does not say. */
    authenticatedAt: moment('authenticated_at'),
    lastSeenAt: moment('last_seen_at').notNull(),
    /** Ends then however much it is used. */
    expiresAt: moment('expires_at').notNull(),
  },
  (table) => [index('session_account').on(table.account)],
);

/** What a program proves with whose name it acts in. */
export const apiToken = pgTable(
  'api_token',
  {
    id: text().primaryKey(),
    secretDigest: text('secret_digest').notNull().unique(),
    account: ofAccount(),
    /** What it is for, in the words of whoever made it. */
    name: text().notNull(),
    /** The most that it may do. */
    right: right().notNull(),
    /** Null when it reaches whatever its owner does. */
    workspace: text('workspace_id').references(() => workspace.id, { onDelete: 'cascade' }),
    madeBy: text('made_by')
      .notNull()
      .references(() => account.id),
    createdAt: moment('created_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
    lastUsedAt: moment('last_used_at'),
  },
  (table) => [index('api_token_account').on(table.account)],
);

/** A link that works once: for the first administrator, for somebody who is invited, or for a new password. */
export const oneTimeLink = pgTable(
  'one_time_link',
  {
    id: text().primaryKey(),
    secretDigest: text('secret_digest').notNull().unique(),
    purpose: text({ enum: ['set-up', 'invitation', 'password'] }).notNull(),
    /** Who is invited; null for a set-up. */
    email: text(),
    /** Whose password it is; null for the others. */
    account: text('account_id').references(() => account.id, { onDelete: 'cascade' }),
    /** What an invitation gives. */
    admin: boolean().notNull().default(false),
    workspace: text('workspace_id').references(() => workspace.id, { onDelete: 'cascade' }),
    right: right(),
    group: text('group_id').references(() => group.id, { onDelete: 'set null' }),
    /** Null for the hub itself. */
    madeBy: text('made_by').references(() => account.id),
    createdAt: moment('created_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
  },
  (table) => [
    check('one_time_link_right', sql`(${table.workspace} is null) = (${table.right} is null)`),
    index('one_time_link_email').on(table.email),
  ],
);

/** Attempts to sign in that failed, for an e-mail address whether anybody has it or not, and for the address they came from. */
export const failedSignIn = pgTable('failed_sign_in', {
  /** `email` or `address`, and the SHA-256 of it. */
  key: text().primaryKey(),
  failures: integer().notNull(),
  lastAt: moment('last_at').notNull(),
  lockedUntil: moment('locked_until'),
});

/** A sign-in that went to the provider and has not come back. */
export const oidcSignIn = pgTable('oidc_sign_in', {
  /** SHA-256 of the state, which the browser holds. */
  stateDigest: text('state_digest').primaryKey(),
  nonce: text().notNull(),
  codeVerifier: text('code_verifier').notNull(),
  /** Path on this hub to go on at. */
  returnTo: text('return_to').notNull(),
  /** SHA-256 of the secret of a one-time link that lets somebody in. */
  linkDigest: text('link_digest'),
  /** The session that is to be proved again; null for a new one. */
  session: text('session_id').references(() => session.id, { onDelete: 'cascade' }),
  expiresAt: moment('expires_at').notNull(),
});

/** Who holds a sign-off role of a workspace, and who stands in for them: an account, or whoever is in a group. */
export const roleOwner = pgTable(
  'role_owner',
  {
    id: text().primaryKey(),
    workspace: text('workspace_id')
      .notNull()
      .references(() => workspace.id, { onDelete: 'cascade' }),
    role: text().notNull(),
    account: text('account_id').references(() => account.id),
    group: text('group_id').references(() => group.id),
    /** Acts only while one of the others is absent. */
    deputy: boolean().notNull(),
  },
  (table) => [
    check('role_owner_one_holder', sql`num_nonnulls(${table.account}, ${table.group}) = 1`),
    uniqueIndex('role_owner_holder').on(table.workspace, table.role, sql`coalesce(${table.account}, ${table.group})`),
  ],
);

/** When somebody is away; their deputies act meanwhile. */
export const absence = pgTable(
  'absence',
  {
    id: text().primaryKey(),
    account: ofAccount(),
    /** First and last day, `YYYY-MM-DD`; null where open. */
    from: date('from_day', { mode: 'string' }),
    until: date('until_day', { mode: 'string' }),
  },
  (table) => [index('absence_account').on(table.account)],
);
