import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { bound } from '../../test/edit-bench.ts';
import { atCursor, workspaceOf } from '../../test/editor-cursor.ts';
import { seed } from '../../test/mutation/draws.ts';
import { specimens } from '../../test/mutation/specimen.ts';
import { ada, approve, cast, em, move, shortSpec, sign, tl } from '../../test/review-cast.ts';
import { ReviewWorld } from '../../test/review-world.ts';
import { effectiveStatus } from '../lifecycle/status.ts';
import { technicalSpecText } from '../template/builtin/technical-spec.ts';
import type { EditorWorkspace, Term } from './editor-workspace.ts';
import { hoverAt } from './hover-at.ts';

/** What is told where the cursor is, and of which words. */
function told(marked: string, workspace: EditorWorkspace = workspaceOf(), template = technicalSpecText) {
  const { text, cursor, document } = atCursor(marked, template);
  const hover = hoverAt(document, workspace, cursor);
  return hover === null
    ? null
    : { on: text.slice(hover.range.start, hover.range.end), says: hover.markdown.split('\n\n') };
}

const record = `---
status: proposed | accepted | rejected
kind: <Process or Interface>
interface: <name> # Only required for Interface. Otherwise, remove this field.
---

# [Title]

## Context

<!-- What forces are at play? -->

<!-- This part is optional. Feel free to remove it. -->
## Options

| Option | Cost |
|--------|------|
| [Name] | High/Low |
`;

describe('what the template says', () => {
  it('of a section', () => {
    expect(told('# T\n\n## Overview\n\n### Prob‸lem Statement\n')).toEqual({
      on: '### Problem Statement',
      says: [
        '**Problem Statement** · required section',
        '\\[What problem are we solving? Why does it matter? Include data if available.\\]',
        'Holds text',
        'Template `templates/template.md:10`',
      ],
    });
    expect(
      told('# T\n\n## Proposed Solution\n\n### Alternatives Considered\n\n#### Alternative 2: Wa‸it\n')?.says,
    ).toEqual([
      '**Alternative 2: Wait** · required section, repeated',
      'Holds fields Description, Pros, Cons',
      'Template `templates/template.md:67`',
    ]);
    expect(told('\uFEFF# T\r\n\r\n## Conte‸xt\r\n', workspaceOf(), record)?.says).toEqual([
      '**Context** · required section',
      'What forces are at play?',
      'Holds text',
      'Template `templates/template.md:9`',
    ]);
    expect(told('# T\n\n## My o‸wn\n')).toBeNull();
  });

  it('of a field', () => {
    expect(told('# T\n\n**Stat‸us**: Draft\n')).toEqual({
      on: 'Status',
      says: [
        '**Status** · required field · one of Draft, In Review, Approved, Implemented',
        'Template `templates/template.md:4`',
      ],
    });
    expect(told('---\nkind: Process\ninterface: ‸\n---\n\n# T\n', workspaceOf(), record)?.says).toEqual([
      '**interface** · optional field · text',
      'Only required for Interface. Otherwise, remove this field.',
      'Only where kind is Interface',
      '\\<name\\>',
      'Template `templates/template.md:4`',
    ]);
  });

  it('of a column, in the header and in cells', () => {
    const column = ['**Cost** · required column · one of High, Low', 'Template `templates/template.md:16`'];
    const table = (row: string, header = '| Option | Cost |'): string =>
      `# T\n\n## Options\n\n${header}\n|---|---|\n${row}\n`;
    expect(told(table('| a | Low |', '| Option | C‸ost |'), workspaceOf(), record)).toEqual({
      on: 'Cost',
      says: column,
    });
    expect(told(table('| a | L‸ow |'), workspaceOf(), record)).toEqual({ on: 'Low', says: column });
    expect(told(table('| a |  ‸ |'), workspaceOf(), record)).toEqual({ on: '   ', says: column });
  });
});

describe('a term of the workspace', () => {
  const term = (words: string, definition: string): Term => ({
    term: words,
    definition,
    place: { file: 'specs/0001.md', range: { start: 0, end: 0 } },
  });
  const terms = [
    term('SKU', 'Stock <b>unit</b>'),
    term('сбой', 'Отказ'),
    term('在庫', 'ざいこ'),
    term('dead letter', 'Lost'),
    term('letter', 'Post'),
  ];
  const workspace = workspaceOf({}, { terms });

  it.each([
    ['Each sk‸u has one.', 'sku', '**SKU** · Stock \\<b\\>unit\\</b\\>'],
    ['Это сб‸ой.', 'сбой', '**сбой** · Отказ'],
    ['今の在‸庫です', '在庫', '**在庫** · ざいこ'],
    ['A dead le‸tter.', 'dead letter', '**dead letter** · Lost'],
    ['- A le‸tter', 'letter', '**letter** · Post'],
  ])('%j', (words, on, says) => {
    expect(told(`# T\n\n## Overview\n\n${words}\n`, workspace)).toEqual({
      on,
      says: [says, 'Defined in `specs/0001.md`'],
    });
  });

  it('but not where it is defined', () => {
    const marked = '# T\n\n## Appendix\n\n### Glossary\n\n- **SK‸U**: Stock\n';
    const start = marked.indexOf('- **SK');
    const place = { file: 'specs/0004-labels.md', range: { start, end: marked.length - 2 } };
    const own = workspaceOf({}, { terms: [{ term: 'SKU', definition: 'Stock', place }] });
    expect(told(marked, own)).toBeNull();
    const used = `${marked.replace('‸', '')}\nA sk‸u.\n`;
    expect(told(used, own)?.says[1]).toBe('Defined in `specs/0004-labels.md:7`');
  });

  it.each(['Each sk‸us.', '`sk‸u`', '[sk‸u](https://a.example)', '```\nsk‸u\n```', 'a ‸b', '‸'])(
    'but not in %j',
    (words) => {
      expect(told(`# T\n\n## Overview\n\n${words}\n`, workspace)).toBeNull();
    },
  );
});

describe('another document', () => {
  const files = {
    'specs/0004-labels.md': '# Technical Specification: Labels\n',
    'specs/0007-queue.md': '# Technical Specification: Queue \\<i>\n\n**Status**: Approved\n',
  };
  const about = '**Technical Specification: Queue \\<i\\>** · 0007 · `specs/0007-queue.md` · Approved';

  it.each([
    ['See [the qu‸eue](./0007-queue.md#x).', '[the queue](./0007-queue.md#x)'],
    ['See [the queue](./0007-qu‸eue.md).', '[the queue](./0007-queue.md)'],
    ['See [the qu‸eue][q].\n\n[q]: 0007-queue.md', '[the queue][q]'],
    ['a\n\n[q]: 0007-qu‸eue.md', '[q]: 0007-queue.md'],
  ])('behind a link: %j', (words, on) => {
    expect(told(`# T\n\n## Overview\n\n${words}\n`, workspaceOf(files))).toEqual({ on, says: [about] });
  });

  it('that a field names', () => {
    const template = '---\nsupersedes: <number>\n---\n\n# [Title]\n';
    const known = { 'specs/0004-labels.md': '# L\n', 'specs/0007-queue.md': '# Queue\n' };
    expect(told('---\nsupersedes: [12, ‸7]\n---\n\n# L\n', workspaceOf(known, {}, template), template)).toEqual({
      on: '7',
      says: ['**Queue** · 0007 · `specs/0007-queue.md`'],
    });
  });

  it('with its effective status where that is known', () => {
    const world = approve(new ReviewWorld(shortSpec, cast));
    const review = world.review();
    const reviewOf = () => ({ review, status: effectiveStatus(review) });
    const hover = told('# T\n\n## Overview\n\n[q‸](./0007-queue.md)\n', workspaceOf(files, { reviewOf }));
    expect(hover?.says[1]).toMatch(/^\*\*Approved\*\* since 2026-\d\d-\d\d, moved by ada; the line says Draft$/u);
  });

  it('that is not there is nothing to tell of', () => {
    for (const link of ['[a‸](./none.md)', '[a‸](https://a.example/0007-queue.md)', '[a‸](#x)']) {
      expect(told(`# T\n\n## Overview\n\n${link}\n`, workspaceOf(files))).toBeNull();
    }
  });
});

describe('the lifecycle', () => {
  /** What is told of a place in the text of a world, whose history is known. */
  function inWorld(world: ReviewWorld, before: string, offset = 0): string[] {
    const review = world.review();
    const workspace = workspaceOf({}, { reviewOf: () => ({ review, status: effectiveStatus(review) }) });
    const cursor = world.text.indexOf(before) + before.length + offset;
    return told(`${world.text.slice(0, cursor)}‸${world.text.slice(cursor)}`, workspace)?.says ?? [];
  }

  it('on the status: what it is, since when, and what the next one asks for', () => {
    const world = new ReviewWorld(shortSpec, cast);
    world.begin(ada);
    move(world, ada, 'In Review');
    sign(world, tl, 'Tech Lead');
    const says = inWorld(world, '**Status**: Dr');
    expect(says[0]).toMatch(/^\*\*In Review\*\* since 2026-\d\d-\d\d, moved by ada; the line says Draft$/u);
    expect(says.slice(1)).toEqual([
      'Approved still asks for:',
      '- Engineering Manager: it has not been approved\n- Security: it has not been approved',
    ]);
    expect(inWorld(world, '**Sta')[0]).toContain('required field');
  });

  it('on the status of what fell back', () => {
    const world = approve(new ReviewWorld(shortSpec, cast));
    world.text = world.text.replace('One table of labels.', 'Two tables of labels.');
    const says = inWorld(world, '**Status**: Dr');
    expect(says[0]).toMatch(/^\*\*In Review\*\*/u);
    expect(says[1]).toBe('It was Approved, which does not hold any more:');
    expect(says[2]).toContain('data-model changed since it was approved');
  });

  it('on a row of the sign-off table and on the heading of what it covers', () => {
    const world = new ReviewWorld(shortSpec, cast);
    world.begin(ada);
    move(world, ada, 'In Review');
    sign(world, tl, 'Tech Lead');
    sign(world, em, 'Engineering Manager');
    expect(inWorld(world, '| Tech L')).toEqual([
      '**Tech Lead** · required · nothing is missing',
      expect.stringMatching(/^- tl: Approved on 2026-\d\d-\d\d, fresh$/u),
    ]);
    expect(inWorld(world, '| Secu')[0]).toBe('**Security** · required · pending');
    world.text = world.text.replace('One table of labels.', 'Two tables of labels.');
    const changed = 'proposed-solution.detailed-design.data-model';
    expect(inWorld(world, '| Tech L').slice(0, 1)).toEqual(['**Tech Lead** · required · stale']);
    expect(inWorld(world, '| Tech L')[1]).toMatch(new RegExp(`stale, changed: ${changed}$`, 'u'));
    expect(inWorld(world, '#### Data Mo').at(-1)).toMatch(
      /^- Tech Lead: stale, changed since tl approved it on 2026-\d\d-\d\d\n- Engineering Manager: stale.*\n- Security: pending$/u,
    );
    expect(inWorld(world, '### Rollback Pl').at(-1)).toMatch(/^- Tech Lead: fresh, tl on 2026-\d\d-\d\d\n/u);
  });

  it('leaves roles out that need not sign', () => {
    const legal = { people: ['legal@example.org'], required: false };
    const world = new ReviewWorld(shortSpec, { ...cast, roles: { ...cast.roles, Legal: legal } });
    world.begin(ada);
    const says = inWorld(world, '### Rollback Pl').at(-1);
    expect(says).toBe('- Tech Lead: pending\n- Engineering Manager: pending\n- Security: pending');
  });

  it('says of the status what the template says where no history is known', () => {
    expect(told('# T\n\n**Status**: Dr‸aft\n')?.says[0]).toContain('one of Draft');
    const review = new ReviewWorld(shortSpec, cast).begin(ada).review();
    const reviewOf = () => ({ review, status: { ...effectiveStatus(review), state: null } });
    expect(told('# T\n\n**Status**: Dr‸aft\n', workspaceOf({}, { reviewOf }))?.says[0]).toContain('one of Draft');
  });
});

describe('every offset', () => {
  const workspace = workspaceOf(
    {},
    { terms: [{ term: 'a', definition: 'b', place: { file: 'x', range: { start: 0, end: 0 } } }] },
  );

  function expectSound(text: string, document: ReturnType<typeof bound>, offset: number): void {
    const hover = hoverAt({ bound: document, diagnostics: [] }, workspace, offset);
    if (hover === null) return;
    expect(hover.range.start).toBeLessThanOrEqual(offset);
    expect(hover.range.end).toBeGreaterThanOrEqual(offset);
    expect(hover.range.end).toBeLessThanOrEqual(text.length);
    expect(hover.markdown).not.toMatch(/undefined|NaN|\[object/u);
  }

  test('of good documents cut off anywhere', () => {
    const cut = fc.tuple(fc.constantFrom(...specimens()), fc.nat(), fc.nat(), fc.boolean());
    fc.assert(
      fc.property(cut, ([specimen, length, place, windows]) => {
        const whole = windows ? `\uFEFF${specimen.text.replaceAll('\n', '\r\n')}` : specimen.text;
        const text = whole.slice(0, length % (whole.length + 1));
        expectSound(text, bound(specimen, text), place % (text.length + 1));
      }),
      { seed, numRuns: process.env.SPECWRIGHT_PROOF === '1' ? 5_000 : 200 },
    );
  });
});
