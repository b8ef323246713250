import { type TemplateFile, templatesOf } from '@specwright/core/operations/template-plan.ts';
import { FolderGit } from '../workspace/folder-git.ts';
import type { OpenWorkspace } from '../workspace/open-workspace.ts';
import { decode } from '../workspace/read-file.ts';
import { templateAt } from './template-inputs.ts';

/** What a check with `--changed-since` knows of the revision it compares with. */
export interface GitBase {
  /** Documents that differ, and YAML files beside them. */
  readonly changed: ReadonlySet<string>;
  /** The texts that changed documents and their companions have there, by name; new files have none. */
  readonly texts: ReadonlyMap<string, string>;
  /** The templates that changed since, as they were; new ones have no past. */
  readonly templates: ReadonlyMap<string, TemplateFile>;
}

/** Compares with the newest commit that both sides share, so that what others did meanwhile does not count. */
export async function readGitBase(revision: string, workspace: OpenWorkspace): Promise<GitBase> {
  const git = new FolderGit(workspace.root);
  const base = await git.mergeBase(revision);
  const changed = new Set(await git.changedSince(base));
  const texts = new Map<string, string>();
  for (const { name, companion } of workspace.documents) {
    if (companion !== null && changed.has(companion.name)) changed.add(name);
    if (!changed.has(name)) continue;
    if (companion !== null) changed.add(companion.name);
    for (const file of companion === null ? [name] : [name, companion.name]) {
      const bytes = await git.readAt(base, file);
      const text = bytes === null ? null : decode(Buffer.from(bytes));
      if (typeof text === 'string') texts.set(file, text);
    }
  }
  const templates = new Map<string, TemplateFile>();
  for (const template of templatesOf(workspace.templates)) {
    const { file, companion } = template;
    if (!changed.has(file) && (companion === null || !changed.has(companion.file))) continue;
    const before = await templateAt(git, base, template);
    if (before !== null) templates.set(file, before);
  }
  return { changed, texts, templates };
}
