import { describe, expect, it } from 'vitest';
import { bindDocument } from '../../../document/bind.ts';
import { mdastParser } from '../../../markdown/mdast-parser.ts';
import { readMarkdown } from '../../../markdown/source.ts';
import { compileTemplate } from '../../../template/compile.ts';
import type { DocumentRule, Finding } from '../../rule.ts';
import { afterFixes, findingsOf, told } from '../findings-of.ts';
import { choiceCase } from './choice-case.ts';
import { conditionalField } from './conditional-field.ts';
import { dateInFuture } from './date-in-future.ts';
import { fieldDuplicate } from './field-duplicate.ts';
import { fieldEmpty } from './field-empty.ts';
import { fieldMissing } from './field-missing.ts';
import { fieldUnknown } from './field-unknown.ts';
import { fileName, numberOfFile } from './file-name.ts';
import { notAChoice } from './not-a-choice.ts';
import { updatedBeforeCreated } from './updated-before-created.ts';
import { wrongType } from './wrong-type.ts';

const bold =
  '# [Name]\n\n**Author**: [Name]\n**Status**: Draft | In Review | Approved\n**Created**: YYYY-MM-DD\n**Last Updated**: YYYY-MM-DD\n\n## Context\n\n[Why now]\n';
const yaml =
  '---\nauthor: [Name]\nstatus: draft | accepted | superseded\ncreated: YYYY-MM-DD\n---\n\n# [Title]\n\n## Context\n\n[Why now]\n';
const bullets =
  '- Owner: [Name]\n- Start Date: YYYY-MM-DD\n- Ticket: [ABC-123]\n\n# [Title]\n\n## Context\n\n[Why now]\n';
const rest = '\n## Context\n\nOrders are lost.\n';

/** Like `findingsOf`, with a YAML file beside template and document. */
function besideFindings(rule: DocumentRule, templateYaml: string, documentYaml: string): readonly Finding[] {
  const schema = compileTemplate('# [Title]\n\n## Context\n\n[Why]\n', 'README.md', mdastParser, {
    file: 'meta.yaml',
    text: templateYaml,
  });
  const document = bindDocument({
    source: readMarkdown(`# Queue\n${rest}`, mdastParser),
    file: '7-queue/README.md',
    schema,
    companion: { file: '7-queue/meta.yaml', text: documentYaml },
  });
  return [...rule.check(document, { today: '2026-06-01', unexpectedSections: 'allow' })];
}

describe('MET301 field-missing', () => {
  it('writes the field behind the one before it, in the notation found there', () => {
    const text = `# Queue\r\n\r\n**Author**: Ada  \r\n**Created**: 2026-01-02  \r\n**Last Updated**: 2026-01-03\r\n${rest}`;
    expect(afterFixes(fieldMissing, bold, text)).toContain(
      '**Author**: Ada  \r\n**Status**: Draft | In Review | Approved  \r\n**Created**',
    );
  });

  it('copies bullets, italics and paragraphs of their own', () => {
    const starred = `* _Owner_: Ada\n* _Ticket_: ABC-1\n\n# Queue\n${rest}`;
    expect(afterFixes(fieldMissing, bullets, starred)).toContain(
      '* _Owner_: Ada\n* _Start Date_: YYYY-MM-DD\n* _Ticket_',
    );
    const apart = `# Queue\n\n**Author**: Ada\n\n**Status**: Draft\n\n**Created**: 2026-01-02\n${rest}`;
    expect(afterFixes(fieldMissing, bold, apart)).toContain(
      '**Created**: 2026-01-02\n\n**Last Updated**: YYYY-MM-DD\n\n## Context',
    );
  });

  it('writes into front matter, behind values of several lines', () => {
    const text = `---\nauthor:\n  - Ada\n  - Grace\nstatus: draft\n---\n\n# Queue\n${rest}`;
    expect(afterFixes(fieldMissing, yaml, text)).toContain('status: draft\ncreated: YYYY-MM-DD\n---');
    const first = `---\nstatus: draft\ncreated: 2026-01-02\n---\n\n# Queue\n${rest}`;
    expect(afterFixes(fieldMissing, yaml, first)).toContain('---\nauthor: [Name]\nstatus: draft');
  });

  it('gives one finding for each field of a document without metadata, at the title', () => {
    const text = `# Queue\n${rest}`;
    expect(told(fieldMissing, bold, text)).toEqual([
      'Queue: Field "Author" is missing',
      'Queue: Field "Status" is missing',
      'Queue: Field "Created" is missing',
      'Queue: Field "Last Updated" is missing',
    ]);
    expect(afterFixes(fieldMissing, bold, text)).toMatch(/^# Queue\n\n\*\*Author\*\*: \[Name\]\n/u);
    expect(afterFixes(fieldMissing, yaml, text)).toMatch(
      /^---\nauthor: \[Name\]\nstatus: .*\ncreated: YYYY-MM-DD\n---\n\n# Queue/u,
    );
  });

  it('says once that a section answers in another form', () => {
    const template = '# [Name]\n\n## Testing\n\n- **Unit tests**: [Approach]\n- **Manual testing**: [Approach]\n';
    const prose = '# Queue\n\n## Testing\n\nWe replay a day of orders before each release and compare the books.\n';
    expect(findingsOf(fieldMissing, template, prose)).toMatchObject([{ address: 'testing', atMost: 'warning' }]);
    const half = '# Queue\n\n## Testing\n\n- **Unit tests**: For every state\n';
    expect(told(fieldMissing, template, half)).toEqual([': Field "Manual testing" is missing in "Testing"']);
    expect(told(fieldMissing, template, '# Queue\n\n## Testing\n')).toEqual([]);
  });

  it('leaves optional fields and fields with a mistyped name alone', () => {
    const template = '# [Name]\n\n**Author**: [Name]\n**Reviewer** (optional): [Name]\n\n## Context\n\n[Why now]\n';
    expect(told(fieldMissing, template, `# Queue\n\n**Author**: Ada\n${rest}`)).toEqual([]);
    expect(
      told(fieldMissing, yaml, `---\nautor: Ada\nstatus: draft\ncreated: 2026-01-02\n---\n\n# Queue\n${rest}`),
    ).toEqual([]);
  });

  it('names the file beside the document', () => {
    const found = besideFindings(fieldMissing, 'owner: NAME\nstatus: draft|done\n', 'owner: Ada\n');
    expect(found).toMatchObject([{ file: '7-queue/meta.yaml', address: 'status', templateFile: 'meta.yaml' }]);
    expect(found[0]?.fixes?.[0]?.edits).toEqual([{ start: 10, end: 10, text: '\nstatus: draft|done' }]);
  });
});

describe('MET302 field-empty', () => {
  it('points at the name, and leaves placeholders to others', () => {
    const text = `# Queue\n\n**Author**:\n**Status**: Draft\n**Created**: [Date]\n**Last Updated**: 2026-01-02\n${rest}`;
    expect(told(fieldEmpty, bold, text)).toEqual(['Author: Field "Author" is empty']);
  });
});

describe('MET303 not-a-choice', () => {
  const status = (value: string): string => `# Queue\n\n**Author**: Ada\n**Status**: ${value}\n${rest}`;

  it('corrects the word and keeps what stands around it', () => {
    expect(afterFixes(notAChoice, bold, status('**Aproved** (v5.5)'))).toContain('**Status**: **Approved** (v5.5)\n');
    expect(afterFixes(notAChoice, yaml, `---\nstatus: "acepted" # was draft\n---\n\n# Queue\n${rest}`)).toContain(
      'status: "accepted" # was draft\n',
    );
  });

  it('guesses nothing when nothing is near', () => {
    const [found] = findingsOf(notAChoice, bold, status('Frozen'));
    expect(found?.message).toBe('"Frozen" is not a value of "Status", which is "Draft", "In Review" or "Approved"');
    expect(found?.fixes).toEqual([]);
  });

  it('accepts decoration, and leaves unchosen, empty and open values alone', () => {
    for (const value of [
      '**Approved (v5.5)**',
      '✅ Approved',
      'Approved, 2026-01-02',
      'in review',
      '',
      'Draft | In Review | Approved',
    ])
      expect(told(notAChoice, bold, status(value)), value).toEqual([]);
    const open = '---\nstatus: "{draft | accepted | …}"\n---\n\n# [Title]\n\n## Context\n\n[Why now]\n';
    expect(told(notAChoice, open, `---\nstatus: parked\n---\n\n# Queue\n${rest}`)).toEqual([]);
    const slip = findingsOf(notAChoice, open, `---\nstatus: acecpted\n---\n\n# Queue\n${rest}`);
    expect(slip).toMatchObject([{ atMost: 'warning', fixes: [{ title: 'Change to "accepted"' }] }]);
  });
});

describe('MET304 choice-case', () => {
  it('changes the bare choice only', () => {
    expect(afterFixes(choiceCase, bold, `# Queue\n\n**Status**: APPROVED\n${rest}`)).toContain(
      '**Status**: Approved\n',
    );
    expect(afterFixes(choiceCase, yaml, `---\nstatus: 'Draft'\n---\n\n# Queue\n${rest}`)).toContain(
      "status: 'draft'\n",
    );
    expect(told(choiceCase, bold, `# Queue\n\n**Status**: **approved**, see below\n${rest}`)).toEqual([]);
  });
});

describe('MET305 wrong-type', () => {
  const created = (value: string): string => `# Queue\n\n**Author**: Ada\n**Created**: ${value}\n${rest}`;

  it('reports days that no calendar has, and words', () => {
    expect(told(wrongType, bold, created('2026-13-05'))).toHaveLength(1);
    expect(findingsOf(wrongType, bold, created('someday'))).toMatchObject([{ atMost: 'warning' }]);
    expect(told(wrongType, bold, `# Queue\n\n**Author**: 2026-01-02\n${rest}`)).toEqual([]);
  });

  it('accepts dates in other forms and words for none', () => {
    for (const value of [
      '3 May 2026',
      'May 2026',
      '2026',
      '02.01.2026',
      '2026年1月2日',
      'Q3 2026',
      'none',
      'n/a',
      'TBD',
      'not yet',
      '(leave this empty)',
    ])
      expect(told(wrongType, bold, created(value)), value).toEqual([]);
  });
});

describe('MET306 field-duplicate', () => {
  it('is certain for a second status, and doubts a second link', () => {
    const two = `# Queue\n\n**Author**: Ada\n**Status**: Draft\n**Status**: Approved\n${rest}`;
    expect(findingsOf(fieldDuplicate, bold, two)[0]?.atMost).toBeUndefined();
    expect(afterFixes(fieldDuplicate, bold, two)).toContain('**Status**: Draft\n\n## Context');
    const template = '- Author: [Name]\n- Issue: [link to the issue]\n\n# [Title]\n\n## Context\n\n[Why]\n';
    const links = `- Author: Ada\n- Issue: https://example.org/1\n- Issue: https://example.org/2\n\n# Queue\n${rest}`;
    expect(findingsOf(fieldDuplicate, template, links)).toMatchObject([{ atMost: 'warning' }]);
  });

  it('lets a field stand in front matter and in the text when both say the same', () => {
    const same = `---\nstatus: draft\n---\n\n# Queue\n\n**Status**: Draft\n${rest}`;
    expect(told(fieldDuplicate, yaml, same)).toEqual([]);
    expect(told(fieldDuplicate, yaml, same.replace('Draft', 'Accepted'))).toHaveLength(1);
  });
});

describe('MET307 field-unknown', () => {
  it('renames a mistyped name and leaves other names alone', () => {
    const text = `---\nauthor: Ada\nstatsu: draft\ncreated: 2026-01-02\nteam: Orders\n---\n\n# Queue\n${rest}`;
    expect(told(fieldUnknown, yaml, text)).toEqual([
      'statsu: Field "statsu" is unknown to the template; did you mean "status"?',
    ]);
    expect(afterFixes(fieldUnknown, yaml, text)).toContain('\nstatus: draft\n');
  });

  it('sees exchanged letters anywhere, and words of their own as such', () => {
    const named = (name: string): string => `# Queue\n\n**Author**: Ada\n**${name}**: 2026-01-02\n${rest}`;
    for (const name of ['Lsat Updated', 'Last pUdated', 'Last Updatd', 'Craeted'])
      expect(told(fieldUnknown, bold, named(name)), name).toHaveLength(1);
    for (const name of ['Crated At', 'Reviewed', 'Pre-Created', 'Date'])
      expect(told(fieldUnknown, bold, named(name)), name).toEqual([]);
  });

  it('stays silent when the document has the field already', () => {
    const text = `---\nauthor: Ada\nauthors: Ada, Grace\nstatus: draft\ncreated: 2026-01-02\n---\n\n# Queue\n${rest}`;
    expect(told(fieldUnknown, yaml, text)).toEqual([]);
  });
});

describe('MET308 and MET309, impossible dates', () => {
  const dated = (created: string, updated: string): string =>
    `# Queue\n\n**Author**: Ada\n**Created**: ${created}\n**Last Updated**: ${updated}\n${rest}`;

  it('compares days in any form, and nothing that is not a day', () => {
    expect(told(updatedBeforeCreated, bold, dated('3 May 2024', '2024-05-02'))).toHaveLength(1);
    expect(told(updatedBeforeCreated, bold, dated('2024-05-02', '2024-05-02'))).toEqual([]);
    expect(told(updatedBeforeCreated, bold, dated('2024-05', '2024-04'))).toEqual([]);
    expect(told(updatedBeforeCreated, bold, dated('[Date]', '2024-04-01'))).toEqual([]);
  });

  it('knows that somewhere it is tomorrow already', () => {
    expect(told(dateInFuture, bold, dated('2024-06-01', '2024-06-02'))).toEqual([]);
    expect(told(dateInFuture, bold, dated('2024-06-01', '2024-06-03'))).toHaveLength(1);
  });
});

describe('MET310 file-name', () => {
  it('reads the number of a file and of the folder of a cover', () => {
    for (const [file, number] of [
      ['specs/0007-queue.md', '0007'],
      ['eip-20.md', '20'],
      ['ADR 7.md', '7'],
      ['keps/sig-node/1287-resize/README.md', '1287'],
      ['2026-03-31-queue.md', null],
      ['20260331-queue.md', null],
      ['queue-2.md', '2'],
      ['v1.2-queue.md', null],
      ['queue.md', null],
    ] as const)
      expect(numberOfFile(file), file).toBe(number);
  });

  it('compares it with the title only where the template counts titles', () => {
    const counted = '# ADR-NNNN: [Title]\n\n## Context\n\n[Why]\n';
    expect(told(fileName, counted, `# ADR-0002: Queue\n${rest}`)).toHaveLength(1);
    expect(told(fileName, counted, `# ADR-1: Queue\n${rest}`)).toEqual([]);
    expect(told(fileName, counted, `# 3 reasons for a queue\n${rest}`)).toEqual([]);
    expect(told(fileName, '# [Title]\n\n## Context\n\n[Why]\n', `# ADR-0002: Queue\n${rest}`)).toEqual([]);
  });

  it('hints at a title that shares no word with the file name', () => {
    const schema = compileTemplate('# ADR-NNNN: [Title]\n\n## Context\n\n[Why]\n', 'template.md', mdastParser);
    const words = (file: string, title: string) => {
      const source = readMarkdown(`# ADR-0007: ${title}\n${rest}`, mdastParser);
      return [
        ...fileName.check(bindDocument({ source, file, schema }), { today: '2024-06-01', unexpectedSections: 'allow' }),
      ];
    };
    expect(words('0007-queue-for-orders.md', 'Cache the catalogue')).toMatchObject([{ atMost: 'info' }]);
    expect(words('0007-queue-for-orders.md', 'Orders wait in line')).toEqual([]);
    expect(words('0007-migrate-data.md', 'Migration of everything')).toEqual([]);
    expect(words('0007-queue.md', 'Cache the catalogue')).toEqual([]);
    expect(words('0007-ochered-dlya-pisem.md', 'Очередь для писем')).toEqual([]);
  });

  it('compares it with the field that holds the number', () => {
    const found = besideFindings(fileName, 'kep-number: NNNN\nowner: NAME\n', 'kep-number: 70\nowner: Ada\n');
    expect(found).toMatchObject([{ file: '7-queue/meta.yaml', range: { start: 12, end: 14 } }]);
    expect(besideFindings(fileName, 'kep-number: NNNN\nowner: NAME\n', 'kep-number: "0007"\nowner: Ada\n')).toEqual([]);
  });
});

describe('MET311 conditional-field', () => {
  const { template } = conditionalField.example;
  const text = (lines: string): string => `---\n${lines}---\n\n# Queue\n${rest}`;

  it('asks for the field where it is due', () => {
    expect(told(conditionalField, template, text('type: standards\n'))).toEqual([
      'standards: Field "category" is missing; the template requires it where "type" is "Standards"',
    ]);
  });

  it('warns of the field where it does not belong, and takes it away', () => {
    const found = findingsOf(conditionalField, template, text('type: Meta\ncategory: Core\n'));
    expect(found).toMatchObject([{ address: 'category', atMost: 'warning' }]);
    expect(afterFixes(conditionalField, template, text('type: Meta\ncategory: Core\n'))).toBe(text('type: Meta\n'));
  });

  it('says nothing while the other field says nothing', () => {
    for (const lines of ['category: Core\n', 'type:\n', 'type: Other\ncategory: Core\n'])
      expect(told(conditionalField, template, text(lines)), lines).toEqual([]);
  });
});
