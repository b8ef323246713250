// npm run bench: measures specwright beside its peers on the same files in the same run, and prints a table of ratios.
// Each command runs several times, in turns with the others, so that a busy machine disturbs all of them alike.

import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { benchDocuments } from './documents.mjs';
import { measureEditor } from './editor.mjs';
import { installPeers } from './install-peers.mjs';
import { measureKeystrokes } from './keystrokes.mjs';
import { measureInTurns, megabytes, milliseconds, ratio } from './measure.mjs';
import { peersFor, specwright } from './peers.mjs';
import { printTable } from './table.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);

installPeers(here);
const documents = benchDocuments(here);
console.log(
  `${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, ${ROUNDS} rounds, medians\n`,
);
benchCold();
benchMany();
await measureKeystrokes(here);
await measureEditor(here, documents);

/** A cold check of a few hundred files beside the peers. */
function benchCold() {
  const { folder, template, count } = documents.cold;
  const ours = { ...specwright(folder, template, ['--no-cache']), name: 'specwright check' };
  const results = measureInTurns([ours, ...peersFor(here, folder)], ROUNDS);
  const own = results[0].median;
  printTable(
    `Cold check of ${count} documents (${documents.cold.what})`,
    ['', 'median', 'spread', 'specwright is'],
    results.map((result) => [
      result.name,
      milliseconds(result.median),
      result.spread,
      result === results[0] ? '' : faster(result.median / own),
    ]),
  );
}

function faster(times) {
  return times >= 1 ? `${ratio(times)} faster` : `${ratio(1 / times)} slower`;
}

/** Time and memory on ten thousand documents beside the floor: start Node, read, decode, count newlines. */
function benchMany() {
  const { large, small, template } = documents;
  const results = measureInTurns(
    [
      {
        name: 'floor: read, decode, count newlines',
        command: process.execPath,
        arguments: [`${here}peers/floor.mjs`, large],
      },
      { ...specwright(large, template, ['--no-cache']), name: 'specwright check, cold' },
      { ...specwright(large, template, []), name: 'specwright check, warm cache', warmUp: true },
      { ...specwright(small, template, ['--no-cache']), name: 'specwright check, cold, 2,500' },
    ],
    Math.min(3, ROUNDS),
  );
  const [floor, , , few] = results;
  printTable(
    `10,000 documents (${documents.largeMegabytes} MB)`,
    ['', 'median', 'spread', 'times the floor', 'peak memory', 'times that of 2,500'],
    results.map((result) => [
      result.name,
      milliseconds(result.median),
      result.spread,
      result === few ? '' : ratio(result.median / floor.median),
      megabytes(result.peak),
      result === floor || result === few ? '' : ratio(result.peak / few.peak),
    ]),
  );
}
