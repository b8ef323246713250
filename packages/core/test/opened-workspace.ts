import { checkDocument } from '../src/check/check-document.ts';
import { checkWorkspace } from '../src/check/check-workspace.ts';
import type { DocumentReport } from '../src/check/report.ts';
import { defaultSettings } from '../src/check/settings.ts';
import { bindDocument } from '../src/document/bind.ts';
import type { BoundDocument } from '../src/document/document.ts';
import type { DocumentReview, EditorDocument, EditorWorkspace, Term } from '../src/editor/editor-workspace.ts';
import { loadParser } from '../src/markdown/load-parser.ts';
import { readMarkdown } from '../src/markdown/source.ts';
import { compileTemplate } from '../src/template/compile.ts';
import type { Schema } from '../src/template/schema.ts';

const parser = await loadParser();

/** A workspace as an editor knows it, made of texts alone. */
export interface OpenedWorkspace {
  readonly workspace: EditorWorkspace;
  readonly documents: Readonly<Record<string, EditorDocument>>;
}

/** What an editor may be told besides the texts. */
export interface Known {
  readonly terms?: readonly Term[];
  readonly reviews?: Readonly<Record<string, DocumentReview>>;
}

/** Opens the documents of a workspace, by file, all written from one template. */
export function openedWorkspace(
  template: string | Schema,
  texts: Readonly<Record<string, string>>,
  { terms = [], reviews = {} }: Known = {},
): OpenedWorkspace {
  const schema = typeof template === 'string' ? compileTemplate(template, 'templates/template.md', parser) : template;
  const settings = defaultSettings('2026-06-01');
  const files = Object.keys(texts).sort();
  const bound = new Map<string, BoundDocument>(
    files.map((file) => [file, bindDocument({ file, source: readMarkdown(texts[file] as string, parser), schema })]),
  );
  const reports: DocumentReport[] = [...bound.values()].map((document) => checkDocument(document, settings));
  const exists = (path: string): boolean => bound.has(path);
  const facts = { documents: reports.map((report) => report.facts), exists };
  const found = [...checkWorkspace(reports, facts, settings)];
  const workspace: EditorWorkspace = {
    facts,
    settings,
    parser,
    people: [],
    terms,
    documentOf: (file) => bound.get(file) ?? null,
    reviewOf: (file) => reviews[file] ?? null,
  };
  const documents = Object.fromEntries(
    [...bound].map(([file, document]) => [
      file,
      { bound: document, diagnostics: found.filter((diagnostic) => diagnostic.file === file) },
    ]),
  );
  return { workspace, documents };
}

/** The only document of a workspace without others. */
export function openedDocument(template: string | Schema, text: string, known: Known = {}) {
  const { workspace, documents } = openedWorkspace(template, { 'specs/0001-queue.md': text }, known);
  return { workspace, document: documents['specs/0001-queue.md'] as EditorDocument };
}
