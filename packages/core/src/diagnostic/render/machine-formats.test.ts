import { readFileSync } from 'node:fs';
import AjvDraft4 from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { expect, test } from 'vitest';
import type { LocatedDiagnostic } from '../located.ts';
import { missingSection, notAChoice, placeholderLeft, sampleReport } from './fixtures/sample-report.ts';
import { renderGithub } from './github.ts';
import { renderGitlab } from './gitlab.ts';
import { renderJson } from './json.ts';
import { renderJunit } from './junit.ts';
import type { RuleText } from './report.ts';
import { renderSarif } from './sarif.ts';

const rules: readonly RuleText[] = [notAChoice, missingSection, placeholderLeft].map(({ code, name, severity }) => ({
  code,
  name,
  summary: 'What is wrong',
  why: 'Why it matters.',
  remedy: 'What to do.',
  severity,
}));

const joined = (pieces: Iterable<string>): string => [...pieces].join('');

test('JSON has exactly the keys of its contract', () => {
  const output = JSON.parse(joined(renderJson(sampleReport)));
  expect(Object.keys(output)).toEqual(['version', 'documents', 'summary', 'diagnostics']);
  expect(output.version).toBe(1);
  expect(output.documents).toBe(3);
  expect(output.summary).toEqual({ error: 1, warning: 1, info: 1 });
  expect(output.diagnostics[0]).toEqual({
    code: 'MET303',
    name: 'not-a-choice',
    severity: 'error',
    message: notAChoice.message,
    file: 'specs/0001-日本, "a" & b.md',
    address: 'status',
    start: { line: 3, column: 13, offset: 24 },
    end: { line: 3, column: 20, offset: 31 },
    template: {
      file: 'template.md',
      start: { line: 3, column: 1, offset: 16 },
      end: { line: 3, column: 25, offset: 40 },
    },
    fixes: [{ title: 'Write "Done"', kind: 'suggested', edits: [{ start: 24, end: 31, text: 'Done' }] }],
  });
  expect(output.diagnostics[2].template).toBeNull();
});

test('JSON without findings is one valid object', () => {
  const empty = { ...sampleReport, diagnostics: [], summary: { error: 0, warning: 0, info: 0 } };
  expect(JSON.parse(joined(renderJson(empty))).diagnostics).toEqual([]);
});

const sarifSchema = JSON.parse(readFileSync(new URL('./fixtures/sarif-schema-2.1.0.json', import.meta.url), 'utf8'));

function sarifErrors(output: unknown): unknown {
  const ajv = new AjvDraft4.default({ strict: false, allErrors: true, unicodeRegExp: false });
  addFormats.default(ajv);
  const validate = ajv.compile(sarifSchema);
  return validate(output) ? [] : validate.errors;
}

test('SARIF is valid against the published schema', () => {
  const output = JSON.parse(joined(renderSarif(sampleReport, { version: '1.2.3', rules })));
  expect(sarifErrors(output)).toEqual([]);
  const [run] = output.runs;
  expect(run.results[0].ruleId).toBe(run.tool.driver.rules[run.results[0].ruleIndex].id);
  expect(run.results[0].locations[0].physicalLocation.artifactLocation.uri).toBe(
    'specs/0001-%E6%97%A5%E6%9C%AC%2C%20%22a%22%20%26%20b.md',
  );
  expect(run.results[0].relatedLocations[0].physicalLocation.region.startLine).toBe(3);
  expect(run.results[1].fixes[0].artifactChanges[0].replacements[0].insertedContent.text).toBe('## Rollback Plan\n\n');
  expect(run.results[2].relatedLocations).toBeUndefined();
});

test('the SARIF test would notice an invalid log', () => {
  expect(sarifErrors({ version: '2.1.0', runs: [{ results: [] }] })).not.toEqual([]);
});

test('SARIF keeps its columns and is valid for lone surrogates and absolute paths', () => {
  const odd: LocatedDiagnostic[] = [
    { ...placeholderLeft, file: '/abs/\u{D800}x.md' },
    { ...placeholderLeft, file: 'C:/abs/x.md' },
    { ...placeholderLeft, file: '../outside/x#y?.md' },
  ];
  const output = JSON.parse(joined(renderSarif({ ...sampleReport, diagnostics: odd }, { version: '1.2.3', rules })));
  expect(sarifErrors(output)).toEqual([]);
  const uris = output.runs[0].results.map(
    (result: { locations: { physicalLocation: { artifactLocation: { uri: string } } }[] }) =>
      result.locations[0]?.physicalLocation.artifactLocation.uri,
  );
  expect(uris).toEqual(['file:///abs/%EF%BF%BDx.md', 'file:///C:/abs/x.md', '../outside/x%23y%3F.md']);
});

test('GitHub annotations escape what would end them', () => {
  const lines = joined(renderGithub(sampleReport)).trimEnd().split('\n');
  expect(lines).toHaveLength(3);
  expect(lines[0]).toBe(
    '::error file=specs/0001-日本%2C "a" & b.md,line=3,endLine=3,col=13,endColumn=20,title=MET303 not-a-choice' +
      '::Status is "完了 soon"; the template allows Draft, Done: 100%25 <b>,%0Ano more' +
      '%0ADemanded by template.md:3%0AFix: Write "Done"',
  );
  expect(lines[1]).toMatch(/^::warning file=[^:]*,line=5,endLine=8,title=/);
  expect(lines[2]).toMatch(/^::notice /);
});

test('GitLab fingerprints are unique, and stay when lines move', () => {
  const moved = { ...notAChoice, start: { ...notAChoice.start, line: 30 } };
  const twice = { ...sampleReport, diagnostics: [notAChoice, moved, missingSection] };
  const first = JSON.parse(joined(renderGitlab(twice)));
  const fingerprints = first.map((issue: { fingerprint: string }) => issue.fingerprint);
  expect(new Set(fingerprints).size).toBe(3);
  const later = JSON.parse(joined(renderGitlab({ ...twice, diagnostics: [moved] })));
  expect(later[0].fingerprint).toBe(fingerprints[0]);
  expect(first[0]).toMatchObject({ check_name: 'not-a-choice', severity: 'major', location: { lines: { begin: 3 } } });
});

test('JUnit has a suite for each document and no character that XML forbids', () => {
  const odd = { ...placeholderLeft, message: 'NUL \0, escape \u{1B}, lone \u{D800}, <&"\'>' };
  const report = { ...sampleReport, diagnostics: [notAChoice, missingSection, odd] };
  const xml = joined(renderJunit(report, (severity) => severity === 'error'));
  expect(xml.match(/<testsuite name=/g)).toHaveLength(3);
  expect(xml.match(/<failure /g)).toHaveLength(1);
  expect(xml).toContain('name="specs/0001-日本, &quot;a&quot; &amp; b.md" tests="2" failures="1"');
  expect(xml).toContain('<testcase name="conforms" classname="specs/0002-clean.md"/>');
  expect(xml).toContain('NUL , escape , lone , &lt;&amp;&quot;&apos;&gt;');
});
