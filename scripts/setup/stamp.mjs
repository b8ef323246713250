// Says whether the build still matches its sources, by content: git checkouts change times without changing text.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Written last by a build, so a build that was cut off counts as stale. Left out of the published package. */
const STAMP = 'packages/cli/dist/.stamp.json';

/** Everything that shapes the build without being imported by it. */
const ALWAYS = [
  'package-lock.json',
  'packages/cli/package.json',
  'scripts/build.mjs',
  'scripts/setup/bundle.mjs',
  'scripts/setup/notices.mjs',
];

/** `root` is the checkout; nothing is built when a source that the last build read is gone or differs. */
export function buildIsStale(root) {
  const file = join(root, STAMP);
  if (!existsSync(file)) return true;
  try {
    const { sources, digest } = JSON.parse(readFileSync(file, 'utf8'));
    return digest !== digestOf(root, sources);
  } catch {
    return true;
  }
}

/** `sources`: paths from `root` of every file the bundler read; those of node_modules are covered by the lock. */
export function writeStamp(root, sources) {
  const own = [...new Set([...ALWAYS, ...sources.filter((path) => !path.includes('node_modules/'))])].sort();
  writeFileSync(join(root, STAMP), `${JSON.stringify({ sources: own, digest: digestOf(root, own) }, null, 1)}\n`);
}

function digestOf(root, sources) {
  const hash = createHash('sha256');
  for (const path of sources)
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update('\0');
  return hash.digest('hex');
}
