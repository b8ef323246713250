import type { OpenDocument } from '@specwright/core/operations/context.ts';
import { type TemplateFile, templatesOf } from '@specwright/core/operations/template-plan.ts';
import type { NameMap } from '@specwright/core/template/compatibility-change.ts';
import { foldName } from '@specwright/core/template/names.ts';
import { Failure } from '../failure.ts';
import type { FolderGit } from '../workspace/folder-git.ts';
import { loadTemplate, type OpenWorkspace } from '../workspace/open-workspace.ts';
import { decode } from '../workspace/read-file.ts';
import { type Invocation, listOption } from './command.ts';

/** The names that `--map OLD=NEW` says stand for one another. */
export function renamesOf(invocation: Invocation): NameMap {
  return new Map(
    listOption(invocation, 'map').map((pair) => {
      const at = pair.indexOf('=');
      return [foldName(pair.slice(0, at)), pair.slice(at + 1).trim()] as const;
    }),
  );
}

/** The template of a document as it is now; null for one that was made of what documents have in common. */
export function currentTemplates(workspace: OpenWorkspace): (document: OpenDocument) => TemplateFile | null {
  const known = new Map<string, TemplateFile | null>(templatesOf(workspace.templates).map((each) => [each.file, each]));
  return ({ template }) => {
    const found = known.get(template.file);
    if (found !== undefined) return found;
    const loaded = template.origin === 'front-matter' ? loadTemplate(workspace.root, template.file) : null;
    known.set(template.file, loaded);
    return loaded;
  };
}

/** A template, and the file beside it, as of a git revision; null when it was not there. */
export async function templateAt(
  git: FolderGit,
  revision: string,
  template: TemplateFile,
): Promise<TemplateFile | null> {
  const { file, companion } = template;
  const text = decoded(await git.readAt(revision, file), `${file} as of ${revision}`);
  if (text === null) return null;
  if (companion === null) return { file, text, companion: null };
  const beside = decoded(await git.readAt(revision, companion.file), `${companion.file} as of ${revision}`);
  return { file, text, companion: beside === null ? null : { file: companion.file, text: beside } };
}

function decoded(bytes: Uint8Array | null, name: string): string | null {
  if (bytes === null) return null;
  const text = decode(Buffer.from(bytes));
  if (typeof text === 'string') return text;
  throw new Failure(`${name} cannot be read: ${text.reason}`);
}
