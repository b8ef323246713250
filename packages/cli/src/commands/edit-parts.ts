import { existsSync } from 'node:fs';
import { dirname, extname, join, resolve as resolvePath } from 'node:path';
import { printable } from '@specwright/core/diagnostic/render/cells.ts';
import { add } from '@specwright/core/operations/edit-add.ts';
import { remove } from '@specwright/core/operations/edit-remove.ts';
import { rename, renameFile } from '@specwright/core/operations/edit-rename.ts';
import { Failure } from '../failure.ts';
import { findRoot } from '../workspace/find-root.ts';
import { isOutside, nameOf, pathOf } from '../workspace/paths.ts';
import { isMarkdown } from '../workspace/walk.ts';
import { moveFile } from '../workspace/write-file.ts';
import { type Invocation, isSet, textOption } from './command.ts';
import { runEdit } from './edit-session.ts';
import { restOf, termsOf, typedValue } from './edit-values.ts';

/** `specwright add PATH ADDRESS [VALUE | NAME=VALUE …]`. */
export function runAdd(invocation: Invocation): Promise<number> {
  const address = invocation.arguments[1] as string;
  const words = ((invocation.arguments[2] ?? []) as readonly string[]).map(typedValue);
  return runEdit(invocation, (context) => add.run(context, { address, words, ...termsOf(invocation) }));
}

/** `specwright remove PATH ADDRESS…`. */
export function runRemove(invocation: Invocation): Promise<number> {
  return runEdit(invocation, (context) =>
    remove.run(context, { addresses: restOf(invocation), ...termsOf(invocation) }),
  );
}

/** `specwright rename PATH ADDRESS NAME`, and `specwright rename PATH --file NAME`. */
export function runRename(invocation: Invocation): Promise<number> {
  const [path, address, name] = invocation.arguments as readonly (string | undefined)[];
  const target = textOption(invocation, 'file');
  if (target !== null) {
    if (address !== undefined) {
      throw new Failure('--file renames the file itself, and an address something in it', 'Do one after the other');
    }
    return renameTo(invocation, path as string, target);
  }
  if (address === undefined || name === undefined) {
    throw new Failure('Say what is to be renamed, and its new name', 'specwright rename --help shows examples');
  }
  return runEdit(invocation, (context) => rename.run(context, { address, name, ...termsOf(invocation) }));
}

/** A name without a folder stays in the document's folder; any other counts from the working folder. */
function renameTo(invocation: Invocation, path: string, wanted: string): Promise<number> {
  const from = resolvePath(invocation.workingFolder, path);
  const named = isMarkdown(wanted) ? wanted : `${wanted}${extname(from)}`;
  const to = /[\\/]/u.test(named) ? resolvePath(invocation.workingFolder, named) : join(dirname(from), named);
  if (existsSync(to)) {
    throw new Failure(`${named} is there already; nothing was changed`, 'Choose another name');
  }
  if (!existsSync(dirname(to))) throw new Failure(`There is no folder ${dirname(to)}`, 'Make it first');
  const { folder } = findRoot(from, invocation.workingFolder);
  const target = nameOf(folder, to);
  if (isOutside(target)) throw new Failure(`${named} is outside of the workspace ${folder}`);
  if (isSet(invocation, 'dryRun')) {
    invocation.terminal.say(`Would be renamed to ${printable(nameOf(invocation.workingFolder, to))}\n`);
  }
  return runEdit(
    invocation,
    (context) => renameFile.run(context, { target }),
    async (root, document) => {
      moveFile(pathOf(root, document), to);
      const { followRename } = await import('../review/follow-files.ts');
      const { workingFolder, today } = invocation;
      await followRename({ path: to, template: textOption(invocation, 'template'), workingFolder, today });
      invocation.terminal.say(`Renamed to ${printable(nameOf(invocation.workingFolder, to))}\n`);
    },
  );
}
