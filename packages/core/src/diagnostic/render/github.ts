import type { Severity } from '../diagnostic.ts';
import type { LocatedDiagnostic } from '../located.ts';
import type { RenderedReport } from './report.ts';

const commands: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' };

/**
 * Workflow commands that GitHub Actions shows as annotations
 * (https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands). GitHub shows only the first
 * few of each severity, so errors come first.
 */
export function* renderGithub(report: RenderedReport): Generator<string> {
  for (const diagnostic of report.diagnostics) if (diagnostic.severity === 'error') yield annotation(diagnostic);
  for (const diagnostic of report.diagnostics) if (diagnostic.severity !== 'error') yield annotation(diagnostic);
}

function annotation(diagnostic: LocatedDiagnostic): string {
  const { start, end } = diagnostic;
  const properties = [
    `file=${escapeProperty(diagnostic.file)}`,
    `line=${start.line}`,
    `endLine=${end.line}`,
    // GitHub rejects columns on annotations that span lines.
    ...(start.line === end.line ? [`col=${start.column}`, `endColumn=${Math.max(start.column, end.column)}`] : []),
    `title=${escapeProperty(`${diagnostic.code} ${diagnostic.name}`)}`,
  ];
  return `::${commands[diagnostic.severity]} ${properties.join(',')}::${escapeData(annotationText(diagnostic))}\n`;
}

function annotationText({ message, template, fixes }: LocatedDiagnostic): string {
  const lines = [message];
  if (template !== null) lines.push(`Demanded by ${template.file}:${template.start.line}`);
  const fix = fixes[0];
  if (fix !== undefined) lines.push(`Fix: ${fix.title}`);
  return lines.join('\n');
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
