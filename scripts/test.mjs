// What `npm test` runs: every part, also after one has failed, so that one run shows everything. The tests come last.

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

const parts = [
  ['types', 'tsc', '--noEmit'],
  ['format and lint', 'biome', 'check', '--error-on-warnings', '.'],
  ['unused code', 'knip', '--no-progress'],
  ['tests', 'vitest', 'run', ...process.argv.slice(2)],
];

const failed = parts.filter(([name, command, ...args]) => {
  console.log(`\ntest: ${name} (${[command, ...args].join(' ')})`);
  // npm puts node_modules/.bin on the path.
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (error !== undefined) console.error(`test: cannot start ${command}: ${error.message}; run this through npm test`);
  return status !== 0;
});

const names = failed.map(([name]) => name).join(', ');
console.log(failed.length === 0 ? '\ntest: all parts passed' : `\ntest: failed: ${names}`);
process.exit(failed.length === 0 ? 0 : 1);
