// npm packs only what stands inside a package's own folder, so the licence and the read-me are copied there.

import { copyFileSync } from 'node:fs';

for (const name of ['LICENSE', 'README.md']) {
  copyFileSync(new URL(`../../${name}`, import.meta.url), new URL(`../../packages/cli/${name}`, import.meta.url));
}
