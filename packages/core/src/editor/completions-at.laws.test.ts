import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bound } from '../../test/edit-bench.ts';
import { workspaceOf } from '../../test/editor-cursor.ts';
import { seed } from '../../test/mutation/draws.ts';
import { type Specimen, specimens } from '../../test/mutation/specimen.ts';
import { addressMap } from '../document/addresses.ts';
import type { BoundDocument } from '../document/document.ts';
import { applyEdit } from '../text/edit.ts';
import type { Completion } from './completion/completion.ts';
import { completionsAt } from './completions-at.ts';
import { placeAt } from './place-at.ts';

const runs = { seed, numRuns: process.env.SPECWRIGHT_PROOF === '1' ? 10_000 : 400 };
const all = specimens();
const workspace = workspaceOf({
  'specs/0001-queue.md': '# Technical Specification: Queue\n\n## Overview\n',
  'a b/[x] (1).md': '# Technical Specification: [x](y) | **z**\n',
});

/** What somebody may be writing just now. */
const typed = fc.constantFrom(
  '',
  '\n',
  '\n\n',
  '#',
  '## ',
  '\n\n### G',
  '|',
  '| ',
  '\n| a | ',
  '**',
  '**Sta',
  ': ',
  '- ',
  '\n1. ',
  '[a](',
  '[a](#',
  '\n---\n',
  '<!--',
  '```\n',
  '\r\n',
  ', ',
  'Ж山',
);

interface Writing {
  readonly specimen: Specimen;
  readonly text: string;
  readonly cursor: number;
  toString(): string;
}

/** A good document with something typed at a place, the cursor behind it; with everything behind, or cut off there. */
const writing: fc.Arbitrary<Writing> = fc
  .tuple(fc.constantFrom(...all), fc.nat(), fc.nat(), typed, fc.constantFrom('kept', 'line', 'cut'), fc.boolean())
  .map(([specimen, nat, within, words, rest, windows]) => {
    const own = windows ? `\uFEFF${specimen.text.replaceAll('\n', '\r\n')}` : specimen.text;
    const drawn = placeIn(bound(specimen, own), nat, within);
    // No cursor stands within a line end.
    const at = own.startsWith('\r\n', drawn - 1) ? drawn - 1 : drawn;
    const lineEnd = own.slice(at).search(/[\r\n]|$/u) + at;
    const behind = { kept: own.slice(at), line: own.slice(lineEnd), cut: '' }[rest];
    const text = own.slice(0, at) + words + behind;
    const cursor = at + words.length;
    const shown = JSON.stringify(`${text.slice(0, cursor)}‸${text.slice(cursor)}`);
    return { specimen, text, cursor, toString: () => `${specimen.name}: ${shown}` };
  });

/** Any place, or as often one within a field, a cell or another part. */
function placeIn(document: BoundDocument, nat: number, within: number): number {
  const { text } = document.source;
  const ranges = [...document.fields.map(({ value }) => value.range), ...addressMap(document).values()];
  const range = ranges[(nat >> 1) % ranges.length];
  if (nat % 2 === 0 || range === undefined) return within % (text.length + 1);
  return range.start + (within % (range.end - range.start + 1));
}

function expectSound({ edit, label, detail }: Completion, text: string, cursor: number): void {
  expect(edit.start).toBeLessThanOrEqual(cursor);
  expect(edit.end).toBeGreaterThanOrEqual(cursor);
  expect(text.slice(edit.start, edit.end)).not.toMatch(/[\r\n]/u);
  expect(label).not.toBe('');
  expect(`${label}${detail}${edit.text}`).not.toMatch(/undefined|NaN|\[object/u);
  expect(detail).not.toMatch(/[\r\n]/u);
}

/** What is read where a value was put. */
function stateAt(document: BoundDocument, offset: number): string {
  const place = placeAt(document, offset);
  if (place.kind === 'cell') return place.cell.value.state;
  return place.kind === 'field-value' ? place.field.value.state : place.kind;
}

describe('a completion', () => {
  test('has the cursor within or beside it, and a value that it writes is read as valid', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(writing, ({ specimen, text, cursor }) => {
        const found = completionsAt({ bound: bound(specimen, text), diagnostics: [] }, workspace, cursor);
        for (const completion of found) {
          const { kind, edit, label } = completion;
          seen.add(kind);
          expectSound(completion, text, cursor);
          if (kind !== 'choice' && kind !== 'date' && kind !== 'person') continue;
          const after = applyEdit(text, [edit]);
          const put = edit.start + edit.text.trimEnd().length;
          expect([label, after.slice(edit.start - 30, put + 10), stateAt(bound(specimen, after), put)]).toEqual([
            label,
            after.slice(edit.start - 30, put + 10),
            'valid',
          ]);
        }
      }),
      runs,
    );
    expect([...seen].sort()).toEqual(
      ['anchor', 'choice', 'date', 'document', 'entry', 'field', 'item', 'person', 'row', 'section'].sort(),
    );
  });

  test('of a section that belongs there is read as that section', () => {
    fc.assert(
      fc.property(writing, ({ specimen, text, cursor }) => {
        const document = bound(specimen, text);
        const found = completionsAt({ bound: document, diagnostics: [] }, workspace, cursor);
        for (const { kind, label, edit, detail } of found) {
          if (kind !== 'section' || detail.includes('elsewhere')) continue;
          const after = bound(specimen, applyEdit(text, [edit]));
          const here = placeAt(after, edit.start + edit.text.search(/\S/u));
          const schema = here.kind === 'heading' ? here.section.schema : null;
          expect([label, schema?.name, schema?.heading]).toContain(schema === null ? 'no section' : label);
          expect(label === schema?.name || label === schema?.heading).toBe(true);
        }
      }),
      runs,
    );
  });
});
