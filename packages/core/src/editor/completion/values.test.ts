import { describe, expect, it } from 'vitest';
import { atCursor, labels, offered, record, workspaceOf } from '../../../test/editor-cursor.ts';
import { referencesOf } from '../../check/references.ts';
import { registryOf } from '../../check/rules/xdc/registry.ts';
import { technicalSpecText } from '../../template/builtin/technical-spec.ts';
import type { DocumentFacts, DocumentReference } from '../../workspace/facts.ts';
import { completionsAt } from '../completions-at.ts';

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
    ['Status：‸\n', 'Status：In Review\n'],
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

  it('of many are those in whose names stands what is typed', () => {
    const many = workspaceOf({}, { people: Array.from({ length: 500 }, (_, n) => `Person ${n}`) });
    expect(labels('# T\n\n**Author**: ‸\n', technicalSpecText, many)).toHaveLength(100);
    expect(labels('# T\n\n**Author**: person 49‸\n', technicalSpecText, many)).toHaveLength(11);
  });

  it('whose names would be read as something else are left out', () => {
    const workspace = workspaceOf({}, { people: ['[Name]', 'a|b', '**x**', 'Ada, Bo', 'Bo\nEk', '@ada', "O'Neil"] });
    expect(labels('# T\n\n**Author**: ‸\n', technicalSpecText, workspace)).toEqual(['@ada', "O'Neil"]);
    const quoted = offered('---\ndeciders: [‸x]\nstatus: proposed\n---\n\n# T\n', record, workspace);
    expect(quoted.get('@ada')).toContain('deciders: ["@ada"]\n');
  });
});

describe('other documents', () => {
  const queue =
    '# Technical Specification: Queue\n\n**Status**: Draft\n\n## Overview\n\n### Goals\n\n- a\n\n### Цели дня\n';
  const files = {
    'specs/0004-labels.md': '# Technical Specification: Labels\n',
    'specs/0007-queue.md': queue,
    'plans/a (draft).md': '# Technical Specification: Plan\n',
  };
  const workspace = workspaceOf(files);
  const inText = (words: string): string => `# Technical Specification: Labels\n\n## Overview\n\n${words}\n`;

  it.each([
    ['[a](‸)', './0007-queue.md', '[a](./0007-queue.md)'],
    ['[a](‸', './0007-queue.md', '[a](./0007-queue.md'],
    ['[a](./00‸)', './0007-queue.md', '[a](./0007-queue.md)'],
    ['[a](00‸07-old.md)', '0007-queue.md', '[a](0007-queue.md)'],
    ['[a](/‸)', '/specs/0007-queue.md', '[a](/specs/0007-queue.md)'],
    ['[a](../‸)', '../plans/a (draft).md', '[a](../plans/a%20%28draft%29.md)'],
    ['[a]: ‸', './0007-queue.md', '[a]: ./0007-queue.md'],
    ['| [a](‸) | b |\n|---|---|', './0007-queue.md', '| [a](./0007-queue.md) | b |\n|---|---|'],
    ['[a](#‸)', 'overview', '[a](#overview)'],
    ['[a](#ov‸erall)', 'overview', '[a](#overview)'],
    ['[a](0007-queue.md#‸)', 'цели-дня', '[a](0007-queue.md#цели-дня)'],
    ['[a](./0007-queue.md#go‸)', 'goals', '[a](./0007-queue.md#goals)'],
  ])('in the target of a link: %j', (before, label, after) => {
    expect(offered(inText(before), technicalSpecText, workspace).get(label)).toBe(inText(after));
  });

  it.each(['[a](https://‸)', '![a](‸)', '`[a](‸)`', '```\n[a](‸\n```', '[a](//host/‸)', '[a](mailto:‸)', '(‸)'])(
    'but not in %j',
    (words) => {
      expect(labels(inText(words), technicalSpecText, workspace)).toEqual([]);
    },
  );

  it.each([
    ['supersedes: ‸', 'supersedes: 7', 'supersedes: ./plan.md'],
    ['supersedes: [7, ‸]', 'supersedes: [7, 7]', 'supersedes: [7, ./plan.md]'],
  ])('in a field of front matter, by number or by path: %j', (before, numbered, byPath) => {
    const around = (line: string): string => `---\nstatus: proposed\n${line}\n---\n\n# Own\n`;
    const known = { 'specs/0004-labels.md': record, 'specs/7-queue.md': '# Queue\n', 'specs/plan.md': '# Plan\n' };
    const found = offered(around(before), record, workspaceOf(known, {}, record));
    expect([...found]).toEqual([
      ['Queue', around(numbered)],
      ['Plan', around(byPath)],
    ]);
  });

  it('in a bold field, as links that are read as references to them', () => {
    const template = '# [Name]\n\n**Depends on**: [other records]\n\n## Context\n\n[Why now]\n';
    const known = {
      'specs/0004-labels.md': '# L\n',
      'specs/ADR-0007-queue.md': '# Queue\n',
      'specs/plan.md': '# A [b]\n',
    };
    const others = workspaceOf(known, {}, template);
    const found = offered('# L\n\n**Depends on**: ‸\n', template, others);
    expect([...found.values()]).toEqual([
      '# L\n\n**Depends on**: [ADR-0007](./ADR-0007-queue.md)\n',
      '# L\n\n**Depends on**: [A  b](./plan.md)\n',
    ]);
    const own = others.facts.documents.find(({ file }) => file.endsWith('labels.md')) as DocumentFacts;
    for (const [label, text] of found) {
      const bound = atCursor(`‸${text}`, template).document.bound;
      const [reference] = referencesOf(bound);
      const target = registryOf(others.facts).resolve(reference as DocumentReference, own);
      expect(target).toMatchObject({ title: label });
    }
  });
});
