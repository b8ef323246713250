// Makes a checkout ready to run: installs what the lock names, builds what the sources say. Plain Node, so that it runs
// before anything is installed. Doing nothing costs a few milliseconds; parallel calls wait for each other.

import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withLock } from './setup/lock.mjs';
import { buildIsStale } from './setup/stamp.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

await main();

async function main() {
  requireNode(20, 19);
  if (!installIsStale() && !buildIsStale(root)) return;
  await withLock(join(root, '.setup.lock'), say, async () => {
    if (installIsStale()) await install();
    if (buildIsStale(root)) await build();
  });
}

function requireNode(major, minor) {
  const [hasMajor, hasMinor] = process.versions.node.split('.').map(Number);
  if (hasMajor > major || (hasMajor === major && hasMinor >= minor)) return;
  fail(
    `Node ${major}.${minor} or newer is needed, this is ${process.versions.node}: install a newer Node and run again`,
  );
}

/**
 * True when a package of the lock is missing from node_modules or stands there in another version. npm writes
 * node_modules/.package-lock.json last, so an install that was cut off counts as stale too. Optional packages are other
 * platforms' binaries and may be absent.
 */
function installIsStale() {
  const installed = readPackages(join(root, 'node_modules', '.package-lock.json'));
  if (installed === null) return true;
  const wanted = readPackages(join(root, 'package-lock.json'));
  if (wanted === null)
    fail('package-lock.json is missing or is not JSON: restore it with git checkout package-lock.json');
  return Object.entries(wanted).some(([path, entry]) => {
    if (!path.startsWith('node_modules/') || entry.optional === true || entry.devOptional === true) return false;
    return installed[path]?.version !== entry.version || installed[path]?.integrity !== entry.integrity;
  });
}

function readPackages(file) {
  if (!existsSync(file)) return null;
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? null;
  } catch {
    return null;
  }
}

/** No package here needs an install script: esbuild and the others carry their binaries in platform packages. */
async function install() {
  say('installing the packages of package-lock.json (npm ci)');
  const flags = [
    'ci',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--include=dev',
    '--include=optional',
    '--loglevel=error',
  ];
  const npm = process.env.npm_execpath;
  const isNpm = npm !== undefined && /npm-cli\.c?js$/u.test(npm);
  const code = isNpm ? await run(process.execPath, [npm, ...flags]) : await run('npm', flags);
  if (code === 0) return;
  rmSync(join(root, 'node_modules', '.package-lock.json'), { force: true });
  fail(`npm ci ended with code ${code}: see its message above, then run again`);
}

async function build() {
  say('building packages/cli/dist');
  const code = await run(process.execPath, [join(root, 'scripts', 'build.mjs')]);
  if (code !== 0) fail(`the build ended with code ${code}: see its message above`);
}

/** Standard input stays closed, so nothing can wait for an answer. Output goes to stderr: stdout belongs to the caller's work. */
function run(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', process.stderr, 'inherit'],
      shell: process.platform === 'win32' && command === 'npm',
    });
    child.once('error', (error) => fail(`cannot start ${command}: ${error.message}`));
    child.once('close', (code, signal) => resolve(code ?? signal));
  });
}

function say(text) {
  process.stderr.write(`setup: ${text}\n`);
}

function fail(text) {
  say(text);
  process.exit(1);
}
