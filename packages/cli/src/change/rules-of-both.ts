import { existsSync, realpathSync } from 'node:fs';
import { parseBaseline } from '@specwright/core/check/baseline.ts';
import { loadParser } from '@specwright/core/markdown/load-parser.ts';
import { type RuleChange, type Rules, rulesChanged } from '@specwright/core/operations/ci/rules-changed.ts';
import { compiled } from '@specwright/core/operations/template-diff.ts';
import { type TemplateFile, templatesOf } from '@specwright/core/operations/template-plan.ts';
import type { Schema } from '@specwright/core/template/schema.ts';
import { type Config, defaultConfig, parseConfig } from '@specwright/core/workspace/config.ts';
import { templateAt } from '../commands/template-inputs.ts';
import { baselineName } from '../workspace/baseline-file.ts';
import { configName } from '../workspace/find-root.ts';
import type { FolderGit } from '../workspace/folder-git.ts';
import type { OpenWorkspace } from '../workspace/open-workspace.ts';
import { isOutside, nameOf, pathOf } from '../workspace/paths.ts';
import { decode, readText } from '../workspace/read-file.ts';

/** How a change alters the rules that it would be judged by. `base` is a commit. */
export async function rulesOfBoth(workspace: OpenWorkspace, git: FolderGit, base: string): Promise<RuleChange[]> {
  const after = await rulesOf(workspace, async (name) => ownText(workspace.root, name));
  const before = await rulesOf(workspace, (name) => textAt(git, base, name), { git, base });
  const baseline = after.config.baseline ?? baselineName;
  return rulesChanged(before, after, { config: configName, baseline });
}

/**
 * The text of a file that the change names. What it names may be a link, or a way out of the workspace: nothing of the
 * machine that judges a stranger's change is to be told to the stranger.
 */
function ownText(root: string, name: string): string | null {
  const path = pathOf(root, name);
  if (!existsSync(path)) return null;
  const place = nameOf(realpathSync(root), realpathSync(path));
  if (isOutside(place) || place.split('/')[0] === '.git') return null;
  const reading = readText(path);
  return reading.kind === 'text' ? reading.text : null;
}

/** A text as of a commit; null when there is none. */
export async function textAt(git: FolderGit, commit: string, name: string): Promise<string | null> {
  const bytes = await git.readAt(commit, name);
  const text = bytes === null ? null : decode(Buffer.from(bytes));
  return typeof text === 'string' ? text : null;
}

/** The rules that a reader of texts finds; templates are those of the folder, or of a commit. */
async function rulesOf(
  workspace: OpenWorkspace,
  read: (name: string) => Promise<string | null>,
  past: { readonly git: FolderGit; readonly base: string } | null = null,
): Promise<Rules> {
  const written = await read(configName);
  const config = written === null ? defaultConfig : parseConfig(written, configName).config;
  const baseline = await read(config.baseline ?? baselineName);
  const accepted = baseline === null ? null : parseBaseline(baseline).baseline;
  const { builtIn } = workspace.templates;
  const own = templatesOf({ ...workspace.templates, builtIn: null, shared: null });
  const templates = past === null ? own : await templatesAt(own, config, past);
  const parser = await loadParser();
  return {
    config,
    signers: await read(config.allowedSigners),
    templates: new Map(
      [...templates, ...(builtIn === null ? [] : [builtIn])].map((template): [string, Schema] => [
        template.file,
        compiled({ parser }, template),
      ]),
    ),
    baseline: accepted === null ? null : accepted.entries.reduce((sum, { count }) => sum + count, 0),
  };
}

/** Templates, and those that a configuration names, as of a commit. */
async function templatesAt(
  own: readonly TemplateFile[],
  config: Config,
  { git, base }: { readonly git: FolderGit; readonly base: string },
): Promise<TemplateFile[]> {
  const named = config.templates
    .filter(({ file }) => !own.some((template) => template.file === file))
    .map(({ file }): TemplateFile => ({ file, text: '', companion: null }));
  const found: TemplateFile[] = [];
  for (const template of [...own, ...named]) {
    const then = await templateAt(git, base, template);
    if (then !== null) found.push(then);
  }
  return found;
}
