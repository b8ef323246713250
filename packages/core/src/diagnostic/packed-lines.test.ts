import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LineIndex } from '../text/lines.ts';
import { packLines, unpackLines } from './packed-lines.ts';

test('packed lines give the places of the index they were made from', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', 'b'.repeat(219), 'c'.repeat(300), '\n', '\r', '\r\n', '🙂', '\u{FEFF}'),
    maxLength: 40,
  });
  fc.assert(
    fc.property(
      text,
      fc.oneof(fc.integer({ min: -2, max: 60 }), fc.integer({ min: 0, max: 9000 })),
      (sample, offset) => {
        const lines = new LineIndex(sample);
        expect(unpackLines(packLines(lines)).positionAt(offset)).toEqual(lines.positionAt(offset));
      },
    ),
  );
});
