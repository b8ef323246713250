import fc from 'fast-check';
import type { Nodes } from 'mdast';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadParser } from '../../markdown/load-parser.ts';
import type { MarkdownParser } from '../../markdown/parser.ts';
import { readMarkdown } from '../../markdown/source.ts';
import { codeSpan, markdownWords } from './markdown-words.ts';

let parser: MarkdownParser;
beforeAll(async () => {
  parser = await loadParser();
});

/** What a forge makes of a line, by kinds of nodes, and all words in it. */
function read(line: string): { readonly kinds: ReadonlySet<string>; readonly words: string } {
  const kinds = new Set<string>();
  let words = '';
  const pending: Nodes[] = [readMarkdown(line, parser).tree];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    kinds.add(node.type);
    if ('value' in node) words += node.value;
    if ('children' in node) pending.push(...[...node.children].reverse());
  }
  return { kinds, words };
}

const signs = [
  ...'@#!~$%&<>[]()*_`|\\/:.-+={}"\n\t ',
  'https://',
  'www.',
  'a',
  'b.c',
  'ada@example.org',
  '<img src=x>',
];
const hostile = fc.array(fc.constantFrom(...signs), { maxLength: 30 }).map((parts) => parts.join(''));

describe('words of others', () => {
  test('are words and nothing else, and all of them', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const { kinds, words } = read(`- x ${markdownWords(text)} x`);
        expect(
          [...kinds].filter((kind) => !['root', 'list', 'listItem', 'paragraph', 'text', 'break'].includes(kind)),
        ).toEqual([]);
        const folded = (one: string): string => one.replace(/[\s\u2060]+/gu, '');
        expect(folded(words)).toBe(folded(`x${text}x`));
      }),
    );
  });

  test('mention nobody and lead nowhere, for who looks at the words again', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(read(`- x ${markdownWords(text)}`).words).not.toMatch(/[@#!~$][\w"]|https?:\/\/|www\.|GH-\d/u);
      }),
    );
  });

  test('stay code in code', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const { kinds } = read(`- ${codeSpan(text)}`);
        expect([...kinds].sort()).toEqual(['inlineCode', 'list', 'listItem', 'paragraph', 'root']);
      }),
    );
  });
});
