/** Which documents follow one template. */
export interface FirstEntry {
  readonly file: string;
  readonly documents: readonly string[];
}

/** What a new `specwright.yaml` says: which documents follow which template. Paths are relative to it. */
export function firstConfig(entries: readonly FirstEntry[]): string {
  return [
    '# Which documents follow which template. What else can stand here: docs/configuration.md of Specwright.',
    'templates:',
    ...entries.flatMap(entryLines),
    '',
  ].join('\n');
}

/** The lines of one entry under `templates:`. */
export function entryLines({ file, documents }: FirstEntry): string[] {
  return [`  - file: ${yamlText(file)}`, '    documents:', ...documents.map((glob) => `      - ${yamlText(glob)}`)];
}

/** Globs begin with signs that YAML reads itself. */
function yamlText(text: string): string {
  return /^[\p{L}\p{N}._][\p{L}\p{N}._/*-]*$/u.test(text) ? text : JSON.stringify(text);
}
