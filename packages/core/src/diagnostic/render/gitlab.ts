import type { Severity } from '../diagnostic.ts';
import { Fingerprints } from '../fingerprint.ts';
import type { RenderedReport } from './report.ts';

const severities: Readonly<Record<Severity, string>> = { error: 'major', warning: 'minor', info: 'info' };

/** A GitLab code quality report (https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format). */
export function* renderGitlab(report: RenderedReport): Generator<string> {
  const fingerprints = new Fingerprints();
  let separator = '\n';
  yield '[';
  for (const diagnostic of report.diagnostics) {
    const issue = {
      description: `${diagnostic.message} (${diagnostic.code})`,
      check_name: diagnostic.name,
      fingerprint: fingerprints.of(diagnostic),
      severity: severities[diagnostic.severity],
      location: {
        path: diagnostic.file,
        lines: { begin: diagnostic.start.line, end: Math.max(diagnostic.start.line, diagnostic.end.line) },
      },
    };
    yield separator + JSON.stringify(issue);
    separator = ',\n';
  }
  yield '\n]\n';
}
