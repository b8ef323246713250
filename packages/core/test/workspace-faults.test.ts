import { describe, expect, test } from 'vitest';
import { checkDocument } from '../src/check/check-document.ts';
import { checkWorkspace } from '../src/check/check-workspace.ts';
import { defaultSettings } from '../src/check/settings.ts';
import type { Diagnostic } from '../src/diagnostic/diagnostic.ts';
import { bindDocument } from '../src/document/bind.ts';
import { readMarkdown } from '../src/markdown/source.ts';
import { parser, specimens, today } from './mutation/specimen.ts';

const records = specimens().filter(({ name }) => name.startsWith('record/'));
const [, , first, second, third] = records.map(({ file }) => file) as [string, string, string, string, string];

/** One mistake that only shows in, or beside, the other documents: `from` in `file` becomes `to`. */
interface Mistake {
  readonly name: string;
  readonly rule: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** The file that is told of it, when it is another one. */
  readonly told?: string;
}

const mistakes: readonly Mistake[] = [
  {
    name: 'two documents with one number',
    rule: 'duplicate-id',
    file: third,
    from: 'id: REC-0005',
    to: 'id: REC-0004',
  },
  { name: 'a number unlike the file name', rule: 'file-name', file: third, from: 'id: REC-0005', to: 'id: REC-0050' },
  { name: 'a title with another number', rule: 'file-name', file: third, from: '# REC-0005', to: '# REC-0050' },
  {
    name: 'a document that nobody wrote',
    rule: 'unknown-document',
    file: third,
    from: 'depends-on: REC-0004',
    to: 'depends-on: REC-0404',
  },
  {
    name: 'a dependency that is still a draft',
    rule: 'depends-on-less-mature',
    file: second,
    from: 'status: Agreed',
    to: 'status: Draft',
    told: third,
  },
  {
    name: 'a replacement that the old document does not name',
    rule: 'supersedes-not-reciprocal',
    file: first,
    from: 'superseded-by: REC-0005\n',
    to: '',
    told: third,
  },
  {
    name: 'a field that belongs elsewhere',
    rule: 'conditional-field',
    file: third,
    from: 'kind: Process',
    to: 'kind: Process\ninterface: order-events',
  },
  {
    name: 'a field that this kind needs',
    rule: 'conditional-field',
    file: third,
    from: 'kind: Process',
    to: 'kind: Interface',
  },
  {
    name: 'a link to a heading that the other document does not have',
    rule: 'cross-document-anchor',
    file: third,
    from: 'A ticket may hold',
    to: 'As [the older rule](0003-deploys-name-their-ticket.md#reasons-of-old) shows, a ticket may hold',
  },
  {
    name: 'a link to a document that moved',
    rule: 'broken-link',
    file: third,
    from: 'A ticket may hold',
    to: 'As [the older rule](0003-deploys-name-a-ticket.md) shows, a ticket may hold',
  },
];

describe('mistakes between documents', () => {
  test('there are none to begin with', () => {
    expect(checkedAs(null).map(({ file, code, message }) => `${file} ${code} ${message}`)).toEqual([]);
  });

  test('a good link between documents raises nothing', () => {
    const linked = {
      name: '',
      rule: '',
      file: third,
      from: 'A ticket',
      to: 'See [why](0003-deploys-name-their-ticket.md#reason). A ticket',
    };
    expect(checkedAs(linked)).toEqual([]);
  });

  test.each(mistakes.map((mistake) => [mistake.name, mistake] as const))('%s', (_name, mistake) => {
    const found = checkedAs(mistake);
    const right = found.filter(({ name, file }) => name === mistake.rule && file === (mistake.told ?? mistake.file));
    expect(right.length, `said: ${found.map(({ file, name }) => `${file} ${name}`).join(', ')}`).toBeGreaterThan(0);
  });
});

function checkedAs(mistake: Mistake | null): Diagnostic[] {
  const settings = defaultSettings(today);
  const reports = records.map(({ file, text, schema }) => {
    expect(mistake?.file !== file || text.includes(mistake.from)).toBe(true);
    const words = mistake?.file === file ? text.replace(mistake.from, mistake.to) : text;
    return checkDocument(bindDocument({ file, source: readMarkdown(words, parser), schema }), settings);
  });
  const exists = (path: string): boolean => records.some(({ file }) => file === path);
  return [...checkWorkspace(reports, { documents: reports.map(({ facts }) => facts), exists }, settings)];
}
