import { mostTemplates } from '../workspace/find-templates.ts';
import { type OpenWorkspace, openWorkspace } from '../workspace/open-workspace.ts';
import { type Invocation, pathsOf, textOption } from './command.ts';

/**
 * Opens the workspace that a command's paths lead to, and says what it leaves out for good. `rules` is the text of a
 * configuration whose rules are in force in place of the file's.
 */
export async function openFor(invocation: Invocation, rules: string | null = null): Promise<OpenWorkspace> {
  const workspace = await openWorkspace({
    paths: pathsOf(invocation),
    template: textOption(invocation, 'template'),
    workingFolder: invocation.workingFolder,
    today: invocation.today,
    ...(rules === null ? {} : { rules }),
  });
  const { templatesLeftOut } = workspace;
  if (templatesLeftOut > 0) {
    const all = mostTemplates + templatesLeftOut;
    invocation.terminal.say(
      `Only the first ${mostTemplates} of ${all.toLocaleString('en-US')} files that look like templates are read; ` +
        'say which to use with --template or in specwright.yaml\n',
    );
  }
  return workspace;
}
