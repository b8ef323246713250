import type { BlockList } from 'node:net';
import { blockList } from './telling/public-address.ts';

// Everything that can be set of a hub, and what its values must be.

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** One thing that can be set, by a flag or in the environment; the flag wins. */
export interface Setting {
  /** What follows the flag in the help text; null for a secret, which has no flag since all users see the flags of a process. */
  readonly argument: string | null;
  readonly environment: string;
  readonly about: string;
  /** What the value must be: `a whole number from 0 to 65535`. */
  readonly wanted: string;
  /** Whether a wrong value may hold a secret, and is not repeated. */
  readonly secret?: true;
  /** Only a team's hub has it. */
  readonly team?: true;
  /** Gives the value, undefined for what is none. */
  read(text: string): unknown;
}

const text = (value: string) => (value.length <= 2_000 && !/\p{Cc}/u.test(value) ? value : undefined);
const words = 'one line of text';
const port = (value: string) => (/^\d{1,5}$/u.test(value) && Number(value) <= 65_535 ? Number(value) : undefined);
const onOrOff = (value: string) => ({ on: true, off: false })[value];
const list = (value: string) =>
  text(value)
    ?.split(',')
    .map((one) => one.trim().toLowerCase())
    .filter((one) => one !== '');

/** Everything that can be set, by the name of its flag in camelCase, in the order of the help text. */
export const settings = {
  port: {
    ...{ argument: '<number>', environment: 'PORT', wanted: 'a whole number from 0 to 65535' },
    about: 'where to listen; 7331 when left out, 0 for any that is free',
    read: port,
  },
  host: {
    ...{ argument: '<name>', environment: 'HOST', wanted: 'a host name or an address' },
    about: 'the name or address to listen on; 127.0.0.1 when left out',
    read: (value: string) => (/^[\w.:-]{1,253}$/u.test(value) ? value : undefined),
  },
  data: {
    ...{ argument: '<folder>', environment: 'SPECWRIGHT_DATA', wanted: 'the path of a folder' },
    about: 'where to keep the database; a folder in your data home when left out',
    read: text,
  },
  databaseUrl: {
    ...{ argument: '<url>', environment: 'DATABASE_URL', wanted: 'an address like postgresql://user@host/database' },
    about: 'use this PostgreSQL instead of an own one in the data folder',
    secret: true,
    read: (value: string) => (hasScheme(value, ['postgresql:', 'postgres:']) ? value : undefined),
  },
  publicUrl: {
    ...{ argument: '<url>', environment: 'PUBLIC_URL', wanted: 'an address like https://specs.example.com' },
    about: 'the address under which browsers reach it',
    team: true,
    read: bareAddress,
  },
  mirrors: {
    ...{ argument: '<folder>', environment: 'MIRRORS', wanted: 'the path of a folder' },
    about: 'the folder below which workspaces may be kept in step with folders; nowhere when left out',
    team: true,
    read: text,
  },
  logLevel: {
    ...{ argument: '<level>', environment: 'LOG_LEVEL', wanted: `one of ${logLevels.join(', ')}` },
    about: `what to write to the log: ${logLevels.join(', ')}; "warn" for one person, else "info"`,
    read: (value: string) => logLevels.find((one) => one === value),
  },
  trustProxy: {
    ...{ argument: '<addresses>', environment: 'TRUST_PROXY', wanted: 'addresses with commas between them' },
    about: 'proxies that are believed when they say who asks, such as 10.0.0.0/8',
    team: true,
    read: (value: string) => (/^[\da-f.:/,\s]*$/iu.test(value) ? list(value) : undefined),
  },
  rateLimit: {
    ...{ argument: '<n>', environment: 'RATE_LIMIT', wanted: 'a whole number from 1 to 10000000' },
    about: 'the most requests of one address, or account, in a minute; 6000 when left out',
    read: (value: string) => (/^[1-9]\d{0,7}$/u.test(value) && Number(value) <= 1e7 ? Number(value) : undefined),
  },
  attachmentSize: {
    ...{ argument: '<megabytes>', environment: 'ATTACHMENT_SIZE', wanted: 'a whole number from 1 to 200' },
    about: 'the most that one file may hold which documents show; 10 when left out',
    team: true,
    read: (value: string) => (/^[1-9]\d{0,2}$/u.test(value) && Number(value) <= 200 ? Number(value) : undefined),
  },
  attachmentSpace: {
    ...{ argument: '<megabytes>', environment: 'ATTACHMENT_SPACE', wanted: 'a whole number from 1 to 9999999' },
    about: 'the most that all such files of a workspace hold; 2000 when left out',
    team: true,
    read: (value: string) => (/^[1-9]\d{0,6}$/u.test(value) ? Number(value) : undefined),
  },
  passwords: {
    ...{ argument: '<when>', environment: 'PASSWORDS', wanted: '"on" or "off"' },
    about: 'whether people may sign in with passwords; "on" when left out',
    team: true,
    read: onOrOff,
  },
  oidcIssuer: {
    ...{ argument: '<url>', environment: 'OIDC_ISSUER', wanted: 'an address like https://login.example.com' },
    about: 'the provider where people sign in',
    team: true,
    read: (value: string) => (hasScheme(value, ['https:', 'http:']) ? new URL(value) : undefined),
  },
  oidcClientId: {
    ...{ argument: '<id>', environment: 'OIDC_CLIENT_ID', wanted: words },
    about: 'as whom the provider knows this hub; OIDC_CLIENT_SECRET holds the secret, if there is one',
    team: true,
    read: text,
  },
  oidcClientSecret: {
    ...{ argument: null, environment: 'OIDC_CLIENT_SECRET', wanted: words, about: '' },
    ...{ team: true, secret: true },
    read: text,
  },
  oidcName: {
    ...{ argument: '<name>', environment: 'OIDC_NAME', wanted: words },
    about: 'what people call the provider',
    team: true,
    read: text,
  },
  oidcDomains: {
    ...{ argument: '<domains>', environment: 'OIDC_DOMAINS', wanted: 'domains with commas between them' },
    about: 'whoever has an address there needs no invitation',
    team: true,
    read: list,
  },
  oidcLinkEmail: {
    ...{ argument: '<when>', environment: 'OIDC_LINK_EMAIL', wanted: '"on" or "off"' },
    about: 'whether an address that the provider has verified opens the account with it; "off" when left out',
    team: true,
    read: onOrOff,
  },
  smtpHost: {
    ...{ argument: '<name>', environment: 'SMTP_HOST', wanted: 'a host name or an address' },
    about: 'the server that takes mail; none is sent when left out',
    team: true,
    read: (value: string) => (/^[\w.:-]{1,253}$/u.test(value) ? value : undefined),
  },
  smtpPort: {
    ...{ argument: '<number>', environment: 'SMTP_PORT', wanted: 'a whole number from 0 to 65535' },
    about: 'its port; 587 when left out, 465 for TLS from the first byte',
    team: true,
    read: port,
  },
  smtpUser: {
    ...{ argument: '<name>', environment: 'SMTP_USER', wanted: words },
    about: 'who sends; SMTP_PASSWORD holds the password',
    team: true,
    read: text,
  },
  smtpPassword: {
    ...{ argument: null, environment: 'SMTP_PASSWORD', wanted: words, about: '' },
    ...{ team: true, secret: true },
    read: text,
  },
  smtpFrom: {
    ...{ argument: '<address>', environment: 'SMTP_FROM', wanted: 'an e-mail address' },
    about: 'the address of the sender',
    team: true,
    read: (value: string) => (/^[^\s@<>]{1,64}@[^\s@<>]{1,190}$/u.test(value) ? value : undefined),
  },
  webhookNetworks: {
    ...{
      argument: '<ranges>',
      environment: 'WEBHOOK_NETWORKS',
      wanted: 'ranges of addresses with commas between them',
    },
    about: 'addresses of your own network that webhooks may lead to, such as 10.1.0.0/16; none when left out',
    team: true,
    read: rangesOf,
  },
  auditReads: {
    ...{ argument: '<days>', environment: 'AUDIT_READS', wanted: 'a whole number from 1 to 36500' },
    about: 'for how many days the journal keeps who read what; not at all when left out',
    team: true,
    read: (value: string) =>
      /^[1-9]\d{0,4}$/u.test(value) && Number(value) <= 36_500 ? { days: Number(value) } : undefined,
  },
  journalHead: {
    ...{ argument: '<place>', environment: 'JOURNAL_HEAD', wanted: 'the path of a file, or an http address' },
    about: "a file or an address where the journal's newest hash is kept each hour",
    team: true,
    read: (value: string) => (hasScheme(value, ['https:', 'http:']) ? new URL(value) : text(value)),
  },
} as const satisfies Readonly<Record<string, Setting>>;

export type SettingName = keyof typeof settings;
export type Values = {
  readonly [Name in SettingName]?: Exclude<ReturnType<(typeof settings)[Name]['read']>, undefined>;
};

function hasScheme(value: string, schemes: readonly string[]): boolean {
  return URL.canParse(value) && schemes.includes(new URL(value).protocol);
}

function rangesOf(value: string): BlockList | undefined {
  try {
    return blockList(list(value) ?? ['none']);
  } catch {
    return undefined;
  }
}

/** An address without path, query and name of a user. */
function bareAddress(value: string): URL | undefined {
  if (!hasScheme(value, ['https:', 'http:'])) return undefined;
  const url = new URL(value);
  return url.href === `${url.origin}/` ? url : undefined;
}
