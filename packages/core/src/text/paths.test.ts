import { describe, expect, it } from 'vitest';
import { relativePath, resolvePath } from './paths.ts';

describe('resolvePath', () => {
  it('walks from the folder of the file', () => {
    expect(resolvePath('specs/a.md', './b.md')).toBe('specs/b.md');
    expect(resolvePath('specs/a.md', '../b.md')).toBe('b.md');
    expect(resolvePath('a.md', 'img/x.png')).toBe('img/x.png');
    expect(resolvePath('specs/a.md', '/docs//b.md')).toBe('docs/b.md');
    expect(resolvePath('specs/a.md', '.')).toBe('specs');
  });

  it('gives null for what lies outside of the workspace', () => {
    expect(resolvePath('specs/a.md', '../../b.md')).toBeNull();
    expect(resolvePath('a.md', '..')).toBeNull();
  });
});

describe('relativePath', () => {
  it('is undone by resolvePath', () => {
    for (const [file, target] of [
      ['specs/a.md', 'specs/b.md'],
      ['a.md', 'deep/er/b.md'],
      ['x/y/z.md', 'x/w/b.md'],
      ['x/y/z.md', 'b.md'],
    ] as const)
      expect(resolvePath(file, relativePath(file, target))).toBe(target);
  });
});
