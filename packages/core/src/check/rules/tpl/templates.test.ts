import { describe, expect, test } from 'vitest';
import { mdastParser } from '../../../markdown/mdast-parser.ts';
import { readMarkdown } from '../../../markdown/source.ts';
import { compileTemplate } from '../../../template/compile.ts';
import { checkTemplate } from '../../check-template.ts';
import { defaultSettings } from '../../settings.ts';

const settings = defaultSettings('2026-01-01');

function check(template: string, companion: string | null = null): string[] {
  const beside = companion === null ? null : { file: 'spec.yaml', text: companion };
  const schema = compileTemplate(template, 'template.md', mdastParser, beside ?? undefined);
  return checkTemplate(schema, readMarkdown(template, mdastParser), settings, beside).map(
    ({ code, range }) => `${code} ${template.slice(range.start, range.end).split('\n')[0]}`,
  );
}

describe('a template', () => {
  test('that contradicts nothing has no findings', () => {
    expect(
      check(
        '# Spec: [Name]\n\n**Status**: Draft | Approved\n\n## Context\n\n[Why now]\n\n### Option 1: [Name]\n\n[What]\n\n### Option 2: [Name]\n\n[What]\n\n## Risks\n\n| Risk | Impact |\n|---|---|\n| [Risk] | High/Low |\n\n## Open Questions\n\n- [ ] [Question]\n',
      ),
    ).toEqual([]);
    expect(check('')).toEqual([]);
    expect(check('# [Name]\n\n## Context\n\n[Why]\n', 'status: draft|final\nauthors:\n  - "@someone"\n')).toEqual([]);
  });

  test('TPL901: a placeholder that may be a choice', () => {
    expect(check('# [Name]\n\n**Owner**: [Team/System]\n\n## Context\n\n[Why]\n')).toEqual(['TPL901 [Team/System]']);
  });

  test('TPL902: two sections or fields of one name', () => {
    expect(check('# [Name]\n\n## Context\n\n[Why]\n\n## Context\n\n[More]\n')).toEqual(['TPL902 ## Context']);
  });

  test('TPL903: a choice of one', () => {
    expect(check('# [Name]\n\n**Status**: Draft <!-- spec: choices Draft -->\n\n## Context\n\n[Why]\n')).toEqual([
      'TPL903 **Status**: Draft <!-- spec: choices Draft -->',
    ]);
  });

  test('TPL904: a demand that the template itself does not meet', () => {
    expect(check('# [Name]\n\n## Context\n\nSee [the plan](#plans).\n\n## Plan\n\n[What]\n')).toEqual([
      'TPL904 #plans',
    ]);
  });

  test('TPL905: a pin that means nothing', () => {
    expect(check('# [Name]\n\n<!-- spec: optoinal -->\n## Context\n\n[Why]\n').map((line) => line.slice(0, 6))).toEqual(
      ['TPL905'],
    );
  });

  test('TPL906: front matter that cannot be read', () => {
    expect(
      check('---\nowner [Name]\n---\n\n# [Name]\n\n## Context\n\n[Why]\n').map((line) => line.slice(0, 6)),
    ).toContain('TPL906');
  });
});
