import { createHash } from 'node:crypto';
import { existsSync, realpathSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { printable } from '@specwright/core/diagnostic/render/cells.ts';
import { templatesOf } from '@specwright/core/operations/template-plan.ts';
import { dataHome, readConfiguration } from '@specwright/hub/configuration.ts';
import type { FolderContent } from '@specwright/hub/documents/take-over.ts';
import { Failure } from '../failure.ts';
import { Actors } from '../review/actors.ts';
import { today } from '../today.ts';
import { configName, isFolder } from '../workspace/find-root.ts';
import { FolderGit } from '../workspace/folder-git.ts';
import { openWorkspace } from '../workspace/open-workspace.ts';
import { readText } from '../workspace/read-file.ts';
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
      folder: await contentOf(folder),
      leftOut: (files) => {
        for (const file of files) invocation.terminal.say(`Left out, as no template fits it: ${printable(file)}\n`);
      },
    });
  });
}

/** What a folder holds, read once. */
async function contentOf(folder: string): Promise<FolderContent> {
  const { root, documents, templates } = await openWorkspace({
    ...{ paths: [folder], template: null, workingFolder: folder, today: today() },
  });
  const config = readText(join(root, configName));
  return {
    config: config.kind === 'text' ? config.text : '',
    templates: templatesOf({ ...templates, builtIn: null, shared: null }).map(({ file, text }) => ({ file, text })),
    documents: documents.flatMap(({ name, path }) => {
      const read = readText(path);
      return read.kind === 'text' ? [{ file: name, text: read.text }] : [];
    }),
  };
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
