// Lets Node import the repository's TypeScript as it stands: `node --import ./bench/load-typescript.mjs FILE`.

import { register } from 'node:module';

register('./typescript-hook.mjs', import.meta.url);
