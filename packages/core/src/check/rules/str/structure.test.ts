import { describe, expect, test } from 'vitest';
import { afterFixes, findingsOf, told } from '../findings-of.ts';
import { duplicateSection } from './duplicate-section.ts';
import { emptySection } from './empty-section.ts';
import { missingSection } from './missing-section.ts';
import { missingTitle } from './missing-title.ts';
import { nearMissHeading } from './near-miss-heading.ts';
import { numberingGap } from './numbering-gap.ts';
import { repeatCount } from './repeat-count.ts';
import { secondTitle } from './second-title.ts';
import { sectionOrder } from './section-order.ts';
import { unexpectedSection } from './unexpected-section.ts';
import { unnamedEntry } from './unnamed-entry.ts';
import { wrongContent } from './wrong-content.ts';
import { wrongLevel } from './wrong-level.ts';

const template = `# Specification: [Name]

**Status**: Draft | In Review | Approved

## Overview

### Problem

[What problem are we solving?]

### Goals

- [Goal 1]
- [Goal 2]

### Non-Goals

- [Out of scope]

## Design

[How it works]

### Alternatives

#### Alternative 1: [Name]

[What is it]

#### Alternative 2: [Name]

[What is it]

## Risks

[What may fail]

## Appendix (optional)

[More]
`;

const good = `# Specification: Queue

**Status**: Approved

## Overview

### Problem

Orders are lost.

### Goals

- Keep every order

### Non-Goals

- Speed

## Design

One broker.

### Alternatives

#### Alternative 1: Table

No process.

#### Alternative 2: Log

Two processes.

## Risks

The disk.
`;

const without = (part: string): string => good.replace(part, '');

test('a complete document gives no finding about structure', () => {
  for (const rule of [missingSection, sectionOrder, wrongLevel, nearMissHeading, duplicateSection, emptySection]) {
    expect(told(rule, template, good)).toEqual([]);
  }
  for (const rule of [repeatCount, numberingGap, unnamedEntry, wrongContent, missingTitle, secondTitle]) {
    expect(told(rule, template, good)).toEqual([]);
  }
});

describe('STR101 missing-section', () => {
  test('names the parent and stands at the heading before the gap', () => {
    const text = without('### Non-Goals\n\n- Speed\n\n');
    expect(told(missingSection, template, text)).toEqual([
      '### Goals: Section "Non-Goals" is missing under "Overview"',
    ]);
  });

  test('tells the outermost section alone', () => {
    const text = good.slice(0, good.indexOf('## Overview')) + good.slice(good.indexOf('## Design'));
    expect(told(missingSection, template, text)).toEqual(['Specification: Queue: Section "Overview" is missing']);
  });

  test('never asks for an optional section', () => {
    expect(told(missingSection, template, good)).toEqual([]);
  });

  test('a section that moved under another parent is not missing', () => {
    const text = `${without('### Non-Goals\n\n- Speed\n\n')}\n### Non-Goals\n\n- Speed\n`;
    expect(told(missingSection, template, text)).toEqual([]);
  });

  test('a heading that joins it with another answers it too', () => {
    expect(told(missingSection, template, good.replace('## Risks', '## Costs / Risks'))).toEqual([]);
    const apart = good.replace('### Goals', '### Costs').replace('The disk.', 'The disk.\n\n### Goals of others');
    expect(findingsOf(missingSection, template, apart)).toHaveLength(1);
  });

  test('inserts the section in its place, as deep as the document writes its neighbours, with its line ends', () => {
    const text = without('### Non-Goals\n\n- Speed\n\n').replaceAll(/^#/gmu, '##').replace('## Spec', '# Spec');
    const fixed = afterFixes(missingSection, template, text.replaceAll('\n', '\r\n'));
    expect(fixed).toContain('- Keep every order\r\n\r\n#### Non-Goals\r\n\r\n- [Out of scope]\r\n\r\n### Design\r\n');
    expect(told(missingSection, template, fixed)).toEqual([]);
  });

  test('a section that stands twice is asked once for what it holds', () => {
    const twice = `${good}\n## Overview\n\nMore.\n`;
    expect(told(missingSection, template, twice)).toEqual([]);
    const [finding, ...others] = told(
      missingSection,
      template,
      twice.replace('### Goals\n\n- Keep every order\n\n', ''),
    );
    expect(finding).toContain('Section "Goals" is missing under "Overview"');
    expect(others).toEqual([]);
  });

  test('inserts nothing behind a block that was never closed', () => {
    const text = `${good.slice(0, good.indexOf('## Risks'))}\`\`\`sh\nmake\n`;
    const [finding] = findingsOf(missingSection, template, text);
    expect(finding?.message).toBe('Section "Risks" is missing');
    expect(finding?.fixes).toEqual([]);
  });

  test('asks every entry of a repeated section for what it needs', () => {
    const entries =
      '# [Name]\n\n## Parts\n\n### [Part 1]\n\n[What]\n\n#### Owner\n\n[Who]\n\n### [Part 2]\n\n[What]\n\n#### Owner\n\n[Who]\n';
    const text = '# Queue\n\n## Parts\n\n### Broker\n\nKeeps.\n\n#### Owner\n\nAda.\n\n### Replayer\n\nReplays.\n';
    expect(told(missingSection, entries, text)).toEqual(['### Replayer: Section "Owner" is missing under "Replayer"']);
  });
});

describe('STR102 section-order', () => {
  const moved = `${without('## Risks\n\nThe disk.\n').replace('## Overview', '## Risks\n\nThe disk.\n\n## Overview').trimEnd()}\n`;

  test('tells the fewest sections that must move', () => {
    expect(told(sectionOrder, template, moved)).toEqual([
      '## Risks: Section "Risks" stands before "Design", the template has it after',
    ]);
  });

  test('moves a section and changes nothing else', () => {
    expect(afterFixes(sectionOrder, template, moved)).toBe(good);
  });

  test('an extra section between two others is no matter of order', () => {
    expect(told(sectionOrder, template, good.replace('## Design', '## Thanks\n\nTo all.\n\n## Design'))).toEqual([]);
  });

  test('keeps underlined headings apart from the text before them', () => {
    const text = '# [Name]\n\n## A part\n\n[x y]\n\n## B part\n\n[x z]\n';
    const fixed = afterFixes(sectionOrder, text, '# Queue\n\nB part\n------\nsecond\n\nA part\n------\nfirst');
    expect(fixed).toBe('# Queue\n\nA part\n------\nfirst\n\nB part\n------\nsecond');
  });
});

describe('STR103 wrong-level', () => {
  test.each([
    ['too high', '### Goals', '## Goals'],
    ['too deep', '### Goals', '#### Goals'],
    ['too deep, with what follows below it', '## Risks', '### Risks'],
  ])('a heading %s is put right', (_, right, wrong) => {
    const text = good.replace(right, wrong);
    expect(findingsOf(wrongLevel, template, text)).toHaveLength(1);
    expect(afterFixes(wrongLevel, template, text)).toBe(good);
  });

  test('subsections move with their parent', () => {
    const text = good.replace('### Alternatives', '## Alternatives').replaceAll('#### Alternative', '### Alternative');
    expect(told(wrongLevel, template, text)).toEqual([
      '## Alternatives: Heading "Alternatives" is at level 2, the template has it at level 3 here',
    ]);
    expect(afterFixes(wrongLevel, template, text)).toBe(good);
  });

  test('a document that writes all levels one deeper is right', () => {
    const text = good.replaceAll(/^#/gmu, '##').replace('## Spec', '# Spec');
    expect(told(wrongLevel, template, text)).toEqual([]);
  });

  test('siblings that are all off by as much are one finding', () => {
    const text = good.replaceAll(/^### (Problem|Goals|Non-Goals)/gmu, '#### $1');
    expect(told(wrongLevel, template, text)).toEqual([
      '#### Problem: Headings "Problem" and 2 more are at level 4, the template has them at level 3 here',
    ]);
    expect(afterFixes(wrongLevel, template, text)).toBe(good);
  });

  test('an underlined heading is rewritten', () => {
    const text = good.replace('### Goals', 'Goals\n-----');
    expect(afterFixes(wrongLevel, template, text)).toBe(good);
  });
});

describe('STR104 near-miss-heading', () => {
  test('renames the words and leaves the number', () => {
    const text = good.replace('## Risks', '## 3. Riscs');
    expect(told(nearMissHeading, template, text)).toEqual([
      '## 3. Riscs: Heading "Riscs" is not in the template, did you mean "Risks"?',
    ]);
    expect(afterFixes(nearMissHeading, template, text)).toBe(good.replace('## Risks', '## 3. Risks'));
  });

  test('links to the heading follow', () => {
    const link = '\nSee [there](#riscs) and [below][r].\n\n[r]: #riscs\n';
    expect(afterFixes(nearMissHeading, template, good.replace('## Risks', '## Riscs') + link)).toBe(
      good + link.replaceAll('#riscs', '#risks'),
    );
  });

  test('case, numbers and punctuation may differ', () => {
    expect(told(nearMissHeading, template, good.replace('## Risks', '## 3. RISKS:'))).toEqual([]);
  });
});

describe('STR105 unexpected-section', () => {
  const text = good.replace('## Risks', '## Thanks\n\nTo all.\n\n## Risks');

  test('says nothing unless the configuration asks', () => {
    expect(told(unexpectedSection, template, text)).toEqual([]);
  });

  test('is a warning at most where extra sections are only watched', () => {
    const [finding] = findingsOf(unexpectedSection, template, text, { unexpectedSections: 'warn' });
    expect(finding).toMatchObject({ message: 'Section "Thanks" is not in the template', atMost: 'warning' });
  });

  test('subsections of a section without any in the template are free', () => {
    const deep = good.replace('The disk.', 'The disk.\n\n### Disk\n\nFull.');
    expect(findingsOf(unexpectedSection, template, deep, { unexpectedSections: 'forbid' })).toEqual([]);
  });
});

test('STR106 tells the second of two equal sections', () => {
  expect(told(duplicateSection, template, `${good}\n## Risks\n\nThe network.\n`)).toEqual([
    '## Risks: Section "Risks" stands here once more, the template has it once',
  ]);
});

describe('STR107 empty-section', () => {
  test('a comment, an anchor or a rule is no content', () => {
    const text = good.replace('The disk.', '<!-- later -->\n\n<a id="risks"></a>\n\n---');
    expect(told(emptySection, template, text)).toEqual(['## Risks: Section "Risks" is empty']);
  });

  test('subsections are content, and an optional section may be empty', () => {
    expect(told(emptySection, template, `${good}\n## Appendix\n`)).toEqual([]);
  });
});

describe('STR108 repeat-count', () => {
  const two = template.replace('#### Alternative 1', '<!-- spec: repeat 2.. -->\n#### Alternative 1');

  test('counts the entries against the least number that the template pins', () => {
    const text = without('#### Alternative 2: Log\n\nTwo processes.\n\n');
    expect(told(repeatCount, two, text)).toEqual([
      '#### Alternative 1: Table: "Alternative" has 1 entry, the template asks for at least 2',
    ]);
    expect(told(repeatCount, two, good)).toEqual([]);
  });

  test('an item without words does not count', () => {
    expect(findingsOf(repeatCount, template, good.replace('- Keep every order', '-'))).toHaveLength(1);
  });
});

describe('STR109 numbering-gap', () => {
  const gap = good.replace('Alternative 2: Log', 'Alternative 3: Log');

  test('renumbers headings alone in a batch', () => {
    const [finding] = findingsOf(numberingGap, template, gap);
    expect(finding?.message).toBe('"Alternative 3" follows "Alternative 1", it should be 2');
    expect(finding?.fixes?.[0]?.kind).toBe('safe');
    expect(afterFixes(numberingGap, template, gap)).toBe(good);
  });

  test('counts in letters where the entries do', () => {
    const lettered = template.replaceAll(/Alternative 1/gu, 'Option A').replaceAll(/Alternative 2/gu, 'Option B');
    const right = good.replace('Alternative 1', 'Option A').replace('Alternative 2', 'Option B');
    const wrong = right.replace('Option B', 'Option D');
    const [finding] = findingsOf(numberingGap, lettered, wrong);
    expect(finding?.message).toBe('"Option D" follows "Option A", it should be B');
    expect(afterFixes(numberingGap, lettered, `${wrong}\nWe take Option D, a good option.\n`)).toBe(
      `${right}\nWe take Option B, a good option.\n`,
    );
  });

  test('follows words and links that refer to an entry, for a person to confirm', () => {
    const tail = '\nSee alternative 3 and [the log](#alternative-3-log), not `Alternative 3` nor Alternative 31.\n';
    const [finding] = findingsOf(numberingGap, template, gap + tail);
    expect(finding?.fixes?.[0]?.kind).toBe('suggested');
    expect(afterFixes(numberingGap, template, gap + tail)).toBe(
      `${good}\nSee alternative 2 and [the log](#alternative-2-log), not \`Alternative 3\` nor Alternative 31.\n`,
    );
  });

  test('offers nothing where a reference could mean either of two entries', () => {
    const twice = good.replace('Alternative 2: Log', 'Alternative 1: Log');
    expect(findingsOf(numberingGap, template, twice)[0]?.fixes).toHaveLength(1);
    expect(findingsOf(numberingGap, template, `${twice}\nSee Alternative 1.\n`)[0]?.fixes).toEqual([]);
  });
});

test('STR110 tells an entry with a number and no name', () => {
  expect(told(unnamedEntry, template, good.replace('Alternative 2: Log', 'Alternative 2:'))).toHaveLength(1);
});

describe('STR111 wrong-content', () => {
  const prose = 'We want to keep every order and to know at any time how many of them wait for a worker to come.';

  test('prose where the template has a list', () => {
    expect(told(wrongContent, template, good.replace('- Keep every order', prose))).toEqual([
      `${prose}: Section "Goals" holds only paragraphs, the template has a list here`,
    ]);
  });

  test.each([
    ['a short answer', 'None so far.'],
    ['a table', '| Goal | Why |\n| --- | --- |\n| Keep orders | Money |'],
    ['another kind of list', `${prose}\n\n1. Keep every order`],
    ['a list in a quote', '> - Keep every order'],
  ])('%s is fine', (_, content) => {
    expect(told(wrongContent, template, good.replace('- Keep every order', content))).toEqual([]);
  });
});

describe('STR112 and STR113, titles', () => {
  test('a document without a title, and one whose title is in the front matter', () => {
    const untitled = good.slice(good.indexOf('## Overview'));
    expect(findingsOf(missingTitle, template, untitled)).toHaveLength(1);
    expect(told(missingTitle, template, `---\ntitle: Queue\n---\n\n${untitled}`)).toEqual([]);
  });

  test('the second title is told, and sections at its level are none', () => {
    const text = `${good}\n# Specification: Cache\n\nMore.\n`;
    expect(told(secondTitle, template, text)).toEqual([
      'Specification: Cache: "Specification: Cache" is a second title, the first is "Specification: Queue"',
    ]);
  });
});
