import { describe, expect, test } from 'vitest';
import { mdastParser } from '../../markdown/mdast-parser.ts';
import { compileTemplate } from '../../template/compile.ts';
import { foldName } from '../../template/names.ts';
import { type MigratedDocument, migrateDocument } from './migrate-document.ts';
import { planMigration } from './plan.ts';

const template = `# Plan: [Name]

**Status**: Draft | In Review | Agreed
**Owner**: [Name]

## Goal

[What for?]

## Risks and Costs

[What may fail, and what does it cost?]

## Steps

- [Step]

## Measures

| Metric | Current | Target |
|--------|---------|--------|
| [Metric] | [Value] | [Value] |

## Rollback Plan

[How do we undo this?]
`;

const plan = `# Plan: Quiet nights

**Status**: In Review
**Owner**: Ada Park

## 1. Goal

Nobody is called at night; see [the risks](#risks-and-costs).

## Risks and Costs

The watcher fails. It costs two days.

## Steps

- Watch the disks

## Measures

| Metric        | Current | Target |
|---------------|---------|--------|
| Calls a night | 4       | 0      |

## Notes of our own

Kept as they are.

## Rollback Plan

Turn it off.
`;

function migrate(
  current: string,
  {
    text = plan,
    old = template,
    map = {},
  }: { text?: string; old?: string; map?: Readonly<Record<string, string>> } = {},
): MigratedDocument {
  const compile = (written: string) => compileTemplate(written, 'template.md', mdastParser);
  const renames = new Map(Object.entries(map).map(([from, to]) => [foldName(from), to]));
  const migration = planMigration(compile(old), compile(current), renames);
  const input = { file: 'plan.md', companion: null, parser: mdastParser, only: null };
  const done = migrateDocument(migration, { ...input, text });
  const again = migrateDocument(migration, { ...input, text: done.text });
  expect(again.text, 'a second time changes nothing').toBe(done.text);
  return done;
}

describe('a document follows its template', () => {
  test('to another name of a section, with its number and with links to it', () => {
    const { text } = migrate(template.replace('## Risks and Costs', '## What It Takes').replace('## Goal', '## Aim'), {
      map: { 'Risks and Costs': 'What It Takes', Goal: 'Aim' },
    });
    expect(text).toBe(
      plan
        .replace('## 1. Goal', '## 1. Aim')
        .replace('## Risks and Costs', '## What It Takes')
        .replace('#risks-and-costs', '#what-it-takes'),
    );
  });

  test('to a new section, where the template has it', () => {
    const { text } = migrate(template.replace('## Rollback', '## Rollout\n\n[In which order?]\n\n## Rollback'));
    expect(text).toBe(plan.replace('## Notes of our own', '## Rollout\n\n[In which order?]\n\n## Notes of our own'));
  });

  test('to sections in another order, from the first to the last', () => {
    const steps = '## Steps\n\n- [Step]\n\n';
    const { text } = migrate(`${template.replace(steps, '')}\n${steps.trimEnd()}\n`);
    const own = '## Steps\n\n- Watch the disks\n\n';
    expect(text).toBe(`${plan.replace(own, '')}\n${own.trimEnd()}\n`);
  });

  test('to a divided section', () => {
    const { text } = migrate(
      template.replace('## Risks and Costs\n', '## Risks\n').replace('## Steps', '## Costs\n\n[In days]\n\n## Steps'),
    );
    expect(text).toBe(
      plan
        .replace('## Risks and Costs\n', '## Risks\n')
        .replace('#risks-and-costs', '#risks')
        .replace('## Steps', '## Costs\n\n[In days]\n\n## Steps'),
    );
  });

  test('to a joined section', () => {
    const divided = template.replace('## Risks and Costs\n', '## Risks\n\n[What may fail?]\n\n## Costs\n');
    const text = plan
      .replace('The watcher fails. It', 'The watcher fails.\n\n## Costs\n\nIt')
      .replace('## Risks and Costs', '## Risks');
    expect(migrate(template, { old: divided, text }).text).toBe(plan.replace('fails. It', 'fails.\n\nIt'));
  });

  test('to a section under another one', () => {
    const under = template.replace('## Goal\n\n[What for?]\n', '## Overview\n\n### Goal\n\n[What for?]\n');
    expect(migrate(under).text).toBe(plan.replace('## 1. Goal', '## Overview\n\n### 1. Goal'));
  });

  test('to other fields, states and titles', () => {
    const { text } = migrate(
      template
        .replace('# Plan: ', '# Night Plan: ')
        .replace('**Owner**: [Name]', '**Plan Owner**: [Name]\n**Team**: [Team]')
        .replace('In Review', 'Under Review'),
    );
    expect(text).toBe(
      plan
        .replace('# Plan: ', '# Night Plan: ')
        .replace('**Owner**: Ada Park', '**Plan Owner**: Ada Park\n**Team**: [Team]')
        .replace('In Review', 'Under Review'),
    );
  });

  test('to new, renamed and moved columns', () => {
    const columns =
      '| Metric | Wanted | Current | How |\n|---|---|---|---|\n| [Metric] | [Value] | [Value] | [How measured] |\n';
    const table = template.slice(template.indexOf('| Metric'), template.indexOf('\n## Rollback'));
    const { text } = migrate(template.replace(table, columns), { map: { Target: 'Wanted' } });
    expect(text).toContain('| Metric        | Wanted | Current | How |');
    expect(text).toMatch(/\| Calls a night \| 0 +\| 4 +\| +\|/u);
  });

  test('and keeps what the template does not ask for any more', () => {
    const { text, conflict } = migrate(template.replace('## Rollback Plan\n\n[How do we undo this?]\n', ''));
    expect(conflict).toBeNull();
    expect(text).toBe(plan);
  });

  test('with its line ends, and without a final one', () => {
    const crlf = plan.trimEnd().replaceAll('\n', '\r\n');
    const { text } = migrate(`${template}\n## Sources\n\n[Where from?]\n`, { text: crlf });
    expect(text).toBe(`${crlf}\r\n\r\n## Sources\r\n\r\n[Where from?]\r\n`.trimEnd());
  });
});

describe('a document is left alone', () => {
  test('where a heading only resembles the one that has another name now', () => {
    const text = plan.replace('## Rollback Plan', '## Rollbakc Plan');
    const done = migrate(template.replace('## Rollback Plan', '## Way Back'), {
      text,
      map: { 'Rollback Plan': 'Way Back' },
    });
    expect(done).toMatchObject({
      text,
      conflict: expect.stringContaining('"Rollbakc Plan" only resembles "Rollback Plan"'),
    });
  });

  test('where its last block never ends', () => {
    const text = `${plan}\n\`\`\`\nleft open\n`;
    const done = migrate(`${template}\n## Sources\n\n[Where from?]\n`, { text });
    expect(done).toMatchObject({ text, conflict: expect.stringContaining('never closed') });
  });
});
