import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { technicalSpecText } from '@specwright/core/template/builtin/technical-spec.ts';
import { expect, test } from 'vitest';

const folder = fileURLToPath(new URL('.', import.meta.url));
const command = fileURLToPath(new URL('../packages/cli/bin/specwright.js', import.meta.url));

interface Checked {
  readonly documents: number;
  readonly diagnostics: readonly { readonly code: string; readonly file: string }[];
}

function check(...args: readonly string[]): Checked {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [command, 'check', ...args, '--format', 'json', '--no-cache'],
    {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    },
  );
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as Checked;
}

test('the five specifications are clean at their status, under every rule that is on', () => {
  expect(check('.', '--fail-on', 'info')).toMatchObject({ documents: 5, diagnostics: [] });
});

test('they stand in every status of the lifecycle', () => {
  const specs = new URL('specs/', import.meta.url);
  const texts = readdirSync(specs).map((name) => readFileSync(new URL(name, specs), 'utf8'));
  const statuses = texts.map((text) => /\*\*Status\*\*: (.+)/u.exec(text)?.[1]);
  expect(statuses).toEqual(['Implemented', 'Implemented', 'Approved', 'In Review', 'Draft']);
});

test('the mistakes show every family of rules that is on', () => {
  const codes = check('mistakes').diagnostics.map(({ code }) => code.slice(0, 3));
  expect([...new Set(codes)].sort()).toEqual(['DOC', 'LIF', 'MET', 'PLH', 'REF', 'STR', 'TBL', 'TPL', 'XDC']);
});

test('their template is the built-in one', () => {
  expect(readFileSync(new URL('templates/technical-spec.md', import.meta.url), 'utf8')).toBe(technicalSpecText);
});
