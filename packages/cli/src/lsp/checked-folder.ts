import { applyBaseline, type Baseline, type BaselineEntry } from '@specwright/core/check/baseline.ts';
import { checkTemplate } from '@specwright/core/check/check-template.ts';
import { checkWorkspace, type Habits, habitsOf } from '@specwright/core/check/check-workspace.ts';
import type { HistoryState } from '@specwright/core/check/history-state.ts';
import { compareDiagnostics, compareText } from '@specwright/core/check/order.ts';
import type { DocumentReport } from '@specwright/core/check/report.ts';
import type { Diagnostic } from '@specwright/core/diagnostic/diagnostic.ts';
import { unpackLines } from '@specwright/core/diagnostic/packed-lines.ts';
import { bindDocument } from '@specwright/core/document/bind.ts';
import type { BoundDocument } from '@specwright/core/document/document.ts';
import type { EditorDocument } from '@specwright/core/editor/editor-workspace.ts';
import type { MarkdownParser } from '@specwright/core/markdown/parser.ts';
import { readMarkdown } from '@specwright/core/markdown/source.ts';
import { softened, templateFindings } from '@specwright/core/operations/check.ts';
import type { CheckedDocuments } from '@specwright/core/operations/context.ts';
import { templatesOf } from '@specwright/core/operations/template-plan.ts';
import { compileTemplate } from '@specwright/core/template/compile.ts';
import type { DocumentFacts, WorkspaceFacts } from '@specwright/core/workspace/facts.ts';
import type { TemplateVersions } from '@specwright/core/workspace/template-versions.ts';
import { tellTheSame } from '@specwright/core/workspace/told-facts.ts';
import { Checker, type Job } from '../engine/check-one.ts';
import { FolderExists } from '../engine/folder-exists.ts';
import { openReport } from '../engine/packed-report.ts';
import { skippedProblem } from '../engine/workspace-documents.ts';
import type { DocumentFile, OpenWorkspace } from '../workspace/open-workspace.ts';
import { fileLines, type Places } from './positions.ts';

/** What is found in one file; a document's findings may stand in its companion too. */
export interface FoundInFile {
  readonly file: string;
  /** By place. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface CheckedFolderInput {
  readonly workspace: OpenWorkspace;
  readonly parser: MarkdownParser;
  readonly versions: Pick<TemplateVersions, 'versionOf'>;
  readonly checked: CheckedDocuments;
  readonly baseline: Baseline | null;
  /** By name; what the check was made with. */
  readonly histories: ReadonlyMap<string, HistoryState>;
  /** The text of a file as it was checked, that of an open editor before the file's. */
  readonly textOf: (name: string) => string | null;
}

/**
 * The documents of a folder with what each was last found to be, so that one of them can be checked anew by itself. What the
 * documents tell each other holds until `settle` is called: it is costly where there are thousands.
 */
export class CheckedFolder {
  readonly workspace: OpenWorkspace;
  readonly parser: MarkdownParser;
  readonly #input: CheckedFolderInput;
  readonly #checker: Checker;
  readonly #files: ReadonlyMap<string, DocumentFile>;
  readonly #reports: Map<string, DocumentReport>;
  /** What is found in files besides the rules on documents: in templates, in the configuration, in what cannot be read. */
  readonly #alone = new Map<string, readonly Diagnostic[]>();
  /** Packed lines of documents that were checked since. */
  readonly #lines = new Map<string, string>();
  readonly #histories: Map<string, HistoryState>;
  readonly #known: ReadonlyMap<string, readonly BaselineEntry[]>;
  /** What the template made for documents that nothing else fits is called, for it has no file; null without one. */
  readonly shared: string | null;
  /** What the documents told each other when they last settled. */
  #facts: WorkspaceFacts;
  /** What they say now; null when that was not asked since one of them was checked. */
  #current: WorkspaceFacts | null = null;
  #habits: Habits;
  #told: ReadonlyMap<string, DocumentFacts>;
  #unsettled = false;

  constructor(input: CheckedFolderInput) {
    const { workspace, parser, checked, baseline } = input;
    this.#input = input;
    this.workspace = workspace;
    this.parser = parser;
    const shared = checked.templates.find(({ origin }) => origin === 'shared')?.schema ?? null;
    this.shared = shared?.file ?? null;
    const template = shared === null ? null : { file: shared.file, text: shared.text, companion: null };
    const templates = { ...workspace.templates, shared: template };
    this.#checker = new Checker({ root: workspace.root, templates, check: workspace.settings, kept: false }, parser);
    this.#files = new Map(workspace.documents.map((file) => [file.name, file]));
    this.#reports = new Map(checked.reports.map((report) => [report.file, report]));
    for (const diagnostic of [
      ...checked.problems,
      ...templateFindings(checked, { parser, settings: workspace.settings }),
    ])
      this.#alone.set(diagnostic.file, [...(this.#alone.get(diagnostic.file) ?? []), diagnostic]);
    this.#histories = new Map(input.histories);
    this.#known = entriesByFile(baseline);
    this.#facts = this.#gatheredFacts();
    this.#told = new Map(this.#facts.documents.map((facts) => [facts.file, facts]));
    this.#habits = habitsOf(this.#facts.documents);
  }

  /** What the documents say now, those that were checked last included. */
  get facts(): WorkspaceFacts {
    this.#current ??= { ...this.#facts, documents: this.#documentFacts() };
    return this.#current;
  }

  /** True when something that a document tells the others has changed since they last settled. */
  get unsettled(): boolean {
    return this.#unsettled;
  }

  /** Lets every document hear what the others say now. */
  settle(): void {
    this.#facts = this.#gatheredFacts();
    this.#told = new Map(this.#facts.documents.map((facts) => [facts.file, facts]));
    this.#habits = habitsOf(this.#facts.documents);
    this.#current = this.#facts;
    this.#unsettled = false;
  }

  #gatheredFacts(): WorkspaceFacts {
    const exists = new FolderExists(this.workspace.root);
    const { partial } = this.#input.checked;
    return { documents: this.#documentFacts(), exists: (name) => exists.has(name), partial };
  }

  #documentFacts(): DocumentFacts[] {
    return [...this.#reports.values()].map(({ facts }) => facts).sort((a, b) => compareText(a.file, b.file));
  }

  /** Names of files in which something may be found: documents, templates, configuration. Sorted. */
  get files(): string[] {
    return [...new Set([...this.#reports.keys(), ...this.#alone.keys()])].sort(compareText);
  }

  isDocument(name: string): boolean {
    return this.#files.has(name);
  }

  /** What histories are known to make of documents, by name. */
  get histories(): ReadonlyMap<string, HistoryState> {
    return this.#histories;
  }

  isTemplate(name: string): boolean {
    return templatesOf(this.workspace.templates).some(({ file }) => file === name);
  }

  /** Checks the text of a document in place of its file's. Null for what follows no template, and for what is no document. */
  checkText(name: string, text: string): BoundDocument | null {
    const job = this.#jobOf(name, text);
    if (job === null) return null;
    const opened = this.#checker.open(job);
    if (opened.kind === 'skipped') this.#skip(name, skippedProblem(opened.skipped, new Set()));
    else this.#take(this.#checker.report(job, opened));
    return opened.kind === 'open' ? opened.bound : null;
  }

  /** Checks a document as its file is now. Never throws; gives what went wrong inside of us, else null. */
  checkFile(name: string): string | null {
    const job = this.#jobOf(name, null);
    if (job === null) return null;
    const { outcome } = this.#checker.check(job);
    if (outcome.kind === 'broken') return outcome.stack;
    if (outcome.kind === 'checked') {
      this.#lines.set(name, outcome.lines);
      // Through JSON, for parts of a document's text in it would otherwise keep all of that text in memory.
      this.#take(openReport(JSON.parse(JSON.stringify(outcome.report))));
    } else this.#skip(name, skippedProblem(outcome, new Set()));
    return null;
  }

  /** Checks the text of a template in place of its file's; documents follow the file until it is saved. */
  checkTemplateText(name: string, text: string): BoundDocument {
    const { parser, workspace } = this;
    const companion = templatesOf(workspace.templates).find(({ file }) => file === name)?.companion ?? null;
    const schema = compileTemplate(text, name, parser, companion ?? undefined);
    const source = readMarkdown(text, parser);
    this.#alone.set(name, checkTemplate(schema, source, workspace.settings, companion));
    return bindDocument({ source, file: name, schema, companion });
  }

  /** Checks a text that has no file yet, by itself: nothing can be said of where its links lead. Null when no template fits. */
  checkUntitled(text: string): EditorDocument | null {
    const name = 'untitled.md';
    const job = { name, path: name, companion: null, text, base: null, history: null };
    const opened = this.#checker.open(job);
    if (opened.kind === 'skipped') return null;
    const report = this.#checker.report(job, opened);
    const facts = { documents: [report.facts], exists: () => true, partial: true };
    const found = softened(
      checkWorkspace([report], facts, this.workspace.settings, this.#habits),
      [report],
      this.shared,
    );
    return { bound: opened.bound, diagnostics: [...found] };
  }

  /** Binds a document without checking it; `text` stands in for the file's unless null. Null when it cannot be. */
  bind(name: string, text: string | null): BoundDocument | null {
    const job = this.#jobOf(name, text);
    const opened = job === null ? null : this.#checker.open(job);
    return opened?.kind === 'open' ? opened.bound : null;
  }

  /** What a history makes of a document; null when it has none. True when that is news. */
  setHistory(name: string, state: HistoryState | null): boolean {
    const known = this.#histories.get(name) ?? null;
    if (JSON.stringify(known) === JSON.stringify(state)) return false;
    if (state === null) this.#histories.delete(name);
    else this.#histories.set(name, state);
    return true;
  }

  /** Findings of a file by place, and those of its companion when it is a document with one. */
  findingsOf(name: string): readonly FoundInFile[] {
    const report = this.#reports.get(name);
    const { settings } = this.workspace;
    const found = report === undefined ? [] : [report];
    const between = softened(checkWorkspace(found, this.#facts, settings, this.#habits), found, this.shared);
    const byFile = new Map<string, readonly Diagnostic[]>([[name, []]]);
    for (const { file, read } of between.byFile) byFile.set(file, read());
    return [...byFile].map(([file, own]) => ({
      file,
      diagnostics: this.#fresh(file, [...own, ...(this.#alone.get(file) ?? [])].sort(compareDiagnostics)),
    }));
  }

  #fresh(file: string, diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
    const entries = this.#known.get(file);
    if (entries === undefined) return diagnostics;
    return applyBaseline(diagnostics, { version: 1, entries }, this.#input.textOf).fresh;
  }

  /** Places of findings in a file as it was last checked from the disk; null for a file that was not read. */
  placesOf({ file, diagnostics }: FoundInFile): Places | null {
    const packed = this.#lines.get(file);
    const places = packed === undefined ? this.#input.checked.placesOf(file) : unpackLines(packed);
    // A byte order mark moves what stands on the first line, so the text is looked at where something stands there.
    const isOnFirst = diagnostics.some(({ range }) => range.start > 0 && places?.positionAt(range.start).line === 1);
    const text = isOnFirst ? this.#input.textOf(file) : null;
    return text?.startsWith('\u{FEFF}') === true ? fileLines(text) : places;
  }

  /** The text of a template that documents of this folder follow; null for other files. */
  templateText(file: string): string | null {
    return this.#input.checked.templates.find(({ schema }) => schema.file === file)?.schema.text ?? null;
  }

  #take(report: DocumentReport): void {
    this.#alone.delete(report.file);
    this.#reports.set(report.file, report);
    this.#current = null;
    const told = this.#told.get(report.file);
    if (told === undefined || !tellTheSame(told, report.facts)) this.#unsettled = true;
  }

  #skip(name: string, problems: readonly Diagnostic[]): void {
    if (this.#reports.delete(name)) this.#unsettled = true;
    this.#current = null;
    this.#alone.set(name, problems);
  }

  #jobOf(name: string, text: string | null): Job | null {
    const file = this.#files.get(name);
    if (file === undefined) return null;
    return {
      name,
      path: file.path,
      companion: file.companion === null ? null : { ...file.companion, text: null },
      text,
      base: null,
      history: this.#histories.get(name) ?? null,
      follows: this.#input.versions.versionOf(name),
    };
  }
}

function entriesByFile(baseline: Baseline | null): ReadonlyMap<string, readonly BaselineEntry[]> {
  const byFile = new Map<string, BaselineEntry[]>();
  for (const entry of baseline?.entries ?? []) {
    const list = byFile.get(entry.file);
    if (list === undefined) byFile.set(entry.file, [entry]);
    else list.push(entry);
  }
  return byFile;
}
