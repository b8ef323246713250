import { codePages } from '@specwright/core/check/codes.ts';
import { reaches } from '@specwright/core/check/severity.ts';
import type { Severity } from '@specwright/core/diagnostic/diagnostic.ts';
import { renderGithub } from '@specwright/core/diagnostic/render/github.ts';
import { renderGitlab } from '@specwright/core/diagnostic/render/gitlab.ts';
import { renderJson } from '@specwright/core/diagnostic/render/json.ts';
import { renderJunit } from '@specwright/core/diagnostic/render/junit.ts';
import type { RenderedReport, RuleText } from '@specwright/core/diagnostic/render/report.ts';
import { renderSarif } from '@specwright/core/diagnostic/render/sarif.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { writeBaseline } from './check-baseline.ts';
import type { CheckRequest } from './check-request.ts';
import type { CheckResult } from './check-session.ts';
import { writeTextReport } from './check-text.ts';
import { isSet } from './command.ts';
import { displayNames } from './display-names.ts';
import { located } from './locate-findings.ts';

/** Writes what a check gave and says how the command ends. */
export function presentCheck(request: CheckRequest, result: CheckResult): number {
  const { baseline, failOn, format, invocation } = request;
  if (baseline?.action === 'update') {
    writeBaseline(request, result);
    return result.failed ? 2 : 0;
  }
  if (baseline?.action === 'prune') writeBaseline(request, result);
  const quiet = isSet(invocation, 'quiet');
  const found = quiet ? onlyReaching(failOn, result) : result;
  if (format === 'text') writeTextReport(request, found);
  else writePieces(invocation.terminal, machinePieces(request, found));
  if (result.failed) return 2;
  return severities.some((severity) => result.diagnostics.summary[severity] > 0 && reaches(severity, failOn)) ? 1 : 0;
}

const severities = ['error', 'warning', 'info'] as const;

function onlyReaching(failOn: Severity, result: CheckResult): CheckResult {
  const diagnostics = result.diagnostics.refined((diagnostic) =>
    reaches(diagnostic.severity, failOn) ? diagnostic : null,
  );
  return { ...result, diagnostics };
}

function machinePieces(request: CheckRequest, result: CheckResult): Iterable<string> {
  const report = renderedReport(request, result);
  switch (request.format) {
    case 'sarif':
      return renderSarif(report, { version: request.invocation.version, rules: ruleTexts() });
    case 'github':
      return renderGithub(report);
    case 'gitlab':
      return renderGitlab(report);
    case 'junit':
      return renderJunit(report, (severity) => reaches(severity, request.failOn));
    default:
      return renderJson(report);
  }
}

function renderedReport(request: CheckRequest, result: CheckResult): RenderedReport {
  const display = displayNames(result.workspace.root, request.invocation);
  return {
    files: result.files.map(display),
    get summary() {
      return result.diagnostics.summary;
    },
    diagnostics: located(result.diagnostics, result.checked, display),
  };
}

function ruleTexts(): RuleText[] {
  return codePages.map(({ about }) => ({
    code: about.code,
    name: about.name,
    summary: about.summary,
    why: about.why,
    remedy: about.remedy,
    severity: about.severity.settled,
  }));
}

const pieceSize = 64 * 1024;

/** Few large writes instead of many small ones. */
function writePieces(terminal: Terminal, pieces: Iterable<string>): void {
  let pending = '';
  for (const piece of pieces) {
    pending += piece;
    if (pending.length < pieceSize) continue;
    terminal.write(pending);
    pending = '';
  }
  terminal.write(pending);
}
