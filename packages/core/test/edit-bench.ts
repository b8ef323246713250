import { defaultSettings } from '../src/check/settings.ts';
import { bindDocument } from '../src/document/bind.ts';
import type { BoundDocument } from '../src/document/document.ts';
import { readMarkdown } from '../src/markdown/source.ts';
import type { EditContext } from '../src/operations/edit-context.ts';
import type { EditOutput } from '../src/operations/edit-document.ts';
import { applyEdit, type Edit } from '../src/text/edit.ts';
import { parser, type Specimen, today } from './mutation/specimen.ts';

/** Terms under which nothing but what was asked for is edited. */
export const plainly = { force: false, keepDate: true } as const;

export function bound(specimen: Specimen, text: string): BoundDocument {
  return bindDocument({ source: readMarkdown(text, parser), file: specimen.file, schema: specimen.schema });
}

/** A workspace in memory: the document, and other Markdown files by name. */
export function contextOf(
  specimen: Specimen,
  text: string,
  others: Readonly<Record<string, string>> = {},
): EditContext {
  const template = { file: specimen.schema.file, origin: 'option', score: null } as const;
  return {
    documents: {
      recall: async () => null,
      remember: () => undefined,
      check: async () => Promise.reject(new Error('nothing is checked here')),
      outlines: async () => [],
      open: async () => [{ bound: bound(specimen, text), template }],
    },
    settings: defaultSettings(today),
    parser,
    mentioning: (name) =>
      Object.entries(others)
        .filter(([, content]) => content.includes(name))
        .map(([file, content]) => ({ file, text: content })),
  };
}

/** The edit of the document itself; a refusal as its message. */
export function editOf(output: EditOutput, file: string): Edit | string {
  if (output.kind === 'refused') return output.message;
  if (output.kind === 'skipped') throw new Error('the document was skipped');
  return output.changed.find((changed) => changed.file === file)?.edit ?? [];
}

export function textAfter(output: EditOutput, specimen: Specimen, text: string): string {
  const edit = editOf(output, specimen.file);
  if (typeof edit === 'string') throw new Error(`refused: ${edit}`);
  return applyEdit(text, edit);
}

/** The same text as Windows editors write it. */
export function asWindows(text: string): string {
  return `\uFEFF${text.replaceAll('\n', '\r\n')}`;
}
