import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readYaml } from '../markdown/front-matter.ts';
import { yamlValue } from './yaml-value.ts';

function read(written: string): unknown {
  const text = `key: ${written}\nnext: 1\n`;
  const { entries, problems } = readYaml(text, { start: 0, end: text.length });
  expect(problems).toEqual([]);
  expect(entries.map(({ key }) => key)).toEqual(['key', 'next']);
  return entries[0]?.value;
}

describe('yamlValue', () => {
  it('means exactly the value, whatever it is and however it was written', () => {
    const value = fc.oneof(
      fc.string({ unit: 'grapheme', minLength: 1 }),
      fc.constantFrom('null', '~', '1.10', '007', 'a: b', '# x', '- x', '[a, b]'),
    );
    fc.assert(
      fc.property(value, fc.constantFrom('', 'old', '"old"', "'old'"), (wanted, old) => {
        expect(String(read(yamlValue(wanted, old, false, '', '\n')))).toBe(wanted);
      }),
    );
  });

  it.each([
    ['Done', 'Draft', 'Done'],
    ['Done', '"Draft"', '"Done"'],
    ["it's", "'Draft'", "'it''s'"],
    ['yes # no', 'Draft', '"yes # no"'],
    ['2', '1', '2'],
    ['1.10', '1.2', '"1.10"'],
  ])('%j in the place of %j is %j', (value, old, written) => {
    expect(yamlValue(value, old, false, '', '\n')).toBe(written);
  });

  it('keeps the notation of lists', () => {
    expect(yamlValue('a, b: c', '[x]', true, '', '\n')).toBe('[a, "b: c"]');
    expect(yamlValue('a, #b', '- x\n  - y', true, '  ', '\n')).toBe('- a\n  - "#b"');
    expect(yamlValue('[a, b]', '', true, '', '\n')).toBe('[a, b]');
  });
});
