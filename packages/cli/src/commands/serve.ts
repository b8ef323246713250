import { createHash } from 'node:crypto';
import { existsSync, realpathSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { printable } from '@specwright/core/diagnostic/render/cells.ts';
import { dataHome, readConfiguration } from '@specwright/hub/configuration.ts';
import { Failure } from '../failure.ts';
import { MirroredFolder } from '../mirror/mirrored-folder.ts';
import { Actors } from '../review/actors.ts';
import { isFolder } from '../workspace/find-root.ts';
import { FolderGit } from '../workspace/folder-git.ts';
import type { Invocation } from './command.ts';
import { runHub } from './run-hub.ts';

/** `specwright serve [FOLDER]`: serves one folder to whoever started it, until it is told to end. */
export function run(invocation: Invocation): Promise<number> {
  return runHub(invocation, async (ports) => {
    const folder = folderOf(invocation);
    const data = join(dataHome(process.env), 'folders', dataName(folder));
    const configuration = readConfiguration('serve', invocation.options, process.env, data);
    const actor = await new Actors(new FolderGit(folder)).here();
    const { startForOnePerson } = await import('@specwright/hub/one-person.ts');
    return startForOnePerson(configuration, {
      ...ports,
      actor,
      title: basename(folder),
      folder,
      openFolder: (named) => new MirroredFolder(named, { isOwnRoot: false, provesKeys: true }),
      leftOut: (files) => {
        for (const { file, trouble } of files)
          invocation.terminal.say(`Left out: ${printable(`${file}: ${trouble}`)}\n`);
      },
    });
  });
}

function folderOf({ arguments: [named], workingFolder }: Invocation): string {
  const folder = resolve(workingFolder, typeof named === 'string' ? named : '.');
  if (!existsSync(folder) || !isFolder(folder)) throw new Failure(`There is no folder ${folder}`);
  return realpathSync(folder);
}

/** Each folder has its own data: two of them are served side by side. */
function dataName(folder: string): string {
  const digest = createHash('sha256').update(folder).digest('hex').slice(0, 12);
  const name = basename(folder)
    .replace(/[^\w.-]+/gu, '-')
    .slice(0, 60);
  return `${name}-${digest}`;
}
