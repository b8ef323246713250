import { describe, expect, test } from 'vitest';
import { bindDocument } from '../document/bind.ts';
import { loadParser } from '../markdown/load-parser.ts';
import { readMarkdown } from '../markdown/source.ts';
import { compileTemplate } from '../template/compile.ts';
import { checkDocument } from './check-document.ts';
import { checkWorkspace } from './check-workspace.ts';
import { type CheckSettings, defaultSettings } from './settings.ts';
import { suppressionsOf } from './suppress.ts';

const parser = await loadParser();
const schema = compileTemplate('# [Name]\n\n## Context\n\n[Why now]\n\n## Decision\n\n[What]\n', 'template.md', parser);
const long = `The worker takes an order${' and then the next one'.repeat(10)}.`;

const settings: CheckSettings = { ...defaultSettings('2026-01-01'), severities: { QUA701: 'warning' } };

function bind(text: string) {
  return bindDocument({ source: readMarkdown(text, parser), file: 'a.md', schema });
}

/** Codes of the findings about long sentences and about suppressions, by line. */
function findings(text: string, under: CheckSettings = settings): string[] {
  const bound = bind(text);
  const report = checkDocument(bound, under);
  const facts = { documents: [report.facts], exists: () => false };
  return [...checkWorkspace([report], facts, under)]
    .filter(({ code }) => code === 'QUA701' || code.startsWith('DOC'))
    .map(({ code, range }) => `${bound.source.lines.lineAt(range.start)} ${code}`);
}

describe('a comment silences', () => {
  test('the next block only', () => {
    const text = `# A\n\n## Context\n\nWords.\n\n<!-- spec-ignore QUA701: quoted -->\n${long}\n\n${long}\n\n## Decision\n\nWords.\n`;
    expect(findings(text)).toEqual(['10 QUA701']);
  });

  test('its section, subsections included, when directly under the heading', () => {
    const text = `# A\n\n## Context\n\n<!-- note -->\n<!-- spec-ignore long-sentence: quoted -->\n\n${long}\n\n### More\n\n${long}\n\n## Decision\n\n${long}\n`;
    expect(findings(text)).toEqual(['16 QUA701']);
  });

  test('the whole file', () => {
    const text = `# A\n\n## Context\n\n${long}\n\n## Decision\n\n${long}\n\n<!-- spec-ignore-file QUA701: quoted -->\n`;
    expect(findings(text)).toEqual([]);
  });

  test('its own line within a paragraph', () => {
    const text = `# A\n\n## Context\n\n${long} <!-- spec-ignore QUA701: quoted -->\n\n## Decision\n\n${long}\n`;
    expect(findings(text)).toEqual(['9 QUA701']);
  });

  test('under the title, what stands before the first section', () => {
    const text = `# A\n\n<!-- spec-ignore QUA701: quoted -->\n\n## Context\n\n${long}\n\n## Decision\n\nWords.\n`;
    expect(findings(text)).toEqual(['3 DOC902', '7 QUA701']);
  });
});

describe('a comment is reported', () => {
  const around = (comment: string) => `# A\n\n## Context\n\nWords.\n\n${comment}\n\nWords.\n\n## Decision\n\nWords.\n`;

  test('when nothing needs it', () => {
    expect(findings(around('<!-- spec-ignore QUA701: quoted -->'))).toEqual(['7 DOC902']);
  });

  test('not when its rule is off', () => {
    expect(findings(around('<!-- spec-ignore QUA701: quoted -->'), defaultSettings('2026-01-01'))).toEqual([]);
  });

  test('when it names no rule, or an unknown one', () => {
    expect(findings(around('<!-- spec-ignore -->'))).toEqual(['7 DOC902']);
    expect(findings(around('<!-- spec-ignore long-sentnce: quoted -->'))).toEqual(['7 DOC902']);
  });

  test('when it gives no reason', () => {
    const text = `# A\n\n## Context\n\nWords.\n\n<!-- spec-ignore QUA701 -->\n${long}\n\n## Decision\n\nWords.\n`;
    expect(findings(text)).toEqual(['7 DOC903']);
  });
});

test('comments in code and unclosed comments are none', () => {
  expect(suppressionsOf(bind('# A\n\n```\n<!-- spec-ignore QUA701: x -->\n```\n\n<!-- spec-ignore QUA701: x'))).toEqual(
    [],
  );
});

test('several codes, in one comment or several on one line', () => {
  const found = suppressionsOf(
    bind('# A\n\nText\n\n<!-- spec-ignore QUA701, QUA702: a: b --><!-- spec-ignore-file LIF601: c -->\n'),
  );
  expect(found.map(({ codes, reason, scope }) => ({ codes, reason, file: scope === null }))).toEqual([
    { codes: ['QUA701', 'QUA702'], reason: 'a: b', file: false },
    { codes: ['LIF601'], reason: 'c', file: true },
  ]);
});

test('a text of comments alone takes linear time', () => {
  const many = '<!-- spec-ignore QUA701: x -->\n'.repeat(5_000);
  expect(suppressionsOf(bind(many)).length).toBe(1000);
});
