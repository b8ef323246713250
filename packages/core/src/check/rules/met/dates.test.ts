import { describe, expect, it } from 'vitest';
import { dayAfter, isImpossibleDate } from './dates.ts';

describe('dates', () => {
  it('knows the days of the calendar', () => {
    for (const date of ['2026-02-29', '2026-13-01', '2026-00-10', '2026-04-31', '1900-02-29'])
      expect(isImpossibleDate(date), date).toBe(true);
    for (const date of ['2024-02-29', '2000-02-29', '2026-12-31', '2026-01-01T10:00:00Z', '3 May 2026', '2026', ''])
      expect(isImpossibleDate(date), date).toBe(false);
  });

  it('goes over the end of months and years', () => {
    expect(dayAfter('2026-02-28')).toBe('2026-03-01');
    expect(dayAfter('2024-02-28')).toBe('2024-02-29');
    expect(dayAfter('2026-12-31')).toBe('2027-01-01');
    expect(dayAfter('2026-05-09')).toBe('2026-05-10');
  });
});
