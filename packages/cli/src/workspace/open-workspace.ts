import { existsSync } from 'node:fs';
import { basename, dirname, join, parse, resolve } from 'node:path';
import { inputDiagnostic, unreadable } from '@specwright/core/check/input-codes.ts';
import { type CheckSettings, defaultSettings } from '@specwright/core/check/settings.ts';
import type { Diagnostic } from '@specwright/core/diagnostic/diagnostic.ts';
import type { TemplateFile, TemplatePlan } from '@specwright/core/operations/template-plan.ts';
import { technicalSpecFile, technicalSpecText } from '@specwright/core/template/builtin/technical-spec.ts';
import type { Config } from '@specwright/core/workspace/config.ts';
import { fixedFolder, matcher } from '@specwright/core/workspace/glob.ts';
import { Failure } from '../failure.ts';
import { type FoundDocuments, findDocuments } from './find-documents.ts';
import { configName, findRoot, isWithin, type Root } from './find-root.ts';
import { companionOf, findTemplates } from './find-templates.ts';
import { isOutside, nameOf } from './paths.ts';
import { readText } from './read-file.ts';

/** One document to read. */
export interface DocumentFile {
  /** As the workspace names it. */
  readonly name: string;
  readonly path: string;
  readonly companion: { readonly name: string; readonly path: string } | null;
  /** True when the user named the file itself, not only a folder above it. */
  readonly named: boolean;
}

/** A workspace as a command sees it: what is to be read, and by which templates. */
export interface OpenWorkspace {
  readonly root: string;
  /** Null without `specwright.yaml`, or when it has nothing that could be read. */
  readonly config: Config | null;
  readonly settings: CheckSettings;
  /** True when the command's paths leave out documents of the workspace. */
  readonly partial: boolean;
  /** Names of every Markdown file that the command's paths lead to, templates included. */
  readonly selected: ReadonlySet<string>;
  /** Sorted by name. */
  readonly documents: readonly DocumentFile[];
  readonly templates: TemplatePlan;
  /** How many files look like templates and were not read, for there are too many. */
  readonly templatesLeftOut: number;
  /** Paths of the command that lead nowhere. */
  readonly missing: readonly Diagnostic[];
  /** Files and folders that cannot be read, and mistakes in the configuration. */
  readonly problems: readonly Diagnostic[];
}

export interface WorkspaceRequest {
  readonly paths: readonly string[];
  /** `--template`; null when it is not given. */
  readonly template: string | null;
  readonly workingFolder: string;
  /** `YYYY-MM-DD`. */
  readonly today: string;
  /**
   * Text of the configuration whose rules are in force in place of the file's; which documents follow which template the
   * file says all the same. The file's own rules when left out.
   */
  readonly rules?: string;
}

export async function openWorkspace(request: WorkspaceRequest): Promise<OpenWorkspace> {
  const { paths, workingFolder, today } = request;
  const first = paths.map((path) => resolve(workingFolder, path)).find((path) => existsSync(path));
  const root = findRoot(first ?? workingFolder, workingFolder);
  const found = findDocuments(paths, workingFolder);
  const configuration = await readConfiguration(root, today, request.rules ?? null);
  const { config } = configuration;
  const problems = [...configuration.problems];
  const { templates, leftOut } = planTemplates(request, root, config, found, problems);
  const problemOf = ({ path, reason }: { path: string; reason: string }): Diagnostic =>
    inputDiagnostic(unreadable, nameOf(root.folder, path), `It cannot be read: ${reason}`);
  for (const one of found.unreadable) problems.push(problemOf(one));
  return {
    root: root.folder,
    config,
    settings: configuration.settings,
    selected: new Set(found.markdown.map((path) => nameOf(root.folder, path))),
    partial: isPartial(root, config, found),
    documents: documentsOf(root.folder, config, found, templates, request),
    templates,
    templatesLeftOut: leftOut,
    missing: found.missing.map(({ path, reason }) =>
      inputDiagnostic(unreadable, nameOf(root.folder, path), `${path}: ${reason}`),
    ),
    problems,
  };
}

interface Configuration {
  readonly config: Config | null;
  readonly settings: CheckSettings;
  readonly problems: readonly Diagnostic[];
}

/** The reader of configurations is loaded only where there is one. */
async function readConfiguration(root: Root, today: string, rules: string | null): Promise<Configuration> {
  const none = { config: null, settings: defaultSettings(today) };
  if (root.config === null && rules === null) return { ...none, problems: [] };
  const file = nameOf(root.folder, root.config ?? join(root.folder, configName));
  const reading = root.config === null ? null : readText(root.config);
  const unread = reading?.kind === 'unreadable' ? [inputDiagnostic(unreadable, file, reading.reason)] : [];
  if (unread.length > 0 && rules === null) return { ...none, problems: unread };
  const { parseConfig, checkSettings } = await import('@specwright/core/workspace/config.ts');
  const { config, problems } = parseConfig(reading?.kind === 'text' ? reading.text : '', file);
  const inForce = rules === null ? config : { ...parseConfig(rules, file).config, templates: config.templates };
  return { config: inForce, settings: checkSettings(inForce, today), problems: [...unread, ...problems] };
}

function planTemplates(
  { template, workingFolder }: WorkspaceRequest,
  root: Root,
  config: Config | null,
  found: FoundDocuments,
  problems: Diagnostic[],
): { readonly templates: TemplatePlan; readonly leftOut: number } {
  const chosen = template === null ? null : chosenTemplate(template, root.folder, workingFolder);
  if (chosen !== null) {
    return { templates: { chosen, configured: [], found: [], builtIn: null, shared: null }, leftOut: 0 };
  }
  const configured = (config?.templates ?? []).flatMap((entry) => {
    const reading = readTemplate(resolve(root.folder, entry.file), root.folder, entry.companion);
    if (reading.template !== null) return [{ documents: entry.documents, template: reading.template }];
    problems.push(inputDiagnostic(unreadable, entry.file, `The template of the configuration: ${reading.reason}`));
    return [];
  });
  const starts = [...found.folders, ...[...found.named].map((path) => dirname(path))];
  const near = findTemplates(found.markdown, starts, root.marked ? root.folder : parse(root.folder).root);
  const candidates = near.files
    .filter((path) => !found.named.has(path))
    .flatMap((path) => readTemplate(path, root.folder, null).template ?? []);
  const known = new Set(configured.map((entry) => entry.template.file));
  const templates: TemplatePlan = {
    chosen: null,
    configured,
    found: candidates.filter((candidate) => !known.has(candidate.file)),
    builtIn: builtInTemplate,
    shared: null,
  };
  return { templates, leftOut: near.count - near.files.length };
}

/** The template for workspaces that have none. */
export const builtInTemplate: TemplateFile = { file: technicalSpecFile, text: technicalSpecText, companion: null };

/** The template that a command names: a file, or the built-in one by its name. */
export function chosenTemplate(name: string, root: string, workingFolder: string): TemplateFile {
  const path = resolve(workingFolder, name);
  const reading = readTemplate(path, root, null);
  if (reading.template !== null) return reading.template;
  if (!existsSync(path) && (name === 'technical-spec' || name === technicalSpecFile)) return builtInTemplate;
  throw new Failure(`The template ${name} cannot be used: ${reading.reason}`, 'Name a Markdown file with --template');
}

type TemplateReading = { readonly template: TemplateFile } | { readonly template: null; readonly reason: string };

function readTemplate(path: string, root: string, companionName: string | null): TemplateReading {
  const reading = readText(path);
  if (reading.kind === 'unreadable') return { template: null, reason: reading.reason };
  const beside = companionName === null ? companionOf(path) : join(dirname(path), companionName);
  const companion = beside === null ? null : readText(beside);
  const file = nameOf(root, path);
  if (beside === null || companion === null || companion.kind === 'unreadable') {
    return { template: { file, text: reading.text, companion: null } };
  }
  return {
    template: { file, text: reading.text, companion: { file: nameOf(root, beside), text: companion.text } },
  };
}

/** Reads a template that a document's front matter names; null when it leads out of the workspace or to no text. */
export function loadTemplate(root: string, file: string): TemplateFile | null {
  if (isOutside(file)) return null;
  return readTemplate(resolve(root, file), root, null).template;
}

function documentsOf(
  root: string,
  config: Config | null,
  found: FoundDocuments,
  templates: TemplatePlan,
  { template, workingFolder }: WorkspaceRequest,
): DocumentFile[] {
  const ignored = matcher(config?.ignore ?? []);
  const chosen = template === null ? null : resolve(workingFolder, template);
  const templateFiles = new Set(
    [...templates.found, ...templates.configured.map((entry) => entry.template)].map(({ file }) => file),
  );
  const companions = companionRules(config, templates);
  const documents: DocumentFile[] = [];
  for (const path of found.markdown) {
    const name = nameOf(root, path);
    if (path === chosen) continue;
    if (!found.named.has(path) && (templateFiles.has(name) || ignored(name))) continue;
    documents.push({
      name,
      path,
      named: found.named.has(path),
      companion: companionFor(path, root, found.yaml, companions),
    });
  }
  return documents;
}

interface CompanionRule {
  readonly name: string;
  /** Only documents of this name have it; null for all. */
  readonly beside: string | null;
}

function companionRules(config: Config | null, templates: TemplatePlan): CompanionRule[] {
  const said = (config?.templates ?? []).flatMap((entry) =>
    entry.companion === null ? [] : [{ name: entry.companion, beside: null }],
  );
  const shown = [templates.chosen, ...templates.found].flatMap((template) =>
    template === null || template.companion === null
      ? []
      : [{ name: basename(template.companion.file), beside: basename(template.file) }],
  );
  return [...said, ...shown];
}

function companionFor(
  path: string,
  root: string,
  yaml: ReadonlySet<string>,
  rules: readonly CompanionRule[],
): DocumentFile['companion'] {
  for (const rule of rules) {
    if (rule.beside !== null && basename(path) !== rule.beside) continue;
    const companion = join(dirname(path), rule.name);
    if (yaml.has(companion)) return { name: nameOf(root, companion), path: companion };
  }
  return null;
}

/** A folder that was asked for is a workspace of its own unless the configuration says that there is more. */
function isPartial(root: Root, config: Config | null, found: FoundDocuments): boolean {
  const isInFolder = (path: string): boolean => found.folders.some((folder) => isWithin(folder, path));
  if ([...found.named].some((path) => !isInFolder(path))) return true;
  const globs = (config?.templates ?? []).flatMap((entry) => entry.documents).filter((glob) => !glob.startsWith('!'));
  return globs.some((glob) => !isInFolder(resolve(root.folder, fixedFolder(glob))));
}
