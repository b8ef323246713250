import { describe, expect, it } from 'vitest';
import { escapeCell, spansOf } from './tables.ts';

describe('spansOf', () => {
  const cellsOf = (row: string): string[] =>
    spansOf(row, { start: 0, end: row.length }).cells.map(({ start, end }) => row.slice(start, end));

  it('splits at pipes and keeps white space', () => {
    expect(cellsOf('| a | bb  |')).toEqual([' a ', ' bb  ']);
  });

  it('takes outer pipes as optional', () => {
    expect(cellsOf('a | b')).toEqual(['a ', ' b']);
    expect(cellsOf('| a | b')).toEqual([' a ', ' b']);
    expect(cellsOf('a | b |')).toEqual(['a ', ' b ']);
  });

  it('keeps escaped pipes within a cell, and ends a cell behind an escaped backslash', () => {
    expect(cellsOf('| a \\| b | `x \\| y` |')).toEqual([' a \\| b ', ' `x \\| y` ']);
    expect(cellsOf('| a \\\\| b |')).toEqual([' a \\\\', ' b ']);
  });

  it('counts empty cells', () => {
    expect(cellsOf('|||')).toEqual(['', '']);
    expect(cellsOf('| a | |')).toEqual([' a ', ' ']);
  });

  it('leaves out white space around the row', () => {
    const row = '  | a |  ';
    expect(spansOf(row, { start: 0, end: row.length }).range).toEqual({ start: 2, end: 7 });
  });
});

describe('escapeCell', () => {
  it('escapes bare pipes once and folds line ends', () => {
    expect(escapeCell('a | b \\| c \\\\ d')).toBe('a \\| b \\| c \\\\ d');
    expect(escapeCell('a\r\n  b')).toBe('a b');
  });
});
