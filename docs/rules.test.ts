import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { rulePages } from '../scripts/rule-pages/pages.ts';

test('docs/rules is what the rules say of themselves; `npm run docs` writes it', () => {
  const folder = new URL('rules/', import.meta.url);
  const written = Object.fromEntries(
    readdirSync(folder).map((name) => [name, readFileSync(new URL(name, folder), 'utf8')]),
  );
  expect(written).toEqual(Object.fromEntries(rulePages()));
});
