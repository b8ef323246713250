import { describe, expect, it } from 'vitest';
import { atCursor, workspaceOf } from '../../test/editor-cursor.ts';
import { technicalSpecText } from '../template/builtin/technical-spec.ts';
import { applyEdit } from '../text/edit.ts';
import { completionsAt } from './completions-at.ts';
import type { EditorWorkspace } from './editor-workspace.ts';

/** By its label, the text after each completion. */
function offered(marked: string, template = technicalSpecText, workspace: EditorWorkspace = workspaceOf()) {
  const { text, cursor, document } = atCursor(marked, template);
  const found = completionsAt(document, workspace, cursor);
  return new Map(found.map(({ label, edit }) => [label, applyEdit(text, [edit])]));
}

const labels = (marked: string, template?: string, workspace?: EditorWorkspace): string[] => [
  ...offered(marked, template, workspace).keys(),
];

const record = `---
status: proposed | accepted | rejected
date: YYYY-MM-DD
deciders: [list of names]
supersedes: <number>
---

# [Title]

## Context

<!-- What forces are at play? -->

## Decision

[What we do]
`;

describe('choices', () => {
  it.each([
    ['**Status**: ‸\n', '**Status**: In Review\n'],
    ['**Status**:‸\n', '**Status**: In Review\n'],
    ['**Status**: ‸  \n**Author**: Ada\n', '**Status**: In Review  \n**Author**: Ada\n'],
    ['**Status**: In R‸\r\n', '**Status**: In Review\r\n'],
    ['**Status**: ‸Draft\n', '**Status**: In Review\n'],
    ['**Status**: Draft ‸\n', '**Status**: In Review \n'],
    ['**Status**: **Dr‸aft**\n', '**Status**: **In Review**\n'],
    ['- **Status**: Draft | In Re‸view | Approved | Implemented\n', '- **Status**: In Review\n'],
    ['Status: D‸\n', 'Status: In Review\n'],
    ['| Status | Dr‸aft     |\n|---|---|\n| Author | Ada |\n', '| Status | In Review |\n|---|---|\n| Author | Ada |\n'],
    ['## Status\n\nDra‸ft\n', '## Status\n\nIn Review\n'],
    ['## Status\n\n‸\n\n## Overview\n', '## Status\n\nIn Review\n\n## Overview\n'],
  ])('of a field: %j', (before, after) => {
    const found = offered(`# T\n\n${before}`);
    expect([...found.keys()]).toEqual(['Draft', 'In Review', 'Approved', 'Implemented']);
    expect(found.get('In Review')).toBe(`# T\n\n${after}`);
  });

  it.each([
    ['status: ‸', 'status: accepted'],
    ['status:‸', 'status: accepted'],
    ['status: prop‸', 'status: accepted'],
    ['status: "prop‸osed"', 'status: "accepted"'],
    ['status: ‸# as agreed', 'status: accepted # as agreed'],
    ['status: proposed | acc‸epted | rejected', 'status: accepted'],
  ])('of front matter: %j', (before, after) => {
    for (const end of ['\n', '\r\n']) {
      for (const mark of ['', '\uFEFF']) {
        const around = (line: string): string =>
          mark + `---\ndate: 2026-01-02\n${line}\n---\n\n# Queue\n`.replaceAll('\n', end);
        const found = offered(around(before), record);
        expect([...found.keys()]).toEqual(['proposed', 'accepted', 'rejected']);
        expect(found.get('accepted')).toBe(around(after));
      }
    }
  });

  it.each([
    ['| a |  H‸   |', '| a |  Med |'],
    ['| a | High/Med/Low‸ |', '| a | Med |'],
    ['| a |     ‸     |', '| a | Med      |'],
    ['| a |‸|', '| a | Med |'],
    ['| a | ‸ |', '| a | Med |'],
    ['| a | _L‸ow_ |', '| a | _Med_ |'],
  ])('of a cell: %j', (before, after) => {
    const around = (row: string): string =>
      `# T\n\n## Risks and Mitigations\n\n| Risk | Likelihood |\n|---|---|\n${row}\n`;
    const found = offered(around(before));
    expect([...found.keys()]).toEqual(['High', 'Med', 'Low']);
    expect(found.get('Med')).toBe(around(after));
  });

  it('are told apart from what is typed only where a value is begun', () => {
    const filters = (marked: string) => {
      const { document, cursor } = atCursor(marked);
      return completionsAt(document, workspaceOf(), cursor).map(({ filter }) => filter);
    };
    expect(filters('# T\n\n**Status**: Dra‸')).toEqual([null, null, null, null]);
    expect(new Set(filters('# T\n\n**Status**: Draft‸'))).toEqual(new Set(['Draft']));
    expect(new Set(filters('# T\n\n**Status**: Draft | In‸ Review | Approved'))).toEqual(new Set(['Draft | In']));
  });
});

describe('dates', () => {
  it.each([
    ['**Created**: ‸\n', '**Created**: 2026-06-01\n'],
    ['**Created**: [Da‸te]\n', '**Created**: 2026-06-01\n'],
    ['**Created**: 2026-0‸\n', '**Created**: 2026-06-01\n'],
  ])('%j', (before, after) => {
    expect([...offered(`# T\n\n${before}`).values()]).toEqual([`# T\n\n${after}`]);
  });

  it('in a cell and in front matter', () => {
    const row =
      '# T\n\n## Review Sign-offs\n\n| Role | Name | Status | Date |\n|--|--|--|--|\n| Security | | Pending |‸ |\n';
    expect([...offered(row).values()]).toEqual([row.replace('|‸ |\n', '| 2026-06-01 |\n')]);
    const yaml = '---\ndate: ‸\nstatus: proposed\n---\n\n# T\n';
    expect([...offered(yaml, record).values()]).toEqual([yaml.replace('‸', '2026-06-01')]);
  });
});

describe('people', () => {
  it.each([
    ['**Author**: ‸\n', '**Author**: Ирина Лебедева\n'],
    ['**Author**: [Na‸me]\n', '**Author**: Ирина Лебедева\n'],
    ['**Author**: Ири‸\n', '**Author**: Ирина Лебедева\n'],
    ['**Author**: Ada Park, ‸\n', '**Author**: Ada Park, Ирина Лебедева\n'],
    ['**Author**: Ada Park,Ир‸, Bo\n', '**Author**: Ada Park, Ирина Лебедева, Bo\n'],
  ])('%j', (before, after) => {
    const found = offered(`# T\n\n${before}`);
    expect([...found.keys()]).toEqual(['Ada Park', 'Bo Ek', 'Ирина Лебедева', '山田 太郎']);
    expect(found.get('Ирина Лебедева')).toBe(`# T\n\n${after}`);
  });

  it.each([
    ['deciders: [Ada Park, Bo‸]', 'deciders: [Ada Park, 山田 太郎]'],
    ['deciders: ["Ada Park", "B‸o"]', 'deciders: ["Ada Park", 山田 太郎]'],
    ['deciders: Ada Park, ‸', 'deciders: Ada Park, 山田 太郎'],
    ['deciders:\n  - Ada Park\n  - B‸', 'deciders:\n  - Ada Park\n  - 山田 太郎'],
  ])('in front matter: %j', (before, after) => {
    const around = (line: string): string => `---\nstatus: proposed\n${line}\n---\n\n# Queue\n`;
    expect(offered(around(before), record).get('山田 太郎')).toBe(around(after));
  });

  it('in a row of the sign-off table', () => {
    const row = '# T\n\n## Review Sign-offs\n\n| Role | Name | Status |\n|--|--|--|\n| Security |  ‸   | Pending |\n';
    expect(offered(row).get('Bo Ek')).toBe(row.replace('|  ‸   |', '| Bo Ek |'));
  });

  it('whose names would be read as something else are left out', () => {
    const workspace = workspaceOf({}, { people: ['[Name]', 'a|b', '**x**', 'Ada, Bo', 'Bo\nEk', '@ada', "O'Neil"] });
    expect(labels('# T\n\n**Author**: ‸\n', technicalSpecText, workspace)).toEqual(['@ada', "O'Neil"]);
    const quoted = offered('---\ndeciders: [‸x]\nstatus: proposed\n---\n\n# T\n', record, workspace);
    expect(quoted.get('@ada')).toContain('deciders: ["@ada"]\n');
  });
});
