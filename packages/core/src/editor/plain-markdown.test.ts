import fc from 'fast-check';
import type { Nodes } from 'mdast';
import { describe, expect, it, test } from 'vitest';
import { seed } from '../../test/mutation/draws.ts';
import { mdastParser } from '../markdown/mdast-parser.ts';
import { foldSpace, plainText } from '../markdown/plain.ts';
import { walk } from '../markdown/walk.ts';
import { codeMarkdown, plainMarkdown } from './plain-markdown.ts';

function kindsIn(markdown: string): string[] {
  const kinds = new Set<string>();
  walk(mdastParser.parse(markdown), (node: Nodes) => {
    kinds.add(node.type);
    return undefined;
  });
  kinds.delete('root');
  return [...kinds].sort();
}

const hostile = fc
  .array(
    fc.constantFrom(
      ...[
        '<b>',
        '<!--',
        '-->',
        '[a](b)',
        '![a](b)',
        '`',
        '``',
        '*',
        '**',
        '_',
        '~~',
        '\\',
        '&lt;',
        '&',
        '|',
        '#',
        '# ',
      ],
      ...['- ', '+', '1. ', '1)', '=', '---', '===', '> ', 'https://a.example/b', 'www.a.example', 'a@b.example', '\n'],
      ...[
        '<script>',
        'javascript:',
        ':smile:',
        '[^1]',
        '[x]:',
        '$(alert)',
        '$$',
        'word',
        ' ',
        'Ж',
        '山',
        '\u0000',
        '\t',
      ],
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

describe('text of others in Markdown', () => {
  test('is read as the words it is', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const markdown = plainMarkdown(text);
        const words = foldSpace(text.replaceAll('\u0000', ' '));
        expect([markdown, ...kindsIn(markdown)]).toEqual(words === '' ? [''] : [markdown, 'paragraph', 'text']);
        expect(plainText(mdastParser.parse(markdown)).replaceAll('\u2060', '')).toBe(words);
      }),
      { seed, numRuns: process.env.SPECWRIGHT_PROOF === '1' ? 20_000 : 500 },
    );
  });

  test('is code between marks of code', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        if (foldSpace(text.replaceAll('\u0000', ' ')) !== '')
          expect([text, ...kindsIn(codeMarkdown(text))]).toEqual([text, 'inlineCode', 'paragraph']);
      }),
      { seed, numRuns: process.env.SPECWRIGHT_PROOF === '1' ? 20_000 : 500 },
    );
  });

  it('is cut where it is long', () => {
    expect(plainMarkdown('a '.repeat(10_000))).toHaveLength(600);
  });
});
