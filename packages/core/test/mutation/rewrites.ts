import { foldName } from '../../src/template/names.ts';
import { type Draw, pick } from './fault.ts';
import type { Places } from './places.ts';
import {
  afterParagraph,
  bare,
  decorated,
  extraSection,
  footnote,
  inFrontMatter,
  nested,
  onFields,
  onHeadings,
  onItems,
  onOneList,
  onParagraph,
  onTables,
  outsideCode,
  referenced,
  wrapped,
} from './rewriting.ts';

/** Another way to write the same document. */
export interface Rewrite {
  readonly name: string;
  /** Null when the document has no place for it. */
  readonly rewrite: (places: Places, draw: Draw) => string | null;
}

export const rewrites: readonly Rewrite[] = [
  { name: 'CRLF line ends', rewrite: ({ text }) => text.replaceAll('\n', '\r\n') },
  { name: 'a byte order mark', rewrite: ({ text }) => `\uFEFF${text}` },
  { name: 'both', rewrite: ({ text }) => `\uFEFF${text.replaceAll('\n', '\r\n')}` },
  { name: 'no line feed at the end', rewrite: ({ text }) => text.trimEnd() },
  { name: 'more line feeds at the end', rewrite: ({ text }) => `${text}\n\n\n` },
  {
    name: 'white space at line ends',
    rewrite: (places) => outsideCode(places, (line) => (line.trim() === '' ? '  ' : `${line} `)),
  },
  { name: 'blank lines doubled', rewrite: (places) => outsideCode(places, (line) => (line === '' ? '\n' : line)) },
  {
    name: 'a paragraph wrapped anew',
    rewrite: (places, draw) => onParagraph(places, draw, (words) => wrapped(words, 30 + draw(60))),
  },
  {
    name: 'a paragraph on one line',
    rewrite: (places, draw) => onParagraph(places, draw, (words) => wrapped(words, 10_000)),
  },
  {
    name: 'other bullets',
    rewrite: (places, draw) =>
      onItems(places, (line) => line.replace(/^(\s*)[-*](\s)/u, `$1${pick(['*', '+', '-'], draw)}$2`)),
  },
  {
    name: 'numbers with a bracket',
    rewrite: (places) => onItems(places, (line) => line.replace(/^(\s*\d+)\.(\s)/u, '$1)$2')),
  },
  {
    name: 'every number 1',
    rewrite: (places) => onItems(places, (line) => line.replace(/^(\s*)\d+([.)]\s)/u, '$11$2')),
  },
  {
    name: 'blank lines between items',
    rewrite: (places, draw) => onOneList(places, draw, (list) => list.replaceAll(/\n(?=(?:[-*]|\d+\.)\s)/gu, '\n\n')),
  },
  { name: 'a list within an item', rewrite: (places, draw) => nested(places, draw) },
  { name: 'capital ticks', rewrite: ({ text }) => text.replaceAll('- [x]', '- [X]') },
  {
    name: 'tables realigned',
    rewrite: (places, draw) => onTables(places, (row) => row.map((cell) => cell.padEnd(cell.length + draw(9)))),
  },
  { name: 'tables packed', rewrite: (places) => onTables(places, (row) => row, '|') },
  {
    name: 'tables with aligned columns',
    rewrite: (places) => onTables(places, (row) => row.map((cell) => (/^-+$/u.test(cell) ? `:${cell}:` : cell))),
  },
  { name: 'tables without outer bars', rewrite: (places) => bare(places) },
  {
    name: 'setext headings',
    rewrite: (places) =>
      onHeadings(places, (words, depth) =>
        depth > 2 || /^\d/u.test(words)
          ? null
          : `${words}\n${(depth === 1 ? '=' : '-').repeat(Math.max(3, words.length))}`,
      ),
  },
  {
    name: 'closed headings',
    rewrite: (places) => onHeadings(places, (words, depth) => `${'#'.repeat(depth)} ${words} ${'#'.repeat(depth)}`),
  },
  {
    name: 'headings in capitals',
    rewrite: (places) =>
      onHeadings(
        places,
        (words, depth, known) => (known ? `${'#'.repeat(depth)} ${words.toUpperCase()}` : null),
        false,
      ),
  },
  {
    name: 'headings with another case',
    rewrite: (places) =>
      onHeadings(
        places,
        (words, depth, known) =>
          known ? `${'#'.repeat(depth)} ${words.charAt(0)}${words.slice(1).toLowerCase()}` : null,
        false,
      ),
  },
  {
    name: 'headings without numbers',
    rewrite: (places) =>
      onHeadings(
        places,
        (words, depth, known) => (known ? `${'#'.repeat(depth)} ${words.replace(/^[\d.]+ /u, '')}` : null),
        false,
      ),
  },
  {
    name: 'headings with other numbers',
    rewrite: (places, draw) =>
      onHeadings(
        places,
        (words, depth, known) =>
          known ? `${'#'.repeat(depth)} ${1 + draw(9)}.${draw(9)} ${words.replace(/^[\d.]+ /u, '')}` : null,
        false,
      ),
  },
  {
    name: 'headings with a colon',
    rewrite: (places) =>
      onHeadings(places, (words, depth, known) => (known ? `${'#'.repeat(depth)} ${words}:` : null), false),
  },
  {
    name: 'bold headings',
    rewrite: (places) =>
      onHeadings(places, (words, depth, known) => (known ? `${'#'.repeat(depth)} **${words}**` : null), false),
  },
  {
    name: 'headings with an anchor before them',
    rewrite: (places) =>
      onHeadings(
        places,
        (words, depth) => `<a id="${foldName(words).replaceAll(' ', '-')}"></a>\n\n${'#'.repeat(depth)} ${words}`,
      ),
  },
  {
    name: 'placeholders in a code block',
    rewrite: (places, draw) =>
      afterParagraph(
        places,
        draw,
        `\n\n\`\`\`\`\`md\n${places.specimen.schema.text.replace(/^---[\s\S]*?\n---\n/u, '')}\n\`\`\`\`\``,
      ),
  },
  {
    name: 'placeholders in indented code',
    rewrite: (places, draw) =>
      afterParagraph(places, draw, '\n\n    [Name] <value> {{name}} TODO TBD …\n    <!-- not help -->'),
  },
  {
    name: 'placeholders in code',
    rewrite: (places, draw) =>
      afterParagraph(places, draw, ' Write `[Name]`, `<value>`, `{name}`, `TODO`, `YYYY-MM-DD` or `[Goal 1]`.'),
  },
  {
    name: 'a code block with a heading and a table',
    rewrite: (places, draw) =>
      afterParagraph(places, draw, '\n\n~~~\n# Not a title\n## Overview\n| a | b |\n[x]: y\n[z](#nowhere)\n~~~'),
  },
  {
    name: 'bold with underscores',
    rewrite: ({ text }) => text.replaceAll(/(?<![*\w])\*\*([^*\n]+)\*\*(?![*\w])/gu, '__$1__'),
  },
  {
    name: 'italics with the other mark',
    rewrite: (places, draw) =>
      onParagraph(places, draw, (words) => words.replaceAll(/(?<![*\w])\*([^*\s][^*]*)\*(?![*\w])/gu, '_$1_')),
  },
  {
    name: 'hard breaks with a backslash',
    rewrite: (places, draw) => onParagraph(places, draw, (words) => words.replaceAll('\n', '\\\n')),
  },
  { name: 'hard breaks after fields', rewrite: ({ text }) => text.replaceAll(/^(\*\*[^*\n]+\*\*:.*)$/gmu, '$1  ') },
  {
    name: 'entities',
    rewrite: (places, draw) =>
      onParagraph(places, draw, (words) => words.replaceAll('e', '&#101;').replaceAll('&amp;', '&')),
  },
  {
    name: 'escapes',
    // The sign at the end of an entity is part of it.
    rewrite: (places, draw) =>
      onParagraph(places, draw, (words) =>
        words.replaceAll(/(&#?\w{1,31};)|[,;()]/gu, (sign, entity?: string) => entity ?? `\\${sign}`),
      ),
  },
  { name: 'links by reference', rewrite: ({ text }) => referenced(text) },
  {
    name: 'links with a title',
    rewrite: ({ text }) => text.replaceAll(/(?<!!)\[([^\]\n]+)\]\(([^)\s]+)\)/gu, '[$1]($2 "more of it")'),
  },
  { name: 'checks written as a link', rewrite: (places, draw) => afterParagraph(places, draw, ' [x]: no box.') },
  {
    name: 'another thematic break',
    rewrite: (places) => outsideCode(places, (line, number) => (line === '---' && number > 20 ? '* * *' : line)),
  },
  { name: 'an extra section', rewrite: (places, draw) => extraSection(places, draw) },
  {
    name: 'an extra comment',
    rewrite: (places, draw) => afterParagraph(places, draw, '\n\n<!-- reviewed twice, nothing to add -->'),
  },
  { name: 'a decorated status', rewrite: (places, draw) => decorated(places, draw) },
  { name: 'fields as bullets', rewrite: (places) => onFields(places, ([name, value]) => `- ${name}: ${value}`) },
  {
    name: 'fields as bold bullets',
    rewrite: (places) => onFields(places, ([name, value]) => `* **${name}:** ${value}`),
  },
  {
    name: 'fields with the colon in bold',
    rewrite: (places) => onFields(places, ([name, value]) => `**${name}:** ${value}  `),
  },
  { name: 'fields as paragraphs', rewrite: (places) => onFields(places, ([name, value]) => `**${name}**: ${value}\n`) },
  { name: 'fields as plain lines', rewrite: (places) => onFields(places, ([name, value]) => `${name}: ${value}  `) },
  {
    name: 'fields in capitals',
    rewrite: (places) => onFields(places, ([name, value]) => `**${name.toUpperCase()}**: ${value}`),
  },
  {
    name: 'fields in a table',
    rewrite: (places) =>
      onFields(places, ([name, value]) => `| ${name} | ${value} |`, '| Field | Value |\n|---|---|\n'),
  },
  { name: 'fields in front matter', rewrite: (places) => inFrontMatter(places) },
  { name: 'a link and a footnote in a paragraph', rewrite: (places, draw) => footnote(places, draw) },
  {
    name: 'brackets in running text',
    rewrite: (places, draw) =>
      afterParagraph(places, draw, ' The range is [0, 1], the array `a[i]` and the note [sic].'),
  },
  {
    name: 'a quotation',
    rewrite: (places, draw) =>
      afterParagraph(places, draw, '\n\n> Nobody reads a specification twice unless it was right the first time.'),
  },
  {
    name: 'an italic paragraph',
    rewrite: (places, draw) => afterParagraph(places, draw, '\n\n*Figures are from the first quarter.*'),
  },
];
