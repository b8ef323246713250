import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readSignOffs } from './sign-offs.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** What the command really prints of one of the examples. */
function verify(file: string): string {
  const words = ['packages/cli/bin/specwright.js', 'verify', '--json', '--', file];
  return spawnSync(process.execPath, words, { cwd: root, encoding: 'utf8' }).stdout;
}

test('every role has a line, signed or not', () => {
  expect(readSignOffs(verify('examples/specs/0004-offline-map-packs.md'))).toEqual([
    { label: 'Tech Lead', description: 'fresh', detail: 'Approved by @trails-tl on 2025-08-27, claimed' },
    { label: 'Engineering Manager', description: 'pending', detail: 'Nobody has signed' },
    { label: 'Security', description: 'pending', detail: 'Nobody has signed' },
  ]);
});

test('a sign-off that is stale says what changed', () => {
  const signOff = { role: 'Security', required: false, by: 'sue@example.org', verdict: 'Approved', state: 'stale' };
  const more = { assurance: 'key', changed: ['goals', 'api-changes'], at: '2026-01-02T03:04:05Z' };
  expect(readSignOffs(JSON.stringify({ documents: [{ signOffs: [{ ...signOff, ...more }] }] }))).toEqual([
    {
      label: 'Security (not required)',
      description: 'stale; changed since: goals, api-changes',
      detail: 'Approved by sue@example.org on 2026-01-02, key',
    },
  ]);
});

test('a file without sign-offs has no lines', () => {
  expect(readSignOffs(verify('README.md'))).toEqual([]);
});
