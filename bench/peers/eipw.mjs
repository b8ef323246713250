// Lints every Markdown file of a folder with eipw's default lints and says how many messages there were.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { lint } from 'eipw-lint-js';

const folder = process.argv[2];
const files = readdirSync(folder)
  .filter((file) => file.endsWith('.md'))
  .map((file) => join(folder, file));
const found = await lint(files, {});
console.log(found.length);
