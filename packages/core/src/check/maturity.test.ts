import { describe, expect, test } from 'vitest';
import type { Severity } from '../diagnostic/diagnostic.ts';
import { bindDocument } from '../document/bind.ts';
import { loadParser } from '../markdown/load-parser.ts';
import { readMarkdown } from '../markdown/source.ts';
import { compileTemplate } from '../template/compile.ts';
import { maturityOf } from './maturity.ts';
import { defaultSettings } from './settings.ts';
import { atMost, reaches, severityOf } from './severity.ts';

const parser = await loadParser();

function maturity(choices: string, status: string) {
  const template = `# [Name]\n\n${choices === '' ? '' : `**Status**: ${choices}\n\n`}## Context\n\n[Why now]\n`;
  const schema = compileTemplate(template, 'template.md', parser);
  const text = `# A\n\n${status === '' ? '' : `**Status**: ${status}\n\n`}## Context\n\nWords.\n`;
  const document = bindDocument({ source: readMarkdown(text, parser), file: 'a.md', schema });
  return maturityOf(document.status, schema.lifecycle);
}

describe('maturityOf', () => {
  test.each([
    ['Draft | In Review | Approved', 'Draft', 'draft'],
    ['Draft | In Review | Approved', '**draft**', 'draft'],
    ['Draft | In Review | Approved', 'In Review', 'settled'],
    ['Draft | In Review | Approved', 'Mostly done', 'settled'],
    ['Draft | In Review | Approved', '', 'settled'],
    ['Draft | In Review | Approved', 'Withdrawn', 'closed'],
    ['Proposed | Accepted | Superseded', 'Proposed', 'draft'],
    ['Proposed | Accepted | Superseded', 'Superseded', 'closed'],
    ['Accepted | Proposed | Rejected', 'Accepted', 'settled'],
    ['Idea | Draft | Final', 'Draft', 'draft'],
    ['', '', 'settled'],
  ])('among %j, %j is %s', (choices, status, expected) => {
    expect(maturity(choices, status)).toBe(expected);
  });
});

describe('severityOf', () => {
  const rule = { code: 'STR101', severity: { draft: 'warning', settled: 'error' } } as const;
  const settings = defaultSettings('2026-01-01');

  test('follows the maturity', () => {
    expect(severityOf(rule, 'draft', settings)).toBe('warning');
    expect(severityOf(rule, 'settled', settings)).toBe('error');
    expect(severityOf(rule, 'closed', settings)).toBe('info');
    expect(severityOf({ ...rule, severity: { draft: 'off', settled: 'off' } }, 'closed', settings)).toBe('off');
  });

  test('the workspace decides for drafts and settled documents alike', () => {
    const own = { ...settings, severities: { STR101: 'off' } } as const;
    expect(severityOf(rule, 'settled', own)).toBe('off');
    expect(severityOf(rule, 'draft', { ...settings, severities: { STR101: 'error' } })).toBe('error');
  });

  test('atMost and reaches order error, warning, info', () => {
    const all: readonly Severity[] = ['info', 'warning', 'error'];
    for (const [low, less] of all.entries()) {
      for (const [high, more] of all.entries()) {
        expect(reaches(more, less)).toBe(high >= low);
        expect(atMost(more, less)).toBe(high >= low ? less : more);
      }
    }
    expect(atMost('error', undefined)).toBe('error');
  });
});
