import type { Position } from '../text/lines.ts';
import type { Code, Diagnostic, Fix, Severity } from './diagnostic.ts';

/**
 * A diagnostic with the lines and columns of its places, so that it can be shown after the texts are gone. This is the
 * shape of the machine output: keys are only ever added.
 */
export interface LocatedDiagnostic {
  readonly code: Code;
  readonly name: string;
  readonly severity: Severity;
  readonly message: string;
  readonly file: string;
  readonly address: string;
  readonly start: Position;
  readonly end: Position;
  readonly template: LocatedTemplate | null;
  readonly fixes: readonly LocatedFix[];
}

export interface LocatedTemplate {
  readonly file: string;
  readonly start: Position;
  readonly end: Position;
}

export interface LocatedFix {
  readonly title: string;
  readonly kind: Fix['kind'];
  readonly edits: readonly LocatedEdit[];
}

/** `start` and `end` are offsets; the positions are the same places as lines and columns. */
export interface LocatedEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly startPosition: Position;
  readonly endPosition: Position;
}

/** Turns offsets of one text into lines and columns. */
export interface Places {
  positionAt(offset: number): Position;
}

/**
 * Adds lines and columns. `places` are those of the text that the diagnostic's ranges count in, `templatePlaces` of the
 * template it names; without them the diagnostic has no template place.
 */
export function locateDiagnostic(
  diagnostic: Diagnostic,
  places: Places,
  templatePlaces: Places | null,
): LocatedDiagnostic {
  const { template } = diagnostic;
  return {
    code: diagnostic.code,
    name: diagnostic.name,
    severity: diagnostic.severity,
    message: diagnostic.message,
    file: diagnostic.file,
    address: diagnostic.address,
    start: places.positionAt(diagnostic.range.start),
    end: places.positionAt(diagnostic.range.end),
    template:
      template === null || templatePlaces === null
        ? null
        : {
            file: template.file,
            start: templatePlaces.positionAt(template.range.start),
            end: templatePlaces.positionAt(template.range.end),
          },
    fixes: diagnostic.fixes.map((fix) => locateFix(fix, places)),
  };
}

function locateFix(fix: Fix, places: Places): LocatedFix {
  return {
    title: fix.title,
    kind: fix.kind,
    edits: fix.edits.map((edit) => ({
      start: edit.start,
      end: edit.end,
      text: edit.text,
      startPosition: places.positionAt(edit.start),
      endPosition: places.positionAt(edit.end),
    })),
  };
}
