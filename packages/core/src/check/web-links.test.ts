import { expect, test } from 'vitest';
import { bindDocument } from '../document/bind.ts';
import { mdastParser } from '../markdown/mdast-parser.ts';
import { readMarkdown } from '../markdown/source.ts';
import { compileTemplate } from '../template/compile.ts';
import { type CheckSettings, defaultSettings } from './settings.ts';
import { gatherWebLinks, judgeWebLinks, type WebAnswer } from './web-links.ts';

const template = '# [Name]\n\n**Status**: Draft | Accepted | Withdrawn\n\n## Context\n\n[Why now]\n';
const schema = compileTemplate(template, 'template.md', mdastParser);
const settings = defaultSettings('2026-01-01');

function judged(status: string, context: string, answer: WebAnswer, own: CheckSettings = settings): string[] {
  const text = `# T\n\n**Status**: ${status}\n\n## Context\n\n${context}\n`;
  const document = bindDocument({ source: readMarkdown(text, mdastParser), file: 'a.md', schema });
  const gathered = gatherWebLinks(document, own);
  if (gathered === null) return [];
  return judgeWebLinks(gathered, () => answer).map(({ severity, message }) => `${severity} ${message}`);
}

const gone: WebAnswer = { kind: 'broken', reason: 'answers 404' };
const busy: WebAnswer = { kind: 'unknown', reason: 'its server answers 503' };
const link = '[a](https://a.test/b)';
const told = 'The link leads to "https://a.test/b", which answers 404';

test('what is broken has the severity of its code; what nobody knows is an info at most', () => {
  const strict = { ...settings, severities: { REF506: 'error' } } as const;
  expect(judged('Draft', link, gone)).toEqual([`warning ${told}`]);
  expect(judged('Accepted', link, gone, strict)).toEqual([`error ${told}`]);
  expect(judged('Withdrawn', link, gone, strict)).toEqual([`info ${told}`]);
  const unknown = 'The link to "https://a.test/b" could not be checked: its server answers 503';
  expect(judged('Accepted', link, busy, strict)).toEqual([`info ${unknown}`]);
  expect(judged('Accepted', link, { kind: 'works' }, strict)).toEqual([]);
});

test('nothing is gathered where nobody wants to know', () => {
  expect(judged('Draft', link, gone, { ...settings, severities: { REF506: 'off' } })).toEqual([]);
  expect(judged('Draft', '[a](./b.md)', gone)).toEqual([]);
});

test('comments silence it', () => {
  expect(judged('Draft', `${link} <!-- spec-ignore REF506: moved -->\n\n!${link}`, gone)).toEqual([
    'warning The image leads to "https://a.test/b", which answers 404',
  ]);
});
