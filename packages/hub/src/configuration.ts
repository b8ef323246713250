import type { BlockList } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { ReadingKept } from './audit/append.ts';
import type { HeadKeeper } from './audit/keep-head.ts';
import { CannotStart } from './postgres/cannot-start.ts';
import {
  bareAddress,
  hasScheme,
  list,
  megabytes,
  numberUpTo,
  onOrOff,
  port,
  rangesOf,
  text,
} from './setting-values.ts';

/** How a hub is set up; everything was found to be well-formed. */
export interface Configuration {
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** Whether the next free port will do when this one is taken. */
  readonly orNextPort: boolean;
  /** The data folder, used unless `databaseUrl` names another place. */
  readonly data: string;
  /** Null for the PostgreSQL that the hub brings along. */
  readonly databaseUrl: string | null;
  /** The address under which browsers reach the hub; null for the one that it listens on. */
  readonly publicUrl: URL | null;
  readonly logLevel: LogLevel;
  /** Addresses of proxies that are believed when they say who asks. */
  readonly trustProxy: readonly string[];
  /** How many requests one address may send in a minute. */
  readonly rateLimit: number;
  /** The most bytes of one file that documents show, and of all of a workspace. */
  readonly attachments: { readonly size: number; readonly space: number };
  /** Whether people may sign in with passwords. */
  readonly passwords: boolean;
  readonly oidc: OidcSettings | null;
  readonly mail: MailSettings | null;
  /** Addresses of the own network that webhooks may lead to, over `http:` too; null for none. */
  readonly webhookNetworks: BlockList | null;
  /** How long the journal keeps who read which document; null for not at all. */
  readonly auditReads: ReadingKept | null;
  /** Where heads of the journal are kept; null for nowhere but in the log. */
  readonly journalHead: HeadKeeper | null;
}

interface OidcSettings {
  readonly issuer: URL;
  readonly clientId: string;
  readonly clientSecret: string | null;
  /** What the button says. */
  readonly name: string;
  readonly domains: readonly string[];
  readonly linkVerifiedEmail: boolean;
}

interface MailSettings {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  readonly user: string | null;
  readonly password: string | null;
  readonly from: string;
}

/** `serve` is for one person on this machine, `hub` for a team. */
export type HubKind = 'serve' | 'hub';

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
type LogLevel = (typeof logLevels)[number];

/** One thing that can be set, by a flag or in the environment; the flag wins. */
interface Setting {
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

const words = 'one line of text';
const megabyte = 1_000_000;

/** Everything that can be set, by the name of its flag in camelCase, in the order of the help text. */
const settings = {
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
    about: 'the most requests of one address in a minute; 6000 when left out',
    read: numberUpTo(1e7),
  },
  attachmentSize: megabytes(
    'ATTACHMENT_SIZE',
    200,
    'the most that one file holds which documents show; 10 when left out',
  ),
  attachmentSpace: megabytes(
    'ATTACHMENT_SPACE',
    9_999_999,
    'the most that all such files of a workspace hold; 2000 when left out',
  ),
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

type SettingName = keyof typeof settings;
type Values = { readonly [Name in SettingName]?: Exclude<ReturnType<(typeof settings)[Name]['read']>, undefined> };

/** The flags of a kind of hub with what they are for, as the help text shows them. */
export function flagsOf(kind: HubKind): readonly { readonly flag: string; readonly about: string }[] {
  const all: readonly [string, Setting][] = Object.entries(settings);
  return all
    .filter(([, { argument, team }]) => argument !== null && (kind === 'hub' || team !== true))
    .map(([name, { argument, about, environment }]) => ({
      flag: `${flagOf(name)} ${argument}`,
      about: `${about} (${environment})`,
    }));
}

/** What says where a hub keeps its data. */
const place = ['data', 'databaseUrl'] as const;

/** The flags that say where a hub keeps its data, as the help text shows them. */
export function flagsOfPlace(): ReturnType<typeof flagsOf> {
  const flags: readonly string[] = place.map(flagOf);
  return flagsOf('hub').filter(({ flag }) => flags.includes(flag.split(' ')[0] ?? ''));
}

/** Reads where a hub keeps its data. Throws `CannotStart` as `readConfiguration` does. */
export function readPlace(
  flags: Readonly<Record<string, unknown>>,
  environment: NodeJS.ProcessEnv,
  data: string,
): Pick<Configuration, 'data' | 'databaseUrl'> {
  const values = readValues(place, flags, environment);
  return { data: values.data ?? data, databaseUrl: values.databaseUrl ?? null };
}

/**
 * Reads flags, by name in camelCase, and the environment. Throws `CannotStart` that names the flag or the variable whose value is wrong.
 * `data` is the data folder when none is named.
 */
export function readConfiguration(
  kind: HubKind,
  flags: Readonly<Record<string, unknown>>,
  environment: NodeJS.ProcessEnv,
  data: string,
): Configuration {
  const names = Object.keys(settings) as SettingName[];
  const isTeams = (name: SettingName): boolean => 'team' in settings[name];
  const values = readValues(kind === 'hub' ? names : names.filter((name) => !isTeams(name)), flags, environment);
  const host = values.host ?? '127.0.0.1';
  const publicUrl = values.publicUrl ?? null;
  if (kind === 'serve' && !isLoopback(host))
    throw new CannotStart(
      `serve is for one person on this machine and cannot listen on ${host}`,
      'Leave --host and HOST out, or start specwright hub',
    );
  if (publicUrl === null && !isLoopback(host))
    throw new CannotStart(
      `The hub is to listen on ${host}, but its address for browsers is not known`,
      'Give it with --public-url or PUBLIC_URL, such as https://specs.example.com',
    );
  return {
    ...{ host, publicUrl, port: values.port ?? 7331, orNextPort: kind === 'serve' && values.port === undefined },
    data: values.data ?? data,
    databaseUrl: values.databaseUrl ?? null,
    logLevel: values.logLevel ?? (kind === 'serve' ? 'warn' : 'info'),
    trustProxy: values.trustProxy ?? [],
    rateLimit: values.rateLimit ?? 6_000,
    attachments: {
      size: (values.attachmentSize ?? 10) * megabyte,
      space: (values.attachmentSpace ?? 2_000) * megabyte,
    },
    passwords: values.passwords ?? true,
    oidc: oidcOf(values),
    mail: mailOf(values),
    webhookNetworks: values.webhookNetworks ?? null,
    auditReads: values.auditReads ?? null,
    journalHead: values.journalHead ?? null,
  };
}

/** Where programs keep data of the user: the folder that is Specwright's. */
export function dataHome(environment: NodeJS.ProcessEnv): string {
  const { XDG_DATA_HOME: named, LOCALAPPDATA: local } = environment;
  if (process.platform === 'win32') return join(local ?? join(homedir(), 'AppData', 'Local'), 'Specwright');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Specwright');
  return join(named?.startsWith('/') === true ? named : join(homedir(), '.local', 'share'), 'specwright');
}

/** True for an address or a name of this machine alone. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/u.test(host);
}

function readValues(
  names: readonly SettingName[],
  flags: Readonly<Record<string, unknown>>,
  environment: NodeJS.ProcessEnv,
): Values {
  const values: Record<string, unknown> = {};
  for (const name of names) {
    const setting: Setting = settings[name];
    const flag = flags[name];
    const given = typeof flag === 'string' ? flag : environment[setting.environment];
    if (given === undefined || (given === '' && typeof flag !== 'string')) continue;
    const value = given === '' ? undefined : setting.read(given);
    if (value === undefined) {
      const what = typeof flag === 'string' ? flagOf(name) : setting.environment;
      const found = setting.secret === true ? '' : `, not ${JSON.stringify(given.slice(0, 200))}`;
      throw new CannotStart(`${what} must be ${setting.wanted}${found}`);
    }
    values[name] = value;
  }
  return values;
}

function oidcOf(values: Values): OidcSettings | null {
  const { oidcIssuer: issuer, oidcClientId: clientId } = values;
  if (issuer === undefined && clientId === undefined) return null;
  if (issuer === undefined) throw new CannotStart('OIDC_CLIENT_ID is set without OIDC_ISSUER');
  if (clientId === undefined) throw new CannotStart('OIDC_ISSUER is set without OIDC_CLIENT_ID');
  if (issuer.protocol === 'http:' && !isLoopback(issuer.hostname))
    throw new CannotStart('OIDC_ISSUER must begin with https://');
  return {
    ...{ issuer, clientId, clientSecret: values.oidcClientSecret ?? null, name: values.oidcName ?? issuer.hostname },
    ...{ domains: values.oidcDomains ?? [], linkVerifiedEmail: values.oidcLinkEmail ?? false },
  };
}

function mailOf(values: Values): MailSettings | null {
  const { smtpHost: host, smtpFrom: from } = values;
  if (host === undefined && from === undefined) return null;
  if (host === undefined) throw new CannotStart('SMTP_FROM is set without SMTP_HOST');
  if (from === undefined) throw new CannotStart('SMTP_HOST is set without SMTP_FROM');
  const port = values.smtpPort ?? 587;
  const { smtpUser: user = null, smtpPassword: password = null } = values;
  return { host, port, from, user, password, secure: port === 465 };
}

function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`)}`;
}
