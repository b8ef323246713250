import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plainPalette } from '@specwright/core/diagnostic/render/palette.ts';
import type { Replacement } from '@specwright/core/text/edit.ts';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { unifiedDiff } from './unified-diff.ts';

const folder = mkdtempSync(join(tmpdir(), 'specwright-diff-'));
afterAll(() => rmSync(folder, { recursive: true }));

function applied(text: string, edit: readonly Replacement[]): string {
  let result = '';
  let at = 0;
  for (const change of edit) {
    result += text.slice(at, change.start) + change.text;
    at = change.end;
  }
  return result + text.slice(at);
}

test('git applies the diff and gets the edited text', () => {
  const piece = fc.string({ unit: fc.constantFrom('a', 'b', '\n', '\n', '\r\n', '\r', '\u{1B}', 'é'), maxLength: 60 });
  const change = fc.tuple(fc.nat(70), fc.nat(8), fc.string({ unit: fc.constantFrom('x', '\n', '\r\n'), maxLength: 6 }));
  fc.assert(
    fc.property(piece, fc.array(change, { minLength: 1, maxLength: 4 }), (text, wanted) => {
      const edit: Replacement[] = [];
      let from = 0;
      for (const [gap, length, replacement] of wanted) {
        const start = Math.min(text.length, from + gap);
        const end = Math.min(text.length, start + length);
        if (start === end && (replacement === '' || start < from)) continue;
        if (text.slice(start, end) === replacement) continue;
        edit.push({ start, end, text: replacement });
        from = end + 1;
        if (from > text.length) break;
      }
      const result = applied(text, edit);
      if (result === text || edit.length === 0 || text === '' || result === '') return;
      writeFileSync(join(folder, 'doc.md'), text);
      const patch = unifiedDiff('doc.md', text, edit, { palette: plainPalette, show: (line) => line });
      execFileSync('git', ['apply', '--whitespace=nowarn', '-'], { cwd: folder, input: patch });
      expect(readFileSync(join(folder, 'doc.md'), 'utf8')).toBe(result);
    }),
    {
      numRuns: 60,
      examples: [
        [
          'aa',
          [
            [0, 1, ''],
            [0, 0, 'x'],
          ],
        ],
      ],
    },
  );
});
