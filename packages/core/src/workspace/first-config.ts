/** What a new `specwright.yaml` says: which documents follow which template. Paths are relative to it. */
export function firstConfig(template: string, documents: string): string {
  return [
    '# Which documents follow which template. What else can stand here: docs/configuration.md of Specwright.',
    'templates:',
    `  - file: ${yamlText(template)}`,
    '    documents:',
    `      - ${yamlText(documents)}`,
    '',
  ].join('\n');
}

/** Globs begin with signs that YAML reads itself. */
function yamlText(text: string): string {
  return /^[\p{L}\p{N}._][\p{L}\p{N}._/*-]*$/u.test(text) ? text : JSON.stringify(text);
}
