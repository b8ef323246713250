import { describe, expect, test } from 'vitest';
import { bindText } from '../document/bind-text.ts';
import { changedWords, structuralDiff } from './structural-diff.ts';

const template = `# Plan: [Name]

**Status**: Draft | Agreed
**Owner**: [Name]

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

## Notes

[Anything]
`;

const plan = `# Plan: Quiet nights

**Status**: Draft
**Owner**: Ada

## Goal

Nobody is called at night for a full disk. See the [report](report.md).

## Options

### Option 1: Watch the disks

**Pros**: cheap

### Option 2: Buy larger disks

**Pros**: simple

## Phases

**Phase 1**: Look
- [ ] Count the disks
- [x] Ask the night shift

**Phase 2**: Act
- [ ] Buy a lamp

## Risks

| Risk | Impact |
|------|--------|
| The watcher fails | Med |
| The lamp breaks | Low |

## Notes

1. First the disks
2. Then the lamp
`;

/** Each change on a line: kind, what, address, the address before, words that went and came. */
function changesOf(change: (text: string) => string, from = template, to = template): string[] {
  const after = change(plan);
  expect(after).not.toBe(plan);
  return structuralDiff(bindText(from, plan), bindText(to, after)).map(told);
}

function told({ kind, what, address, from, words }: ReturnType<typeof structuralDiff>[number]): string {
  const marks = { kept: '', removed: '-', added: '+' };
  const shown = words.filter((word) => word.kind !== 'kept').map((word) => `${marks[word.kind]}${word.text}`);
  return [`${kind} ${what} ${address}`, ...(from === null ? [] : [`from ${from}`]), ...shown].join(' ');
}

describe('what a difference is told as', () => {
  test.each<[string, (text: string) => string, string[]]>([
    ['the title', (text) => text.replace('Quiet', 'Silent'), ['changed title (title) -Quiet +Silent']],
    ['a field', (text) => text.replace('Ada', 'Bo'), ['changed field owner -Ada +Bo']],
    ['a field that goes', (text) => text.replace('**Owner**: Ada\n', ''), ['removed field owner -Ada']],
    ['a word', (text) => text.replace('full', 'loud'), ['changed paragraph goal -full +loud']],
    [
      'the target of a link',
      (text) => text.replace('report.md', 'other.md'),
      ['changed paragraph goal -](report.md +](other.md'],
    ],
    ['a paragraph', (text) => text.replace('## Options', 'More.\n\n## Options'), ['added paragraph goal +More.']],
    ['a field of an entry', (text) => text.replace('cheap', 'very cheap'), ['changed field options[1].pros +very ']],
    [
      'an entry with another name',
      (text) => text.replace('Buy larger disks', 'Rent them'),
      ['renamed entry options[2] -Buy larger disks +Rent them'],
    ],
    [
      'an entry that goes, so that the next one takes its number',
      (text) => text.replace(/### Option 1[\s\S]*?(?=### Option 2)/u, '').replace('Option 2', 'Option 1'),
      [
        'removed entry options[1] -Option 1: Watch the disks\ncheap',
        'renumbered entry options[1] from options[2] -2 +1',
      ],
    ],
    ['a tick', (text) => text.replace('- [ ] Count', '- [x] Count'), ['ticked item phases[1].tasks[1]']],
    ['a tick taken back', (text) => text.replace('- [x] Ask', '- [ ] Ask'), ['unticked item phases[1].tasks[2]']],
    [
      'a task',
      (text) => text.replace('Buy a lamp', 'Buy two lamps'),
      ['changed item phases[2].tasks[1] -a lamp +two lamps'],
    ],
    [
      'a new task',
      (text) => text.replace('- [ ] Buy', '- [ ] Think\n- [ ] Buy'),
      ['added item phases[2].tasks[1] +[ ] Think'],
    ],
    ['a cell', (text) => text.replace('Med', 'High'), ['changed cell risks[1].impact -Med +High']],
    ['a row', (text) => text.replace('| The lamp', '| Rain | Low |\n| The lamp'), ['added row risks[2] +Rain | Low']],
    [
      'rows in another order',
      (text) => text.replace(/(\| The watcher.*\n)(\| The lamp.*\n)/u, '$2$1'),
      ['moved row risks[1] from risks[2]'],
    ],
    [
      'a column',
      (text) =>
        text.replace(/^\|(.*)\|$/gmu, (_row, cells: string) => `|${cells}|${cells.startsWith('--') ? '---' : ' x '}|`),
      ['added column risks +x'],
    ],
    [
      'a column with another name',
      (text) => text.replace('| Impact', '| Harm'),
      ['renamed column risks -Impact +Harm'],
    ],
    [
      'a section elsewhere, with a word changed',
      (text) => {
        const risks = /## Risks[\s\S]*?(?=## Notes)/u.exec(text)?.[0] ?? '';
        return text.replace(risks, '').replace('## Options', `${risks.replace('Low', 'Med')}## Options`);
      },
      ['moved section risks', 'changed cell risks[2].impact -Low +Med'],
    ],
    ['a section one level deeper', (text) => text.replace('## Notes', '### Notes'), ['moved section notes']],
    [
      'a section that goes',
      (text) => text.replace(/## Notes[\s\S]*/u, ''),
      ['removed section notes -Notes\nFirst the disks\nThen the lamp'],
    ],
    [
      'steps as bullets',
      (text) => text.replace('1. First', '- First').replace('2. Then', '- Then'),
      ['changed list notes -numbered +bulleted'],
    ],
    [
      'a section with another name',
      (text) => text.replace('## Risks', '## Dangers'),
      ['renamed section dangers from risks -Risks +Dangers'],
    ],
  ])('%s', (_name, change, expected) => {
    expect(changesOf(change)).toEqual(expected);
  });

  test('a document whose template changed is compared all the same', () => {
    const other = template.replace('## Options', '## Choices').replace('**Owner**: [Name]\n', '');
    expect(changesOf((text) => text.replace('full', 'loud'), template, other)).toEqual([
      'changed paragraph goal -full +loud',
    ]);
  });

  test('without a template headings, tables and lists are known', () => {
    const changes = changesOf((text) => text.replace('Med', 'High').replace('- [ ] Count', '- [x] Count'), '', '');
    expect(changes).toEqual(['ticked item phases.items[1]', 'changed cell risks.table[1].impact -Med +High']);
  });
});

test('the words that changed in some sections', () => {
  const after = plan.replace('full', 'loud').replace('cheap', 'dear').replace('Ada', 'Bo').replace('Med', 'High');
  const within = (...addresses: string[]): string[] =>
    changedWords(bindText(template, plan), bindText(template, after), new Set(addresses)).map(({ address }) => address);
  expect(within('goal')).toEqual(['goal']);
  expect(within('options', '(metadata)')).toEqual(['owner', 'options[1].pros']);
  expect(within('notes')).toEqual([]);
});

test('a long document is compared in near-linear time', () => {
  const rows = (count: number, word: string): string =>
    `${plan.replace(/\n## Notes[\s\S]*/u, '')}${Array.from({ length: count }, (_, index) => `| ${word} ${index} | Low |`).join('\n')}\n`;
  const changes = structuralDiff(bindText(template, rows(1500, 'before')), bindText(template, rows(1500, 'after')));
  expect(changes.length).toBeGreaterThan(1499);
});
