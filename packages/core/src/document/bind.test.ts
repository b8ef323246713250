import { describe, expect, it } from 'vitest';
import { bindText } from './bind-text.ts';
import type { BoundDocument, BoundField, BoundGroup, BoundItem } from './document.ts';

const TEMPLATE = `# Spec: [Name]

**Author**: [Name]
**Status**: Draft | In Review | Approved
**Created**: [Date]

## Overview

### Goals

- [Goal 1]

### Non-Goals

- [Not a goal]

### Consequences

[What follows]

## Risks & Mitigations

| Risk | Likelihood | Mitigation |
|------|------------|------------|
| [Risk] | High/Med/Low | [Mitigation] |

## Alternatives

### Alternative 1: [Name]

**Pros**: [Why]
**Cons**: [Why not]

### Alternative 2: [Name]

**Pros**: [Why]
**Cons**: [Why not]

## Decision

[What we do]

### Consequences

[What follows]

## Phases

**Phase 1**: [Description]
- [Task]

**Phase 2**: [Description]
- [Task]

## Open Questions

- [ ] [Question]
`;

/** Addresses of the sections in text order, with how each was matched. */
function sections(text: string): string[] {
  return bindText(TEMPLATE, text).allSections.map((section) => `${section.address} ${section.match ?? 'unknown'}`);
}

function field(document: BoundDocument, address: string): BoundField | undefined {
  return [...document.fields, ...document.allSections.flatMap((section) => section.content.fields)].find(
    (candidate) => candidate.address === address,
  );
}

describe('headings', () => {
  it('answer their section however they are decorated', () => {
    expect(
      sections(
        '# Spec: X\n\n## 1. Overview\n\n### 1.1 GOALS:\n\n### *Non Goals* (optional)\n\n## Risks and Mitigations {#risks}\n\n## 🚀 Open questions\n',
      ),
    ).toEqual([
      'overview folded',
      'overview.goals folded',
      'overview.non-goals folded',
      'risks-and-mitigations folded',
      'open-questions folded',
    ]);
  });

  it('answer their section at another level and under another parent', () => {
    expect(sections('# Spec: X\n\n## Overview\n\n## Goals\n\n### Open Questions\n')).toEqual([
      'overview exact',
      'overview.goals exact',
      'open-questions exact',
    ]);
    expect(sections('# Overview\n\n## Goals\n\n# Open Questions\n')).toEqual([
      'overview exact',
      'overview.goals exact',
      'open-questions exact',
    ]);
  });

  it('of one name are told apart by what they stand under, then by what they follow', () => {
    const nested = '# Spec: X\n\n## Decision\n\n### Consequences\n\n## Overview\n\n### Consequences\n';
    expect(sections(nested)).toEqual([
      'decision exact',
      'decision.consequences exact',
      'overview exact',
      'overview.consequences exact',
    ]);
    const flat = '# Spec: X\n\n## Overview\n\n## Consequences\n\n## Decision\n\n## Consequences\n';
    expect(sections(flat)).toEqual([
      'overview exact',
      'overview.consequences exact',
      'decision exact',
      'decision.consequences exact',
    ]);
  });

  it('with a typing error are near, opposites are not', () => {
    expect(sections('# Spec: X\n\n## Overveiw\n\n## Risks and Mitigatoins\n\n## Open Issues\n')).toEqual([
      'overview near',
      'risks-and-mitigations near',
      'open-issues unknown',
    ]);
    expect(sections('# Spec: X\n\n## Overview\n\n### Goals\n\n### Goals achieved\n')).toContain('overview.goals exact');
    expect(sections('# Spec: X\n\n## Overview\n\n### Non-Goals\n\n### Antigoals\n')).not.toContain(
      'overview.goals near',
    );
  });

  it('twice under one parent are two answers with different addresses', () => {
    expect(sections('# Spec: X\n\n## Decision\n\n## Decision\n')).toEqual(['decision exact', 'decision-2 exact']);
  });

  it('the template does not know are kept', () => {
    expect(sections('# Spec: X\n\n## Budget\n\n### Goals for money\n')).toEqual([
      'budget unknown',
      'budget.goals-for-money unknown',
    ]);
  });
});

describe('repeated sections', () => {
  it('carry number and own name', () => {
    const { allSections } = bindText(
      TEMPLATE,
      '# Spec: X\n\n## Alternatives\n\n### Alternative 1: Queue\n\n### Alternative 2 - Cron (optional)\n\n### alternative C\n\n### Alternative: None\n',
    );
    expect(allSections.slice(1).map(({ address, number, ownName }) => [address, number, ownName])).toEqual([
      ['alternatives[1]', 1, 'Queue'],
      ['alternatives[2]', 2, 'Cron'],
      ['alternatives[3]', 3, ''],
      ['alternatives[4]', null, 'None'],
    ]);
  });

  it('without the stem are entries when none has it', () => {
    const { allSections } = bindText(TEMPLATE, '# Spec: X\n\n## Alternatives\n\n### Queue\n\n### Cron\n');
    expect(allSections.slice(1).map(({ address, number, ownName }) => [address, number, ownName])).toEqual([
      ['alternatives[1]', null, 'Queue'],
      ['alternatives[2]', null, 'Cron'],
    ]);
    expect(sections('# Spec: X\n\n## Alternatives\n\n### Alternative 1: Queue\n\n### Comparison\n')).toContain(
      'alternatives.comparison unknown',
    );
  });

  it('named by a placeholder are any subsection that is no other section', () => {
    const template =
      '# [Name]\n\n## Design\n\n### [Component 1]\n\n[What]\n\n### [Component 2]\n\n[What]\n\n### Data Model\n\n[What]\n';
    const { allSections } = bindText(template, '# X\n\n## Design\n\n### Worker\n\n### Data Modle\n\n### Intake\n');
    expect(allSections.map(({ address }) => address)).toEqual([
      'design',
      'design.components[1]',
      'design.data-model',
      'design.components[2]',
    ]);
  });
});

describe('titles', () => {
  it.each([
    ['# Spec: Retries\n', 'Retries', true],
    ['Spec: Retries\n===\n', 'Retries', true],
    ['# SPEC – Retries\n', 'Retries', true],
    ['# Retries\n', 'Retries', false],
    ['## Spec: Retries\n\n## Overview\n', 'Retries', true],
  ])('of %j', (text, name, matchesTemplate) => {
    expect(bindText(TEMPLATE, text).title).toMatchObject({ name, matchesTemplate });
  });

  it('are missing where every heading is a section', () => {
    expect(bindText(TEMPLATE, '# Overview\n\n# Decision\n').title).toBeNull();
    expect(bindText(TEMPLATE, 'words only\n').title).toBeNull();
  });

  it('can be two', () => {
    expect(bindText(TEMPLATE, '# Spec: A\n\n## Overview\n\n# Spec: B\n').titles.map(({ name }) => name)).toEqual([
      'A',
      'B',
    ]);
  });

  it('count documents with a number', () => {
    const template = '# KEP-NNNN: Your short, descriptive title\n\n## Summary\n\n[What]\n';
    expect(bindText(template, '# KEP-1287: In-place update\n').title).toMatchObject({
      name: 'In-place update',
      matchesTemplate: true,
    });
  });
});

describe('fields', () => {
  it.each([
    ['bold', '**Author**: Ada\n**Status**: Approved\n'],
    ['colon inside', '**Author:** Ada\n**Status:** Approved\n'],
    ['one line', '**Author**: Ada · **Status**: Approved\n'],
    ['bars', 'Author: Ada | Status: Approved\n'],
    ['bullets', '- Author: Ada\n- **Status**: Approved\n'],
    ['lines', 'author: Ada\nSTATUS: Approved\n'],
    ['hard breaks', '**Author**: Ada\\\n**Status**: Approved  \n**Created**: 2024-01-05\n'],
    ['a quote', '> **Author**: Ada\n> **Status**: Approved\n'],
    ['a table', '| Author | Ada |\n|---|---|\n| Status | Approved |\n'],
    ['a headed table', '| Field | Value |\n|---|---|\n| **Author** | Ada |\n| **Status** | Approved |\n'],
    ['a wide table', '| Author | Status |\n|---|---|\n| Ada | Approved |\n'],
  ])('are read from %s', (_, lines) => {
    const document = bindText(TEMPLATE, `# Spec: X\n\n${lines}\n## Overview\n`);
    expect(field(document, 'author')?.value).toMatchObject({ plain: 'Ada', state: 'valid' });
    expect(document.status?.state).toBe('Approved');
    for (const { value } of document.fields) {
      expect(document.source.text.slice(value.range.start, value.range.end)).toBe(value.raw);
    }
  });

  it('are read from front matter, a section and a companion file', () => {
    const front = bindText(TEMPLATE, '---\nauthor: Ada\nstatus: in review\n---\n# Spec: X\n');
    expect(front.fields.map(({ address, where }) => [address, where])).toEqual([
      ['author', 'frontmatter'],
      ['status', 'frontmatter'],
    ]);
    expect(front.status?.state).toBe('In Review');
    const heading = bindText(TEMPLATE, '# Spec: X\n\n## Status\n\n**Approved** ✅\n\n## Overview\n');
    expect(heading.status).toMatchObject({ state: 'Approved', raw: '**Approved** ✅' });
    const section = bindText(TEMPLATE, '# Spec: X\n\n## Document info\n\n- Author: Ada\n- Status: Approved\n');
    expect(section.fields.map(({ address }) => address)).toEqual(['author', 'status']);
    const companion = { file: 'spec.yaml', text: 'author: Ada\nstatus: Approved\n' };
    const beside = bindText(TEMPLATE, '# Spec: X\n', companion);
    expect(beside.fields.map(({ inCompanion }) => inCompanion)).toEqual([true, true]);
    expect(beside.status?.state).toBe('Approved');
  });

  it('the template does not know are kept beside those it knows', () => {
    const document = bindText(TEMPLATE, '# Spec: X\n\n**Author**: Ada\n**Team**: Orders\n\nText: not a field.\n');
    expect(document.fields.map(({ name, schema }) => [name, schema !== null])).toEqual([
      ['Author', true],
      ['Team', false],
    ]);
  });

  it('in a body may be subsections', () => {
    const text =
      '# Spec: X\n\n## Alternatives\n\n### Queue\n\n#### Pros\n\nfast\n\n#### Cons:\n\n- slow\n\n### Cron\n\n#### Pros\n\ncheap\n';
    const document = bindText(TEMPLATE, text);
    expect(field(document, 'alternatives[1].cons')?.value.raw).toBe('- slow');
    expect(field(document, 'alternatives[2].pros')?.value.raw).toBe('cheap');
    expect(document.allSections.map(({ address }) => address)).toEqual([
      'alternatives',
      'alternatives[1]',
      'alternatives[1].pros',
      'alternatives[1].cons',
      'alternatives[2]',
      'alternatives[2].pros',
    ]);
  });

  it('in a body go on over what follows them', () => {
    const document = bindText(
      TEMPLATE,
      '# Spec: X\n\n## Alternatives\n\n### Alternative 1: Queue\n\n**Pros**:\n\n- fast\n- cheap\n\n**Cons**: none\nat all\n\nMore words.\n',
    );
    expect(field(document, 'alternatives[1].pros')?.value.plain).toBe('fast cheap');
    expect(field(document, 'alternatives[1].cons')?.value.plain).toBe('none at all');
  });
});

describe('tables', () => {
  const bindTable = (table: string) => bindText(TEMPLATE, `# Spec: X\n\n## Risks & Mitigations\n\n${table}`);

  it('have columns by name, by a similar name and by position', () => {
    const document = bindTable('| risk | Likelyhood | What we do |\n|---|---|---|\n| Loss | high | Backup |\n');
    const table = document.allSections[0]?.content.tables[0];
    expect(table?.columns.map(({ schema }) => schema?.key)).toEqual(['risk', 'likelihood', 'mitigation']);
    expect(table?.rows[0]?.cells.map(({ address, value }) => [address, value.json])).toEqual([
      ['risks-and-mitigations[1].risk', 'Loss'],
      ['risks-and-mitigations[1].likelihood', 'High'],
      ['risks-and-mitigations[1].mitigation', 'Backup'],
    ]);
  });

  it('have as many cells as a row writes', () => {
    const document = bindTable(
      '| Risk | Likelihood | Mitigation |\n|---|---|---|\n| Loss |\n| Fire | Low | Water | More |\n',
    );
    const rows = document.allSections[0]?.content.tables[0]?.rows ?? [];
    expect(rows.map(({ cells }) => cells.length)).toEqual([1, 4]);
    expect(rows[1]?.cells[3]).toMatchObject({ column: null, address: 'risks-and-mitigations[2].(cell-4)' });
  });

  it('that share no column are not the template’s', () => {
    const document = bindTable('| Host | Port |\n|---|---|\n| a | 1 |\n');
    expect(document.allSections[0]?.content.tables[0]?.schema).toBeNull();
  });
});

describe('lists', () => {
  it('tell ticks and the place of the box', () => {
    const text = '# Spec: X\n\n## Open Questions\n\n- [x] **Which** queue?\n  - [ ] Nested\n1. no box\n- [] broken\n';
    const document = bindText(TEMPLATE, text);
    const items = document.allSections[0]?.content.lists.flatMap((list) => list.items) ?? [];
    expect(items.map(({ address, checked, plain }) => [address, checked, plain])).toEqual([
      ['open-questions[1]', true, 'Which queue?'],
      ['open-questions[1][1]', false, 'Nested'],
      ['open-questions[2]', null, 'no box'],
      ['open-questions[3]', null, '[] broken'],
    ]);
    const box = items[0]?.boxRange;
    expect(box && text.slice(box.start, box.end)).toBe('x');
    expect(items[0]?.raw).toBe('**Which** queue?');
  });

  it('of definitions have terms', () => {
    const template = '# [Name]\n\n## Glossary\n\n- **Term**: Definition\n- **Term**: Definition\n';
    const document = bindText(
      template,
      '# X\n\n## Glossary\n\n- **Queue**: A line\n- **Cron** — A clock\n- Job: Work\n',
    );
    const items = document.allSections[0]?.content.lists[0]?.items ?? [];
    expect(items.map(({ term, definition }) => [term, definition])).toEqual([
      ['Queue', 'A line'],
      ['Cron', 'A clock'],
      ['Job', 'Work'],
    ]);
  });
});

describe('groups', () => {
  it.each([
    ['bold lines', '**Phase 1**: Build\n- Write\n- [x] Test\n\n**Phase 2: Roll out**\n\nTo all.\n\n- Ship\n'],
    ['bullets', '- **Phase 1**: Build\n  - Write\n  - [x] Test\n- **Phase 2: Roll out** To all.\n  - Ship\n'],
    ['headings', '### Phase 1\n\nBuild\n\n- Write\n- [x] Test\n\n### Phase 2: Roll out\n\nTo all.\n\n- Ship\n'],
  ])('are read from %s', (_, body) => {
    const document = bindText(TEMPLATE, `# Spec: X\n\n## Phases\n\n${body}`);
    const groups = document.allSections[0]?.content.groups ?? [];
    expect(groups.map(({ number, ownName, description }) => [number, ownName, description.raw])).toEqual([
      [1, '', 'Build'],
      [2, 'Roll out', 'To all.'],
    ]);
    expect(itemsOf(groups[0]).map(({ address, checked }) => [address, checked])).toEqual([
      ['phases[1].tasks[1]', null],
      ['phases[1].tasks[2]', true],
    ]);
  });

  it.each([
    ['bold lines', '**Phase 1**: Build\n- [x] Write\n* [ ] Test\n\nAnd later:\n\n- [ ] Ship\n'],
    [
      'bullets',
      '- **Phase 1**: Build\n  - [x] Write\n  * [ ] Test\n\n  And later:\n\n  - [ ] Ship\n- **Phase 2**: X\n',
    ],
    ['headings', '### Phase 1\n\nBuild\n\n- [x] Write\n* [ ] Test\n\nAnd later:\n\n- [ ] Ship\n'],
  ])('have the tasks of all their lists, read from %s', (_, body) => {
    const document = bindText(TEMPLATE, `# Spec: X\n\n## Phases\n\n${body}`);
    expect(
      itemsOf(document.allSections[0]?.content.groups[0]).map(({ address, checked, plain }) => [
        address,
        checked,
        plain,
      ]),
    ).toEqual([
      ['phases[1].tasks[1]', true, 'Write'],
      ['phases[1].tasks[2]', false, 'Test'],
      ['phases[1].tasks[3]', false, 'Ship'],
    ]);
  });
});

function itemsOf(group: BoundGroup | undefined): readonly BoundItem[] {
  return group?.lists.flatMap(({ items }) => items) ?? [];
}

it('an empty body is one that shows nothing', () => {
  const empty = '<!-- hint -->\n\n<a name="x"></a>\n\n---\n\n[label]: https://example.org\n';
  const document = bindText(TEMPLATE, `# Spec: X\n\n## Decision\n\n${empty}\n## Overview\n\nWords.\n`);
  expect(document.allSections.map(({ content }) => content.empty)).toEqual([true, false]);
});
