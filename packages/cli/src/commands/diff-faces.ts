import { Option } from 'commander';
import type { CommandFace } from './command.ts';

const templateOption = (): Option => new Option('--template <file>', 'read documents by this template');

/** The commands that compare and merge texts of documents. */
export const diffFaces: readonly CommandFace[] = [
  {
    name: 'diff',
    arguments: [{ name: '[path...]', about: 'two files to compare; or files and folders in git' }],
    options: () => [
      new Option('--from <revision>', 'compare with this git revision; HEAD unless two files are given'),
      new Option('--to <revision>', 'compare up to this git revision; the working files when left out'),
      templateOption(),
      new Option('--stat', 'one line for each document'),
      new Option('--exit-code', 'exit with 1 when there are differences'),
      new Option('--json', 'print JSON'),
    ],
    examples: [
      ['specwright diff specs', 'what changed since the last commit'],
      ['specwright diff specs/0007-retries.md --from main', 'since another revision'],
      ['specwright diff specs --from v1.0 --to v1.1 --stat', 'which documents changed between two revisions'],
      ['specwright diff old.md new.md', 'two files'],
    ],
    load: () => import('./diff.ts'),
  },
];
