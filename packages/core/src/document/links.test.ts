import { describe, expect, it } from 'vitest';
import { mdastParser } from '../markdown/mdast-parser.ts';
import { readMarkdown } from '../markdown/source.ts';
import { compileTemplate } from '../template/compile.ts';
import type { DocumentLink } from '../workspace/facts.ts';
import { bindDocument } from './bind.ts';
import { linksOf, webLinksOf } from './links.ts';

const schema = compileTemplate('# [Name]\n\n## Context\n\n[Why now]\n', 'template.md', mdastParser);

function linksIn(text: string): readonly DocumentLink[] {
  return linksOf(bindDocument({ source: readMarkdown(text, mdastParser), file: 'a.md', schema }));
}

/** What the link's ranges cut out of the text. */
function cut(text: string, range: { start: number; end: number } | null): string | null {
  return range === null ? null : text.slice(range.start, range.end);
}

describe('linksOf', () => {
  it('gives path, fragment and their places', () => {
    const text = '# T\r\n\r\n## Context\r\n\r\nSee [a `b](x` c](../b%20c.md?raw=1#d-e "why") 🙂 [f](< g.md >).';
    const [link, other] = linksIn(text);
    expect(link).toMatchObject({ path: '../b c.md', fragment: 'd-e', image: false, address: 'context' });
    expect(cut(text, link?.range ?? null)).toBe('../b%20c.md?raw=1#d-e');
    expect(cut(text, link?.pathRange ?? null)).toBe('../b%20c.md');
    expect(cut(text, link?.fragmentRange ?? null)).toBe('d-e');
    expect(other?.path.trim()).toBe('g.md');
  });

  it('counts a definition once, where it is used, by what uses it', () => {
    const text =
      '# T\n\n## Context\n\n[a][one] ![b][two] [c][one]\n\n[one]: x.md\n[two]: y.png\n[three]: z.md\n[one]: w.md\n';
    expect(linksIn(text).map(({ path, image }) => [path, image])).toEqual([
      ['x.md', false],
      ['y.png', true],
    ]);
  });

  it('reads images in links and HTML tags', () => {
    const text =
      '# T\n\n[![i](a.png)](b.md) <a class="x" href="c.md">c</a>\n\n<p><img\n src=\'d.png\'></p>\n\n<!-- <img src="e.png"> -->\n';
    expect(linksIn(text).map(({ path, image }) => [path, image])).toEqual(
      [
        ['b.md', false],
        ['a.png', true],
        ['c.md', false],
        ['d.png', true],
      ].sort((a, b) => text.indexOf(String(a[0])) - text.indexOf(String(b[0]))),
    );
  });

  it('leaves out what is no file of the workspace', () => {
    const text =
      '[1](https://example.org) [2](mailto:a@example.org) [3](//host/x) [4]() [5](#) [6]({{url}}) <https://example.org> `[7](x.md)`\n\n    [8](y.md)\n';
    expect(linksIn(text)).toEqual([]);
  });

  it('reads HTML full of tags that never close', () => {
    const html = `<div>\n${'<a href='.repeat(20_000)}\n${'<img src="x'.repeat(20_000)}\n</div>\n`;
    expect(linksIn(`# T\n\n## Context\n\n${html}`)).toEqual([]);
  });
});

describe('webLinksOf', () => {
  it('gives addresses of the web in every notation, with their places', () => {
    const text = [
      '# T\n\n## Context\n',
      'See [a](https://a.test/x_y "why"), <https://b.test/>, https://c.test/d. and ![e](HTTP://e.test/f.png)\n',
      '[g][g] <a href="https://h.test/i">i</a> [m](mailto:a@b.test) [l](./l.md) [t](https://{host}/)\n',
      '[g]: https://g.test/#top\n',
    ].join('\n');
    const document = bindDocument({ source: readMarkdown(text, mdastParser), file: 'a.md', schema });
    const links = webLinksOf(document);
    expect(links.map(({ url }) => url)).toEqual([
      'https://a.test/x_y',
      'https://b.test/',
      'https://c.test/d',
      'HTTP://e.test/f.png',
      'https://h.test/i',
      'https://g.test/#top',
    ]);
    for (const { url, range, address } of links) {
      expect(cut(text, range)?.replace(/^<|>$/gu, '')).toBe(url);
      expect(address).toBe('context');
    }
    expect(links.map(({ image }) => image)).toEqual([false, false, false, true, false, false]);
    expect(linksOf(document).map(({ path }) => path)).toEqual(['./l.md']);
  });
});
