import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { printable } from '@specwright/core/diagnostic/render/cells.ts';
import { plainPalette } from '@specwright/core/diagnostic/render/palette.ts';
import { type FreshName, freshName } from '@specwright/core/edit/file-name.ts';
import { loadParser } from '@specwright/core/markdown/load-parser.ts';
import { type NewOutput, newDocument } from '@specwright/core/operations/edit-new.ts';
import type { AddressedValue } from '@specwright/core/operations/edit-set.ts';
import type { TemplateFile } from '@specwright/core/operations/template-plan.ts';
import { commandLine } from '@specwright/core/text/command-line.ts';
import { Failure, reasonOf } from '../failure.ts';
import { unifiedDiff } from '../terminal/unified-diff.ts';
import { gitUser } from '../workspace/git-user.ts';
import { holdFolder } from '../workspace/hold-folder.ts';
import { openWorkspace } from '../workspace/open-workspace.ts';
import { nameOf } from '../workspace/paths.ts';
import { isMarkdown } from '../workspace/walk.ts';
import { createFile } from '../workspace/write-file.ts';
import { type Invocation, isSet, listOption, textOption } from './command.ts';
import { typedValue } from './edit-values.ts';
import { homeOf } from './new-home.ts';

/** Where a new document goes and what it holds. */
interface Fresh {
  readonly name: FreshName;
  /** Absolute. */
  readonly path: string;
  readonly made: Extract<NewOutput, { kind: 'made' }>;
}

/** `specwright new TITLE…`. */
export async function run(invocation: Invocation): Promise<number> {
  const title = ((invocation.arguments[0] ?? []) as readonly string[]).join(' ').trim();
  const folder = textOption(invocation, 'folder');
  const workspace = await openWorkspace({
    paths: folder !== null && existsSync(resolve(invocation.workingFolder, folder)) ? [folder] : [],
    template: textOption(invocation, 'template'),
    workingFolder: invocation.workingFolder,
    today: invocation.today,
  });
  const home = homeOf(workspace, folder === null ? null : resolve(invocation.workingFolder, folder), invocation);
  const plan = await plannedDocument(invocation, title, home.template, workspace.settings);
  const dryRun = isSet(invocation, 'dryRun');
  const fresh = dryRun ? await plan(home.folder) : await written(home.folder, plan);
  if (!dryRun) await begin(fresh, invocation);
  present(fresh, home.template, invocation);
  if (!dryRun && isSet(invocation, 'edit')) openEditor(fresh.path);
  return 0;
}

/** A history begins with the document, so that what happens to it from now on is known. */
async function begin({ path }: Fresh, { options, workingFolder, today }: Invocation): Promise<void> {
  const { beginHistory } = await import('../review/follow-files.ts');
  const { template } = options;
  await beginHistory({ path, template: typeof template === 'string' ? template : null, workingFolder, today });
}

type Plan = (folder: string) => Promise<Fresh>;

/** Everything but the number is the same, however often another writer is quicker. */
async function plannedDocument(
  invocation: Invocation,
  title: string,
  template: TemplateFile,
  settings: Parameters<typeof newDocument.run>[0]['settings'],
): Promise<Plan> {
  const author = textOption(invocation, 'author') ?? gitUser(invocation.workingFolder);
  const values = listOption(invocation, 'set').map(addressedValue);
  const parser = await loadParser();
  return async (folder) => {
    const name = freshName(title, namesIn(folder), invocation.today);
    if (name === null)
      throw new Failure('The title has no word that could name the file', 'specwright new "Safe Retries"');
    const output = await newDocument.run(
      { parser, settings, template },
      {
        title,
        number: name.number,
        author,
        guidance: invocation.options.guidance !== false,
        values,
        force: isSet(invocation, 'force'),
      },
    );
    if (output.kind === 'refused') throw new Failure(output.message, output.hint);
    // A document with a file beside it has a folder of its own.
    const path = output.companion === null ? `${name.stem}.md` : join(name.stem, basename(template.file));
    return { name, path: join(folder, path), made: output };
  };
}

function addressedValue(word: string): AddressedValue {
  const at = word.indexOf('=');
  if (at <= 0) throw new Failure(`--set ${word} has no value`, 'Write it as --set ADDRESS=VALUE');
  return { address: word.slice(0, at), value: typedValue(word.slice(at + 1)) };
}

/** Markdown files and folders, whose names may carry numbers. */
function namesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith('.') && (entry.isDirectory() || isMarkdown(entry.name)))
    .map((entry) => entry.name);
}

/** Numbers are given out one at a time, so that two writers never get the same. */
async function written(folder: string, plan: Plan): Promise<Fresh> {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new Failure(`Cannot make the folder ${folder}: ${reasonOf(error)}`);
  }
  return holdFolder(folder, async () => {
    const fresh = await plan(folder);
    const { companion, text } = fresh.made;
    if (companion !== null) makeFolder(dirname(fresh.path));
    if (!createFile(fresh.path, text)) throw new Failure(`${fresh.path} is there already; it was left alone`);
    if (companion !== null) createFile(join(dirname(fresh.path), basename(companion.file)), companion.text);
    return fresh;
  });
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path);
  } catch (error) {
    throw new Failure(`Cannot make the folder ${path}: ${reasonOf(error)}`);
  }
}

function present({ name, path, made }: Fresh, template: TemplateFile, invocation: Invocation): void {
  const { terminal, workingFolder } = invocation;
  const file = nameOf(workingFolder, path);
  const dryRun = isSet(invocation, 'dryRun');
  if (isSet(invocation, 'json')) {
    const json = { file, number: name.number, template: template.file, dryRun, ...(dryRun ? { text: made.text } : {}) };
    terminal.write(`${JSON.stringify(json, null, 2)}\n`);
    return;
  }
  if (dryRun) {
    const look = { palette: terminal.palette ?? plainPalette, show: printable };
    terminal.write(unifiedDiff(file, '', [{ start: 0, end: 0, text: made.text }], look));
    return;
  }
  terminal.write(`Wrote ${printable(file)} from ${printable(template.file)}\n`);
  terminal.say(
    `\nNext:\n  ${printable(commandLine(['specwright', 'check', file]))}  see what is still to be filled in\n`,
  );
}

/** The editor that the user has chosen, as git finds it. */
function openEditor(path: string): void {
  const editor = process.env.VISUAL || process.env.EDITOR;
  if (!editor) throw new Failure('The file is written, but there is no editor to open it in', 'Set VISUAL or EDITOR');
  const options = { stdio: 'inherit' } as const;
  const { error, status } =
    process.platform === 'win32'
      ? spawnSync(editor, [path], { ...options, shell: true })
      : spawnSync('sh', ['-c', `${editor} "$1"`, 'sh', path], options);
  if (error !== undefined || status !== 0) {
    throw new Failure(`The file is written, but ${editor} did not end well`, 'Set VISUAL or EDITOR');
  }
}
