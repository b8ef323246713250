import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { nextLine, readStanding, statusLine } from './standing.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** What the command really prints of one of the examples. */
function gates(file: string): string {
  const words = ['packages/cli/bin/specwright.js', 'gates', '--json', '--', file];
  return spawnSync(process.execPath, words, { cwd: root, encoding: 'utf8' }).stdout;
}

test('a document in review shows its state, its findings and what is missing', () => {
  const standing = readStanding(gates('examples/specs/0004-offline-map-packs.md'));
  expect(standing).toEqual({ state: 'In Review', next: { to: 'Approved', missing: 4 } });
  expect([statusLine(standing, 0), statusLine(standing, 1), statusLine(standing, 2)]).toEqual([
    'In Review',
    'In Review · 1 finding',
    'In Review · 2 findings',
  ]);
  expect(nextLine(standing)).toBe('4 things are missing before Approved');
});

test('a finished document has nothing before it, and a file without a lifecycle no state', () => {
  const standing = readStanding(gates('examples/specs/0001-webhook-delivery-retries.md'));
  expect(standing).toEqual({ state: 'Implemented', next: null });
  expect(nextLine(standing)).toBe('Implemented is the last state');
  expect(readStanding(gates('README.md'))).toBeNull();
  expect(statusLine(null, 3)).toBe('Specwright · 3 findings');
});
