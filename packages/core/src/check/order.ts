import type { Diagnostic } from '../diagnostic/diagnostic.ts';

/** Total order of findings: file, place, code, address, message. By UTF-16 units, so no locale changes it. */
export function compareDiagnostics(a: Diagnostic, b: Diagnostic): number {
  return (
    compareText(a.file, b.file) ||
    a.range.start - b.range.start ||
    compareText(a.code, b.code) ||
    a.range.end - b.range.end ||
    compareText(a.address, b.address) ||
    compareText(a.message, b.message)
  );
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
