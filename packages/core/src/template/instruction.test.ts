import { describe, expect, it } from 'vitest';
import { isInstruction } from './instruction.ts';

describe('text that speaks to the author', () => {
  it.each([
    'Describe the problem.',
    '(Optional) Share stories that paint a picture, for you and others.',
    '*Mandatory.* Describe how to get back.',
    'A short description of the change',
    'Beschreiben Sie die Lage.',
    'Décrivez le contexte.',
    'Descrivere il contesto.',
    'Explique a proposta.',
    'Beschrijf het besluit in één zin.',
    'Wyjaśnij projekt.',
    'Опишите цель.',
    '请说明背景。',
    '概要を記述してください。',
    '왜 필요한지 설명해 주세요.',
  ])('is %s', (words) => {
    expect(isInstruction(words)).toBe(true);
  });

  it.each([
    'Items marked with (R) are required.',
    'All times are UTC.',
    'Explicit consent is kept.',
    'Text under CC0.',
  ])('is not %s', (words) => {
    expect(isInstruction(words)).toBe(false);
  });
});
