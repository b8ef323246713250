import { unusedSuppression } from '@specwright/core/check/input-codes.ts';
import { guidanceLeft } from '@specwright/core/check/rules/plh/guidance-left.ts';
import type { Diagnostic, Severity } from '@specwright/core/diagnostic/diagnostic.ts';
import {
  DiagnosticSeverity,
  DiagnosticTag,
  type Location,
  type Diagnostic as ShownDiagnostic,
} from 'vscode-languageserver';
import { type Places, rangeOf } from './positions.ts';

/** Who says it, in the editor's list of problems. */
export const source = 'specwright';

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
};

/** Findings about text that can go without loss: editors show it faded. */
const needless: ReadonlySet<string> = new Set([unusedSuppression.code, guidanceLeft.code]);

/** What a finding carries through the editor, for whoever asks what can be done about it. */
export interface FindingData {
  readonly name: string;
  readonly address: string;
  /** True when a safe fix is there. */
  readonly fixable: boolean;
}

/** A finding as an editor shows it. `demanded` gives the place in a template; null where it cannot be opened. */
export function shownFinding(
  diagnostic: Diagnostic,
  places: Places,
  demanded: (template: NonNullable<Diagnostic['template']>) => Location | null,
): ShownDiagnostic {
  const { code, name, address, message, severity, template, fixes } = diagnostic;
  const location = template === null ? null : demanded(template);
  const data: FindingData = { name, address, fixable: fixes.some(({ kind }) => kind === 'safe') };
  return {
    range: rangeOf(places, diagnostic.range),
    severity: severities[severity],
    code,
    source,
    message,
    data,
    ...(location === null ? {} : { relatedInformation: [{ location, message: 'The template asks for it here' }] }),
    ...(needless.has(code) ? { tags: [DiagnosticTag.Unnecessary] } : {}),
  };
}

/** What is said of a text that is too large to be checked while it is typed. `size` in UTF-16 units. */
export function tooLargeNote(size: number): ShownDiagnostic {
  const start = { line: 0, character: 0 };
  const megabytes = (size / 1_000_000).toFixed(1);
  return {
    range: { start, end: start },
    severity: DiagnosticSeverity.Information,
    source,
    message: `This text of ${megabytes} MB is not checked while it is typed: run specwright check on its file`,
  };
}
