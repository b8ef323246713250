import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { composeEdits } from './compose-edits.ts';
import type { Edit, Replacement } from './edit.ts';
import { applyEdit, EditError, editsCollide, invertEdit, makeEdit, mapPosition, mapRange } from './edit.ts';

const words = fc.string({ unit: fc.constantFrom('a', 'b', '\n', 'é', '\ud83d\ude00'), maxLength: 12 });

/** An edit of a text of `length` units, made from cut points. */
function editOf(length: number): fc.Arbitrary<Edit> {
  const cut = fc.nat({ max: length });
  return fc
    .array(fc.tuple(cut, cut, fc.string({ unit: fc.constantFrom('x', 'y', 'z'), maxLength: 3 })), { maxLength: 4 })
    .map((cuts) => {
      const edit: Replacement[] = [];
      for (const [a, b, text] of cuts) {
        const next = { start: Math.min(a, b), end: Math.max(a, b), text };
        if (!editsCollide(makeEdit(edit, length), [next])) edit.push(next);
      }
      return makeEdit(edit, length);
    });
}

const edited = words.chain((text) => fc.record({ text: fc.constant(text), edit: editOf(text.length) }));
const editedThrice = edited.chain(({ text, edit: a }) =>
  editOf(applyEdit(text, a).length).chain((b) =>
    editOf(applyEdit(applyEdit(text, a), b).length).map((c) => ({ text, a, b, c })),
  ),
);

describe('makeEdit', () => {
  it('sorts, and joins insertions at one place in the order given', () => {
    const edit = makeEdit(
      [
        { start: 4, end: 5, text: 'd' },
        { start: 2, end: 2, text: 'a' },
        { start: 2, end: 3, text: 'c' },
        { start: 2, end: 2, text: 'b' },
      ],
      5,
    );
    expect(edit).toEqual([
      { start: 2, end: 3, text: 'abc' },
      { start: 4, end: 5, text: 'd' },
    ]);
  });

  it('refuses replacements that overlap or reach outside the text', () => {
    const kind = (replacements: readonly Replacement[]): string => {
      try {
        makeEdit(replacements, 5);
        return 'fine';
      } catch (error) {
        return error instanceof EditError ? `${error.kind}: ${error.message}` : 'another error';
      }
    };
    expect(
      kind([
        { start: 0, end: 2, text: '' },
        { start: 1, end: 3, text: '' },
      ]),
    ).toBe('overlap: The replacements of 0–2 and 1–3 overlap');
    expect(
      kind([
        { start: 0, end: 3, text: '' },
        { start: 2, end: 2, text: 'x' },
      ]),
    ).toMatch(/^overlap/u);
    for (const [start, end] of [
      [-1, 0],
      [4, 6],
      [3, 2],
      [Number.NaN, 1],
    ] as const) {
      expect(kind([{ start, end, text: '' }])).toMatch(/^outside/u);
    }
    expect(
      kind([
        { start: 0, end: 2, text: '' },
        { start: 2, end: 3, text: '' },
      ]),
    ).toBe('fine');
  });
});

describe('edits', () => {
  it('change what they name and nothing else', () => {
    fc.assert(
      fc.property(edited, ({ text, edit }) => {
        let expected = text;
        for (const { start, end, text: put } of [...edit].reverse()) {
          expected = expected.slice(0, start) + put + expected.slice(end);
        }
        expect(applyEdit(text, edit)).toBe(expected);
      }),
    );
  });

  it('are undone by their inverse, and the inverse of that is the edit', () => {
    fc.assert(
      fc.property(edited, ({ text, edit }) => {
        const after = applyEdit(text, edit);
        const inverse = invertEdit(text, edit);
        expect(applyEdit(after, inverse)).toBe(text);
        expect(invertEdit(after, inverse)).toEqual(edit);
      }),
    );
  });

  it('compose to one edit that does the same', () => {
    fc.assert(
      fc.property(editedThrice, ({ text, a, b }) => {
        expect(applyEdit(text, composeEdits(a, b))).toBe(applyEdit(applyEdit(text, a), b));
      }),
      { numRuns: 1_000 },
    );
  });

  it('compose associatively', () => {
    fc.assert(
      fc.property(editedThrice, ({ a, b, c }) => {
        expect(composeEdits(composeEdits(a, b), c)).toEqual(composeEdits(a, composeEdits(b, c)));
      }),
      { numRuns: 1_000 },
    );
  });

  it('that change nothing are neutral in a composition', () => {
    fc.assert(
      fc.property(edited, ({ text, edit }) => {
        const normal = composeEdits(edit, []);
        expect(composeEdits([], edit)).toEqual(normal);
        expect(applyEdit(text, normal)).toBe(applyEdit(text, edit));
      }),
    );
  });

  it('that do not collide can be made together or in either order', () => {
    const pair = words.chain((text) => fc.tuple(fc.constant(text), editOf(text.length), editOf(text.length)));
    fc.assert(
      fc.property(pair, ([text, a, b]) => {
        expect(editsCollide(a, b)).toBe(editsCollide(b, a));
        fc.pre(!editsCollide(a, b));
        const both = applyEdit(text, makeEdit([...a, ...b], text.length));
        expect(applyEdit(text, makeEdit([...b, ...a], text.length))).toBe(both);
      }),
      { numRuns: 1_000 },
    );
  });

  it('collide exactly when two of their replacements do', () => {
    const pair = words.chain((text) => fc.tuple(editOf(text.length), editOf(text.length)));
    fc.assert(
      fc.property(pair, ([a, b]) => {
        expect(editsCollide(a, b)).toBe(a.some((one) => b.some((two) => editsCollide([one], [two]))));
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('positions', () => {
  it('keep their order, and before is never behind after', () => {
    fc.assert(
      fc.property(edited, ({ text, edit }) => {
        const length = applyEdit(text, edit).length;
        let last = { before: 0, after: 0 };
        for (let offset = 0; offset <= text.length; offset += 1) {
          const mapped = { before: mapPosition(edit, offset, 'before'), after: mapPosition(edit, offset, 'after') };
          expect(mapped.before).toBeLessThanOrEqual(mapped.after);
          expect(mapped.before).toBeGreaterThanOrEqual(last.before);
          expect(mapped.after).toBeGreaterThanOrEqual(last.after);
          expect(mapped.after).toBeLessThanOrEqual(length);
          last = mapped;
        }
      }),
      { numRuns: 500 },
    );
  });

  it('stay at the units that the edit keeps', () => {
    fc.assert(
      fc.property(edited, ({ text, edit }) => {
        const after = applyEdit(text, edit);
        for (let offset = 0; offset < text.length; offset += 1) {
          if (edit.some(({ start, end }) => start <= offset && offset < end)) continue;
          expect(after[mapPosition(edit, offset, 'after')]).toBe(text[offset]);
          expect(after[mapPosition(edit, offset + 1, 'before') - 1]).toBe(text[offset]);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('come back under the inverse when the edit keeps their surroundings', () => {
    fc.assert(
      fc.property(edited, fc.nat({ max: 12 }), ({ text, edit }, offset) => {
        fc.pre(edit.every(({ start, end }) => offset < start || offset > end));
        const inverse = invertEdit(text, edit);
        expect(mapPosition(inverse, mapPosition(edit, offset, 'after'), 'after')).toBe(offset);
      }),
    );
  });

  it('of a range hold its kept text and none of the text put at its edges', () => {
    const edit = makeEdit(
      [
        { start: 2, end: 2, text: 'XX' },
        { start: 5, end: 5, text: 'YY' },
      ],
      8,
    );
    expect(mapRange(edit, { start: 2, end: 5 })).toEqual({ start: 4, end: 7 });
    const replaced = makeEdit([{ start: 1, end: 6, text: 'new' }], 8);
    expect(mapRange(replaced, { start: 2, end: 5 })).toEqual({ start: 1, end: 1 });
    expect(mapRange(replaced, { start: 0, end: 3 })).toEqual({ start: 0, end: 1 });
    expect(mapRange(replaced, { start: 3, end: 8 })).toEqual({ start: 4, end: 6 });
  });
});
