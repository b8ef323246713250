import { describe, expect, it } from 'vitest';
import { atCursor, labels, offered, record, workspaceOf } from '../../../test/editor-cursor.ts';
import { completionsAt } from '../completions-at.ts';

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

  it('on an empty line are none that stand before what is above', () => {
    const below = labels(`${top}## Dependencies\n\n- b\n\n‸\n`);
    expect(below).toEqual(['Success Metrics', 'Open Questions', 'Appendix', 'Review Sign-offs']);
    const between = labels(`${top}‸\n\n## Implementation\n\n## Dependencies\n`);
    expect(between).toEqual(['Non-Goals', 'Background', 'Proposed Solution']);
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
    expect(labels('# T\n\n## ‸Overview\n\nWords.\n')).toEqual([]);
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
