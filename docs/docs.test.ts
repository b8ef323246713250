import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { blocksOf, isLine, matches, Playground, type Step } from './console.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const pages = [
  'README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

/** With this set, output that differs is written into the pages instead, for reading and committing. */
const updating = process.env.SPECWRIGHT_UPDATE_DOCS === '1';

describe.each(pages)('%s', (page) => {
  const text = readFileSync(join(root, page), 'utf8');
  const playground = new Playground();
  const changed: { readonly step: Step; readonly actual: readonly string[] }[] = [];

  afterAll(() => {
    playground.remove();
    if (updating && changed.length > 0) writeFileSync(join(root, page), withOutput(text, changed));
  });

  for (const block of blocksOf(text)) {
    if (block.kind === 'file') {
      test(`writes ${block.path}`, () => playground.write(block.path, block.text));
      continue;
    }
    test.each(block.steps)('line $line: $command', (step) => {
      const actual = playground.run(step.command);
      if (matches(step.expected, actual)) return;
      if (updating) changed.push({ step, actual });
      else expect(actual).toEqual(step.expected);
    });
  }

  test('relative links lead somewhere', () => {
    const prose = text.replace(/^(`{3,})[\s\S]*?^\1$/gmu, '').replace(/`[^`\n]*`/gu, '');
    const targets = [...prose.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/gu)].map((match) => match[1] as string);
    expect(targets.filter((target) => !existsSync(join(root, dirname(page), target)))).toEqual([]);
  });
});

function withOutput(
  text: string,
  changed: readonly { readonly step: Step; readonly actual: readonly string[] }[],
): string {
  const lines = text.split('\n');
  for (const { step, actual } of [...changed].reverse()) {
    const kept = actual.map((line) => step.expected.find((one) => one.trim() !== '…' && isLine(one, line)) ?? line);
    lines.splice(step.line + 1, step.end - step.line - 1, ...elidedLike(step.expected, kept));
  }
  return lines.join('\n');
}

/** As many lines before and after the elision as the page had; all of them where it had none, or several. */
function elidedLike(expected: readonly string[], actual: readonly string[]): readonly string[] {
  const head = expected.indexOf('…');
  if (head === -1 || head !== expected.lastIndexOf('…')) return actual;
  const tail = expected.length - head - 1;
  if (head + tail >= actual.length) return actual;
  return [...actual.slice(0, head), '…', ...actual.slice(actual.length - tail)];
}

test('an elision stands for any number of lines and nothing else is forgiven', () => {
  expect(matches(['a', '…', 'd'], ['a', 'b', 'c', 'd'])).toBe(true);
  expect(matches(['a', '…'], ['a'])).toBe(true);
  expect(matches(['…', 'b', '…', 'b'], ['a', 'b', 'b'])).toBe(true);
  expect(matches(['a', '…', 'd'], ['a', 'b'])).toBe(false);
  expect(matches(['a'], ['a', 'b'])).toBe(false);
  expect(matches(['a … c … e'], ['a b c d c e'])).toBe(true);
  expect(matches(['a …'], ['a '])).toBe(true);
  expect(matches(['a … a'], ['a a'])).toBe(false);
  expect(matches(['a … c'], ['b c'])).toBe(false);
});
