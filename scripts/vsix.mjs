// Packs the extension for Visual Studio Code: `node scripts/vsix.mjs [FILE]`. It carries the command line's bundle as its
// server, so that it works where nothing else is installed; the native parser, a binary for each platform, is left out.

import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createVSIX } from '@vscode/vsce';
import { build } from 'esbuild';
import { noticesOf } from './setup/notices.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const extension = join(root, 'packages', 'vscode');
const cli = join(root, 'packages', 'cli');

execFileSync(process.execPath, [join(root, 'scripts', 'setup.mjs')], { stdio: 'inherit' });

const manifest = readJson(join(extension, 'package.json'));
const target = resolve(process.argv[2] ?? join(extension, 'dist', `${manifest.name}-${manifest.version}.vsix`));

// Packed from a folder that holds what is to be packed and nothing else, so no list of exceptions can forget something.
const stage = mkdtempSync(join(tmpdir(), 'specwright-vsix-'));
try {
  await gather();
  mkdirSync(dirname(target), { recursive: true });
  await createVSIX({
    cwd: stage,
    packagePath: target,
    dependencies: false,
    allowMissingRepository: true,
  });
} finally {
  rmSync(stage, { recursive: true, force: true });
}

async function gather() {
  const { devDependencies, private: _, ...published } = manifest;
  writeJson('package.json', { ...published, files: ['**'] });
  for (const name of ['README.md', 'CHANGELOG.md', 'media']) copy(join(extension, name), name);
  copy(join(root, 'LICENSE'), 'LICENSE');
  const inputs = await bundle();
  writeFileSync(join(stage, 'dist', 'THIRD-PARTY-NOTICES.txt'), noticesOf(root, inputs));
  copy(join(cli, 'bin'), 'server/bin');
  copy(join(cli, 'dist'), 'server/dist');
  rmSync(join(stage, 'server', 'dist', '.stamp.json'), { force: true });
  const { name, version, type, license, bin } = readJson(join(cli, 'package.json'));
  writeJson('server/package.json', { name, version, type, license, bin });
}

/** The editor loads an extension by `require`. Returns the paths from the root that were read. */
async function bundle() {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [join(extension, 'src', 'extension.ts')],
    outfile: join(stage, 'dist', 'extension.cjs'),
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    external: ['vscode'],
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    logLevel: 'warning',
    metafile: true,
  });
  return Object.keys(metafile.inputs);
}

function copy(from, to) {
  cpSync(from, join(stage, to), { recursive: true });
}

function writeJson(name, value) {
  writeFileSync(join(stage, name), `${JSON.stringify(value, null, 2)}\n`);
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}
