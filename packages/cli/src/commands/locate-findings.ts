import type { Diagnostic } from '@specwright/core/diagnostic/diagnostic.ts';
import { type LocatedDiagnostic, locateDiagnostic, type Places } from '@specwright/core/diagnostic/located.ts';
import type { CheckedWorkspace } from '@specwright/core/operations/context.ts';
import { LineIndex } from '@specwright/core/text/lines.ts';

/** Findings with lines and columns and with the names the user knows, made while they are read. */
export function located(
  diagnostics: Iterable<Diagnostic>,
  checked: CheckedWorkspace,
  display: (name: string) => string,
): Iterable<LocatedDiagnostic> {
  return { [Symbol.iterator]: () => locate(diagnostics, checked, display) };
}

function* locate(
  diagnostics: Iterable<Diagnostic>,
  checked: CheckedWorkspace,
  display: (name: string) => string,
): Generator<LocatedDiagnostic, undefined> {
  const templatePlaces = new Map<string, Places>(
    checked.templates.map(({ schema }) => [schema.file, new LineIndex(schema.text)]),
  );
  const noPlaces = new LineIndex('');
  let file: string | null = null;
  let places: Places = noPlaces;
  for (const diagnostic of diagnostics) {
    if (diagnostic.file !== file) {
      file = diagnostic.file;
      places = checked.placesOf(file) ?? noPlaces;
    }
    const { template } = diagnostic;
    const found = locateDiagnostic(
      diagnostic,
      places,
      template === null ? null : (templatePlaces.get(template.file) ?? null),
    );
    yield {
      ...found,
      file: display(found.file),
      template: found.template === null ? null : { ...found.template, file: display(found.template.file) },
    };
  }
  return undefined;
}
