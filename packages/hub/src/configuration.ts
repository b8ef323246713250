import type { BlockList } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { ReadingKept } from './audit/append.ts';
import type { HeadKeeper } from './audit/keep-head.ts';
import { CannotStart } from './postgres/cannot-start.ts';
import { type LogLevel, type Setting, type SettingName, settings, type Values } from './settings.ts';

/** Bytes. */
const megabyte = 1_000_000;

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
  /** How many requests one address, and one account, may send in a minute. */
  readonly rateLimit: number;
  /** The most bytes of one file that documents show, and of all of a workspace. */
  readonly attachments: { readonly size: number; readonly space: number };
  /** Whether people may sign in with passwords. */
  readonly passwords: boolean;
  readonly oidc: OidcSettings | null;
  readonly mail: MailSettings | null;
  /** The folder below which workspaces may be kept in step with folders; null for nowhere. */
  readonly mirrors: string | null;
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
    mirrors: values.mirrors ?? null,
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
