import { describe, expect, test } from 'vitest';
import { afterFixes, findingsOf, told } from '../findings-of.ts';
import { choiceLeft } from './choice-left.ts';
import { defaultNeverChanged } from './default-never-changed.ts';
import { ellipsisItem } from './ellipsis-item.ts';
import { exampleNotRenamed } from './example-not-renamed.ts';
import { guidanceLeft } from './guidance-left.ts';
import { guidanceParagraphLeft } from './guidance-paragraph-left.ts';
import { identicalToTemplate } from './identical-to-template.ts';
import { placeholderLeft } from './placeholder-left.ts';
import { placeholderReworded } from './placeholder-reworded.ts';
import { placeholderRules } from './rules.ts';
import { todoLeft } from './todo-left.ts';

const template = `# Specification: [Project Name]

**Author**: [Name]
**Status**: Draft | In Review | Approved
**Created**: YYYY-MM-DD

## Context

<!-- Say in a few words what happened, whom it hurts and why it has to be mended now. -->

[Relevant history, current state, why now]

## Goals

- [Goal 1]
- [Goal 2]
- …

## Parts

### [Part 1]

[Description, responsibilities, interfaces]

### [Part 2]

[Description, responsibilities, interfaces]

## Risks

> Think of what may break and of who would notice.

| Risk | Likelihood |
| --- | --- |
| [Risk] | High/Med/Low |

## Notes

*Anything else that a reader should know.*

[Notes]
`;

const good = `# Specification: Queue

**Author**: Ada
**Status**: Approved
**Created**: 2024-05-01

## Context

Orders were lost in May.

## Goals

- Keep every order

## Parts

### Broker

Keeps orders.

## Risks

| Risk | Likelihood |
| --- | --- |
| Disk | Low |

## Notes

None.
`;

const context = (words: string): string => good.replace('Orders were lost in May.', words);
const goal = (words: string): string => good.replace('Keep every order', words);

test('a document that answers everything gives no finding', () => {
  for (const rule of placeholderRules) {
    if (rule.scope === 'document') expect(told(rule, template, good)).toEqual([]);
  }
});

describe('PLH201 placeholder-left', () => {
  test.each([
    ['a sample that differs by number only', '1. Objective 1\n2. Objective 2', '1. Objective 1', 'Objective 1'],
    ['a sample of a term', '**Term** – definition', '**Term** – definition', '**Term** – definition'],
    ['brackets behind letters of a script without spaces', '作为【角色】使用', '作为【角色】使用它', '【角色】'],
    ['escaped brackets', 'For \\[the whole company\\]', 'For \\[the whole company\\] too', '\\[the whole company\\]'],
  ])('%s', (_, inTemplate, inDocument, found) => {
    const about = (words: string) => `# [Name]\n\n## Context\n\n[Why]\n\n## Glossary\n\n${words}\n`;
    const text = about(inDocument).replace('[Name]', 'Queue').replace('[Why]', 'Orders are lost.');
    expect(told(placeholderLeft, about(inTemplate), text).map((line) => line.split(': ')[0])).toEqual([found]);
  });

  test.each([
    ['an item', goal('[Goal 1]'), '[Goal 1]'],
    ['within a sentence', goal('Reach [Goal 2] by May'), '[Goal 2]'],
    [
      'a paragraph',
      context('[Relevant history, current state, why now]'),
      '[Relevant history, current state, why now]',
    ],
    ['a field', good.replace('Ada', '[Name]'), '[Name]'],
    ['a field without brackets', good.replace('2024-05-01', 'YYYY-MM-DD'), 'YYYY-MM-DD'],
    ['a cell', good.replace('| Disk', '| [Risk]'), '[Risk]'],
    ['the title', good.replace('Queue', '[Project Name]'), '[Project Name]'],
    ['with other line ends', goal('[Goal 1]').replaceAll('\n', '\r\n'), '[Goal 1]'],
  ])('%s', (_, text, placeholder) => {
    expect(told(placeholderLeft, template, text)).toEqual([
      `${placeholder}: Placeholder ${quoted(placeholder)} is still there`,
    ]);
    expect(told(placeholderReworded, template, text)).toEqual([]);
  });

  test.each([
    ['code', goal('`[Goal 1]` is how it is written')],
    ['a block of code', context('```\n[Relevant history, current state, why now]\n```')],
    ['a reference link', `${goal('[Goal 1]')}\n[Goal 1]: https://example.org\n`],
    ['a link', goal('[Goal 1](https://example.org)')],
    ['a footnote', `${goal('Keep[^Name]')}\n[^Name]: Orders\n`],
    ['a task box', goal('[x] Keep')],
    ['one word of another place in a sentence', goal('Read list[Name] and [Name] of it')],
    ['a comment', goal('Keep <!-- [Goal 1] -->')],
  ])('%s is no placeholder', (_, text) => {
    expect(told(placeholderLeft, template, text)).toEqual([]);
    expect(told(placeholderReworded, template, text)).toEqual([]);
  });

  test('carries the address of the value and the place in the template', () => {
    const [finding] = findingsOf(placeholderLeft, template, good.replace('Ada', '[Name]'));
    expect(finding?.address).toBe('author');
    expect(template.slice(finding?.template?.start, finding?.template?.end)).toBe('[Name]');
  });
});

describe('PLH202 placeholder-reworded', () => {
  test.each([
    ['wrapped over lines', '[Relevant history,\ncurrent state, why now]'],
    ['in other case', '[RELEVANT HISTORY, Current State, why now]'],
    ['in other brackets', '<Relevant history, current state, why now>'],
    ['escaped', '\\[Relevant history, current state, why now\\]'],
    ['with a word changed', '[Relevant history, present state, why now]'],
    ['without its brackets', 'Relevant history, current state, why now'],
  ])('%s', (_, words) => {
    expect(findingsOf(placeholderReworded, template, context(words))).toHaveLength(1);
    expect(told(placeholderLeft, template, context(words))).toEqual([]);
  });

  test('an answer that shares half of the words is an answer', () => {
    expect(told(placeholderReworded, template, context('[The history is relevant: current orders wait]'))).toEqual([]);
  });
});

describe('PLH203 guidance-left', () => {
  const help = 'Say in a few words what happened, whom it hurts and why it has to be mended now.';

  test('a comment is found however it is wrapped, and the fix takes its lines away', () => {
    const text = context(`<!--\n${help.replace('whom', 'whom\n ')}\n-->\n\nOrders were lost in May.`);
    expect(findingsOf(guidanceLeft, template, text)).toHaveLength(1);
    expect(afterFixes(guidanceLeft, template, text)).toBe(good);
  });

  test('an edited comment is a warning', () => {
    const [finding] = findingsOf(guidanceLeft, template, context(`<!-- ${help.replace('a few', 'two')} -->\n\nLost.`));
    expect(finding?.atMost).toBe('warning');
    expect(finding?.fixes?.[0]?.kind).toBe('suggested');
  });

  test.each([
    ['a quote', good.replace('| Risk |', '> Think of what may break and\n> of who would notice.\n\n| Risk |')],
    ['italics', good.replace('None.', '_Anything else that a reader should know._\n\nNone.')],
  ])('%s', (_, text) => {
    expect(findingsOf(guidanceLeft, template, text)).toHaveLength(1);
    expect(afterFixes(guidanceLeft, template, text)).toBe(good);
  });

  test('comments of the author and of tools stay', () => {
    const text = context(
      '<!-- toc -->\n<!-- /toc -->\n\n<!-- Numbers are from the report of May, see the archive. -->\n\nLost.',
    );
    expect(told(guidanceLeft, template, text)).toEqual([]);
  });

  test('a comment within a line goes alone', () => {
    const text = goal(`Keep <!-- ${help} --> every order`);
    expect(afterFixes(guidanceLeft, template, text)).toBe(goal('Keep every order'));
  });
});

describe('PLH204 guidance-paragraph-left', () => {
  const plain =
    '# Title of the proposal\n\n## Summary\n\nExplain the feature in one short paragraph.\n\n## Drawbacks\n\nWhy should we not do this? Please consider:\n\n- the cost of it\n- the people it hurts\n';

  test('paragraphs and lists carry the number of the help text', () => {
    const text =
      '# Queue\n\n## Summary\n\nA queue.\n\n## Drawbacks\n\nWhy should we *not* do\nthis? Please consider:\n\n* the cost of it\n* the people it hurts\n';
    expect(findingsOf(guidanceParagraphLeft, plain, text).map((finding) => finding.keptGuidance)).toEqual([1, 2]);
  });

  test('a quotation of it is none', () => {
    const text = '# Queue\n\n## Summary\n\n> Explain the feature in one short paragraph.\n\n## Drawbacks\n\nNone.\n';
    expect(told(guidanceParagraphLeft, plain, text)).toEqual([]);
  });
});

test('PLH205 tells the value alone and offers each choice', () => {
  const text = good.replace('Approved', 'Draft | In Review | Approved');
  const [finding, ...others] = findingsOf(choiceLeft, template, text);
  expect(others).toEqual([]);
  expect(text.slice(finding?.range.start, finding?.range.end)).toBe('Draft | In Review | Approved');
  expect(finding?.fixes?.map((fix) => fix.title)).toEqual([
    'Choose "Draft"',
    'Choose "In Review"',
    'Choose "Approved"',
  ]);
  expect(told(placeholderLeft, template, text)).toEqual([]);
});

describe('PLH206 example-not-renamed', () => {
  test.each(['[Part 1]', 'Part 2', 'part 3'])('%s', (name) => {
    const text = good.replace('### Broker', `### ${name}`);
    expect(findingsOf(exampleNotRenamed, template, text)).toHaveLength(1);
    expect(told(placeholderLeft, template, text)).toEqual([]);
  });

  test.each(['Part 1: Broker', 'Parts of the broker'])('%s is a name', (name) => {
    expect(told(exampleNotRenamed, template, good.replace('### Broker', `### ${name}`))).toEqual([]);
  });

  test('numbered entries keep their number and must have a name', () => {
    const numbered = '# [Title]\n\n## Options\n\n### Option 1: [Name]\n\n[What]\n\n### Option 2: [Name]\n\n[What]\n';
    const text = '# Queue\n\n## Options\n\n### Option 1: Broker\n\nOne.\n\n### Option 2: [Name]\n\nNone.\n';
    expect(findingsOf(exampleNotRenamed, numbered, text)).toHaveLength(1);
  });

  test('a person nobody knows', () => {
    const people = '---\nowner: "@jane.doe"\nteam: platform\n---\n\n# [Title]\n\n## Context\n\n[Why]\n';
    const text = '---\nowner: "@jane.doe"\nteam: platform\n---\n\n# Queue\n\n## Context\n\nLost.\n';
    expect(told(exampleNotRenamed, people, text)).toHaveLength(1);
  });
});

describe('PLH207 default-never-changed', () => {
  test('a sample date, but no fair default', () => {
    const sample = '---\nstatus: Draft\ndate: 2024-01-01\nversion: 0.1\n---\n\n# [Title]\n\n## Context\n\n[Why]\n';
    const text = '---\nstatus: Draft\ndate: 2024-01-01\nversion: 0.1\n---\n\n# Queue\n\n## Context\n\nLost.\n';
    expect(told(defaultNeverChanged, sample, text)).toEqual([
      '2024-01-01: "date" is still the template\'s "2024-01-01"',
    ]);
  });
});

describe('PLH208 todo-left', () => {
  test.each(['TBD', '**TODO**', '(to be determined)', '???', 'TODO: ask Ada', '_tbd._'])('%s', (words) => {
    expect(findingsOf(todoLeft, template, context(words))).toHaveLength(1);
    expect(findingsOf(todoLeft, template, goal(words))).toHaveLength(1);
  });

  test('a cell and a field', () => {
    expect(told(todoLeft, template, good.replace('| Low', '| TBD'))).toEqual(['TBD: "TBD" is still to be written']);
    expect(findingsOf(todoLeft, template, good.replace('Ada', 'TBD'))).toHaveLength(1);
  });

  test.each(['The TODO list is long', '`TODO`', 'What is TBD is known', 'Todo lists are kept', '## TODO'])(
    '%s is fine',
    (words) => {
      expect(told(todoLeft, template, context(words))).toEqual([]);
    },
  );
});

describe('PLH209 ellipsis-item', () => {
  test('an item and a row go, what stands beside them stays', () => {
    const text = goal('Keep every order\n- ...').replace('| Disk | Low |', '| Disk | Low |\n| … | … |');
    expect(findingsOf(ellipsisItem, template, text)).toHaveLength(2);
    expect(afterFixes(ellipsisItem, template, text)).toBe(good);
  });

  test('the only item stays for a person to write', () => {
    expect(findingsOf(ellipsisItem, template, goal('…'))[0]?.fixes).toEqual([]);
  });
});

test('PLH210 stands for all other findings about placeholders', () => {
  const copy = template.replaceAll('\n', '\r\n');
  expect(findingsOf(identicalToTemplate, template, copy)).toHaveLength(1);
  for (const rule of placeholderRules) {
    if (rule.scope === 'document' && rule !== identicalToTemplate) expect(told(rule, template, copy)).toEqual([]);
  }
});

function quoted(placeholder: string): string {
  return placeholder.startsWith('[') ? placeholder : `"${placeholder}"`;
}
