import { type Edit, makeEdit, type Replacement } from '../text/edit.ts';
import type { Diagnostic, Fix } from './diagnostic.ts';

/** Fixes of one file that can be applied together. */
export interface PickedFixes {
  readonly edit: Edit;
  /** The findings they mend. */
  readonly mended: readonly Diagnostic[];
}

interface Picking {
  readonly replacements: Replacement[];
  readonly mended: Diagnostic[];
  /** Where the last of the replacements ends. */
  end: number;
}

/**
 * The safe fixes of findings, by file, less those that meet one picked before; these come into their own when the file
 * is checked again. Earlier findings win.
 */
export function pickSafeFixes(diagnostics: Iterable<Diagnostic>): Map<string, PickedFixes> {
  const byFile = new Map<string, Picking>();
  for (const diagnostic of diagnostics) {
    const fix = diagnostic.fixes.find(({ kind, edits }) => kind === 'safe' && edits.length > 0);
    if (fix === undefined) continue;
    const picked = byFile.get(diagnostic.file) ?? { replacements: [], mended: [], end: -1 };
    if (meetsOne(fix, picked)) continue;
    for (const edit of fix.edits) {
      picked.replacements.push(edit);
      picked.end = Math.max(picked.end, edit.end);
    }
    picked.mended.push(diagnostic);
    byFile.set(diagnostic.file, picked);
  }
  return new Map(
    [...byFile].map(([file, { replacements, mended }]) => [
      file,
      { edit: makeEdit(replacements, Number.POSITIVE_INFINITY), mended },
    ]),
  );
}

/** Edits that touch count as meeting: in which order they should come is not known. */
function meetsOne(fix: Fix, { replacements, end }: Picking): boolean {
  // Findings come in text order, so most fixes stand behind all that were picked before.
  return fix.edits.some(
    (edit) => edit.start <= end && replacements.some((other) => edit.start <= other.end && other.start <= edit.end),
  );
}
