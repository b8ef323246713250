import { Findings } from '@specwright/core/check/findings.ts';
import type { HistoryState } from '@specwright/core/check/history-state.ts';
import { inputDiagnostic, noTemplate, unreadable } from '@specwright/core/check/input-codes.ts';
import { compareText } from '@specwright/core/check/order.ts';
import type { DocumentReport } from '@specwright/core/check/report.ts';
import type { CheckSettings } from '@specwright/core/check/settings.ts';
import type { Diagnostic } from '@specwright/core/diagnostic/diagnostic.ts';
import type { Places } from '@specwright/core/diagnostic/located.ts';
import { unpackLines } from '@specwright/core/diagnostic/packed-lines.ts';
import { loadParser } from '@specwright/core/markdown/load-parser.ts';
import { type Outline, outlineOf } from '@specwright/core/markdown/outline.ts';
import { readMarkdown } from '@specwright/core/markdown/source.ts';
import type {
  AllFindings,
  CheckedDocuments,
  CountedTemplate,
  Documents,
  OpenDocument,
  Skipped,
} from '@specwright/core/operations/context.ts';
import { type TemplateFile, type TemplatePlan, templatesOf } from '@specwright/core/operations/template-plan.ts';
import { compileTemplate } from '@specwright/core/template/compile.ts';
import { LineIndex } from '@specwright/core/text/lines.ts';
import type { TemplateVersions } from '@specwright/core/workspace/template-versions.ts';
import type { Progress } from '../terminal/progress.ts';
import type { DocumentFile, OpenWorkspace } from '../workspace/open-workspace.ts';
import { loadTemplate } from '../workspace/open-workspace.ts';
import { pathOf } from '../workspace/paths.ts';
import { readText } from '../workspace/read-file.ts';
import { AnswerMemory } from './answer-memory.ts';
import { Cache } from './cache.ts';
import { Checker, type Job, type JobSetting, type Outcome } from './check-one.ts';
import { FolderExists } from './folder-exists.ts';
import { openReport } from './packed-report.ts';
import { runJobs, type Threads } from './run-jobs.ts';
import { type RememberedFile, RunMemory, type Usage } from './run-memory.ts';
import { RunState } from './run-state.ts';

/** How documents are checked. */
export interface Engine {
  readonly threads: Threads;
  /** Texts to check in place of what the files hold, by name. */
  readonly texts: ReadonlyMap<string, string>;
  /** Texts on the git base by name; documents that are not in it have no base. */
  readonly baseTexts: ReadonlyMap<string, string>;
  /** What the histories of documents make of them, by name; documents that are not in it have none. */
  readonly histories: ReadonlyMap<string, HistoryState>;
  /** Which version of its template each document is recorded to follow. */
  readonly versions: Pick<TemplateVersions, 'versionOf'>;
  /** Names this program's code, for the cache; null to do without a cache. */
  readonly build: string | null;
  /** Started anew for each check. */
  readonly progress: () => Progress;
}

/** The documents of an opened workspace, checked and bound by this process. */
export class WorkspaceDocuments implements Documents {
  readonly #workspace: OpenWorkspace;
  readonly #engine: Engine;
  /** Mistakes of ours met on the way; they do not stop the work. */
  #broken: Broken[] = [];
  /** What the last check gave. */
  #gathered: Gathered | null = null;
  /** The template that the last check made for documents that nothing else fits. */
  #shared: TemplateFile | null = null;
  #memory: RunMemory | null = null;
  /** How the files stand for the run that is about to begin; null when nobody has looked yet. */
  #begun: RunState | null = null;
  /** Folders in which the last run looked for the targets of links; null when that run is not remembered. */
  #lookedInto: readonly string[] | null = null;
  /** What the last check gave of each document, with the texts it was checked with. */
  #known = new Map<string, { readonly job: Job; readonly outcome: Exclude<Outcome, Broken> }>();

  constructor(workspace: OpenWorkspace, engine: Engine) {
    this.#workspace = workspace;
    this.#engine = engine;
  }

  /** Where the answer to a question about the coming run is kept; null when nothing is. */
  answers(settings: CheckSettings, question: string): AnswerMemory | null {
    const folder = this.#cacheFolder(settings);
    if (folder === null) return null;
    this.#begun = this.#stateNow();
    return new AnswerMemory(folder, this.#begun, question);
  }

  /** Folders in which the last run looked for the targets of links; null when that run is not remembered. */
  get lookedInto(): readonly string[] | null {
    return this.#lookedInto;
  }

  /** Null for texts that are not, or not only, those of the files, and for documents with a past. */
  #cacheFolder(settings: CheckSettings): string | null {
    const { root, templates, documents } = this.#workspace;
    const { build, texts, baseTexts, histories, versions } = this.#engine;
    if (build === null || texts.size > 0 || baseTexts.size > 0 || histories.size > 0) return null;
    if (documents.some(({ name }) => versions.versionOf(name) !== null)) return null;
    return new Cache({ root, templates: { ...templates, shared: null }, check: settings }, build).folder;
  }

  #stateNow(): RunState {
    const { documents, templates, problems, missing, partial, selected } = this.#workspace;
    const named = documents.filter((document) => document.named).map(({ name }) => name);
    const askedTemplates = templatesOf(templates)
      .filter(({ file }) => selected.has(file))
      .map(({ file }) => file);
    return new RunState(documents, JSON.stringify([problems, missing, partial, named, askedTemplates]));
  }

  /** What the last run over the same files found, as long as nothing it depended on has changed; else null. */
  async recall(settings: CheckSettings): Promise<AllFindings | null> {
    const { documents, templates } = this.#workspace;
    const folder = this.#cacheFolder(settings);
    if (folder === null) return null;
    this.#memory = new RunMemory(folder, this.#begun ?? this.#stateNow());
    this.#begun = null;
    const run = this.#memory.recall();
    this.#lookedInto = run?.lookedInto ?? null;
    if (run === null) return null;
    this.#shared = run.shared;
    const used = await this.#templatesInUse(new Map(run.uses), { ...templates, shared: run.shared });
    const skipped = new Set(run.skipped.map(({ file }) => file));
    const lines = new Map(run.files.map((file) => [file.file, file.lines]));
    return {
      files: documents.map(({ name }) => name).filter((name) => !skipped.has(name)),
      diagnostics: new Findings(
        run.files.map(({ file, diagnostics }) => ({ file, read: () => JSON.parse(diagnostics) as Diagnostic[] })),
      ),
      checked: {
        skipped: run.skipped,
        templates: used,
        textOf: this.#textOf,
        placesOf: rememberedPlaces((file) => lines.get(file) ?? null, used, this.#textOf),
      },
    };
  }

  /** Keeps what the last check found for the next run. */
  remember({ diagnostics, checked }: AllFindings): void {
    const gathered = this.#gathered;
    if (this.#memory === null || gathered === null || this.#broken.length > 0) return;
    if (checked.skipped.some(({ kind }) => kind === 'unreadable')) return;
    const files = rememberedFiles(diagnostics, (file) => gathered.linesOf(file));
    const run = { uses: [...gathered.uses], skipped: checked.skipped, shared: this.#shared, files };
    this.#lookedInto = this.#memory.remember(run, () => gathered.folders());
  }

  async check(settings: CheckSettings, shared: TemplateFile | null): Promise<CheckedDocuments> {
    const { documents, root, problems, missing } = this.#workspace;
    const templates = { ...this.#workspace.templates, shared };
    const { threads, progress } = this.#engine;
    const setting: JobSetting = { root, templates, check: settings, kept: this.#engine.build !== null };
    const gathered = new Gathered(root);
    const jobs = documents.map(this.#job);
    const waiting = new Map<string, Job>();
    for (const job of jobs) {
      const known = this.#known.get(job.name);
      if (known !== undefined && sameTexts(known.job, job) && !mayFollow(known.outcome, shared))
        gathered.add(known.outcome);
      else waiting.set(job.name, job);
    }
    const take = (job: Job | undefined, outcome: Exclude<Outcome, Broken>): void => {
      if (job !== undefined) this.#known.set(job.name, { job, outcome });
      gathered.add(outcome);
    };
    const cache = this.#engine.build === null ? null : new Cache(setting, this.#engine.build);
    const fresh =
      cache === null ? [...waiting.values()] : cache.take([...waiting.values()], (hit) => take(hit.job, hit.outcome));
    const shown = progress();
    let done = 0;
    await runJobs(fresh, setting, threads, {
      take: (outcome) => {
        done += 1;
        shown.update(done, fresh.length);
        if (outcome.kind === 'broken') this.#broken.push(outcome);
        else take(waiting.get(outcome.kind === 'checked' ? outcome.report.file : outcome.file), outcome);
      },
      keep: cache === null ? null : (text, json) => cache.put(text, json),
    });
    shown.end();
    cache?.save();
    const named = new Set(documents.filter((document) => document.named).map((document) => document.name));
    const used = await this.#templatesInUse(gathered.uses, templates);
    this.#gathered = gathered;
    this.#shared = shared;
    return {
      ...gathered.finish([...problems, ...missing], named, used, this.#textOf),
      selected: (file) => this.#workspace.selected.has(file),
      partial: this.#workspace.partial,
      templateSaid: templates.chosen !== null || templates.configured.length > 0,
    };
  }

  async open(skipped: (file: Skipped) => void): Promise<Iterable<OpenDocument>> {
    const { root, settings } = this.#workspace;
    const templates = { ...this.#workspace.templates, shared: this.#shared };
    return this.#opened(new Checker({ root, templates, check: settings, kept: false }, await loadParser()), skipped);
  }

  async outlines(files: readonly string[]): Promise<readonly Outline[]> {
    const parser = await loadParser();
    return files.flatMap((file) => {
      const text = this.#textOf(file);
      return text === null ? [] : [outlineOf(readMarkdown(text, parser))];
    });
  }

  *#opened(checker: Checker, skipped: (file: Skipped) => void): Generator<OpenDocument> {
    for (const document of this.#workspace.documents) {
      const opened = checker.open(this.#job(document));
      if (opened.kind === 'open') yield { bound: opened.bound, template: opened.use };
      else skipped(opened.skipped);
    }
  }

  #job = (document: DocumentFile): Job => ({
    name: document.name,
    path: document.path,
    companion:
      document.companion === null
        ? null
        : { ...document.companion, text: this.#engine.texts.get(document.companion.name) ?? null },
    text: this.#engine.texts.get(document.name) ?? null,
    base: this.#baseOf(document),
    history: this.#engine.histories.get(document.name) ?? null,
    follows: this.#engine.versions.versionOf(document.name),
  });

  #baseOf({ name, companion }: DocumentFile): Job['base'] {
    const text = this.#engine.baseTexts.get(name);
    if (text === undefined) return null;
    return { text, companion: companion === null ? null : (this.#engine.baseTexts.get(companion.name) ?? null) };
  }

  /** The mistakes of ours since they were last asked for. */
  takeBroken(): readonly Broken[] {
    const broken = this.#broken;
    this.#broken = [];
    return broken;
  }

  #textOf = (name: string): string | null => {
    const own = this.#engine.texts.get(name);
    if (own !== undefined) return own;
    const reading = readText(pathOf(this.#workspace.root, name));
    return reading.kind === 'text' ? reading.text : null;
  };

  async #templatesInUse(uses: ReadonlyMap<string, Usage>, templates: TemplatePlan): Promise<CountedTemplate[]> {
    const { root } = this.#workspace;
    const known = new Map(templatesOf(templates).map((template) => [template.file, template]));
    const parser = await loadParser();
    const counted: CountedTemplate[] = [];
    for (const [file, usage] of uses) {
      const template = known.get(file) ?? loadTemplate(root, file);
      if (template === null) continue;
      const schema = compileTemplate(template.text, file, parser, template.companion ?? undefined);
      const score = usage.scored === 0 ? null : usage.score / usage.scored;
      counted.push({ schema, companion: template.companion, origin: usage.origin, documents: usage.documents, score });
    }
    return counted.sort((a, b) => b.documents - a.documents || compareText(a.schema.file, b.schema.file));
  }
}

type Broken = Extract<Outcome, { kind: 'broken' }>;

/** A document without a template may follow one that was not known before. */
function mayFollow(outcome: Outcome, shared: TemplateFile | null): boolean {
  return shared !== null && outcome.kind === 'no-template';
}

function sameTexts(a: Job, b: Job): boolean {
  return a.text === b.text && a.companion?.text === b.companion?.text;
}

/** Outcomes as they come in, in no order. */
class Gathered {
  readonly #reports: DocumentReport[] = [];
  readonly #skipped: Skipped[] = [];
  readonly #lines = new Map<string, string>();
  readonly #exists: FolderExists;
  readonly uses = new Map<string, Usage>();

  constructor(root: string) {
    this.#exists = new FolderExists(root);
  }

  add(outcome: Exclude<Outcome, Broken>): void {
    if (outcome.kind !== 'checked') {
      this.#skipped.push(outcome);
      return;
    }
    const { report, use, lines, companion } = outcome;
    this.#reports.push(openReport(report));
    this.#lines.set(report.file, lines);
    if (companion !== null) this.#lines.set(companion.file, companion.lines);
    const usage = this.uses.get(use.file) ?? { origin: use.origin, documents: 0, score: 0, scored: 0 };
    usage.documents += 1;
    if (use.score !== null) {
      usage.score += use.score;
      usage.scored += 1;
    }
    this.uses.set(use.file, usage);
  }

  finish(
    problems: readonly Diagnostic[],
    named: ReadonlySet<string>,
    templates: readonly CountedTemplate[],
    textOf: (file: string) => string | null,
  ): Omit<CheckedDocuments, 'selected' | 'partial' | 'templateSaid'> {
    const skipped = this.#skipped.sort((a, b) => compareText(a.file, b.file));
    return {
      reports: this.#reports.sort((a, b) => compareText(a.file, b.file)),
      skipped,
      problems: [...problems, ...skipped.flatMap((file) => skippedProblem(file, named))],
      templates,
      textOf,
      exists: (name) => this.#exists.has(name),
      placesOf: rememberedPlaces((file) => this.linesOf(file), templates, textOf),
    };
  }

  /** A file's packed lines; null for a file that is no document. */
  linesOf(file: string): string | null {
    return this.#lines.get(file) ?? null;
  }

  /** Folders in which targets of links were looked for. */
  folders(): Iterable<string> {
    return this.#exists.folders();
  }
}

/** One after another, so that the findings of all never stand in memory together. */
function* rememberedFiles({ byFile }: Findings, linesOf: (file: string) => string | null): Iterable<RememberedFile> {
  for (const { file, read } of byFile) {
    const found = read();
    if (found.length > 0) yield { file, lines: linesOf(file), diagnostics: JSON.stringify(found) };
  }
}

/** Templates and configurations have findings too; their lines come from their texts. */
function rememberedPlaces(
  linesOf: (file: string) => string | null,
  templates: readonly CountedTemplate[],
  textOf: (file: string) => string | null,
): (file: string) => Places | null {
  return (file) => {
    const packed = linesOf(file);
    if (packed !== null) return unpackLines(packed);
    const text = templates.find(({ schema }) => schema.file === file)?.schema.text ?? textOf(file);
    return text === null ? null : new LineIndex(text);
  };
}

/** A file that a folder happens to hold may follow no template; one that was named, or that names one, must. */
export function skippedProblem(skipped: Skipped, named: ReadonlySet<string>): Diagnostic[] {
  if (skipped.kind === 'unreadable') return [inputDiagnostic(unreadable, skipped.file, skipped.reason)];
  if (skipped.named !== null) {
    const message = `The front matter names the template ${JSON.stringify(skipped.named)}, which is not in the workspace`;
    return [inputDiagnostic(noTemplate, skipped.file, message)];
  }
  if (!named.has(skipped.file)) return [];
  const closest =
    skipped.closest === null ? '' : `; the closest is ${skipped.closest} (${skipped.score.toFixed(2)}), too far off`;
  return [inputDiagnostic(noTemplate, skipped.file, `No template fits this document${closest}`)];
}
