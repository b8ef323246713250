import { describe, expect, test } from 'vitest';
import { bindText } from '../../../document/bind-text.ts';
import { mdastParser } from '../../../markdown/mdast-parser.ts';
import { compareTemplates } from '../../../template/compatibility.ts';
import { compileTemplate } from '../../../template/compile.ts';
import { checkDocument } from '../../check-document.ts';
import { defaultSettings } from '../../settings.ts';
import { templateVersion } from './template-version.ts';

const older = '# [Name]\n\n**Status**: Draft | Agreed\n\n## Context\n\n[Why now]\n';
const document = '# Queue\n\n**Status**: Agreed\n\n## Context\n\nOrders are lost.\n';

function found(current: string) {
  const compile = (text: string) => compileTemplate(text, 'template.md', mdastParser);
  const outdated = { digest: 'a'.repeat(64), changes: compareTemplates(compile(older), compile(current)) };
  const past = { base: null, history: null, outdated };
  const { diagnostics } = checkDocument(bindText(older, document), defaultSettings('2026-01-01'), past);
  return diagnostics.filter(({ code }) => code === templateVersion.code);
}

describe('template-version', () => {
  test('says what has changed since, breaking changes first, and the command', () => {
    const current = older
      .replace('[Why now]', '[Why, and why now]')
      .replace('## Context', '## Cost (optional)\n\n[In days]\n\n## Context');
    const [only, ...others] = found(`${current}\n## Rollback\n\n[How back?]\n`);
    expect(others).toEqual([]);
    expect(only?.message).toMatch(/aaaaaaaaaa.*Section "Rollback" is new; .*specwright template migrate document\.md/u);
  });

  test('says nothing where documents could notice nothing', () => {
    expect(found(older)).toEqual([]);
    expect(found(older.replaceAll('\n\n', '\n\n\n'))).toEqual([]);
  });

  test('leaves the rest of the check to the version that is followed', () => {
    const current = `${older}\n## Rollback\n\n[How back?]\n`;
    expect(found(current)).toHaveLength(1);
    const { diagnostics } = checkDocument(bindText(older, document), defaultSettings('2026-01-01'));
    expect(diagnostics).toEqual([]);
  });
});
