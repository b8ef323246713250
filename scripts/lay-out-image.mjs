// Lays out what the image of the hub holds: the built program and the native packages that it loads.
// The PostgreSQL of npm is left out: a container has a database elsewhere.

import { cpSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const [target] = process.argv.slice(2);
if (target === undefined) {
  process.stderr.write('Usage: node scripts/lay-out-image.mjs FOLDER\n');
  process.exit(2);
}

mkdirSync(target, { recursive: true });
for (const name of ['bin', 'dist', 'package.json']) copy(join('packages', 'cli', name), name);
copy('LICENSE', 'LICENSE');
for (const name of ['satteri', ...ofPlatform('@bruits', 'satteri-'), ...ofPlatform('@node-rs', 'argon2')])
  copy(join('node_modules', name), join('node_modules', name));

/** Packages of a scope that npm installed for this platform. */
function ofPlatform(scope, begin) {
  return readdirSync(join(root, 'node_modules', scope))
    .filter((name) => name.startsWith(begin))
    .map((name) => join(scope, name));
}

function copy(from, to) {
  cpSync(join(root, from), join(target, to), { recursive: true });
}
