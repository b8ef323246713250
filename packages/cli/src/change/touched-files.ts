import { posix } from 'node:path';
import type { TouchedFiles } from '@specwright/core/operations/ci.ts';
import { templateFinder } from '@specwright/core/workspace/config.ts';
import { historyFolder } from '../review/history-folder.ts';
import type { ChangedFile } from '../workspace/git-output.ts';
import type { OpenWorkspace } from '../workspace/open-workspace.ts';
import { nameOf } from '../workspace/paths.ts';
import { isMarkdown } from '../workspace/walk.ts';

/** Which documents and histories the changes of files are about. */
export function touchedFiles(changes: readonly ChangedFile[], workspace: OpenWorkspace): TouchedFiles {
  const written = new Set(changes.flatMap(({ after }) => after ?? []));
  const added = new Set(changes.flatMap(({ before, after }) => (before === null && after !== null ? [after] : [])));
  for (const { name, companion } of workspace.documents) {
    if (companion !== null && written.has(companion.name)) written.add(name);
  }
  const folder = `${nameOf(workspace.root, historyFolder(workspace))}/`;
  const histories = new Set<string>();
  let rewritesHistory = false;
  for (const { before, after } of changes) {
    for (const name of [before, after]) {
      if (name?.startsWith(folder)) histories.add(name.slice(folder.length).split('/', 1)[0] as string);
    }
    // What git takes for a renaming of one event to another is an event that is gone.
    if (before?.startsWith(folder)) rewritesHistory = true;
  }
  const wasDocument = documentBefore(workspace, folder);
  const gone = new Set(changes.flatMap(({ before, after }) => (before !== null && after === null ? [before] : [])));
  return { written, added, gone, removed: [...gone].filter(wasDocument).sort(), histories, rewritesHistory };
}

/** Of a file that is not there any more: true when it stood where documents stand. */
function documentBefore({ config, documents }: OpenWorkspace, history: string): (name: string) => boolean {
  const entryOf = config === null || config.templates.length === 0 ? null : templateFinder(config);
  const folders = new Set(documents.map(({ name }) => posix.dirname(name)));
  return (name) =>
    isMarkdown(name) &&
    !name.startsWith(history) &&
    (entryOf === null ? folders.has(posix.dirname(name)) : entryOf(name) !== null);
}
