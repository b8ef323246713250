import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commandLine } from './command-line.ts';

test('plain words stay as they are, others are quoted', () => {
  expect(commandLine(['specwright', 'move', 'specs/größe.md', 'In Review'])).toBe(
    'specwright move specs/größe.md "In Review"',
  );
  expect(commandLine(['success-metrics[1]', '', '$HOME', "it's $5", '~/a'])).toBe(
    `"success-metrics[1]" "" '$HOME' 'it'\\''s $5' "~/a"`,
  );
});

test('a shell reads the very words', () => {
  const word = fc.string({ unit: 'binary', maxLength: 12 }).map((text) => text.replaceAll('\0', ''));
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 40 }), (words) => {
      const said = execFileSync('sh', ['-c', `printf '%s\\0' ${commandLine(words)}`], { encoding: 'utf8' });
      expect(said.split('\0').slice(0, -1)).toEqual(words.map((one) => Buffer.from(one).toString('utf8')));
    }),
    { numRuns: 60 },
  );
});
