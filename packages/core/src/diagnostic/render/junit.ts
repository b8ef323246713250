import type { Severity } from '../diagnostic.ts';
import type { LocatedDiagnostic } from '../located.ts';
import { summarise } from '../summary.ts';
import type { RenderedReport } from './report.ts';

/**
 * JUnit XML: a suite for each document, a case for each finding. `failing` tells which severities are failures; the
 * others are cases that pass and say what was found. A document without findings is one case that passes.
 */
export function* renderJunit(report: RenderedReport, failing: (severity: Severity) => boolean): Generator<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="specwright">\n';
  const groups = groupsByFile(report.diagnostics);
  let group = groups.next();
  for (const file of report.files) {
    while (!group.done && group.value.file < file) {
      yield suite(group.value.file, group.value.findings, failing);
      group = groups.next();
    }
    if (!group.done && group.value.file === file) {
      yield suite(file, group.value.findings, failing);
      group = groups.next();
    } else yield suite(file, [], failing);
  }
  for (; !group.done; group = groups.next()) yield suite(group.value.file, group.value.findings, failing);
  yield '</testsuites>\n';
}

interface FileGroup {
  readonly file: string;
  readonly findings: readonly LocatedDiagnostic[];
}

/** Runs of findings with one file. */
function* groupsByFile(diagnostics: Iterable<LocatedDiagnostic>): Generator<FileGroup, undefined> {
  let findings: LocatedDiagnostic[] = [];
  for (const diagnostic of diagnostics) {
    const file = findings[0]?.file;
    if (file !== undefined && file !== diagnostic.file) {
      yield { file, findings };
      findings = [];
    }
    findings.push(diagnostic);
  }
  if (findings[0] !== undefined) yield { file: findings[0].file, findings };
  return undefined;
}

function suite(file: string, findings: readonly LocatedDiagnostic[], failing: (severity: Severity) => boolean): string {
  const summary = summarise(findings);
  const failures = (['error', 'warning', 'info'] as const).reduce(
    (sum, severity) => sum + (failing(severity) ? summary[severity] : 0),
    0,
  );
  const cases =
    findings.length === 0
      ? [`    <testcase name="conforms" classname="${escapeXml(file)}"/>\n`]
      : findings.map((finding) => testCase(finding, failing(finding.severity)));
  const attributes = `name="${escapeXml(file)}" tests="${cases.length}" failures="${failures}" errors="0"`;
  return `  <testsuite ${attributes}>\n${cases.join('')}  </testsuite>\n`;
}

function testCase(finding: LocatedDiagnostic, fails: boolean): string {
  const { start, severity } = finding;
  const name = escapeXml(`${finding.code} ${finding.name} at ${start.line}:${start.column}`);
  const body = escapeXml(`${finding.file}:${start.line}:${start.column} ${severity} ${finding.message}`);
  const result = fails
    ? `<failure type="${severity}" message="${escapeXml(finding.message)}">${body}</failure>`
    : `<system-out>${body}</system-out>`;
  return `    <testcase name="${name}" classname="${escapeXml(finding.file)}">\n      ${result}\n    </testcase>\n`;
}

/** Everything outside the characters that XML 1.0 allows (https://www.w3.org/TR/xml/#charsets). */
const notXml = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\n': '&#10;',
  '\r': '&#13;',
  '\t': '&#9;',
};

/** Safe in text and in attributes; characters that XML cannot hold are left out. */
function escapeXml(text: string): string {
  return text.replace(notXml, '').replace(/[&<>"'\n\r\t]/g, (character) => entities[character] ?? character);
}
