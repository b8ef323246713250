import type { Position } from '../../text/lines.ts';
import type { LocatedDiagnostic } from '../located.ts';
import type { RenderedReport } from './report.ts';

/**
 * The stable machine output, version 1. Lines and columns count from 1; columns and offsets are UTF-16 units of the
 * decoded file, a BOM included. Given in pieces so that a long report never stands in memory as one text.
 */
export function* renderJson(report: RenderedReport): Generator<string> {
  const { error, warning, info } = report.summary;
  yield `{"version":1,"documents":${report.files.length},"summary":${JSON.stringify({ error, warning, info })},"diagnostics":[`;
  let separator = '\n';
  for (const diagnostic of report.diagnostics) {
    yield separator + JSON.stringify(jsonDiagnostic(diagnostic));
    separator = ',\n';
  }
  yield '\n]}\n';
}

/** One finding with the keys of the contract, in their order. */
export interface JsonDiagnostic {
  readonly code: string;
  readonly name: string;
  readonly severity: string;
  readonly message: string;
  readonly file: string;
  readonly address: string;
  readonly start: Position;
  readonly end: Position;
  readonly template: { readonly file: string; readonly start: Position; readonly end: Position } | null;
  readonly fixes: readonly {
    readonly title: string;
    readonly kind: 'safe' | 'suggested';
    readonly edits: readonly { readonly start: number; readonly end: number; readonly text: string }[];
  }[];
}

export function jsonDiagnostic(diagnostic: LocatedDiagnostic): JsonDiagnostic {
  const { code, name, severity, message, file, address, start, end, template, fixes } = diagnostic;
  return {
    code,
    name,
    severity,
    message,
    file,
    address,
    start,
    end,
    template,
    fixes: fixes.map((fix) => ({
      title: fix.title,
      kind: fix.kind,
      edits: fix.edits.map((edit) => ({ start: edit.start, end: edit.end, text: edit.text })),
    })),
  };
}
