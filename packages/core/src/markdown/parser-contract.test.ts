import type { ListItem, Nodes, Root, Table } from 'mdast';
import { describe, expect, it } from 'vitest';
import { coarseStretches } from './bounded-parse.ts';
import { loadParser } from './load-parser.ts';
import { mdastParser } from './mdast-parser.ts';
import { nativeParser } from './native-parser.ts';
import { walk } from './walk.ts';

/** Every node of a type, in text order. */
function nodesOf<T extends Nodes['type']>(tree: Root, type: T): Extract<Nodes, { type: T }>[] {
  const found: Nodes[] = [];
  walk(tree, (node) => {
    if (node.type === type) found.push(node);
    return undefined;
  });
  return found as Extract<Nodes, { type: T }>[];
}

function sliceOf(text: string, node: Nodes | undefined): string {
  return text.slice(node?.position?.start.offset, node?.position?.end.offset);
}

/** Every node has a position that lies in the text and in its parent, in order, with the line and column of its offset. */
function expectSound(text: string, tree: Root): void {
  const lines = text.split(/(?<=\r\n|\r(?!\n)|\n)/u);
  const starts = [0];
  for (const line of lines) starts.push((starts[starts.length - 1] as number) + line.length);
  const offsetOf = (point: { line: number; column: number }): number =>
    (starts[point.line - 1] ?? 0) + point.column - 1;
  walk(tree, (node, parent) => {
    const position = node.position;
    if (position === undefined) throw new Error(`${node.type} has no position in ${JSON.stringify(text)}`);
    const { start, end } = position;
    expect(start.offset).toBe(offsetOf(start));
    expect(end.offset).toBe(offsetOf(end));
    expect(start.offset as number).toBeLessThanOrEqual(end.offset as number);
    const around = parent?.position ?? { start: { offset: 0 }, end: { offset: text.length } };
    expect(start.offset as number).toBeGreaterThanOrEqual(around.start.offset as number);
    expect(end.offset as number).toBeLessThanOrEqual(around.end.offset as number);
    return undefined;
  });
}

describe.each([nativeParser, mdastParser])('the contract of a Markdown parser: $name', (parser) => {
  const parse = (text: string): Root => {
    const tree = parser.parse(text);
    expectSound(text, tree);
    return tree;
  };

  it('gives every node a position in UTF-16 units of the given text', () => {
    const text = '# é 😀 *x*\n\n> a\n> b\n\n1. `c`\n2. d\n\n   e\n\n| f | g |\n|---|---|\n| 😀 | i |\n';
    const tree = parse(text);
    expect(sliceOf(text, nodesOf(tree, 'emphasis')[0])).toBe('*x*');
    expect(nodesOf(tree, 'tableCell').map((cell) => sliceOf(text, cell.children[0]))).toEqual(['f', 'g', '😀', 'i']);
    expect(tree.position?.end.offset).toBe(text.length);
  });

  it('counts a BOM', () => {
    const text = '\uFEFF# a\n\nb';
    const tree = parse(text);
    expect(tree.position?.start).toEqual({ line: 1, column: 1, offset: 0 });
    expect(nodesOf(tree, 'heading').map((node) => sliceOf(text, node))).toEqual(['# a']);
    expect(nodesOf(tree, 'text').map((node) => sliceOf(text, node))).toEqual(['a', 'b']);
    expect(parse('\uFEFF').children).toEqual([]);
    expect(sliceOf('\uFEFF\uFEFFa', nodesOf(parse('\uFEFF\uFEFFa'), 'text')[0])).toBe('\uFEFFa');
  });

  it('reads CRLF and lone CR as line ends', () => {
    const text = '# a\r\n\r\nb\rc\r\n\r- d\r\n';
    const tree = parse(text);
    expect(tree.children.map((node) => [node.type, sliceOf(text, node)])).toEqual([
      ['heading', '# a'],
      ['paragraph', 'b\rc'],
      ['list', '- d'],
    ]);
  });

  it.each(['---\na: 1\nb: 2\n---\n# T\n', '---\r\na: 1\r\nb: 2\r\n---\r\n# T\r\n'])(
    'reads front matter: %j',
    (plain) => {
      for (const text of [plain, `\uFEFF${plain}`]) {
        const [yaml, heading] = parse(text).children;
        expect(yaml).toMatchObject({ type: 'yaml', value: expect.stringMatching(/^a: 1\r?\nb: 2$/u) });
        expect(sliceOf(text, yaml)).toMatch(/^---\r?\na: 1\r?\nb: 2\r?\n---$/u);
        expect(heading?.type).toBe('heading');
      }
    },
  );

  it('reads front matter only at the start, closed, and in YAML', () => {
    expect(parse('---\na: 1\n---').children.map((node) => node.type)).toEqual(['yaml']);
    expect(parse('---\n---\n').children.map((node) => node.type)).toEqual(['yaml']);
    expect(nodesOf(parse('---\na: 1\n'), 'yaml')).toEqual([]);
    expect(nodesOf(parse('\n---\na: 1\n---\n'), 'yaml')).toEqual([]);
    expect(parse('+++\na = 1\n+++\n').children.map((node) => node.type)).toEqual(['paragraph']);
  });

  it('tells task items, ticked or not, from other items', () => {
    const text = '- [ ] a\n- [x] **b**\n- [X] c\n- d\n- [] e\n- [-] f\n-\t[ ] g\n\n1. [x] h\n   - [ ] i\n';
    const items: ListItem[] = nodesOf(parse(text), 'listItem');
    expect(items.map((item) => item.checked ?? null)).toEqual([
      false,
      true,
      true,
      null,
      null,
      null,
      false,
      true,
      false,
    ]);
    // The paragraph starts after the box.
    expect(items.map((item) => sliceOf(text, item.children[0]))).toEqual([
      'a',
      '**b**',
      'c',
      'd',
      '[] e',
      '[-] f',
      'g',
      'h',
      'i',
    ]);
  });

  it('reads tables with escaped pipes, code, and rows of any length', () => {
    const text = '| a \\| b | `c \\| d` |\n|:--|--:|\n| e |\n| f | g | h |\n';
    const table = nodesOf(parse(text), 'table')[0] as Table;
    expect(table.align).toEqual(['left', 'right']);
    expect(table.children.map((row) => row.children.length)).toEqual([2, 1, 3]);
    expect(sliceOf(text, table.children[0]?.children[0]?.children[0])).toBe('a \\| b');
    expect(nodesOf(parse(text), 'inlineCode')[0]?.value).toBe('c | d');
  });

  it('reads footnotes, definitions, references, struck text and bare links', () => {
    const text = 'a[^1] [b] ![c][b] ~~d~~ https://e.f www.g.h i@j.k\n\n[^1]: note\n\n[b]: /url "title"\n';
    const tree = parse(text);
    expect(nodesOf(tree, 'footnoteReference').map((node) => sliceOf(text, node))).toEqual(['[^1]']);
    expect(nodesOf(tree, 'footnoteDefinition').map((node) => sliceOf(text, node))).toEqual(['[^1]: note']);
    expect(nodesOf(tree, 'definition')[0]).toMatchObject({ url: '/url', title: 'title', identifier: 'b' });
    expect(nodesOf(tree, 'linkReference').map((node) => sliceOf(text, node))).toEqual(['[b]']);
    expect(nodesOf(tree, 'imageReference')[0]).toMatchObject({ alt: 'c', identifier: 'b' });
    expect(nodesOf(tree, 'delete').map((node) => sliceOf(text, node))).toEqual(['~~d~~']);
    expect(nodesOf(tree, 'link').map((node) => [node.url, sliceOf(text, node)])).toEqual([
      ['https://e.f', 'https://e.f'],
      ['http://www.g.h', 'www.g.h'],
      ['mailto:i@j.k', 'i@j.k'],
    ]);
  });

  it('reads lists within lists, with tabs and spaces', () => {
    const text = '- a\n  - b\n    - c\n\n      d\n\t- e\n1) f\n\n2) g\n';
    const tree = parse(text);
    expect(nodesOf(tree, 'list').map((list) => [list.ordered, list.start ?? null])).toEqual([
      [false, null],
      [false, null],
      [false, null],
      [true, 1],
    ]);
    expect(nodesOf(tree, 'listItem')).toHaveLength(6);
  });

  it('reads headings of both kinds', () => {
    const text = '# a #\n\nb\nc\n===\n\nd\n---\n\n####### e\n';
    expect(nodesOf(parse(text), 'heading').map((node) => [node.depth, sliceOf(text, node)])).toEqual([
      [1, '# a #'],
      [1, 'b\nc\n==='],
      [2, 'd\n---'],
    ]);
  });

  it('reads HTML as written, comments whole', () => {
    const text = '<!-- a\n\nb -->\n\nc <b>d</b> <!-- e -->\n\n<div>\n*f*\n</div>\n';
    expect(nodesOf(parse(text), 'html').map((node) => node.value)).toEqual([
      '<!-- a\n\nb -->',
      '<b>',
      '</b>',
      '<!-- e -->',
      '<div>\n*f*\n</div>',
    ]);
  });

  it('ends a list item with its HTML', () => {
    const text = '- a\n  - b\n   <!-- c -->\n- d\n\n  <!--\n  e\n  -->\n- f\n';
    for (const whole of [text, `\uFEFF${text}`]) {
      const tree = parse(whole);
      expect(nodesOf(tree, 'html').map((node) => sliceOf(whole, node).trimStart())).toEqual([
        '<!-- c -->',
        '<!--\n  e\n  -->',
      ]);
      const items = nodesOf(tree, 'listItem').map((item) => sliceOf(whole, item));
      expect(items).toEqual(['- a\n  - b\n   <!-- c -->', '- b', '- d\n\n  <!--\n  e\n  -->', '- f']);
    }
  });

  it('reads code as written, in fences and indented', () => {
    const text = '```ts title\n# not a heading\n```\n\n    <!-- no -->\n\n> ~~~\n> a\n> ~~~\n';
    expect(nodesOf(parse(text), 'code').map((node) => [node.lang ?? null, node.meta ?? null, node.value])).toEqual([
      ['ts', 'title', '# not a heading'],
      [null, null, '<!-- no -->'],
      [null, null, 'a'],
    ]);
  });

  it('replaces NUL, which keeps its place', () => {
    const text = 'a\0b *c*';
    const tree = parse(text);
    expect(nodesOf(tree, 'text')[0]?.value).toBe('a\uFFFDb ');
    expect(sliceOf(text, nodesOf(tree, 'emphasis')[0])).toBe('*c*');
  });

  it('reads nothing as nothing', () => {
    for (const text of ['', ' ', '\n', '\r\n\t\n']) {
      const tree = parse(text);
      expect(tree.children).toEqual([]);
      expect(tree.position?.end.offset).toBe(text.length);
    }
  });

  it('never reads more than a hundred marks of containers in a line, and says so', () => {
    for (const mark of ['>', '> ', '- ', '1. ', '> - ']) {
      const text = `# a\n\n${mark.repeat(10_000)}deep *b*\n\n*c*\n`;
      const tree = parse(text);
      expect(nodesOf(tree, 'heading')).toHaveLength(1);
      expect(sliceOf(text, tree.children.at(-1))).toBe('*c*');
      expect(coarseStretches(tree).map(({ start, end }) => text.slice(start, end).length)).toEqual([
        mark.length * 10_000 + 'deep *b*\n'.length,
      ]);
    }
    const rule = `${'-'.repeat(5_000)}\n\n${'=-'.repeat(200)}\n`;
    expect(coarseStretches(parse(rule))).toEqual([]);
  });

  it('reads a paragraph of too many marks as plain text, in full and in its place', () => {
    const knot = '*a **b [c](d) <e> &amp; \\* f@g.h '.repeat(4_000);
    const text = `# Title *x*\n\n${knot}\n\n- [ ] task *y*\n`;
    const tree = parse(text);
    expect(coarseStretches(tree)).toHaveLength(1);
    expect(nodesOf(tree, 'emphasis').map((node) => sliceOf(text, node))).toEqual(['*x*', '*y*']);
    const words = tree.children[1];
    expect(sliceOf(text, words).trimEnd() === knot.trimEnd()).toBe(true);
    expect(nodesOf(tree, 'text').some((node) => node.value.trimEnd() === knot.trimEnd())).toBe(true);
  });

  it('puts the marks of code and HTML back where they were', () => {
    const value = '[a](b) *c* & <d> \\e '.repeat(4_000).trim();
    const text = `x\n\n\`\`\`[\n${value}\n\`\`\`\n\n<div title="[]">\n${value}\n`;
    const tree = parse(text);
    expect(coarseStretches(tree)).toHaveLength(2);
    expect(nodesOf(tree, 'code').map((node) => [node.lang, node.value === value])).toEqual([['[', true]]);
    expect(nodesOf(tree, 'html').map((node) => node.value.endsWith(value))).toEqual([true]);
  });

  it.each([
    '[',
    '![',
    '](',
    '*a_ ',
    '_a __b ',
    '<',
    'a <!-- ',
    '&amp;',
    'a_',
    'www.',
    'http://a',
    '`a',
    '~~a ',
    '[^a]',
    '|a',
    '\n',
    '\t',
    '\0',
  ])('is not stopped by a great many of %j', (mark) => {
    const count = parser.name === 'satteri' ? 100_000 : 3_000;
    for (const text of [mark.repeat(count), `${mark.repeat(count)}@a.b](c)`]) {
      expect(parser.parse(text).position?.end.offset).toBe(text.length);
    }
  });
});

describe('loadParser', () => {
  it('gives the native parser where it is installed', async () => {
    expect((await loadParser()).name).toBe('satteri');
  });
});
