import { describe, expect, it } from 'vitest';
import { bindDocument } from '../document/bind.ts';
import { bindText } from '../document/bind-text.ts';
import { mdastParser } from '../markdown/mdast-parser.ts';
import { readMarkdown } from '../markdown/source.ts';
import { technicalSpecText } from '../template/builtin/technical-spec.ts';
import { compileTemplate } from '../template/compile.ts';
import { digestsOf } from './digest.ts';
import { imagesOf } from './digest-context.ts';

const TEMPLATE = `# Plan: [Name]

**Status**: Draft | Agreed
**Owner**: [Name]
**Last Updated**: YYYY-MM-DD

## Goals

- [Goal]

## Metrics

| Metric | Current | Target |
|---|---|---|
| [Metric] | [Value] | [Value] |

## Sign-offs

| Role | Name | Date |
|---|---|---|
| Security | | |
`;

const head = (fields: string): string => `# Plan: Nights\n\n${fields}\n\n`;
const DOCUMENT = `${head('**Status**: Draft\n**Owner**: Ada\n**Last Updated**: 2026-01-02')}## Goals\n\n- Quiet\n`;

function own(text: string, template = TEMPLATE): ReadonlyMap<string, string> {
  return digestsOf(bindText(template, text)).own;
}

/** The digest of a body under one heading. */
function body(text: string): string | undefined {
  return own(`# T\n\n## Goals\n\n${text}\n`).get('goals');
}

describe('the same is said', () => {
  it.each([
    ['an address by itself and as a link', '<https://a.example/x>', '[https://a.example/x](https://a.example/x)'],
    ['a bare address', 'https://a.example/x', '<https://a.example/x>'],
    ['an image by reference', '![A plan][p]\n\n[P]: plan.png "Now"', '![A plan](plan.png "Now")'],
    ['a footnote with another label, elsewhere', 'a[^1] b\n\n[^1]: Note', '[^note]: Note\n\na[^note] b'],
    ['text with references to characters', 'Caf&eacute; \\& more', 'Café & more'],
    ['fenced and indented code', '```\na\n  b\n```', '    a\n      b'],
    ['fences of another kind', '~~~~js\na\n~~~~', '```js\na\n```'],
    ['tasks with and without box and tick', '- [x] a\n- [ ] b', '- a\n- b'],
    ['a rule between paragraphs', 'a\n\n---\n\nb', 'a\n\nb'],
    ['a comment between items', '- a\n\n<!-- c -->\n\n- b', '- a\n- b'],
    ['a comment alone in an item', 'a', 'a\n\n- <!-- c -->'],
    ['a comment of several lines in HTML', '<div>x<!-- a\nb --></div>', '<div>x</div>'],
    ['a definition that nobody uses', 'a\n\n[x]: y', 'a'],
    ['numbers that Markdown counts by itself', '1. a\n1. b', '1) a\n2) b'],
    ['last cells left out', '| a | b |\n|---|---|\n| c |', '| a | b |\n|:--|--:|\n| c | |'],
    ['a line broken in quoted HTML', '<p\nid="a">x</p>', '<p id="a">x</p>'],
  ])('%s', (_name, one, two) => {
    expect(body(one)).toBe(body(two));
    expect(body(one)).toBeDefined();
  });
});

describe('something else is said', () => {
  it.each([
    ['another title of a link', '[a](b "c")', '[a](b "d")'],
    ['a hard break', 'a\nb', 'a\\\nb'],
    ['another first number', '1. a', '3. a'],
    ['a second definition is no use', '[a][x]\n\n[x]: one\n[x]: two', '[a][x]\n\n[x]: two\n[x]: one'],
    ['another footnote', 'a[^1]\n\n[^1]: One', 'a[^1]\n\n[^1]: Two'],
    ['a footnote of a footnote', 'a[^1]\n\n[^1]: b[^2]\n\n[^2]: One', 'a[^1]\n\n[^1]: b[^2]\n\n[^2]: Two'],
    ['text struck out', 'a ~~b~~', 'a b'],
    ['strong words', '*a*', '**a**'],
    ['a quotation', 'a', '> a'],
    ['a paragraph in two', 'a b', 'a\n\nb'],
    ['columns the other way round', '| a | b |\n|---|---|\n| c | d |', '| b | a |\n|---|---|\n| d | c |'],
    ['other HTML', '<img src="a.png">', '<img src="b.png">'],
    ['white space where HTML keeps it', '<pre>a  b</pre>', '<pre>a b</pre>'],
    ['the end of a comment that is none', '<!-- a', 'b'],
    ['another name of a picture', '![a](x.png)', '![b](x.png)'],
    ['an item moved into another', '- a\n- b', '- a\n  - b'],
  ])('%s', (_name, one, two) => {
    expect(body(one)).not.toBe(body(two));
  });

  it('footnotes that use each other end', () => {
    expect(body('a[^1]\n\n[^1]: b[^2]\n\n[^2]: c[^1]')).toBeDefined();
  });
});

describe('living parts', () => {
  it('a status, a day, a measured value and the table of sign-offs are outside', () => {
    const rest =
      '## Metrics\n\n| Metric | Current | Target |\n|---|---|---|\n| Calls | 3 | 1 |\n\n## Sign-offs\n\n| Role | Name | Date |\n|---|---|---|\n| Security | | |\n';
    const before = digestsOf(bindText(TEMPLATE, `${DOCUMENT}\n${rest}`));
    const after = digestsOf(
      bindText(
        TEMPLATE,
        `${DOCUMENT.replace('Draft', 'Agreed').replace('-02', '-09')}\n${rest.replace('| 3 |', '| 2 |').replace('| |', '| Ada |')}`,
      ),
    );
    expect(after).toEqual(before);
    expect(before.sections.has('sign-offs')).toBe(false);
    expect(before.sections.has('metrics')).toBe(true);
  });

  it('words behind a status count when they are more than a remark', () => {
    const more = `Draft. ${'Anonymous writes are allowed from now on. '.repeat(3)}`;
    expect(own(DOCUMENT.replace('Draft', more)).get('(metadata)')).not.toBe(own(DOCUMENT).get('(metadata)'));
    expect(own(DOCUMENT.replace('Draft', 'Draft (second round)')).get('(metadata)')).toBe(
      own(DOCUMENT).get('(metadata)'),
    );
  });

  it('a section of its own below a living one is not living', () => {
    const text = `${DOCUMENT}\n## Sign-offs\n\n### New API\n\nEverybody may write.\n`;
    const { sections, document, order } = digestsOf(bindText(TEMPLATE, text));
    expect([...sections.keys()]).toEqual(['(title)', '(metadata)', 'goals', 'sign-offs.new-api']);
    expect(order.get('(document)')).toEqual(['goals', 'sign-offs.new-api']);
    expect(digestsOf(bindText(TEMPLATE, text.replace('may', 'must'))).document).not.toBe(document);
  });
});

describe('a section of sign-offs', () => {
  const table = '| Role | Name | Date |\n|---|---|---|\n| Security | Ada | 2026-01-02 |\n';
  const sections = (body: string): ReadonlyMap<string, string> =>
    digestsOf(bindText(TEMPLATE, `${DOCUMENT}\n## Sign-offs\n\n${body}`)).sections;

  it('is outside as far as it holds sign-offs', () => {
    expect([...sections(table).keys()]).not.toContain('sign-offs');
    expect([...sections(`${table}\n<!-- in order -->\n\n- [x] Legal\n`).keys()]).not.toContain('sign-offs');
  });

  it('counts with the words around them', () => {
    const one = sections(`Everybody may write.\n\n${table}`);
    expect([...one.keys()]).toContain('sign-offs');
    expect(sections(`Nobody may write.\n\n${table}`).get('sign-offs')).not.toBe(one.get('sign-offs'));
    expect(sections(`Everybody may write.\n\n${table.replace('Ada', 'Bo')}`)).toEqual(one);
  });
});

describe('metadata', () => {
  const owner = (fields: string): string | undefined => own(head(fields)).get('(metadata)');

  it('does not know notations, order or case of names', () => {
    const lines = owner('**Owner**: Ada Park\n**Reviewer**: Bo');
    expect(owner('- OWNER: Ada Park\n- Reviewer: Bo')).toBe(lines);
    expect(own(`---\nowner: Ada Park\nreviewer: "Bo"\n---\n\n# Plan: Nights\n`).get('(metadata)')).toBe(lines);
    expect(own(`---\nreviewer: Bo # for now\nowner: 'Ada Park'\n---\n\n# Plan: Nights\n`).get('(metadata)')).toBe(
      lines,
    );
  });

  it('knows targets, text struck out and what stands between pairs', () => {
    expect(owner('**Owner**: [Ada](a.md)')).not.toBe(owner('**Owner**: [Ada](b.md)'));
    expect(owner('**Owner**: ~~Ada~~ Bo')).not.toBe(owner('**Owner**: Ada Bo'));
    expect(owner('For now **Owner**: Ada')).not.toBe(owner('**Owner**: Ada'));
  });

  it('holds the companion file, and YAML that cannot be read', () => {
    const digest = (text: string): string | undefined =>
      digestsOf(bindText(TEMPLATE, '# Plan: A\n', { file: 'plan.yaml', text })).own.get('(metadata)');
    expect(digest('owner: Ada\n')).not.toBe(digest('owner: Bo\n'));
    expect(digest('owner: [Ada\n')).not.toBe(digest('owner: [Bo\n'));
  });
});

describe('headings', () => {
  it('do not count their depth, underline and outline number', () => {
    const digest = (heading: string): string | undefined => own(`# T\n\n${heading}\n\ntext\n`).get('goals');
    expect(digest('## 2. Goals')).toBe(digest('## Goals'));
    expect(digest('Goals\n-----')).toBe(digest('## Goals ##'));
    expect(digest('### Goals')).toBe(digest('## Goals'));
    expect(digest('## GOALS')).not.toBe(digest('## Goals'));
  });
});

describe('images', () => {
  const schema = compileTemplate(technicalSpecText, 'technical-spec.md', mdastParser);
  const bind = (text: string) =>
    bindDocument({ file: 'specs/a.md', source: readMarkdown(text, mdastParser), schema, companion: null });
  const files = (hash: string): ReadonlyMap<string, string> =>
    new Map([
      ['specs/flow.svg', hash],
      ['specs/flöw.svg', hash],
    ]);

  it('count by what they show, where that is known', () => {
    const text = '# T\n\n## Overview\n\n![a](flow.svg)\n';
    expect([...imagesOf(bind(text))]).toEqual(['specs/flow.svg']);
    const one = digestsOf(bind(text), files('1')).document;
    expect(digestsOf(bind(text), files('2')).document).not.toBe(one);
    expect(digestsOf(bind(text.replace('flow', './fl%C3%B6w')), files('1')).document).toBe(one);
    expect(digestsOf(bind(text.replace('flow', 'other')), files('1')).document).not.toBe(one);
  });

  it('count in HTML too', () => {
    const document = bind('# T\n\n## Overview\n\n<img src="flow.svg">\n');
    expect(digestsOf(document, files('2')).document).not.toBe(digestsOf(document, files('1')).document);
  });
});
