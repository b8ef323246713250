import { checkDocument } from '../src/check/check-document.ts';
import { defaultSettings } from '../src/check/settings.ts';
import { bindDocument } from '../src/document/bind.ts';
import type { BoundDocument } from '../src/document/document.ts';
import { completionsAt } from '../src/editor/completions-at.ts';
import type { EditorDocument, EditorWorkspace } from '../src/editor/editor-workspace.ts';
import { readMarkdown } from '../src/markdown/source.ts';
import { technicalSpecText } from '../src/template/builtin/technical-spec.ts';
import { compileTemplate } from '../src/template/compile.ts';
import type { Schema } from '../src/template/schema.ts';
import { applyEdit } from '../src/text/edit.ts';
import { parser, today } from './mutation/specimen.ts';

/** A text with a cursor in it, bound to its template. */
export interface AtCursor {
  readonly text: string;
  readonly cursor: number;
  readonly document: EditorDocument;
}

/** Reads a text in which `‸` is the cursor. */
export function atCursor(marked: string, template = technicalSpecText, file = 'specs/0004-labels.md'): AtCursor {
  const cursor = marked.indexOf('‸');
  const text = marked.replace('‸', '');
  return { text, cursor, document: { bound: boundAs(file, text, schemaOf(template)), diagnostics: [] } };
}

export function boundAs(file: string, text: string, schema: Schema): BoundDocument {
  return bindDocument({ file, source: readMarkdown(text, parser), schema });
}

const schemas = new Map<string, Schema>();

function schemaOf(template: string): Schema {
  const known = schemas.get(template) ?? compileTemplate(template, 'templates/template.md', parser);
  schemas.set(template, known);
  return known;
}

/** A workspace in memory that holds documents of one template by their names. */
export function workspaceOf(
  files: Readonly<Record<string, string>> = {},
  more: Partial<EditorWorkspace> = {},
  template = technicalSpecText,
): EditorWorkspace {
  const settings = defaultSettings(today);
  const bounds = Object.entries(files).map(([file, text]) => boundAs(file, text, schemaOf(template)));
  const documents = bounds.map((bound) => checkDocument(bound, settings).facts);
  return {
    facts: { documents, exists: (path) => path in files },
    settings,
    parser,
    people: ['Ada Park', 'Bo Ek', 'Ирина Лебедева', '山田 太郎'],
    terms: [],
    documentOf: (file) => bounds.find((bound) => bound.file === file) ?? null,
    reviewOf: () => null,
    ...more,
  };
}

/** By its label, the text after each completion where the cursor is. */
export function offered(
  marked: string,
  template = technicalSpecText,
  workspace: EditorWorkspace = workspaceOf(),
): ReadonlyMap<string, string> {
  const { text, cursor, document } = atCursor(marked, template);
  const found = completionsAt(document, workspace, cursor);
  return new Map(found.map(({ label, edit }) => [label, applyEdit(text, [edit])]));
}

export function labels(marked: string, template?: string, workspace?: EditorWorkspace): string[] {
  return [...offered(marked, template, workspace).keys()];
}

/** A template with front matter. */
export const record = `---
status: proposed | accepted | rejected
date: YYYY-MM-DD
deciders: [list of names]
supersedes: <number>
---

# [Title]

## Context

<!-- What forces are at play? -->

## Decision

[What we do]
`;
