import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { freshName } from './file-name.ts';

const stem = (title: string, ...names: string[]): string | undefined => freshName(title, names, '2026-06-01')?.stem;

describe('freshName', () => {
  it.each([
    ['Safe Retries', [], '0001-safe-retries'],
    ['Safe Retries', ['0001-a.md', '0007-b.md', 'README.md'], '0008-safe-retries'],
    ['Use Redis', ['ADR-007-queue.md'], 'ADR-008-use-redis'],
    ['Next', ['99-a.md'], '100-next'],
    ['Next', ['0000-template.md'], '0001-next'],
    ['Next', ['rfc_12_x.md'], 'rfc_13_next'],
    ['Next', ['2026-01-02-a.md', '2026-02-03-b.md'], '2026-06-01-next'],
    ['Größe & Gewicht: 40 %', [], '0001-größe-gewicht-40'],
    ['地図を持ち歩く', [], '0001-地図を持ち歩く'],
    ["It's done", [], '0001-its-done'],
    ['../../etc/passwd', [], '0001-etc-passwd'],
  ])('%j among %j is %j', (title, names, wanted) => {
    expect(stem(title, ...names)).toBe(wanted);
  });

  it('has nothing to say for a title without words', () => {
    expect(freshName('!!!', [], '2026-06-01')).toBeNull();
  });

  it('never gives a name that is taken, nor one with a path or white space in it', () => {
    const title = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 120 });
    fc.assert(
      fc.property(title, fc.array(title, { maxLength: 5 }), (next, before) => {
        const names: string[] = [];
        for (const each of [...before, next]) {
          const fresh = freshName(each, names, '2026-06-01');
          if (fresh === null) continue;
          expect(names).not.toContain(`${fresh.stem}.md`);
          expect(fresh.stem).toMatch(/^[\p{L}\p{M}\p{N}-]+$/u);
          expect(fresh.stem.length).toBeLessThan(200);
          names.push(`${fresh.stem}.md`);
        }
        const numbers = names.map((name) => Number(name.slice(0, 4)));
        expect(numbers).toEqual(names.map((_, index) => index + 1));
      }),
    );
  });
});
