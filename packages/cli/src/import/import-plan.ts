import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseConfig } from '@specwright/core/workspace/config.ts';
import { entryLines, type FirstEntry, firstConfig } from '@specwright/core/workspace/first-config.ts';
import { Failure, reasonOf } from '../failure.ts';
import { configName, isFolder, isWithin } from '../workspace/find-root.ts';
import { isOutside, nameOf } from '../workspace/paths.ts';
import { readText } from '../workspace/read-file.ts';
import { walkFolder } from '../workspace/walk.ts';
import { createFile } from '../workspace/write-file.ts';
import { formsOf, type ProjectForm } from './project-forms.ts';

/** What an import does; nothing that is there is touched. */
export interface ImportPlan {
  /** As people call the tools that the folder was made with. */
  readonly names: readonly string[];
  readonly entries: readonly FirstEntry[];
  /** Files to write, by path below the workspace, with their texts. */
  readonly files: readonly PlannedFile[];
}

export interface PlannedFile {
  readonly name: string;
  readonly text: string;
  readonly about: string;
  /** True when it is there with this very text. */
  readonly done: boolean;
}

/**
 * Plans how the documents of `folder` become documents of the workspace `home`: used where they lie when `home` holds the
 * folder, else copied. Absolute paths.
 * @throws {Failure} when the folder has no known form, or when something else is in the way.
 */
export function planImport(folder: string, home: string): ImportPlan {
  if (!isFolder(folder)) throw new Failure(`There is no folder ${folder}`);
  const forms = formsOf(folder);
  if (forms.length === 0) {
    throw new Failure(
      `${folder} is in the form of neither spec-kit nor OpenSpec`,
      'spec-kit has .specify/templates/spec-template.md, OpenSpec has openspec/specs or openspec/changes',
    );
  }
  const lies = isWithin(home, folder);
  const base = lies ? nameOf(home, folder) : '';
  const at = (path: string): string => (base === '' ? path : `${base}/${path}`);
  const entries = forms.flatMap((form) =>
    form.entries.map(({ file, documents }) => ({ file: at(file), documents: documents.map(at) })),
  );
  const files = [
    ...forms.flatMap(({ written }) =>
      [...written].map(([name, text]) => ({ name: at(name), text, about: 'a template' })),
    ),
    ...(lies ? [] : forms.flatMap((form) => copies(form, folder))),
  ].map((file) => planned(home, file));
  return { names: forms.map(({ name }) => name), entries, files: [...files, ...configFile(home, entries)] };
}

/** Every Markdown file of a form, as it is. */
function copies({ folders, name: form }: ProjectForm, folder: string): Omit<PlannedFile, 'done'>[] {
  return folders.flatMap((below) => {
    const from = join(folder, below);
    if (!isFolder(from)) return [];
    return walkFolder(from).markdown.map((path) => {
      const reading = readText(path);
      if (reading.kind === 'unreadable') throw new Failure(`${path}: ${reading.reason}`);
      return { name: nameOf(folder, path), text: reading.text, about: `copied from ${form}` };
    });
  });
}

function planned(home: string, file: Omit<PlannedFile, 'done'>): PlannedFile {
  const path = join(home, file.name);
  if (isOutside(file.name)) throw new Failure(`${file.name} leads out of ${home}`);
  if (!existsSync(path)) return { ...file, done: false };
  const reading = readText(path);
  if (reading.kind === 'text' && reading.text === file.text) return { ...file, done: true };
  throw new Failure(
    `${path} is there already and says something else; nothing was written`,
    'Move it away, or import into another folder with --to',
  );
}

/** A configuration that is there is left to its owners, who are told what to add. */
function configFile(home: string, entries: readonly FirstEntry[]): PlannedFile[] {
  const path = join(home, configName);
  const about = 'which documents follow which template';
  if (!existsSync(path)) return [{ name: configName, text: firstConfig(entries), about, done: false }];
  const reading = readText(path);
  if (reading.kind === 'unreadable') throw new Failure(`${path}: ${reading.reason}`);
  const known = new Set(parseConfig(reading.text, configName).config.templates.map(({ file }) => file));
  const missing = entries.filter(({ file }) => !known.has(file));
  if (missing.length === 0) return [{ name: configName, text: reading.text, about, done: true }];
  throw new Failure(
    `${path} is there already; it was left alone`,
    `Add under templates: there, then import again:\n${missing.flatMap(entryLines).join('\n')}`,
  );
}

/** Writes what is not there yet. @throws {Failure} when something came in the way meanwhile; it is left alone. */
export function makeImport(home: string, { files }: ImportPlan): void {
  for (const { name, text, done } of files) {
    if (done) continue;
    const path = join(home, name);
    try {
      mkdirSync(dirname(path), { recursive: true });
    } catch (error) {
      throw new Failure(`Cannot make the folder ${dirname(path)}: ${reasonOf(error)}`);
    }
    if (!createFile(path, text)) throw new Failure(`${path} came in the way; it was left alone`, 'Import again');
  }
}
