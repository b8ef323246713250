import { describe, expect, test } from 'vitest';
import { draws, seed } from './mutation/draws.ts';
import type { Fault } from './mutation/fault.ts';
import { fieldFaults } from './mutation/field-faults.ts';
import { lifecycleFaults, linkFaults } from './mutation/link-faults.ts';
import { placesOf } from './mutation/places.ts';
import { findingsOf, specimens } from './mutation/specimen.ts';
import { structureFaults } from './mutation/structure-faults.ts';
import { tableFaults } from './mutation/table-faults.ts';
import { textFaults } from './mutation/text-faults.ts';

const good = specimens();
const places = good.map(placesOf);

describe('good documents', () => {
  test.each(good.map((specimen) => [specimen.name, specimen] as const))('nothing is found in %s', (_name, specimen) => {
    expect(findingsOf(specimen, specimen.text).map(({ code, message }) => `${code} ${message}`)).toEqual([]);
  });
});

const faults: readonly Fault[] = [
  ...structureFaults,
  ...textFaults,
  ...fieldFaults,
  ...tableFaults,
  ...linkFaults,
  ...lifecycleFaults,
];

describe('a planted fault is found, by the right rule, at the right place', () => {
  test.each(faults.map((fault) => [fault.name, fault] as const))('%s', (_name, fault) => {
    const { planted, missed } = hunt(fault);
    expect(planted, 'no good document has a place for this fault').toBeGreaterThan(0);
    expect(missed, `seed ${seed}: ${missed.length} of ${planted} missed`).toEqual([]);
  });
});

/** Plants a fault at seeded places of every good document; `missed` tells of each that no right finding touches. */
function hunt(fault: Fault): { planted: number; missed: string[] } {
  let planted = 0;
  const missed = new Set<string>();
  for (const place of places) {
    for (const draw of draws()) {
      const mutant = fault.plant(place, draw);
      if (mutant === null) continue;
      planted += 1;
      const found = findingsOf(place.specimen, mutant.text, mutant.circumstances);
      const right = found.some(({ name, range }) => {
        return fault.rules.includes(name) && range.start <= mutant.at.end && range.end >= mutant.at.start;
      });
      if (right) continue;
      const where = mutant.text.slice(mutant.at.start, mutant.at.end).slice(0, 160);
      const said = found.map(({ name, range }) => `${name}@${range.start}`).join(' ');
      missed.add(
        `${place.specimen.name} at ${mutant.at.start}–${mutant.at.end} ${JSON.stringify(where)}; said: ${said}`,
      );
    }
  }
  return { planted, missed: [...missed] };
}
