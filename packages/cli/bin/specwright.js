#!/usr/bin/env node
// Answers `--version` before anything is loaded, keeps compiled code between runs, and hands over to the bundle.
import { readFileSync } from 'node:fs';

const first = process.argv[2];
if (process.argv.length === 3 && (first === '--version' || first === '-V')) {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  process.stdout.write(`${version}\n`);
} else {
  const module = await import('node:module');
  module.enableCompileCache?.();
  const { main } = await import('../dist/main.js');
  process.exitCode = await main(process.argv.slice(2));
}
