import { describe, expect, it } from 'vitest';
import { shortened } from './shortened.ts';

describe('shortened', () => {
  it('leaves what is short', () => {
    expect(shortened('short')).toBe('short');
    expect(shortened('x'.repeat(80), 80)).toHaveLength(80);
  });

  it('cuts long text, and no character in two', () => {
    expect(shortened('x'.repeat(100))).toBe(`${'x'.repeat(57)}…`);
    expect(shortened(`${'x'.repeat(56)}🙂 and more words`)).toBe(`${'x'.repeat(56)}…`);
  });
});
