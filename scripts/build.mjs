// Bundles the command line with the hub into packages/cli/dist. Everything is bundled but what is native, which npm installs.

import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { bundled } from './setup/bundle.mjs';
import { noticesOf } from './setup/notices.mjs';
import { writeStamp } from './setup/stamp.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const cli = join(root, 'packages', 'cli');
const dist = join(cli, 'dist');

const { version } = JSON.parse(readFileSync(join(cli, 'package.json'), 'utf8'));
const entries = ['main', 'worker'].map((name) => join(cli, 'src', `${name}.ts`)).filter((file) => existsSync(file));

const result = await build({
  ...bundled,
  absWorkingDir: root,
  entryPoints: entries,
  outdir: dist,
  splitting: true,
  minifySyntax: true,
  minifyWhitespace: true,
  define: { SPECWRIGHT_VERSION: JSON.stringify(version) },
  chunkNames: 'chunks/[name]-[hash]',
  metafile: true,
  write: false,
});

const inputs = Object.keys(result.metafile.inputs);
const files = new Map(result.outputFiles.map((file) => [file.path, file.contents]));
// What the hub reads as files: a bundle has no folders of packages.
const hub = createRequire(join(root, 'packages', 'hub', 'package.json'));
const folders = {
  migrations: join(root, 'packages', 'hub', 'migrations'),
  'api-page': join(dirname(hub.resolve('@fastify/swagger-ui')), 'static'),
};
for (const [name, folder] of Object.entries(folders)) {
  for (const file of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(file.parentPath, file.name);
    if (file.isFile()) files.set(join(dist, 'hub', name, relative(folder, path)), readFileSync(path));
    if (file.isFile()) inputs.push(relative(root, path));
  }
}
files.set(join(dist, 'THIRD-PARTY-NOTICES.txt'), Buffer.from(noticesOf(root, inputs)));

rmSync(join(dist, '.stamp.json'), { force: true });
for (const [path, contents] of [...files].sort(chunksFirst)) put(path, contents);
removeOthers(dist);
writeStamp(root, inputs);
process.stderr.write(
  `build: ${entries.map((file) => relative(root, file)).join(', ')} → ${relative(root, dist)} (${version})\n`,
);

/** A command that runs meanwhile finds either the old file or the new one, and every chunk that its entry names. */
function put(path, contents) {
  if (existsSync(path) && readFileSync(path).equals(contents)) return;
  mkdirSync(dirname(path), { recursive: true });
  const fresh = join(dirname(path), `.${basename(path)}.${process.pid}`);
  writeFileSync(fresh, contents);
  renameSync(fresh, path);
}

function chunksFirst([a], [b]) {
  const rank = (path) => (dirname(path) === dist ? 1 : 0);
  return rank(a) - rank(b);
}

function removeOthers(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) removeOthers(path);
    else if (!files.has(path)) rmSync(path, { force: true });
  }
}
