import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineIndex } from './lines.ts';

const texts = fc.string({
  unit: fc.constantFrom('a', '\n', '\r', '\r\n', '😀', '\uFEFF', 'é', '\u2028', '\f'),
  maxLength: 20,
});

/** Line and column of an offset, by reading every unit before it. */
function naive(text: string, offset: number): { line: number; column: number } {
  let line = 1;
  let column = 1;
  for (let at = 0; at < offset; at += 1) {
    const ends = text[at] === '\n' || (text[at] === '\r' && text[at + 1] !== '\n');
    line += ends ? 1 : 0;
    column = ends ? 1 : column + 1;
  }
  return { line, column };
}

describe('LineIndex', () => {
  it('places every offset as reading unit by unit does', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const lines = new LineIndex(text);
        for (let offset = 0; offset <= text.length; offset += 1) {
          expect(lines.positionAt(offset)).toEqual({ ...naive(text, offset), offset });
        }
      }),
    );
  });

  it('splits a text into the lines that its line ends make', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const lines = new LineIndex(text);
        const found = Array.from({ length: lines.lineCount }, (_, index) =>
          text.slice(lines.startOfLine(index + 1), lines.endOfLine(index + 1)),
        );
        expect(found).toEqual(text.split(/\r\n|\r|\n/u));
      }),
    );
  });

  it('clamps what is outside the text', () => {
    const lines = new LineIndex('a\nb');
    expect(lines.positionAt(-5)).toEqual({ line: 1, column: 1, offset: 0 });
    expect(lines.positionAt(99)).toEqual({ line: 2, column: 2, offset: 3 });
    expect(lines.startOfLine(9)).toBe(3);
    expect(lines.endOfLine(9)).toBe(3);
    expect(lines.lineAt(Number.NaN)).toBe(1);
  });
});
