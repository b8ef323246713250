import { describe, expect, test } from 'vitest';
import { findingsOf, told } from '../findings-of.ts';
import { longSentence } from './long-sentence.ts';
import { vagueTarget } from './vague-target.ts';

describe('QUA701 long-sentence', () => {
  const template = '# [Name]\n\n## Context\n\n[Why now]\n';
  const words = (count: number) => Array.from({ length: count }, (_, index) => `word${index}`).join(' ');
  const counts = (body: string) =>
    findingsOf(longSentence, template, `# A\n\n## Context\n\n${body}\n`).map(
      ({ message }) => /\d+/u.exec(message)?.[0],
    );

  test('counts the words of each sentence', () => {
    expect(counts(`${words(40)}. ${words(41)}. Short.`)).toEqual(['41']);
    expect(counts(`${words(30)}; ${words(30)}: ${words(30)}!`)).toEqual([]);
    expect(counts(`- ${words(41)}`)).toEqual(['41']);
  });

  test('points and dashes within do not count', () => {
    expect(counts(`${words(20)} e.g. ${words(15)} v1.2 - – — "x".`)).toEqual([]);
    expect(counts(`${words(25)} (e.g. ${words(25)}).`)).toEqual(['51']);
  });

  test('code, tables and headings are no sentences', () => {
    expect(counts(`\`\`\`\n${words(60)}\n\`\`\``)).toEqual([]);
    expect(counts(`| ${words(60)} |\n|---|\n| ${words(60)} |`)).toEqual([]);
    expect(counts(`### ${words(60)}`)).toEqual([]);
  });

  test('the range is the sentence', () => {
    const [text] = told(longSentence, template, `# A\n\n## Context\n\nShort. ${words(41)}.\n`);
    expect(text).toMatch(/^word0 .*word40\.: This sentence has 41 words/u);
  });
});

describe('QUA702 vague-target', () => {
  const template =
    '# [Name]\n\n## Success Metrics\n\n| Metric | Current | Target |\n|---|---|---|\n| [Metric] | [Value] | [Value] |\n';
  const vague = (target: string) =>
    told(
      vagueTarget,
      template,
      `# A\n\n## Success Metrics\n\n| Metric | Current | Target |\n|---|---|---|\n| Loss | 3 | ${target} |\n`,
    );

  test.each(['Fewer', 'Better than today'])('%j is vague', (target) => expect(vague(target)).toHaveLength(1));
  test.each(['0', '< 200 ms', '99,9 %', 'None', 'zero', 'нет', '', '[Value]'])('%j is not', (target) =>
    expect(vague(target)).toEqual([]),
  );
});
