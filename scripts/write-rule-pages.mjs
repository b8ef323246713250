// Writes docs/rules from what the rules say of themselves. A test fails while the pages are out of date.

import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { bundled } from './setup/bundle.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = join(root, 'docs', 'rules');
const folder = mkdtempSync(join(tmpdir(), 'specwright-pages-'));

try {
  const outfile = join(folder, 'pages.mjs');
  const entry = join(root, 'scripts', 'rule-pages', 'pages.ts');
  await build({ ...bundled, entryPoints: [entry], outfile });
  const { rulePages } = await import(pathToFileURL(outfile).href);
  const pages = rulePages();
  mkdirSync(target, { recursive: true });
  for (const name of readdirSync(target)) if (!pages.has(name)) rmSync(join(target, name));
  for (const [name, text] of pages) writeFileSync(join(target, name), text);
  console.log(`docs: wrote ${pages.size} pages to docs/rules`);
} finally {
  rmSync(folder, { recursive: true });
}
