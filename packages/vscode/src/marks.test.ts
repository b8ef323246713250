import { createRequire } from 'node:module';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Mark, type Markdown, showMarks } from './marks.ts';

// The editor's preview brings its own copy; this one comes with the packer of extensions.
const markdownIt: () => Markdown<object> & { render(text: string): string } = createRequire(import.meta.url)(
  'markdown-it',
);

const mark = (line: number, more: Partial<Mark> = {}): Mark => {
  return { line, severity: 'warning', placeholder: false, words: 'STR107 Section "Goals" is empty', ...more };
};

function preview(text: string, marks: readonly Mark[]): string {
  return showMarks(markdownIt(), () => marks).render(text);
}

test('the innermost block at the line is marked, whatever it is', () => {
  const text =
    '# One\n\n- first\n- second\n  more\n\n> quoted\n\n```js\nlet a;\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n';
  const at = (line: number) => /<(\w+)[^>]* class="[^"]*specwright-warning/u.exec(preview(text, [mark(line)]))?.[1];
  expect([0, 2, 3, 4, 6, 9, 14].map(at)).toEqual(['h1', 'li', 'li', 'li', 'p', 'code', 'tr']);
  expect(at(1)).toBeUndefined();
});

test('many marks stand where each would stand alone', () => {
  const parts = ['', '# a', '- b', '  - c', '> d', '> - e', '```', '| f | g |', '|---|---|', '    h', 'i', '1. j'];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...parts), { maxLength: 30 }), (lines) => {
      const all = lines.map((_, line) => mark(line, { words: `w${line}` }));
      const together = preview(lines.join('\n'), all);
      for (const one of all) expect(tagOf(together, one)).toBe(tagOf(preview(lines.join('\n'), [one]), one));
    }),
  );
});

/** Which tag of the text below the list bears the words of a mark, counted from 0; -1 when none does. */
function tagOf(html: string, { words }: Mark): number {
  const tags = html.slice(html.indexOf('</details>')).match(/<[^>]*>/gu) ?? [];
  return tags.findIndex((tag) => new RegExp(`\\b${words}\\b`, 'u').test(tag));
}

test('a block with several marks shows the worst, and the words of all', () => {
  const html = preview('text', [
    mark(0, { words: 'A one' }),
    mark(0, { severity: 'error', placeholder: true, words: 'B two' }),
  ]);
  expect(html).toContain('<p class="specwright-finding specwright-error specwright-placeholder" title="A one\nB two">');
  expect(html).toContain('<summary>2 findings</summary><ul><li>1: warning: A one</li><li>1: error: B two</li></ul>');
});

test('nothing is shown that a file wrote as HTML', () => {
  const html = preview('text', [mark(0, { words: '"><script>alert(1)</script>' })]);
  expect(html).not.toContain('<script>');
  expect(html.match(/&lt;script&gt;/gu)).toHaveLength(2);
});

test('a text without findings, and the tokens that the host keeps, stay as they are', () => {
  const plain = markdownIt();
  expect(preview('# One\n', [])).toBe(plain.render('# One\n'));
  let marks = [mark(0)];
  const markdown = showMarks(markdownIt() as ReturnType<typeof markdownIt> & Parser, () => marks);
  const tokens = markdown.parse('# One\n', {});
  const first = markdown.renderer.render(tokens, {}, {});
  expect(markdown.renderer.render(tokens, {}, {})).toBe(first);
  marks = [];
  expect(markdown.renderer.render(tokens, {}, {})).toBe(plain.render('# One\n'));
});

interface Parser {
  parse(text: string, environment: object): Parameters<Markdown<object>['renderer']['render']>[0];
}
