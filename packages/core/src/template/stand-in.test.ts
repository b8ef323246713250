import { describe, expect, it } from 'vitest';
import { isOpenValue, isStandIn } from './stand-in.ts';

describe('stand-ins', () => {
  it.each([
    '[Name]',
    '{{name}}',
    '\\<name\\>',
    '\\[Name\\]',
    '[%]',
    '?',
    '__/__/____',
    'HH:MM',
    '_days_',
    '(fill me in)',
    'RFC-NNNN',
    'https://example.org/pull/?',
    'Your Name (@your-handle)',
    'Author name',
    '[Author 1](https://example.org/author1), [Author 2](https://example.org/author2)',
    '@handle',
    'Names of contributors, if any',
    'link to discussion thread or issue',
    '*if applicable* `MyFeatureName`',
  ])('takes %s for one', (value) => {
    expect(isStandIn(value)).toBe(true);
  });

  it.each([
    'Draft',
    '0.1',
    'First draft',
    'Full review',
    '@ines',
    'Project Maintainers',
    '[the guide](https://example.org)',
    'link: https://example.org',
    'Vec<T>',
    '**Draft**',
  ])('takes %s for a value', (value) => {
    expect(isStandIn(value)).toBe(false);
  });

  it('takes a name in capitals for one where it is the name of the field', () => {
    expect(isStandIn('DATE', 'Date')).toBe(true);
    expect(isStandIn('DATE', 'Title')).toBe(false);
    expect(isStandIn('Date', 'Date')).toBe(false);
  });

  it('waits for an author where a value is empty, a stand-in or a choice', () => {
    expect(['', '[x y]', 'A | B', 'A'].map((value) => isOpenValue(value))).toEqual([true, true, true, false]);
  });
});
