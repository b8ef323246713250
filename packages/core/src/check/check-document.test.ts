import { describe, expect, test } from 'vitest';
import { bindDocument } from '../document/bind.ts';
import { loadParser } from '../markdown/load-parser.ts';
import { readMarkdown } from '../markdown/source.ts';
import { compileTemplate } from '../template/compile.ts';
import { checkDocument } from './check-document.ts';
import { checkTemplate } from './check-template.ts';
import { defaultSettings } from './settings.ts';

const parser = await loadParser();
const settings = defaultSettings('2026-01-01');
const template =
  '---\nstatus: Draft | In Review | Accepted\nrequires: NNNN # optional\n---\n\n# ADR-NNNN: [Title]\n\n## Context\n\n[Why now]\n\n## Open Questions\n\n- [ ] [Question]\n';
const schema = compileTemplate(template, 'template.md', parser);

function bind(text: string, file = 'docs/0007-queue.md') {
  return bindDocument({ source: readMarkdown(text, parser), file, schema });
}

const full =
  '---\nstatus: Accepted\nrequires: 3, ADR-0004\n---\n\n# ADR-0007: Queue\n\n## Context\n\n[Why now]\n\nSee [the cache](0003-cache.md#context).\n\n## Open Questions\n\n- [ ] Which one?\n';

describe('a report', () => {
  const report = checkDocument(bind(full), settings);

  test('is plain data: JSON and structured clone keep it', () => {
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    expect(structuredClone(report)).toEqual(report);
  });

  test('is the same every time', () => {
    expect(checkDocument(bind(full), settings)).toEqual(report);
  });

  test('holds sorted findings with code, file and the demand of the template', () => {
    expect(report.diagnostics.map(({ code }) => code)).toEqual(['PLH201', 'LIF601']);
    expect(report.diagnostics[0]).toMatchObject({
      name: 'placeholder-left',
      severity: 'error',
      file: 'docs/0007-queue.md',
      template: { file: 'template.md' },
    });
  });

  test('tells the other documents what they may want to know', () => {
    expect(report.facts).toMatchObject({
      file: 'docs/0007-queue.md',
      template: 'template.md',
      id: { value: '7', within: 'docs' },
      title: 'ADR-0007: Queue',
      state: 'Accepted',
      stateIndex: 2,
      stage: 'approved',
      settled: true,
      closed: false,
      anchors: ['adr-0007-queue', 'context', 'open-questions'],
    });
    expect(report.facts.references.map(({ kind, target }) => `${kind} ${target}`)).toEqual([
      'depends-on 3',
      'depends-on adr-4',
    ]);
    for (const { range, target } of report.facts.references) {
      expect(full.slice(range.start, range.end)).toMatch(new RegExp(`${target.replace('adr-', '')}$`, 'u'));
    }
    expect(report.facts.links).toMatchObject([{ path: '0003-cache.md', fragment: 'context' }]);
  });
});

test('a draft is read leniently and a withdrawn document only informs', () => {
  const severities = (status: string) =>
    checkDocument(bind(full.replace('Accepted', status)), settings)
      .diagnostics.filter(({ code }) => code === 'PLH201')
      .map(({ severity }) => severity);
  expect(severities('Accepted')).toEqual(['error']);
  expect(severities('Draft')).toEqual(['warning']);
  expect(severities('Withdrawn')).toEqual(['info']);
});

test('a rule that is off says nothing', () => {
  const off = { ...settings, severities: { PLH201: 'off', LIF601: 'off' } } as const;
  expect(checkDocument(bind(full), off).diagnostics).toEqual([]);
});

test('broken front matter is a finding with its place', () => {
  const text = '---\nstatus: "Accepted\n---\n\n# ADR-0007: Queue\n\n## Context\n\nOrders are lost.\n';
  const found = checkDocument(bind(text), settings).diagnostics.filter(({ code }) => code === 'DOC904');
  expect(found).toHaveLength(1);
  expect(found[0]?.message).not.toContain('\n');
});

test('a stretch that is read as plain text is said, with its place', () => {
  const knot = '*a **b [c](d) <e> &amp; \\* f@g.h '.repeat(4_000);
  const text = full.replace(/\n## Context\n/u, `\n## Context\n\n${knot}\n`);
  const found = (written: string) =>
    checkDocument(bind(written), settings).diagnostics.filter(({ code }) => code === 'DOC907');
  expect(found(text)).toMatchObject([{ severity: 'warning', range: { start: text.indexOf(knot) } }]);
  expect(found(text.replace(knot, `\`\`\`\n${knot}\n\`\`\``))).toEqual([]);
  expect(found(full)).toEqual([]);
});

test('a fresh copy of a sound template has no fault of its own', () => {
  expect(checkTemplate(schema, readMarkdown(template, parser), settings)).toEqual([]);
});
