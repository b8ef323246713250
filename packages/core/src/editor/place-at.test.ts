import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { bound } from '../../test/edit-bench.ts';
import { seed } from '../../test/mutation/draws.ts';
import { specimens } from '../../test/mutation/specimen.ts';
import { bindText } from '../document/bind-text.ts';
import { technicalSpecText } from '../template/builtin/technical-spec.ts';
import { placeAt, type TextPlace } from './place-at.ts';

/** The text with `‸` where the cursor is. */
function at(marked: string, template = technicalSpecText): { place: TextPlace; held: string } {
  const offset = marked.indexOf('‸');
  const text = marked.replace('‸', '');
  const place = placeAt(bindText(template, text), offset);
  return { place, held: text.slice(place.range.start, place.range.end) };
}

/** The name or address of the part that stands at a place. */
function said(place: TextPlace): string {
  switch (place.kind) {
    case 'title':
      return place.title.name;
    case 'heading':
      return place.section.address;
    case 'field-name':
    case 'field-value':
      return place.field.address;
    case 'column':
      return place.column.name;
    case 'cell':
      return place.cell.address;
    case 'item':
      return place.item.address;
    case 'group':
      return place.group.address;
    case 'text':
      return place.home?.address ?? '';
  }
}

describe('what stands at an offset', () => {
  it.each([
    ['# Technical Specification: La‸bels\n', 'title', 'Labels'],
    ['# T\n\n**Stat‸us**: Draft\n', 'field-name', 'status'],
    ['# T\n\n‸**Status**: Draft\n', 'field-name', 'status'],
    ['# T\n\n**Status**:‸ Draft\n', 'field-value', 'status'],
    ['# T\n\n**Status**: Dr‸aft\n', 'field-value', 'status'],
    ['# T\n\n**Status**: Draft  ‸\n', 'field-value', 'status'],
    ['# T\n\n**Status**: ‸\n', 'field-value', 'status'],
    ['# T\n\n**Status**:‸', 'field-value', 'status'],
    ['# T\n\n**Status**: ‸\r\n**Author**: Ada\r\n', 'field-value', 'status'],
    ['\uFEFF# T\n\n- **Author**: 山田‸太郎\n', 'field-value', 'author'],
    ['---\nauthor: ‸\nstatus: Draft\n---\n\n# T\n', 'field-value', 'author'],
    ['---\nauthor: Ada\nsta‸tus: Draft\n---\n\n# T\n', 'field-name', 'status'],
    ['# T\n\n## Status\n\nDr‸aft\n', 'field-value', 'status'],
    ['# T\n\n## Status\n\n‸\n\n## Overview\n', 'field-value', 'status'],
    ['# T\n\n## Over‸view\n', 'heading', 'overview'],
    ['# T\n\n## Overview\n\n##‸ \n', 'heading', 'unnamed'],
    ['# T\n\n## Overview\n\n### Goals\n\n- a‸\n', 'item', 'overview.goals[1]'],
    ['# T\n\n## Overview\n\n### Goals\n\n- a\n  - Ц‸ель\n', 'item', 'overview.goals[1][1]'],
    ['# T\n\n## Overview\n\n### Goals\n\n- a\n\n‸\n', 'text', 'overview.goals'],
    ['# T\n\n## Overview\n\n‸\n\n### Goals\n', 'text', 'overview'],
    ['# T\n\n‸\n\n## Overview\n', 'text', ''],
  ])('%j', (marked, kind, name) => {
    const { place } = at(marked);
    expect([place.kind, said(place)]).toEqual([kind, name]);
  });

  it.each([
    ['| Ri‸sk | Likelihood |\n|---|---|\n| a | Low |', 'column', 'Risk', ' Risk '],
    ['| Risk | Likelihood |\n|---|‸---|\n| a | Low |', 'text', 'risks-and-mitigations', ''],
    ['| Risk | Likelihood |\n|---|---|\n| a |‸ Low |', 'cell', 'risks-and-mitigations[1].likelihood', ' Low '],
    ['| Risk | Likelihood |\n|---|---|\n| a | Low ‸|', 'cell', 'risks-and-mitigations[1].likelihood', ' Low '],
    ['| Risk | Likelihood |\n|---|---|\n| a |  ‸  |', 'cell', 'risks-and-mitigations[1].likelihood', '    '],
    ['| Risk | Likelihood |\n|---|---|\n| a \\| b ‸| |', 'cell', 'risks-and-mitigations[1].risk', ' a \\| b '],
    ['| Risk | Likelihood |\n|---|---|\n‸| a | Low |', 'text', 'risks-and-mitigations', ''],
    ['| Risk | Likelihood |\n|---|---|\n| a | Low |‸', 'text', 'risks-and-mitigations', ''],
    ['Risk | Likelihood\n---|---\na | Lo‸w', 'cell', 'risks-and-mitigations[1].likelihood', ' Low'],
  ])('in a table: %j', (rows, kind, name, range) => {
    const { place, held } = at(`# T\n\n## Risks and Mitigations\n\n${rows}\n`);
    expect([place.kind, said(place), held]).toEqual([kind, name, range]);
  });

  it('in a group: its line, and an item of its list', () => {
    const phases = (line: string): string => `# T\n\n## Implementation\n\n### Phases\n\n${line}`;
    expect(at(phases('**Phase 1**: Fi‸lm\n- [ ] Buy\n')).place.kind).toBe('group');
    const { place } = at(phases('**Phase 1**: Film\n- [ ] Bu‸y\n'));
    expect(place.kind === 'item' && place.group?.address).toBe('implementation.phases[1]');
  });

  it('with the nodes around it, the innermost last', () => {
    const { place } = at('# T\n\n## Overview\n\nSee [the *pl‸an*](./plan.md).\n');
    expect(place.nodes.map(({ type }) => type)).toEqual(['paragraph', 'link', 'emphasis', 'text']);
    expect(at('# T\n\n## Overview\n\na\n\n‸\n\nb\n').place.nodes).toEqual([]);
  });
});

/** What holds at every offset: nothing is thrown, and the range holds the offset. */
function expectSound(text: string, document: ReturnType<typeof bindText>, offset: number): void {
  const { range, home } = placeAt(document, offset);
  const clamped = Math.max(0, Math.min(offset, text.length));
  expect(range.start).toBeLessThanOrEqual(clamped);
  expect(range.end).toBeGreaterThanOrEqual(clamped);
  if (home !== null) expect(home.outline.range.start).toBeLessThanOrEqual(clamped);
}

describe('every offset has a place', () => {
  test('of good documents cut off anywhere', () => {
    const cut = fc.tuple(
      fc.constantFrom(...specimens()),
      fc.nat(),
      fc.nat(),
      fc.constantFrom('', '#', '|', '**', '\r\n'),
    );
    fc.assert(
      fc.property(cut, ([specimen, length, place, typed]) => {
        const text = specimen.text.slice(0, length % (specimen.text.length + 1)) + typed;
        expectSound(text, bound(specimen, text), place % (text.length + 1));
      }),
      { seed, numRuns: process.env.SPECWRIGHT_PROOF === '1' ? 5_000 : 200 },
    );
  });
});
