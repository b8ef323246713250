import type { PolicyChoices } from '@specwright/core/lifecycle/policy.ts';
import type { TemplateFile, TemplatePlan } from '@specwright/core/operations/template-plan.ts';
import { type Config, defaultConfig, parseConfig, templateFinder } from '@specwright/core/workspace/config.ts';
import { allowedSigners } from '../history/ssh-signatures.ts';
import { configName } from '../workspace/find-root.ts';
import type { FolderGit } from '../workspace/folder-git.ts';
import type { OpenWorkspace } from '../workspace/open-workspace.ts';
import { decode } from '../workspace/read-file.ts';

/** The rules that documents are judged by: those of the protected base where there is one, else those of the folder. */
export interface RulesInForce {
  readonly templates: TemplatePlan;
  readonly choicesFor: (document: string) => PolicyChoices;
  /** Text of the file of allowed signers; null when there is none. */
  readonly signers: string | null;
  /** Hash of the commit they come from; null for the folder as it is. */
  readonly base: string | null;
}

/**
 * Reads policy, templates and signers as of the newest commit that `revision` and the folder share; as they are in the
 * folder when it is null. A template that the base does not have is taken from the folder.
 */
export async function rulesInForce(
  workspace: OpenWorkspace,
  git: FolderGit | null,
  revision: string | null,
): Promise<RulesInForce> {
  const { root, templates } = workspace;
  if (revision === null || git === null) {
    const config = workspace.config ?? defaultConfig;
    return {
      templates,
      choicesFor: choicesBy(config),
      signers: await allowedSigners(root, config.allowedSigners, git),
      base: null,
    };
  }
  const base = await git.mergeBase(revision);
  const textAt = async (name: string): Promise<string | null> => {
    const bytes = await git.readAt(base, name);
    const text = bytes === null ? null : decode(Buffer.from(bytes));
    return typeof text === 'string' ? text : null;
  };
  const written = await textAt(configName);
  const config = written === null ? defaultConfig : parseConfig(written, configName).config;
  return {
    templates: await templatesAt(templates, textAt),
    choicesFor: choicesBy(config),
    signers: await textAt(config.allowedSigners),
    base,
  };
}

function choicesBy(config: Config): (document: string) => PolicyChoices {
  const entryOf = templateFinder(config);
  return (document) => entryOf(document)?.lifecycle ?? config.lifecycle;
}

/** The templates of a plan with the texts that they have on the base. */
async function templatesAt(
  plan: TemplatePlan,
  textAt: (name: string) => Promise<string | null>,
): Promise<TemplatePlan> {
  const at = async (template: TemplateFile): Promise<TemplateFile> => {
    const text = await textAt(template.file);
    if (text === null) return template;
    const { companion } = template;
    const beside = companion === null ? null : await textAt(companion.file);
    return {
      ...template,
      text,
      companion: companion === null || beside === null ? companion : { ...companion, text: beside },
    };
  };
  const configured = plan.configured.map(async (entry) => ({ ...entry, template: await at(entry.template) }));
  return {
    ...plan,
    // A template that the user names is one of the folder all the same: under review is the folder's document.
    chosen: plan.chosen === null ? null : await at(plan.chosen),
    configured: await Promise.all(configured),
    found: await Promise.all(plan.found.map(at)),
  };
}
