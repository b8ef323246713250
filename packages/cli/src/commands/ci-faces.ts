import { Option } from 'commander';
import type { CommandFace } from './command.ts';

const ciFace: CommandFace = {
  name: 'ci',
  arguments: [{ name: '[path...]', about: 'files and folders; this folder when left out' }],
  options: () => [
    new Option('--base <revision>', 'the branch that the change goes to; what the forge says when left out'),
    new Option('--baseline <file>', 'findings of documents that the change leaves alone and that are known'),
    new Option('--format <format>', 'how to print; "github" on GitHub Actions, else "text"').choices([
      'text',
      'github',
      'gitlab',
      'markdown',
      'json',
    ]),
    new Option('--json', 'print JSON'),
    new Option('--summary <file>', 'add what people should read to the end of this file; the one of the job on GitHub'),
    new Option('--comment <file>', 'write the comment for the pull request to this file'),
    new Option('--post', 'write the comment to the pull request, or bring the one that is there up to date'),
  ],
  examples: [
    ['specwright ci', 'on a branch, or in a pull request on any forge'],
    ['specwright ci --base origin/main', 'say where the change goes'],
    ['specwright ci --post', 'on GitHub and GitLab: with one comment that is kept up to date'],
    ['specwright ci --format gitlab > gl-code-quality-report.json', 'for the merge request on GitLab'],
  ],
  load: () => import('./ci.ts'),
};

const codeownersFace: CommandFace = {
  name: 'codeowners',
  arguments: [],
  options: () => [
    new Option('--write', 'put the lines into CODEOWNERS, between marks; the rest of it stays as it is'),
    new Option('--check', 'exit with 1 when CODEOWNERS has not these lines'),
    new Option('--file <file>', 'another place than the usual one'),
  ],
  examples: [
    ['specwright codeowners', 'see whom the roles ask for what'],
    ['specwright codeowners --write', 'bring CODEOWNERS up to date'],
  ],
  load: () => import('./codeowners.ts'),
};

/** The commands about pull requests, in the order of the help text. */
export const ciFaces: readonly CommandFace[] = [ciFace, codeownersFace];
