import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { printable } from '@specwright/core/diagnostic/render/cells.ts';
import { counted } from '@specwright/core/diagnostic/summary.ts';
import { readLinked } from '@specwright/core/edit/follow-headings.ts';
import type { OpenDocument } from '@specwright/core/operations/context.ts';
import { followMigrated } from '@specwright/core/operations/migration/follow-migrated.ts';
import { lineEdit } from '@specwright/core/operations/migration/line-edit.ts';
import {
  type Migrating,
  type TemplateMigration,
  templateMigrateOperation,
} from '@specwright/core/operations/template-migrate.ts';
import type { TemplateFile } from '@specwright/core/operations/template-plan.ts';
import type { TemplateVersions } from '@specwright/core/workspace/template-versions.ts';
import { Failure } from '../failure.ts';
import { startProgress } from '../terminal/progress.ts';
import { filesMentioning } from '../workspace/files-mentioning.ts';
import { FolderGit } from '../workspace/folder-git.ts';
import { chosenTemplate } from '../workspace/open-workspace.ts';
import { type Invocation, isSet, textOption } from './command.ts';
import { type CommandContext, openContext, skippedText } from './context.ts';
import { EditedFiles } from './edited-files.ts';
import { currentTemplates, renamesOf, templateAt } from './template-inputs.ts';
import { jsonOfMigration, textOfMigration } from './template-migrate-text.ts';

/** `specwright template migrate [PATH…]`. */
export async function run(invocation: Invocation): Promise<number> {
  const texts = new Map<string, string>();
  const context = await openContext(invocation, texts);
  const { workspace, operation, versions, display } = context;
  const { terminal } = invocation;
  const files = new EditedFiles(workspace.root, texts);
  const moving: Migrating[] = [];
  const shown = startProgress('Migrating', terminal);
  const migration = await templateMigrateOperation.run(operation, {
    ...(await endsOf(invocation, context, versions)),
    renames: renamesOf(invocation),
    step: typeof invocation.options.step === 'number' ? invocation.options.step : null,
    take: (document) => {
      moving.push(document);
      if (document.migrated.conflict === null) edit(files, texts, document);
      shown.update(moving.length, workspace.documents.length);
    },
  });
  shown.end();
  refuseUnknownStep(moving, invocation);
  followLinks(files, texts, moving, context);
  const dryRun = isSet(invocation, 'dryRun');
  if (!dryRun) await write(files, moving, versions, invocation);
  const told = { migration, moving, dryRun, display };
  if (isSet(invocation, 'json')) terminal.write(`${JSON.stringify(jsonOfMigration(told), null, 2)}\n`);
  else {
    if (dryRun) terminal.write(files.diff(display, terminal));
    terminal.write(textOfMigration(told, terminal));
    terminal.say(noteOn(migration, context));
  }
  return moving.some(({ migrated }) => migrated.conflict !== null) || migration.unknown.length > 0 ? 1 : 0;
}

function edit(files: EditedFiles, texts: ReadonlyMap<string, string>, document: Migrating): void {
  const { file, companionFile, before, migrated } = document;
  const change = (name: string, old: string, now: string): void => {
    if (old === now) return;
    files.open(name);
    if (texts.get(name) !== old)
      throw new Failure(`${name} changed meanwhile; nothing was written`, 'Run the command again');
    files.edit(name, lineEdit(old, now));
  };
  change(file, before.text, migrated.text);
  if (companionFile !== null) change(companionFile, before.companion ?? '', migrated.companion ?? '');
}

/** Links of all files of the workspace into documents whose headings have other names now. */
function followLinks(
  files: EditedFiles,
  texts: ReadonlyMap<string, string>,
  moving: readonly Migrating[],
  { workspace, operation }: CommandContext,
): void {
  const anchors = new Map(
    moving.flatMap(({ file, migrated }) => (migrated.anchors.size > 0 ? [[file, migrated.anchors]] : [])),
  );
  if (anchors.size === 0) return;
  for (const { file, text } of filesMentioning(workspace.root)('#')) {
    const now = texts.get(file) ?? text;
    if (!linksIntoFile.test(now)) continue;
    const edit = followMigrated(readLinked(operation, now), file, anchors);
    if (edit.length === 0) continue;
    files.open(file);
    files.edit(file, edit);
  }
}

const linksIntoFile = /\.(?:md|markdown)#/iu;

/** Files first: a document whose new version is not recorded is found again, one that was not written is not. */
async function write(
  files: EditedFiles,
  moving: readonly Migrating[],
  versions: TemplateVersions,
  invocation: Invocation,
): Promise<void> {
  files.write();
  if (invocation.options.step !== undefined) return;
  const adoptions = moving
    .filter(({ file, migrated }) => migrated.conflict === null && versions.versionOf(file) !== null)
    .map(({ file, to }) => ({ document: file, template: to }));
  if (adoptions.length > 0) await versions.record(adoptions);
}

interface Ends {
  readonly from: (document: OpenDocument) => TemplateFile | null;
  readonly to: (document: OpenDocument) => TemplateFile | null;
}

/** Where each document starts and where it goes, from the flags and from what is recorded. */
async function endsOf(
  invocation: Invocation,
  { workspace }: CommandContext,
  versions: TemplateVersions,
): Promise<Ends> {
  const { workingFolder } = invocation;
  const from = textOption(invocation, 'from');
  const to = textOption(invocation, 'to');
  const target = to === null ? null : chosenTemplate(to, workspace.root, workingFolder);
  const current = currentTemplates(workspace);
  const recorded = ({ bound }: OpenDocument): TemplateFile | null => versions.versionOf(bound.file);
  if (from === null) return { from: recorded, to: (document) => target ?? current(document) };
  if (existsSync(resolve(workingFolder, from))) {
    const start = chosenTemplate(from, workspace.root, workingFolder);
    const isMeant = ({ template }: OpenDocument): boolean =>
      target === null || template.file === start.file || template.file === target.file;
    return { from: () => start, to: (document) => (isMeant(document) ? (target ?? current(document)) : null) };
  }
  const named = workspace.documents
    .map(({ name }) => versions.versionOf(name))
    .find((each) => each?.digest.startsWith(from));
  if (named != null && from.length >= shortestDigest) {
    const isMeant = ({ bound }: OpenDocument): boolean => versions.versionOf(bound.file)?.digest === named.digest;
    return { from: () => named, to: (document) => (isMeant(document) ? (target ?? current(document)) : null) };
  }
  return fromRevision(
    from,
    new FolderGit(workspace.root),
    (document) => target ?? current(document),
    workspace.templates,
  );
}

/** Shorter ones may be meant as revisions. */
const shortestDigest = 7;

/** Each template as of a revision; one that was not there then has documents without a start. */
async function fromRevision(
  revision: string,
  git: FolderGit,
  to: Ends['to'],
  { chosen, configured, found }: CommandContext['workspace']['templates'],
): Promise<Ends> {
  const then = new Map<string, TemplateFile | null>();
  for (const template of [chosen, ...configured.map((entry) => entry.template), ...found]) {
    if (template !== null) then.set(template.file, await templateAt(git, revision, template));
  }
  return { from: ({ template }) => then.get(template.file) ?? null, to };
}

function refuseUnknownStep(moving: readonly Migrating[], { options }: Invocation): void {
  const { step } = options;
  const most = Math.max(0, ...moving.map(({ plan }) => plan.steps.length));
  if (typeof step === 'number' && moving.length > 0 && step > most)
    throw new Failure(
      `There is no step ${step}; the migration has ${counted(most, 'step')}`,
      'See them with --dry-run',
    );
}

function noteOn(migration: TemplateMigration, { display }: CommandContext): string {
  const [first] = migration.unknown;
  const unknown =
    first === undefined
      ? ''
      : `${counted(migration.unknown.length, 'document')} left alone, such as ${printable(display(first))}: no version of the template is recorded\n` +
        'Find and record versions with specwright template adopt, or say where to start with --from REVISION\n';
  return unknown + skippedText(migration.skipped, display);
}
