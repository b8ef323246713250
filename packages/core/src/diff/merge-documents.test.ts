import { describe, expect, test } from 'vitest';
import { mdastParser } from '../markdown/mdast-parser.ts';
import { compileTemplate } from '../template/compile.ts';
import { type MergeResult, mergeDocuments } from './merge-documents.ts';

const template = `# Plan: [Name]

**Status**: Draft | Agreed
**Last Updated**: [Date]

## Goal

[What for?]

## Options

### Option 1: [Name]

**Pros**: [Why]

### Option 2: [Name]

**Pros**: [Why]

## Phases

**Phase 1**: [What]
- [ ] [Task]

**Phase 2**: [What]
- [ ] [Task]

## Risks

| Risk | Impact |
|------|--------|
| [Risk] | High/Med/Low |
`;

const plan = `# Plan: Quiet nights

**Status**: Draft
**Last Updated**: 2026-01-01

## Goal

Nobody is called at night for a full disk, and nobody has to look after the disks by day.

## Options

### Option 1: Watch the disks

**Pros**: cheap

## Phases

**Phase 1**: Look
- [ ] Count the disks
- [ ] Ask the night shift

## Risks

| Risk | Impact |
|------|--------|
| The watcher fails | Med |
| The lamp breaks | Low |
`;

type Change = (text: string) => string;

const schema = compileTemplate(template, 'template.md', mdastParser);

function merge(base: string, ours: string, theirs: string): MergeResult {
  return mergeDocuments(
    { base, ours, theirs },
    { schema, parser: mdastParser, labels: { ours: 'ours', theirs: 'theirs' } },
  );
}

const replace =
  (old: string | RegExp, put: string): Change =>
  (text) => {
    const changed = text.replace(old, put);
    expect(changed).not.toBe(text);
    return changed;
  };
const both =
  (...changes: readonly Change[]): Change =>
  (text) =>
    changes.reduce((changed, change) => change(changed), text);

const option = (number: number, name: string): string =>
  `### Option ${number}: ${name}\n\n**Pros**: ${name} is quick\n\n`;
const phase = (number: number, name: string): string => `**Phase ${number}**: ${name}\n- [ ] ${name} it\n\n`;
const ofRisks = /## Risks[\s\S]*/u.exec(plan)?.[0] ?? '';
const risksFirst = both(replace(`\n${ofRisks}`, ''), replace('## Goal', `${ofRisks}\n## Goal`));

describe('both hold', () => {
  test.each<[string, Change, Change, Change]>([
    [
      'two rows',
      replace(/$/u, '| Rain | Low |\n'),
      replace(/$/u, '| Fog | Low |\n'),
      replace(/$/u, '| Fog | Low |\n| Rain | Low |\n'),
    ],
    [
      'two cells of a row',
      replace('The lamp breaks', 'The lamp is stolen'),
      replace('| Low |', '| High |'),
      replace('| The lamp breaks | Low |', '| The lamp is stolen | High |'),
    ],
    [
      'a new column and a new row',
      (text) =>
        text.replace(/^\|(.*)\|$/gmu, (_, cells: string) => `|${cells}|${cells.startsWith('--') ? '---' : ' Ada '}|`),
      replace(/$/u, '| Rain | Low |\n'),
      (text) =>
        `${text.replace(/^\|(.*)\|$/gmu, (_, cells: string) => `|${cells}|${cells.startsWith('--') ? '---' : ' Ada '}|`)}| Rain | Low |  |\n`,
    ],
    [
      'different ticks',
      replace('[ ] Count', '[x] Count'),
      replace('[ ] Ask', '[x] Ask'),
      both(replace('[ ] Count', '[x] Count'), replace('[ ] Ask', '[x] Ask')),
    ],
    [
      'words far apart in a paragraph',
      replace('Nobody', 'No one'),
      replace('by day', 'at noon'),
      both(replace('Nobody', 'No one'), replace('by day', 'at noon')),
    ],
    [
      'a wrapped paragraph and a word',
      replace('disk, and', 'disk,\nand'),
      replace('called', 'woken'),
      both(replace('disk, and', 'disk,\nand'), replace('called', 'woken')),
    ],
    [
      'two dates of the document',
      replace('2026-01-01', '2026-02-01'),
      replace('2026-01-01', '2026-02-03'),
      replace('2026-01-01', '2026-02-03'),
    ],
    [
      'two second options',
      replace('## Phases', `${option(2, 'Rent')}## Phases`),
      replace('## Phases', `${option(2, 'Buy')}## Phases`),
      replace('## Phases', `${option(2, 'Buy')}${option(3, 'Rent').replace('Option 2', 'Option 3')}## Phases`),
    ],
    [
      'two second phases',
      replace('## Risks', `${phase(2, 'Rent')}## Risks`),
      replace('## Risks', `${phase(2, 'Buy')}## Risks`),
      replace('## Risks', `${phase(2, 'Buy')}${phase(3, 'Rent')}## Risks`),
    ],
    [
      'a section that moves and a change in it',
      risksFirst,
      replace('| Med |', '| High |'),
      (text) => risksFirst(text).replace('| Med |', '| High |'),
    ],
    [
      'a new section and a new paragraph at one place',
      replace('## Options', '### Not goals\n\nLamps.\n\n## Options'),
      replace('## Options', 'Lamps may burn.\n\n## Options'),
      replace('## Options', 'Lamps may burn.\n\n### Not goals\n\nLamps.\n\n## Options'),
    ],
    [
      'the same section added with other words',
      replace(/$/u, '\n## Notes\n\nOurs.\n'),
      replace(/$/u, '\n## Notes\n\nTheirs.\n'),
      replace(/$/u, '\n## Notes\n\nOurs.\n\nTheirs.\n'),
    ],
    [
      'line ends and a byte order mark of one side',
      (text) => `\uFEFF${text.replaceAll('\n', '\r\n')}`,
      replace('Med', 'High'),
      (text) => `\uFEFF${text.replace('Med', 'High').replaceAll('\n', '\r\n')}`,
    ],
    [
      'a part that both took away',
      replace('| The lamp breaks | Low |\n', ''),
      replace('| The lamp breaks | Low |\n', ''),
      replace('| The lamp breaks | Low |\n', ''),
    ],
    [
      'a part that one took away and the other wrote in another way',
      replace('| The lamp breaks | Low |\n', ''),
      replace('| The lamp breaks | Low |', '| The lamp breaks   | Low |'),
      replace('| The lamp breaks | Low |\n', ''),
    ],
  ])('%s', (_name, ours, theirs, expected) => {
    for (const [one, other] of [
      [ours, theirs],
      [theirs, ours],
    ] as const)
      expect(merge(plan, one(plan), other(plan))).toEqual({ text: expected(plan), conflicts: [], by: 'parts' });
  });
});

test('a paragraph that one side doubled and the other moved to the same place stands there twice, whoever asks', () => {
  const goal = /^Nobody.*$/mu.exec(plan)?.[0] ?? '';
  const doubled = replace('## Options\n', `## Options\n${goal}\n`)(plan);
  const moved = both(replace(`${goal}\n\n`, ''), replace('## Options\n\n', `## Options\n\n${goal}\n\n`))(plan);
  const merged = merge(plan, doubled, moved);
  expect(merged).toMatchObject({ conflicts: [], by: 'parts' });
  expect(merged.text.split(goal)).toHaveLength(3);
  expect(merge(plan, moved, doubled)).toEqual(merged);
});

describe('a conflict is marked once, with both texts', () => {
  const marked = (ours: string, theirs: string): string =>
    `<<<<<<< ours\n${ours}${ours === '' ? '' : '\n'}=======\n${theirs}${theirs === '' ? '' : '\n'}>>>>>>> theirs`;

  test.each<[string, Change, Change, string, Change]>([
    [
      'around the row',
      replace('| Med |', '| High |'),
      both(replace('| Med |', '| Low |'), replace('The watcher fails', 'The watcher sleeps')),
      'risks[1].impact',
      replace('| The watcher fails | Med |', marked('| The watcher sleeps | High |', '| The watcher sleeps | Low |')),
    ],
    [
      'around the item',
      replace('Count the disks', 'Count the lamps'),
      replace('Count the disks', 'Count the cups'),
      'phases[1].tasks[1]',
      replace('- [ ] Count the disks', marked('- [ ] Count the lamps', '- [ ] Count the cups')),
    ],
    [
      'around the line of a field',
      replace('cheap', 'dear'),
      replace('cheap', 'free'),
      'options[1].pros',
      replace('**Pros**: cheap', marked('**Pros**: dear', '**Pros**: free')),
    ],
    [
      'around what one took away and the other changed',
      replace('- [ ] Count the disks\n', ''),
      replace('Count the disks', 'Count all the disks'),
      'phases[1].tasks[1]',
      replace('- [ ] Count the disks', marked('', '- [ ] Count all the disks')),
    ],
  ])('%s', (_name, ours, theirs, address, expected) => {
    const { text, conflicts } = merge(plan, ours(plan), theirs(plan));
    expect(text).toBe(expected(plan));
    expect(conflicts.map((conflict) => conflict.address)).toEqual([address]);
    expect(conflicts.map(({ range }) => text.slice(range.start, range.start + 12))).toEqual(['<<<<<<< ours']);
  });

  test('with the line ends of the file', () => {
    const crlf = (text: string): string => text.replaceAll('\n', '\r\n');
    const [a, b] = [plan.replace('cheap', 'dear'), plan.replace('cheap', 'free')];
    const { text, conflicts } = merge(crlf(plan), crlf(a), crlf(b));
    expect(text).toBe(crlf(merge(plan, a, b).text));
    const [conflict] = conflicts;
    expect(text.slice(conflict?.range.start, conflict?.range.end)).toMatch(/^<<<<<<< ours\r\n[\s\S]*>>>>>>> theirs$/u);
  });
});
