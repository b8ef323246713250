import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { TemplateFile } from '@specwright/core/operations/template-plan.ts';
import { fixedFolder, matcher } from '@specwright/core/workspace/glob.ts';
import { Failure } from '../failure.ts';
import type { OpenWorkspace } from '../workspace/open-workspace.ts';
import { nameOf, pathOf } from '../workspace/paths.ts';
import type { Invocation } from './command.ts';

/** The template of a new document, and the folder it goes to. */
export interface Home {
  readonly template: TemplateFile;
  /** Absolute; it may not be there yet. */
  readonly folder: string;
}

/**
 * The template is the one that was named, else the configuration's for the folder, else the only one there is. The folder
 * is the one that was named, else the one that the configuration gives the template, else `specs`, else the working folder.
 */
export function homeOf(workspace: OpenWorkspace, folder: string | null, invocation: Invocation): Home {
  const { templates, root } = workspace;
  const named = folder === null ? null : nameOf(root, join(folder, 'x.md'));
  const entries = templates.configured.filter(({ documents }) => named === null || matcher(documents)(named));
  const candidates =
    templates.chosen !== null
      ? [templates.chosen]
      : entries.length > 0
        ? entries.map(({ template }) => template)
        : templates.found.length > 0
          ? templates.found
          : templates.builtIn === null
            ? []
            : [templates.builtIn];
  const [template] = candidates;
  if (template === undefined || candidates.length > 1) {
    const names = candidates.map(({ file }) => file).join(', ');
    throw new Failure(
      `There are several templates: ${names}`,
      'Say which with --template FILE, or where with --folder',
    );
  }
  if (folder !== null) return { template, folder };
  const globs = templates.configured.find((entry) => entry.template.file === template.file)?.documents;
  const glob = globs?.find((pattern) => !pattern.startsWith('!'));
  if (glob !== undefined) return { template, folder: pathOf(root, fixedFolder(glob)) };
  const specs = join(invocation.workingFolder, 'specs');
  return { template, folder: existsSync(specs) ? specs : invocation.workingFolder };
}
