import { describe, expect, it } from 'vitest';
import { atCursor, workspaceOf } from '../../test/editor-cursor.ts';
import { referencesOf } from '../check/references.ts';
import { registryOf } from '../check/rules/xdc/registry.ts';
import { technicalSpecText } from '../template/builtin/technical-spec.ts';
import { applyEdit } from '../text/edit.ts';
import type { DocumentFacts, DocumentReference } from '../workspace/facts.ts';
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

describe('fields that are missing', () => {
  it.each([
    ['# T\n\n**Author**: Ada\n‸\n', '# T\n\n**Author**: Ada\n**Status**: Draft | In Review | Approved | Implemented\n'],
    [
      '# T\n\n**Author**: Ada\n**Sta‸\n\n## Overview\n',
      '# T\n\n**Author**: Ada\n**Status**: Draft | In Review | Approved | Implemented\n\n## Overview\n',
    ],
    [
      '# T\r\n\r\n- Author: Ada\r\n- St‸\r\n',
      '# T\r\n\r\n- Author: Ada\r\n- Status: Draft | In Review | Approved | Implemented\r\n',
    ],
    ['# T\n\n‸\n\n## Overview\n', '# T\n\n**Status**: Draft | In Review | Approved | Implemented\n\n## Overview\n'],
    [
      '# T\n\nSta‸\n\n**Author**: Ada\n',
      '# T\n\n**Status**: Draft | In Review | Approved | Implemented\n\n**Author**: Ada\n',
    ],
  ])('among lines: %j', (before, after) => {
    expect(offered(before).get('Status')).toBe(after);
  });

  it.each([
    ['---\nstatus: proposed\n‸\n---\n\n# T\n', '---\nstatus: proposed\ndate: YYYY-MM-DD\n---\n\n# T\n'],
    ['---\nda‸\nstatus: proposed\n---\n\n# T\n', '---\ndate: YYYY-MM-DD\nstatus: proposed\n---\n\n# T\n'],
    ['---\n‸\n---\n\n# T\n', '---\ndate: YYYY-MM-DD\n---\n\n# T\n'],
  ])('in front matter: %j', (before, after) => {
    expect(offered(before, record).get('date')).toBe(after);
    expect(labels(before, record)).not.toContain('title');
  });

  it('in the notation of the place, where the template has them elsewhere', () => {
    expect(offered('---\n‸\n---\n\n# T\n').get('Author')).toBe('---\nAuthor: [Name]\n---\n\n# T\n');
    expect(offered('---\nstatus: Draft\n‸\n---\n\n# T\n').get('Created')).toContain('\nCreated: [Date]\n---');
    expect(labels('# T\n\n‸\n', record)).not.toContain('status');
  });

  it('in an entry', () => {
    const before =
      '# T\n\n## Proposed Solution\n\n### Alternatives Considered\n\n#### Alternative 1: Wait\n\n**Description**: none\n';
    const found = offered(`${before}‸\n`);
    expect(found.get('Pros')).toBe(`${before}**Pros**: [Why it might work]\n`);
    expect(labels(`${before}**Pros**: few\n**Co‸\n`)).toEqual(['Cons']);
  });

  it('are not offered in prose, in code or beside other words', () => {
    const text = '# T\n\n**Author**: Ada\n\nSome words.\n\n';
    for (const words of ['‸', 'Sta‸', '```\n‸\n```'])
      expect(labels(`${text}More.\n\n${words}\n`)).not.toContain('Status');
    expect(labels('# T\n\n**Author**: Ada and Sta‸\n')).not.toContain('Status');
  });
});

describe('sections that are missing', () => {
  const top = '# T\n\n## Overview\n\n### Problem Statement\n\nLost.\n\n### Goals\n\n- a\n\n';

  it('are offered where they belong, the innermost first', () => {
    const found = labels(`${top}‸\n\n## Dependencies\n\n- b\n`);
    expect(found).toEqual(['Non-Goals', 'Background', 'Proposed Solution', 'Implementation', 'Risks and Mitigations']);
    expect(offered(`${top}‸\n\n## Dependencies\n\n- b\n`).get('Non-Goals')).toBe(
      `${top}### Non-Goals\n\n- [Explicitly out of scope]\n- [Explicitly out of scope]\n\n## Dependencies\n\n- b\n`,
    );
  });

  it.each([
    ['## ‸', 'Background', 'Non-Goals'],
    ['### ‸', 'Non-Goals', 'Background'],
    ['##‸', 'Background', 'Non-Goals'],
    ['### Non‸', 'Non-Goals', 'Background'],
    ['## Bac‸', 'Background', 'Non-Goals'],
  ])('behind %j of the depth that is typed first', (typed, first, later) => {
    const found = labels(`${top}${typed}\n\n## Dependencies\n\n- b\n`);
    expect(found[0]).toBe(first);
    expect(found.indexOf(later)).toBeGreaterThan(0);
    // Sections that belong elsewhere come last.
    expect(found.at(-1)).toBe('Review Sign-offs');
    const text = offered(`${top}${typed}\n\n## Dependencies\n\n- b\n`).get('Non-Goals');
    expect(text).toBe(
      `${top}### Non-Goals\n\n- [Explicitly out of scope]\n- [Explicitly out of scope]\n\n## Dependencies\n\n- b\n`,
    );
  });

  it('stand nowhere else: neither under another heading nor as a field', () => {
    const moved = '# T\n\n## Overview\n\n### Goals\n\n- a\n\n‸\n\n## Dependencies\n\n### Non-Goals\n\n- b\n';
    expect(labels(moved)).not.toContain('Non-Goals');
    const template = '# [Name]\n\n## Status\n\nDraft | Done\n\n## Context\n\n[Why]\n';
    expect(labels('# T\n\n**Status**: Draft\n\n‸\n', template)).not.toContain('Status');
    expect(labels('# T\n\n‸\n', template)).toContain('Status');
  });

  it('take nothing over: no words behind the line, and no deeper sections', () => {
    expect(labels('# T\n\n## Overview\n\n‸\n\nWords.\n\n## Dependencies\n')).toEqual([]);
    expect(labels('# T\n\n## Overview\n\n### Goals\n\n- a\n\n‸\n\n### Non-Goals\n\n- b\n')).not.toContain('Background');
    expect(offered(`# T\n\n## ‸\n\nWords.\n`).get('Background')).toBe('# T\n\n## Background\n\nWords.\n');
  });

  it('in a document that has none yet, with its own line ends', () => {
    const found = offered('\uFEFF# T\r\n\r\n**Author**: Ada\r\n\r\n‸\r\n');
    const text = found.get('Dependencies') as string;
    expect(text.replace(/\r\n/g, '')).not.toMatch(/[\r\n]/u);
    expect(text).toMatch(/Ada\r\n\r\n## Dependencies\r\n\r\n- \[Team/u);
  });

  it('in the notation of the template, with the heading alone where words stand below already', () => {
    const underlined = 'Plan: [Name]\n============\n\nPurpose\n-------\n\n[Why]\n\nWords\n-----\n\n[What]\n';
    const found = offered('Plan: A\n=======\n\n## ‸\n\nIn short.\n', underlined);
    expect(found.get('Words')).toBe('Plan: A\n=======\n\nWords\n-----\n\nIn short.\n');
    expect(offered('Plan: A\n=======\n\n‸\n', underlined).get('Words')).toBe(
      'Plan: A\n=======\n\nWords\n-----\n\n[What]\n',
    );
  });

  it('with words of the template about them', () => {
    const { document, cursor } = atCursor('---\nstatus: proposed\n---\n\n# T\n\n## ‸\n', record);
    const [context] = completionsAt(document, workspaceOf(), cursor);
    expect(context).toMatchObject({ label: 'Context', detail: 'required section', filter: '## Context' });
    expect(context?.documentation).toBe('What forces are at play?\n\nTemplate `templates/template.md:10`');
  });
});

describe('the next entry', () => {
  it('row of a table', () => {
    const table =
      '# T\n\n## Risks and Mitigations\n\n| Risk | Likelihood | Impact | Mitigation |\n|---|---|---|---|\n| a | Low | Low | b |\n';
    expect(offered(`${table}‸`).get('Next row')).toBe(`${table}|   |   |   |   |`);
    expect(offered(`${table}‸\n| c | Low | Low | d |\n`).get('Next row')).toBe(
      `${table}|   |   |   |   |\n| c | Low | Low | d |\n`,
    );
    expect(labels(`${table}\n‸`)).not.toContain('Next row');
    expect(offered(`${table.replaceAll('\n', '\r\n')}‸\r\n`).get('Next row')).toBe(
      `${table.replaceAll('\n', '\r\n')}|   |   |   |   |\r\n`,
    );
  });

  it.each([
    ['## Implementation\n\n### Rollout Plan\n\n1. a\n2. b\n', 'Next step', '3. '],
    ['## Overview\n\n### Goals\n\n* a\n', 'Next item', '* '],
    ['## Open Questions\n\n- [x] a?\n', 'Next task', '- [ ] '],
  ])('item of a list: %j', (section, label, item) => {
    expect(offered(`# T\n\n${section}‸\n`).get(label)).toBe(`# T\n\n${section}${item}\n`);
    expect(offered(`# T\n\n${section}‸\n\n## Dependencies\n`).get(label)).toBe(
      `# T\n\n${section}${item}\n\n## Dependencies\n`,
    );
  });

  it('group', () => {
    const phases = '# T\n\n## Implementation\n\n### Phases\n\n**Phase 1**: Film\n- [ ] Buy\n\n';
    expect(offered(`${phases}‸\n`).get('Phase 2')).toBe(`${phases}**Phase 2**: [Description]\n- [ ] [Task]\n`);
    expect(offered('# T\n\n## Implementation\n\n### Phases\n\n‸\n').get('Phase 1')).toContain(
      '**Phase 1**: [Description]\n',
    );
  });

  it('section, on an empty line and behind marks of a heading', () => {
    const entries =
      '# T\n\n## Proposed Solution\n\n### Alternatives Considered\n\n#### Alternative 1: Wait\n\n**Description**: none\n**Pros**: few\n**Cons**: many\n\n';
    const next = '#### Alternative 2: [Name]\n\n**Description**: [What is it]\n';
    for (const line of ['‸', '#### ‸', '#### Alt‸', '## ‸']) {
      const found = offered(`${entries}${line}\n\n## Dependencies\n`);
      expect([line, found.get('Alternative 2: [Name]') ?? [...found.keys()].join()].join()).toContain(
        `${entries}${next}`,
      );
    }
    expect(labels(`${entries}## Dependencies\n\n‸\n`)).not.toContain('Alternative 2: [Name]');
  });
});
