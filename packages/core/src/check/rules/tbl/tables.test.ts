import { describe, expect, it } from 'vitest';
import { afterFixes, findingsOf, told } from '../findings-of.ts';
import { cellChoiceCase } from './cell-choice-case.ts';
import { cellEmpty } from './cell-empty.ts';
import { cellNotAChoice } from './cell-not-a-choice.ts';
import { cellUnchosen } from './cell-unchosen.ts';
import { columnMissing } from './column-missing.ts';
import { columnOrder } from './column-order.ts';
import { columnRenamed } from './column-renamed.ts';
import { columnUnknown } from './column-unknown.ts';
import { noRows } from './no-rows.ts';
import { raggedRow } from './ragged-row.ts';
import { requiredRowMissing } from './required-row-missing.ts';
import { tableMissing } from './table-missing.ts';

const risks =
  '# [Name]\n\n## Risks\n\n| Risk | Likelihood | Impact | Mitigation |\n|------|------------|--------|------------|\n| [Risk 1] | High/Med/Low | High/Med/Low | [Mitigation] |\n| [Risk 2] | High/Med/Low | High/Med/Low | [Mitigation] |\n';
const signOffs =
  '# [Name]\n\n## Sign-offs\n\n| Role | Name | Status | Date |\n|------|------|--------|------|\n| Tech Lead | | Pending | |\n| Engineering Manager | | Pending | |\n| Security | | Pending | |\n| [Stakeholder] | | Pending | |\n';

const inRisks = (table: string): string => `# Queue\n\n## Risks\n\n${table}`;
const inSignOffs = (table: string): string => `# Queue\n\n## Sign-offs\n\n${table}`;

describe('TBL401 table-missing', () => {
  it('accepts a few words, the table in a subsection, and no text at all', () => {
    expect(told(tableMissing, risks, inRisks('None that we know of.\n'))).toEqual([]);
    expect(told(tableMissing, risks, inRisks(''))).toEqual([]);
    const below = inRisks(
      'We looked at the broker and at the network between the two sites.\n\n### Register\n\n| Risk | Likelihood | Impact | Mitigation |\n|--|--|--|--|\n| It fails | High | Low | Retry |\n',
    );
    expect(findingsOf(tableMissing, risks, below).length).toBeLessThanOrEqual(1);
  });

  it('brings the table with the line ends of the document', () => {
    const text = inRisks('The broker may fail, which would be bad for the orders.\n').replaceAll('\n', '\r\n');
    const fixed = afterFixes(tableMissing, risks, text);
    expect(fixed).toContain('orders.\r\n\r\n| Risk | Likelihood | Impact | Mitigation |\r\n|------|');
    expect(fixed).not.toMatch(/[^\r]\n/u);
  });
});

describe('TBL402 column-missing', () => {
  it('inserts the column at its place with the delimiter row in its style', () => {
    const text = inRisks('| Risk | Likelihood | Mitigation |\n| :--- | :---: | ---: |\n| It fails | High | Retry |\n');
    expect(afterFixes(columnMissing, risks, text)).toBe(
      inRisks(
        '| Risk | Likelihood | Impact | Mitigation |\n| :--- | :---: | ------ | ---: |\n| It fails | High |        | Retry |\n',
      ),
    );
  });

  it('works without outer pipes and in a quote', () => {
    const bare = inRisks('Risk | Likelihood | Impact\n--- | --- | ---\nIt fails | High | Low\n');
    expect(findingsOf(columnMissing, risks, afterFixes(columnMissing, risks, bare))).toEqual([]);
    const [found] = findingsOf(columnMissing, risks, bare);
    expect(found).toMatchObject({ address: expect.stringMatching(/mitigation$/u) });
  });
});

describe('TBL402 in a table of sign-offs', () => {
  it('asks for the columns that are filled in later', () => {
    const text = inSignOffs(
      '| Role | Name | Status |\n|--|--|--|\n| Tech Lead | | Pending |\n| Engineering Manager | | Pending |\n| Security | | Pending |\n',
    );
    expect(findingsOf(columnMissing, signOffs, text)).toMatchObject([{ atMost: 'warning' }]);
    expect(afterFixes(columnMissing, signOffs, text)).toContain('| Role | Name | Status | Date |\n');
  });
});

describe('TBL403 column-renamed', () => {
  it('renames and keeps the width where there is room', () => {
    const text = inRisks(
      '| Risk     | Likelihood | Impact | Mitigations |\n|----------|------------|--------|-------------|\n| It fails | High       | Low    | Retry       |\n',
    );
    expect(told(columnRenamed, risks, text)).toEqual([
      'Mitigations: Column "Mitigations" is "Mitigation" in the template',
    ]);
    expect(afterFixes(columnRenamed, risks, text)).toContain('| Impact | Mitigation |\n');
  });

  it('accepts another case and extra columns', () => {
    const text = inRisks(
      '| RISK | likelihood | **Impact** | Mitigation | Owner |\n|--|--|--|--|--|\n| a | High | Low | b | c |\n',
    );
    expect(told(columnRenamed, risks, text)).toEqual([]);
    expect(told(columnUnknown, risks, text)).toEqual(['Owner: Column "Owner" is unknown to the template']);
  });
});

describe('TBL404 column-order', () => {
  it('moves cells with their bytes and leaves unknown columns where they are', () => {
    const text = inRisks(
      '| Impact | Owner | Risk     | Likelihood | Mitigation |\r\n|:------:|-------|:---------|------------|------------|\r\n| Low    | Ada   | a \\| b   | High       | `x`        |\r\n',
    );
    expect(afterFixes(columnOrder, risks, text)).toBe(
      inRisks(
        '| Risk     | Owner | Likelihood | Impact | Mitigation |\r\n|:---------|-------|------------|:------:|------------|\r\n| a \\| b   | Ada   | High       | Low    | `x`        |\r\n',
      ),
    );
  });

  it('fills up rows that are too short', () => {
    const text = inRisks('| Likelihood | Impact | Mitigation | Risk |\n|--|--|--|--|\n| High | Low |\n');
    expect(afterFixes(columnOrder, risks, text)).toContain('\n| | High | Low | |\n');
  });

  it('trims cells of rows without outer pipes', () => {
    const text = inRisks(
      'Likelihood | Risk | Impact | Mitigation\n--- | --- | --- | ---\nHigh | It fails | Low | Retry\n',
    );
    expect(afterFixes(columnOrder, risks, text)).toBe(
      inRisks('Risk | Likelihood | Impact | Mitigation\n--- | --- | --- | ---\nIt fails | High | Low | Retry\n'),
    );
  });
});

describe('TBL406 cell-not-a-choice', () => {
  const row = (likelihood: string): string =>
    inRisks(`| Risk | Likelihood | Impact | Mitigation |\n|--|--|--|--|\n| a | ${likelihood} | Low | b |\n`);

  it('guesses mistyped words, and doubts words cut short or spelled out', () => {
    expect(afterFixes(cellNotAChoice, risks, row('Hihg'))).toContain('| a | High | Low |');
    expect(findingsOf(cellNotAChoice, risks, row('Medium'))).toMatchObject([{ atMost: 'warning' }]);
    expect(findingsOf(cellNotAChoice, risks, row('Certain'))[0]?.fixes).toEqual([]);
  });

  it('accepts decoration and leaves unchosen and empty cells to others', () => {
    for (const cell of ['**High**', 'high', '🔴 High', '', 'High/Med/Low', '[High]'])
      expect(told(cellNotAChoice, risks, row(cell)), cell).toEqual([]);
  });
});

describe('TBL412 cell-choice-case', () => {
  it('writes a choice as the template spells it, and leaves what is more than a choice', () => {
    const row = (likelihood: string): string =>
      inRisks(`| Risk | Likelihood | Impact | Mitigation |\n|--|--|--|--|\n| a | ${likelihood} | Low | b |\n`);
    expect(afterFixes(cellChoiceCase, risks, row('hIGH'))).toContain('| a | High | Low |');
    for (const cell of ['High', '🔴 high', '', 'Certain'])
      expect(told(cellChoiceCase, risks, row(cell)), cell).toEqual([]);
  });
});

describe('TBL407 cell-unchosen', () => {
  it('offers each choice and keeps the width of the column', () => {
    const text = inRisks(
      '| Risk | Likelihood   | Impact | Mitigation |\n|------|--------------|--------|------------|\n| a    | High/Med/Low | Low    | b          |\n',
    );
    const [found] = findingsOf(cellUnchosen, risks, text);
    expect(found?.fixes?.map(({ title }) => title)).toEqual(['Choose "High"', 'Choose "Med"', 'Choose "Low"']);
    expect(afterFixes(cellUnchosen, risks, text)).toContain('| a    | High');
  });
});

describe('TBL408 cell-empty', () => {
  const header = '| Risk | Likelihood | Impact | Mitigation |\n|--|--|--|--|\n';

  it('names the row, and a column that is empty throughout only once', () => {
    const one = inRisks(`${header}| a | High | Low | |\n| b | High | Low | c |\n`);
    expect(findingsOf(cellEmpty, risks, one).map(({ message }) => message)).toEqual(['The Mitigation of "a" is empty']);
    const all = inRisks(`${header}| a | High | Low | |\n| b | High | Low | |\n`);
    expect(told(cellEmpty, risks, all)).toEqual(['Mitigation: Column "Mitigation" is empty in all 2 rows']);
  });

  it('gives one finding for an empty row, and none when all are empty', () => {
    const blank = inRisks(`${header}| a | High | Low | b |\n| | | | |\n`);
    expect(told(cellEmpty, risks, blank)).toEqual(['| | | | |: The row is empty']);
    expect(told(cellEmpty, risks, inRisks(`${header}| | | | |\n`))).toEqual([]);
    expect(told(noRows, risks, inRisks(`${header}| | | | |\n`))).toHaveLength(1);
  });

  it('does not ask for names and dates of sign-offs, nor for cells that a short row lacks', () => {
    const pending = inSignOffs(
      '| Role | Name | Status | Date |\n|--|--|--|--|\n| Tech Lead | | Pending | |\n| Engineering Manager | | Pending | |\n| Security | | Pending | |\n',
    );
    expect(told(cellEmpty, signOffs, pending)).toEqual([]);
    expect(told(cellEmpty, risks, inRisks(`${header}| a | High | Low |\n`))).toEqual([]);
  });
});

describe('TBL410 ragged-row', () => {
  const header = '| Risk | Likelihood | Impact | Mitigation |\n|--|--|--|--|\n';

  it('pads short rows with and without outer pipes', () => {
    expect(afterFixes(raggedRow, risks, inRisks(`${header}| a | High |\n`))).toContain('| a | High |  |  |\n');
    const bare = inRisks('Risk | Likelihood | Impact | Mitigation\n--|--|--|--\na | High\n');
    expect(findingsOf(raggedRow, risks, afterFixes(raggedRow, risks, bare))).toEqual([]);
  });

  it('escapes pipes in code when that explains the row', () => {
    const text = inRisks(`${header}| \`a || b\` | High | Low | c |\n`);
    expect(afterFixes(raggedRow, risks, text)).toContain('| `a \\|\\| b` | High | Low | c |\n');
    const other = inRisks(`${header}| a | High | Low | c | d |\n`);
    expect(findingsOf(raggedRow, risks, other)[0]?.fixes ?? []).toEqual([]);
  });

  it('minds tables of the author only when text is lost', () => {
    const own = '# Queue\n\n## Notes\n\n| A | B |\n|---|---|\n| 1 |\n| 1 | 2 | 3 |\n| 1 | 2 | |\n';
    expect(findingsOf(raggedRow, risks, own)).toMatchObject([
      { message: 'The row has 3 cells for 2 columns' },
      { message: 'The row has 3 cells for 2 columns', atMost: 'info' },
    ]);
  });
});

describe('TBL411 required-row-missing', () => {
  const header = '| Role                | Name | Status  | Date |\n|---------------------|------|---------|------|\n';

  it('inserts the row behind its predecessor, padded like the table', () => {
    const text = inSignOffs(
      `${header}| Tech Lead           | Ada  | Pending |      |\n| Security            | Eve  | Pending |      |\n`,
    );
    expect(afterFixes(requiredRowMissing, signOffs, text)).toBe(
      inSignOffs(
        `${header}| Tech Lead           | Ada  | Pending |      |\n| Engineering Manager |      | Pending |      |\n| Security            | Eve  | Pending |      |\n`,
      ),
    );
  });

  it('knows a row by other case, decoration and words behind the name', () => {
    const text = inSignOffs(
      `${header}| tech lead (backend) | | Pending | |\n| **Engineering Manager** | | Pending | |\n| SECURITY | | Pending | |\n`,
    );
    expect(told(requiredRowMissing, signOffs, text)).toEqual([]);
  });

  it('takes a mistyped name for the row', () => {
    const text = inSignOffs(
      `${header}| Tech Lead | | Pending | |\n| Engineering Manager | | Pending | |\n| Secruity | | Pending | |\n`,
    );
    expect(afterFixes(requiredRowMissing, signOffs, text)).toContain('\n| Security | | Pending | |\n');
  });
});
