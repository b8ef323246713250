import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join, posix, resolve } from 'node:path';
import { printable } from '@specwright/core/diagnostic/render/cells.ts';
import { codeownersOf, type OwnedDocuments, withBlock } from '@specwright/core/operations/codeowners.ts';
import { compiled } from '@specwright/core/operations/template-diff.ts';
import { templatesOf } from '@specwright/core/operations/template-plan.ts';
import { defaultConfig } from '@specwright/core/workspace/config.ts';
import { Failure } from '../failure.ts';
import { isInRepository } from '../review/open-histories.ts';
import { baselineName } from '../workspace/baseline-file.ts';
import { configName } from '../workspace/find-root.ts';
import { FolderGit } from '../workspace/folder-git.ts';
import type { OpenWorkspace } from '../workspace/open-workspace.ts';
import { nameOf, pathOf } from '../workspace/paths.ts';
import { type FileStamp, readText } from '../workspace/read-file.ts';
import { createFile, replaceFiles } from '../workspace/write-file.ts';
import { type Invocation, isSet, textOption } from './command.ts';
import { openContext } from './context.ts';

/** `specwright codeowners`: prints the lines, writes them, or says with exit code 1 that they are not as they should be. */
export async function run(invocation: Invocation): Promise<number> {
  const { terminal, workingFolder } = invocation;
  const { workspace, operation } = await openContext(invocation);
  const { root } = workspace;
  const prefix = isInRepository(root) ? await new FolderGit(root).prefix() : '';
  const { block, problems } = codeownersOf({
    documents: ownedDocuments(workspace, operation),
    rules: ruleFiles(workspace),
    prefix,
  });
  for (const problem of problems) terminal.say(`${printable(problem)}\n`);
  const asked = textOption(invocation, 'file');
  const path =
    asked === null ? usualFile(resolve(root, prefix.replace(/[^/]+\//gu, '../'))) : resolve(workingFolder, asked);
  if (!isSet(invocation, 'write') && !isSet(invocation, 'check')) {
    terminal.write(block);
    return 0;
  }
  const name = printable(nameOf(workingFolder, path));
  const reading = existsSync(path) ? readText(path) : null;
  if (reading?.kind === 'unreadable') throw new Failure(`${name}: ${reading.reason}`);
  const text = withBlock(reading?.text ?? '', block);
  if (text === null) {
    throw new Failure(
      `${name} has not one pair of the marks that specwright writes`,
      'Take the lines with "# specwright:" out of it, then write them anew; nothing was changed',
    );
  }
  if (text === reading?.text) {
    terminal.say(`${name} is as it should be\n`);
    return 0;
  }
  if (isSet(invocation, 'check')) {
    terminal.say(`${name} does not ask whom the roles name; specwright codeowners --write mends it\n`);
    return 1;
  }
  mkdirSync(dirname(path), { recursive: true });
  if (reading !== null) replaceFiles([{ path, text, expected: reading.stamp as FileStamp }]);
  else if (!createFile(path, text))
    throw new Failure(`${name} is there already; it was left alone`, 'Run the command again');
  terminal.say(`wrote ${name}\n`);
  return 0;
}

/** Where forges look for it, in their order; where there is none yet, in the folder that the forge has. */
function usualFile(top: string): string {
  const known = ['.github', '', 'docs', '.gitlab'].map((folder) => join(top, folder, 'CODEOWNERS'));
  const usual = join(top, existsSync(join(top, '.github')) ? '.github' : '', 'CODEOWNERS');
  return known.find((path) => existsSync(path)) ?? usual;
}

/** The documents of each template: as the configuration names them, else where they stand. */
function ownedDocuments(workspace: OpenWorkspace, operation: Parameters<typeof compiled>[0]): OwnedDocuments[] {
  const { config, templates, documents } = workspace;
  const entries = (config?.templates ?? []).flatMap((entry): OwnedDocuments[] => {
    const template = templates.configured.find((one) => one.template.file === entry.file)?.template;
    if (template === undefined) return [];
    const choices = entry.lifecycle ?? config?.lifecycle ?? {};
    return [{ schema: compiled(operation, template), choices, globs: entry.documents }];
  });
  if (entries.length > 0) return entries;
  const folders = [...new Set(documents.map(({ name }) => posix.dirname(name)))];
  const globs = folders.map((folder) => (folder === '.' ? '*.md' : `${folder}/*.md`));
  const [template] = templatesOf(templates);
  if (template === undefined) return [];
  return [{ schema: compiled(operation, template), choices: config?.lifecycle ?? {}, globs }];
}

/** What documents are judged by, as far as it is there. */
function ruleFiles({ root, config, templates }: OpenWorkspace): readonly string[] {
  const { allowedSigners, baseline } = config ?? defaultConfig;
  const own = templatesOf({ ...templates, builtIn: null, shared: null });
  return [
    ...own.map(({ file }) => file),
    configName,
    allowedSigners,
    ...[baseline ?? baselineName].filter((name) => existsSync(pathOf(root, name))),
  ];
}
