import { describe, expect, test } from 'vitest';
import { mdastParser } from '../../../markdown/mdast-parser.ts';
import { compileTemplate } from '../../../template/compile.ts';
import { checkTemplateChange } from '../../check-template.ts';
import { defaultSettings } from '../../settings.ts';
import { breakingChange } from './breaking-change.ts';

const base = '# [Name]\n\n**Status**: Draft | In Review | Agreed\n\n## Context\n\n[Why now]\n';

function messages(current: string, documents = 3): readonly string[] {
  const compile = (text: string) => compileTemplate(text, 'template.md', mdastParser);
  const found = checkTemplateChange(
    compile(current),
    { schema: compile(base), documents },
    defaultSettings('2026-01-01'),
  );
  for (const { code, range } of found) {
    expect(code).toBe(breakingChange.code);
    expect(range.end).toBeLessThanOrEqual(current.length);
  }
  return found.map(({ message }) => message);
}

describe('breaking-change', () => {
  test('says how many documents are concerned and what the migration would do', () => {
    expect(messages(base.replace('## Context', '## Background'))).toEqual([
      'Section "Context" is called "Background" now, and 3 documents here follow the template; `specwright template migrate` would: Rename heading "Context" to "Background"',
    ]);
  });

  test('says when a person must decide', () => {
    expect(messages(base.replace('In Review | ', ''), 1)).toEqual([
      'State "In Review" of "Status" is gone, and nothing surely takes its place, and 1 document here follows the template; a person must decide what becomes of it',
    ]);
  });

  test('is silent about what breaks nothing, and without a base', () => {
    expect(messages(base)).toEqual([]);
    expect(messages(`${base}\n## Notes (optional)\n\n[More]\n`)).toEqual([]);
    const schema = compileTemplate(base, 'template.md', mdastParser);
    expect([...breakingChange.check(schema, [], defaultSettings('2026-01-01').options)]).toEqual([]);
  });
});
