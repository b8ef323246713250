import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { templatesOf } from '@specwright/core/operations/template-plan.ts';
import { historyFolder } from '../review/history-folder.ts';
import { baselineFile } from '../workspace/baseline-file.ts';
import { configName, isWithin } from '../workspace/find-root.ts';
import { isOutside, nameOf } from '../workspace/paths.ts';
import { isMarkdown } from '../workspace/walk.ts';
import type { CheckedFolder } from './checked-folder.ts';

/** What a change of a file on the disk asks for, from the least to the most. */
export type Effect = 'nothing' | 'settle' | 'check' | 'histories' | 'open';

/** Folders whose files are nobody's documents. */
const foreign: ReadonlySet<string> = new Set(['node_modules', 'bower_components', 'vendor']);

/** What is to be done now that the file at `path`, absolute, is not what it was. */
export function effectOf(path: string, folder: CheckedFolder): Effect {
  const { workspace } = folder;
  if (isWithin(historyFolder(workspace), path)) return 'histories';
  const name = nameOf(workspace.root, path);
  if (isOutside(name)) return 'nothing';
  const steps = name.split('/');
  if (steps.some((step) => (step.startsWith('.') && step !== '.gitignore') || foreign.has(step))) return 'nothing';
  if (folder.isDocument(name) && existsSync(path)) return 'check';
  if (isMarkdown(path) || setsRules(path, folder)) return 'open';
  // Links may lead to it.
  return 'settle';
}

/** True for files that say how documents are read: configuration, baseline, companions, what git ignores. */
function setsRules(path: string, { workspace }: CheckedFolder): boolean {
  const file = basename(path);
  if (file === configName || file === '.gitignore' || path === baselineFile(workspace)) return true;
  const { documents, templates, config } = workspace;
  return (
    documents.some(({ companion }) => companion !== null && basename(companion.path) === file) ||
    templatesOf(templates).some(({ companion }) => companion !== null && basename(companion.file) === file) ||
    (config?.templates.some(({ companion }) => companion === file) ?? false)
  );
}
