import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const proof = process.env.SPECWRIGHT_PROOF === '1';

export default defineConfig({
  test: {
    include: [
      '*.test.ts',
      'docs/*.test.ts',
      'examples/*.test.ts',
      'scripts/**/*.test.mjs',
      'packages/*/{src,test}/**/*.test.ts',
    ],
    // A native parser that aborts takes its process along; in forks that is one test file, which is then named.
    pool: 'forks',
    // Vitest keeps a core for itself, which has little to do: most tests wait for programs that they started.
    maxWorkers: availableParallelism(),
    // A law at full size takes minutes; a hung test must still end.
    testTimeout: proof ? 1_800_000 : 60_000,
    hookTimeout: proof ? 1_800_000 : 60_000,
    // Starts nothing: the first test that asks for a database does.
    globalSetup: ['./packages/hub/test/postgres-of-the-run.ts'],
    setupFiles: proof ? ['./scripts/proof/seed.ts'] : [],
    env: { NO_COLOR: '1' },
  },
});
