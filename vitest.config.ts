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
    // Command-line tests start processes; threads keep the two cores of a small machine busy without forking twice.
    pool: 'threads',
    // A law at full size takes minutes; a hung test must still end.
    testTimeout: proof ? 1_800_000 : 60_000,
    hookTimeout: proof ? 1_800_000 : 60_000,
    setupFiles: proof ? ['./scripts/proof/seed.ts'] : [],
    env: { NO_COLOR: '1' },
  },
});
