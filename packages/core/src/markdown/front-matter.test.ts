import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readYaml } from './front-matter.ts';
import { readWithLibrary } from './yaml-library.ts';

const read = (text: string) => readYaml(text, { start: 0, end: text.length });

/** `key → raw`, and what the ranges hold. */
function raws(text: string): Record<string, string> {
  return Object.fromEntries(
    read(text).entries.map((entry) => {
      expect(text.slice(entry.valueRange.start, entry.valueRange.end)).toBe(entry.raw);
      return [text.slice(entry.keyRange.start, entry.keyRange.end), entry.raw];
    }),
  );
}

describe('values of valid YAML', () => {
  it('are typed as the core schema says, dates as text', () => {
    const { entries, problems } = read(
      'a: 1\nb: true\nc: 2020-01-31\nd: ~\ne: "1"\nf: 1.5\ng: .inf\nh: yes\ni:\nj: -2\nk: 0x1F\n',
    );
    expect(problems).toEqual([]);
    expect(Object.fromEntries(entries.map((entry) => [entry.key, entry.value]))).toEqual({
      a: 1,
      b: true,
      c: '2020-01-31',
      d: null,
      e: '1',
      f: 1.5,
      g: '.inf',
      h: 'yes',
      i: null,
      j: -2,
      k: 31,
    });
  });

  it('have items and children with exact ranges', () => {
    const text = 'authors:\n  - "@jane"\n  - Bob # x\nflow: [a, "b c"]\nmilestone:\n  alpha: v1 # y\n  beta: v2\n';
    const [authors, flow, milestone] = read(text).entries;
    const slice = ({ start, end }: { start: number; end: number }) => text.slice(start, end);
    expect(authors?.items.map((item) => [slice(item.range), item.raw, item.value])).toEqual([
      ['"@jane"', '"@jane"', '@jane'],
      ['Bob', 'Bob', 'Bob'],
    ]);
    expect(authors?.raw).toBe('- "@jane"\n  - Bob');
    expect(flow?.items.map((item) => item.raw)).toEqual(['a', '"b c"']);
    expect(milestone?.value).toEqual({ alpha: 'v1', beta: 'v2' });
    expect(milestone?.children.map((child) => [child.key, child.raw, child.comment?.text])).toEqual([
      ['alpha', 'v1', 'y'],
      ['beta', 'v2', undefined],
    ]);
  });

  it('leave comments out of the value and keep them beside it', () => {
    const text = 'a: b # c d\ne: # f\ng: # h\n  - i\nj: k#l\n"m": "n # o" # p\n';
    expect(read(text).entries.map((entry) => [entry.key, entry.raw, entry.comment?.text ?? null])).toEqual([
      ['a', 'b', 'c d'],
      ['e', '', 'f'],
      ['g', '- i', 'h'],
      ['j', 'k#l', null],
      ['m', '"n # o"', 'p'],
    ]);
    const comment = read(text).entries[0]?.comment?.range;
    expect(text.slice(comment?.start, comment?.end)).toBe('# c d');
  });

  it('that are empty have an empty range where a value would stand', () => {
    expect(read('a:\nb: \nc: # d\ne:').entries.map((entry) => entry.valueRange)).toEqual([
      { start: 2, end: 2 },
      { start: 6, end: 6 },
      { start: 10, end: 10 },
      { start: 16, end: 16 },
    ]);
  });

  it('may be written over several lines, with anchors and aliases', () => {
    const { entries, problems } = read('a: one\n  two\nb: |\n  text\n\nc: &x y\nd: *x\ne: {f: 1}\n');
    expect(problems).toEqual([]);
    expect(entries.map((entry) => entry.value)).toEqual(['one two', 'text\n', 'y', 'y', { f: 1 }]);
  });
});

describe('text that is not valid YAML', () => {
  it('keeps every key and its raw value, as templates need', () => {
    const text = [
      '# These are optional.',
      'title: <The title>: x # note',
      'status: "{proposed | rejected',
      'date: {YYYY-MM-DD when the decision was last updated}',
      'choice: {a | b}',
      'stage: a|b|c',
      'name: {{name}}',
      'author: @handle',
      'category: <Core, or ERC> # Only required for Standards Track',
    ].join('\n');
    expect(raws(text)).toEqual({
      title: '<The title>: x',
      status: '"{proposed | rejected',
      date: '{YYYY-MM-DD when the decision was last updated}',
      choice: '{a | b}',
      stage: 'a|b|c',
      name: '{{name}}',
      author: '@handle',
      category: '<Core, or ERC>',
    });
    const { entries, problems } = read(text);
    expect(entries.map((entry) => entry.value)).toEqual(entries.map((entry) => entry.raw));
    expect(entries.flatMap((entry) => entry.comment?.text ?? [])).toEqual([
      'note',
      'Only required for Standards Track',
    ]);
    expect(problems.map(({ message, range }) => [message, text.slice(range.start, range.end)])).toEqual([
      ['The value of "title" is not valid YAML: nested mappings are not allowed in compact mappings', '<The title>: x'],
      ['The value of "status" is not valid YAML: the closing " is missing', '"{proposed | rejected'],
      ['The value of "author" is not valid YAML: plain value cannot start with reserved character @', '@handle'],
    ]);
  });

  it('names a line that is no key, and reads the rest', () => {
    const { entries, problems } = read('stray\na: b\n');
    expect(entries.map((entry) => entry.key)).toEqual(['a']);
    expect(problems).toEqual([{ message: 'This line of YAML is not "key: value"', range: { start: 0, end: 5 } }]);
  });

  it('reports keys that stand twice, at any depth, and keeps both', () => {
    const { entries, problems } = read('a: 1\nb:\n  c: 1\n  c: 2\na: 2\n');
    expect(entries.map((entry) => entry.value)).toEqual([1, { c: 2 }, 2]);
    expect(problems.map(({ message, range }) => [message, range.start])).toEqual([
      ['The key "c" stands twice in the YAML', 17],
      ['The key "a" stands twice in the YAML', 22],
    ]);
  });
});

describe('hostile YAML', () => {
  const bomb = ['a0: &a0 [x,x,x,x,x,x,x,x,x]'];
  for (let at = 1; at < 12; at += 1)
    bomb.push(
      `a${at}: &a${at} [${Array(9)
        .fill(`*a${at - 1}`)
        .join(',')}]`,
    );
  const texts: Record<string, string> = {
    'a bomb of aliases': bomb.join('\n'),
    'an alias of itself': 'a: &a [*a]',
    'deep flow': `a: ${'['.repeat(20_000)}`,
    'deep maps': `a: ${'{b: '.repeat(5_000)}`,
    'deep blocks': `a:\n${' - '.repeat(5_000)}b`,
    'explicit keys': `a: b\n${'? '.repeat(5_000)}`,
    'explicit keys and items': `a:\n  ${'? - '.repeat(5_000)}`,
    'a line of a million': `a: ${'b '.repeat(500_000)}\nc: [d`,
    'spaces before no colon': `a${' '.repeat(1_000_000)}b`,
    'many broken lines': 'a: [b\n'.repeat(2_000),
    'many aliases': `a: &a b\n${Array.from({ length: 5_000 }, (_, at) => `k${at}: *a`).join('\n')}`,
  };
  it.each(Object.keys(texts))('is read in bounded time: %s', (name) => {
    const { entries, problems } = read(texts[name] as string);
    expect(problems.length).toBeGreaterThan(0);
    for (const entry of entries) expect(() => JSON.stringify(entry)).not.toThrow();
  });

  it('never throws, and ranges stay within the text', () => {
    const marks = fc.constantFrom(
      'a',
      'b: ',
      ': ',
      '\n',
      '\r\n',
      '  ',
      '- ',
      '? ',
      '"',
      "'",
      '#',
      ' # ',
      '[',
      ']',
      '{',
      '}',
      ',',
      '&x ',
      '*x',
      '|',
      '>',
      '!',
      '%',
      '@',
      '---',
      '\t',
      '😀',
      '\uFEFF',
      '\0',
      '<<: ',
      '1',
      '~',
    );
    fc.assert(
      fc.property(fc.array(marks, { maxLength: 40 }), (parts) => {
        const text = parts.join('');
        const { entries, problems } = read(text);
        for (const { range } of problems) expect(range.start <= range.end && range.end <= text.length).toBe(true);
        for (const entry of entries) {
          expect(text.slice(entry.valueRange.start, entry.valueRange.end)).toBe(entry.raw);
          expect(entry.keyRange.end).toBeLessThanOrEqual(entry.valueRange.start);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('the reader of plain lines', () => {
  it('reads what the library reads', () => {
    const word = fc.constantFrom(
      'a',
      'true',
      '1',
      '1.',
      '.5',
      '+1',
      '0o7',
      '1e3',
      '~',
      'x y',
      'a:b',
      'a#b',
      "it's",
      '<b>',
      'é',
      '😀',
      '.inf',
      '2020-01-01',
      '"q"',
      "'r'",
      "''",
      '99999999999999999999',
    );
    const value = fc.oneof(
      word,
      fc.tuple(word, fc.constantFrom(' ', ' # ', ': ', ' #', ':', ',', '  ', '\t')).map((parts) => parts.join('')),
      fc.string({ unit: 'grapheme', maxLength: 6 }),
    );
    const indent = fc.constantFrom('', '  ', '    ');
    const line = fc.oneof(
      {
        weight: 4,
        arbitrary: fc
          .tuple(fc.constantFrom('a: ', 'b:', 'c d: ', 'true: ', 'e:  ', '"f": ', 'g : '), value)
          .map((parts) => parts.join('')),
      },
      { weight: 2, arbitrary: fc.tuple(indent, fc.constant('- '), value).map((parts) => parts.join('')) },
      fc.tuple(indent, fc.constantFrom('', '# c', '#')).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 6 }), fc.constantFrom('\n', '\r\n'), (lines, end) => {
        const text = lines.join(end).trimEnd();
        const whole = readWithLibrary(text, { start: 0, end: text.length });
        fc.pre(whole.problem === null);
        expect(read(text).entries).toEqual(whole.entries);
      }),
      { numRuns: 3_000 },
    );
  });
});

describe('ranges', () => {
  it('count in the document, fences, BOM and CRLF included', () => {
    const text = '\uFEFF---\r\na: 😀\r\nb: [c]\r\n---\r\n# Title\r\n';
    const range = { start: 1, end: text.indexOf('---', 5) + 3 };
    const { entries, problems } = readYaml(text, range);
    expect(problems).toEqual([]);
    expect(entries.map((entry) => [text.slice(entry.keyRange.start, entry.keyRange.end), entry.raw])).toEqual([
      ['a', '😀'],
      ['b', '[c]'],
    ]);
    expect(readYaml(text.slice(0, range.end), { start: 0, end: range.end }).entries).toEqual(entries);
  });

  it('of nothing are fine', () => {
    for (const text of ['', '---\n---', '---', '\n\n', '# only a comment\n']) {
      expect(read(text)).toEqual({ entries: [], problems: [] });
    }
  });
});
