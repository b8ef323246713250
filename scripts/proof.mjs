// Runs the tests with every law at full size, from one seed that is printed and can be given again.

import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const seed = process.env.SPECWRIGHT_SEED ?? String(randomInt(2 ** 31));
const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));

console.log(`proof: seed ${seed}; run the same again with SPECWRIGHT_SEED=${seed} npm run proof`);
const { status } = spawnSync(process.execPath, [vitest, 'run', ...process.argv.slice(2)], {
  cwd: root,
  stdio: ['ignore', 'inherit', 'inherit'],
  env: { ...process.env, SPECWRIGHT_PROOF: '1', SPECWRIGHT_SEED: seed },
});
console.log(`proof: seed was ${seed}`);
process.exit(status ?? 1);
