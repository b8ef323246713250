import { describe, expect, it } from 'vitest';
import { readValue } from './read-value.ts';
import type { ValueSpec } from './value-reader.ts';

const RANGE = { start: 0, end: 0 };
const BASE: ValueSpec = { type: 'text', choices: null, open: false, default: null, placeholder: null };

/** Reads words without Markdown marks in them. */
function read(spec: Partial<ValueSpec>, plain: string, raw = plain): [unknown, string] {
  const { json, state } = readValue({ raw, plain, data: undefined }, RANGE, { ...BASE, ...spec });
  return [json, state];
}

describe('a choice', () => {
  const status = {
    type: 'choice',
    choices: ['Draft', 'In Review', 'Accepted', 'Superseded by ADR-0123'],
    role: 'status',
  } as const;

  it.each([
    ['accepted', 'Accepted'],
    ['IN REVIEW', 'In Review'],
    ['in-review', 'In Review'],
    ['✅ Accepted', 'Accepted'],
    ['Accepted (v5.5)', 'Accepted'],
    ['Accepted, 2020-01-01', 'Accepted'],
    ['Superseded by ADR-12', 'Superseded by ADR-0123'],
    ['Draft until spring', 'Draft'],
  ])('%j is %j', (plain, json) => {
    expect(read(status, plain)).toEqual([json, 'valid']);
  });

  it.each(['Draft | In Review | Accepted', 'Draft/In Review/Accepted', 'draft, in review, or accepted'])(
    '%j is unchosen',
    (plain) => {
      expect(read(status, plain)).toEqual([null, 'unchosen']);
    },
  );

  it('struck out or unticked words are no answer', () => {
    expect(read(status, 'Draft Accepted', '~~Draft~~ Accepted')).toEqual(['Accepted', 'valid']);
    expect(read(status, 'Draft Accepted', '- [ ] Draft\n- [x] Accepted')).toEqual(['Accepted', 'valid']);
    expect(read(status, 'Draft Accepted', '- [ ] Draft\n- [ ] Accepted')).toEqual([null, 'unchosen']);
  });

  it('is invalid when it is none of them, and text when others may be used', () => {
    expect(read(status, 'imlpemented')).toEqual([null, 'invalid']);
    expect(read({ ...status, open: true }, 'On hold')).toEqual(['On hold', 'valid']);
  });

  it('that is no status needs more than the same first word', () => {
    const layer = { type: 'choice', choices: ['Core', 'Networking', 'Interface'] } as const;
    expect(read(layer, 'Core stuff')).toEqual([null, 'invalid']);
    expect(read(layer, 'Core: the protocol')).toEqual(['Core', 'valid']);
    expect(read(layer, 'Core/Networking')).toEqual([null, 'invalid']);
  });
});

describe('a date', () => {
  it.each([
    ['2024-03-12', '2024-03-12'],
    ['2024/03/12', '2024-03-12'],
    ['2024-1-5', '2024-01-05'],
    ['2024-03-12T10:00:00Z', '2024-03-12'],
    ['12 March 2024', '2024-03-12'],
    ['12th of March, 2024', '2024-03-12'],
    ['March 12, 2024', '2024-03-12'],
    ['12. März 2024', '2024-03-12'],
    ['12 марта 2024', '2024-03-12'],
    ['15 juin 2024', '2024-06-15'],
    ['2024年3月12日', '2024-03-12'],
    ['12.03.2024', '2024-03-12'],
    ['03/28/2024', '2024-03-28'],
    ['2024-02-29', '2024-02-29'],
    ['2024-03', '2024-03'],
    ['March 2024', '2024-03'],
    ['03/04/2024', '03/04/2024'],
  ])('%j is %j', (plain, json) => {
    expect(read({ type: 'date' }, plain)).toEqual([json, 'valid']);
  });

  it.each(['2015-02-30', '2023-02-29', '2024-13-01', '2014-19-19', 'soon', '31 June 2024'])('%j is none', (plain) => {
    expect(read({ type: 'date' }, plain)).toEqual([null, 'invalid']);
  });
});

describe('other types', () => {
  it.each([
    ['persons', 'Ada (@ada, lead), Bob & Cy', ['Ada (@ada, lead)', 'Bob', 'Cy']],
    ['list', 'a, b; c', ['a', 'b', 'c']],
    ['number', '1,200 requests', 1200],
    ['number', '#42', 42],
    ['number', '-0.5', -0.5],
    ['id', 'KEP-0042', 'KEP-0042'],
    ['version', 'v1.19', 'v1.19'],
    ['url', 'rust-lang/rfcs#12', 'rust-lang/rfcs#12'],
    ['person', '@ada', '@ada'],
  ] as const)('%s %j', (type, plain, json) => {
    expect(read({ type }, plain)).toEqual([json, 'valid']);
  });

  it('read lists, links and YAML', () => {
    expect(read({ type: 'persons' }, 'Ada Bob', '- [Ada](https://a.example)\n- **Bob**')).toEqual([
      ['Ada', 'Bob'],
      'valid',
    ]);
    expect(read({ type: 'url' }, 'the issue', '[the issue](https://a.example/1)')).toEqual([
      'https://a.example/1',
      'valid',
    ]);
    const data = ['sig-node', 'sig-auth'];
    expect(readValue({ raw: '…', plain: '…', data }, RANGE, { ...BASE, type: 'list' }).json).toEqual(data);
  });

  it.each([
    ['number', 'many'],
    ['id', 'none of these words'],
    ['url', 'somewhere else'],
  ] as const)('%s %j is not one', (type, plain) => {
    expect(read({ type }, plain)).toEqual([null, 'invalid']);
  });

  it('say that there is none', () => {
    expect(read({ type: 'url' }, 'N/A')).toEqual([null, 'valid']);
    expect(read({ type: 'date' }, '—')).toEqual([null, 'valid']);
  });
});

describe('a placeholder', () => {
  it.each([
    ['[Name]', '[Name]'],
    ['[Name]', '[name]'],
    ['[Name]', '{Name}'],
    ['[Name]', '**[Name]**'],
    ['[Risk 1]', '[Risk 3]'],
    ['YYYY-MM-DD', 'YYYY-MM-DD'],
    ['<the title>', '<the title>'],
  ])('%j is left in %j', (placeholder, raw) => {
    expect(read({ placeholder }, raw)).toEqual([null, 'placeholder']);
  });

  it.each([
    ['[Name]', 'Name'],
    ['[Name]', '[Ada]'],
    ['[rfcs#0000](https://a.example/0000)', '[rfcs#1234](https://a.example/1234)'],
  ])('%j is replaced by %j', (placeholder, raw) => {
    expect(read({ placeholder }, raw)[1]).toBe('valid');
  });

  it('is not what is empty', () => {
    expect(read({ placeholder: '[Name]' }, '')).toEqual([null, 'empty']);
    expect(read({ placeholder: '[Name]' }, '', '<!-- name -->')).toEqual([null, 'empty']);
    expect(read({}, '', '![diagram](a.png)')[1]).toBe('valid');
  });
});
