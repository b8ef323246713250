import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { median } from './measure.mjs';
import { printTable } from './table.mjs';

const KEYSTROKES = 1_000;
const SIZE = 100_000;

/**
 * Types into a document of 100 KB and checks it anew after each keystroke, in process: parse, bind, every rule. The
 * document is the longest example, its prose repeated section by section up to the size.
 */
export async function measureKeystrokes(here) {
  const { checkText, peer } = await loadCore(here);
  const template = readFileSync(join(here, '..', 'examples', 'templates', 'technical-spec.md'), 'utf8');
  const start = longDocument(
    readFileSync(join(here, '..', 'examples', 'specs', '0001-webhook-delivery-retries.md'), 'utf8'),
  );
  const check = checkText(template);
  const times = [];
  const parses = [];
  let text = start;
  for (let stroke = 0; stroke < KEYSTROKES; stroke += 1) {
    const at = Math.floor((text.length * ((stroke * 7919) % 9973)) / 9973);
    text = `${text.slice(0, at)}x${text.slice(at)}`;
    times.push(timed(() => check(text)));
    if (stroke % 50 === 0) parses.push(timed(() => peer(text)));
  }
  const warm = times.slice(100).sort((a, b) => a - b);
  const parse = median(parses);
  const p99 = warm[Math.floor(warm.length * 0.99)];
  const cells = (name, value) => [name, `${value.toFixed(1)} ms`, `${(value / parse).toFixed(2)}×`];
  printTable(
    `Check after one keystroke, ${Math.round(start.length / 1000)} KB, ${KEYSTROKES} keystrokes`,
    ['', 'time', 'of one parse by mdast-util-from-markdown'],
    [cells('median', median(warm)), cells('p99', p99), cells('worst', warm.at(-1))],
  );
}

function timed(work) {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** A document of 100 KB: the example with its own prose repeated. */
export function longDocument(example) {
  const paragraphs = example.split('\n\n').filter((block) => /^[A-Z][^|[\]]{200,}$/u.test(block));
  const at = example.indexOf('### High-Level Design\n\n') + '### High-Level Design\n\n'.length;
  let filler = '';
  for (let index = 0; example.length + filler.length < SIZE; index += 1)
    filler += `${paragraphs[index % paragraphs.length]}\n\n`;
  return example.slice(0, at) + filler + example.slice(at);
}

/** The core, bundled for this run: Node does not read TypeScript. */
export async function loadCore(here) {
  const outfile = join(here, 'node_modules', '.keystrokes.mjs');
  await build({
    entryPoints: [join(here, 'check-text.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['satteri'],
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    logLevel: 'error',
  });
  const core = await import(pathToFileURL(outfile).href);
  rmSync(outfile);
  return core.load();
}
