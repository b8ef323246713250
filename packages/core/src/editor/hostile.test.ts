import { describe, expect, test } from 'vitest';
import { bound } from '../../test/edit-bench.ts';
import { workspaceOf } from '../../test/editor-cursor.ts';
import { hostileTexts } from '../../test/hostile-texts.ts';
import { type Specimen, specimens } from '../../test/mutation/specimen.ts';
import { completionsAt } from './completions-at.ts';
import { hoverAt } from './hover-at.ts';
import { placeAt } from './place-at.ts';

const specification = specimens().find(({ name }) => name.startsWith('examples/')) as Specimen;
const place = { file: 'specs/0001-queue.md', range: { start: 0, end: 0 } };
const workspace = workspaceOf(
  { 'specs/0001-queue.md': '# Technical Specification: Queue\n' },
  { terms: [{ term: 'a', definition: 'b', place }] },
);

/** Places of all kinds: some at a share of the text, and behind each the next that something may be written at. */
function placesIn(text: string): number[] {
  const shares = [0, 0.001, 0.25, 0.5, 0.77, 0.999, 1].map((share) => Math.floor(text.length * share));
  const next = shares.flatMap((at) => ['\n', '|', '(', ':'].map((unit) => text.indexOf(unit, at)));
  return [...shares, ...next, ...next.map((at) => at + 1), text.length + 9];
}

describe('an editor is answered at any place of hostile texts', () => {
  test.each(Object.keys(hostileTexts))('%s', (name) => {
    const text = (hostileTexts[name] as () => string)();
    const document = { bound: bound(specification, text), diagnostics: [] };
    for (const at of placesIn(text)) {
      const ranges = [
        placeAt(document.bound, at).range,
        hoverAt(document, workspace, at)?.range,
        ...completionsAt(document, workspace, at).map(({ edit }) => edit),
      ];
      for (const range of ranges) {
        if (range === undefined) continue;
        expect(range.start).toBeGreaterThanOrEqual(0);
        expect(range.start).toBeLessThanOrEqual(range.end);
        expect(range.end).toBeLessThanOrEqual(text.length);
      }
    }
  });
});
