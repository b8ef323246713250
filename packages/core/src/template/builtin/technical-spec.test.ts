import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { technicalSpecText } from './technical-spec.ts';

test('the embedded text is the file, byte for byte', () => {
  expect(technicalSpecText).toBe(readFileSync(new URL('./technical-spec.md', import.meta.url), 'utf8'));
});
