import fc from 'fast-check';
import Slugger, { slug } from 'github-slugger';
import { describe, expect, it } from 'vitest';
import { anchorsOf, slugOf } from './anchors.ts';
import { nativeParser } from './native-parser.ts';
import { readMarkdown } from './source.ts';

const read = (text: string) => anchorsOf(readMarkdown(text, nativeParser));

describe('anchorsOf', () => {
  it('makes slugs as GitHub does, numbering those that stand before', () => {
    expect(read('# A `b` *c*, d!\n\n## Usage\n\n## Usage\n\n## Größe & 漢字\n\nx  y\n===\n')).toEqual([
      'a-b-c-d',
      'usage',
      'usage-1',
      'größe--漢字',
      'x--y',
    ]);
  });

  it('counts headings in quotes and lists', () => {
    expect(read('# a\n\n> # a\n\n- # a\n')).toEqual(['a', 'a-1', 'a-2']);
  });

  it('counts ids and names of HTML, and headings written in HTML', () => {
    expect(read('<a id="One"></a>\n\ntext <a name=two> <!-- <a id="no"> -->\n\n<h2>Raw <b>HTML</b></h2>\n')).toEqual([
      'One',
      'two',
      'raw-html',
    ]);
  });

  it("adds a heading's own id beside its slug", () => {
    expect(read('## Title {#own}\n')).toEqual(['title-own', 'own']);
  });

  it('leaves images out of a heading and HTML tags too', () => {
    expect(read('# ![logo](a.png) Name <sup>x</sup>\n')).toEqual(['-name-x']);
  });

  it('finds anchors within lines, however they are written', () => {
    for (const tag of [
      '<a\n id="x">',
      '<A NAME = x>',
      "<b>y</b> <i class='z>' Id='x'>",
      `<a title="${'-'.repeat(2_000)}" id=x>`,
    ]) {
      expect(read(`text ${tag} text\n`)).toEqual(['x']);
    }
  });

  it('ends at a tag that is not closed', () => {
    expect(read('<div id="a">\n<a id="b\n')).toEqual(['a']);
  });
});

describe('slugs', () => {
  it('equal those of github-slugger', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => slugOf(text) === slug(text)));
    fc.assert(fc.property(fc.string({ unit: 'binary-ascii' }), (text) => slugOf(text) === slug(text)));
  });

  it('are numbered as by github-slugger', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'a 1', 'a 1 1', 'b', 'b 1'), { maxLength: 12 }), (titles) => {
        const slugger = new Slugger();
        expect(read(titles.map((title) => `# ${title}\n`).join('\n'))).toEqual(
          titles.map((title) => slugger.slug(title)),
        );
      }),
    );
  });
});
