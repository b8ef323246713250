import { Option } from 'commander';
import { collectWhole } from './collect.ts';
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
      new Option('--since-sign-off [role]', 'compare with what you signed last, in this role or in any'),
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
      ['specwright diff specs --since-sign-off', 'what changed since you signed'],
    ],
    load: () => import('./diff.ts'),
  },
  {
    name: 'merge-file',
    arguments: [
      { name: '<base>', about: 'the text that both sides started from; git: %O' },
      { name: '<ours>', about: 'our text, which the result replaces; git: %A' },
      { name: '<theirs>', about: 'their text; git: %B' },
      { name: '[path]', about: "the document's own path, by which its template is found; git: %P" },
    ],
    options: () => [
      new Option('-p, --stdout', 'print the result, write nothing'),
      new Option('-L, --label <name>', 'name in conflict markers: of ours, of base, of theirs').argParser(collectWhole),
      templateOption(),
      new Option('--json', 'print the result and its conflicts as JSON, write nothing'),
    ],
    examples: [
      ['specwright merge-file base.md ours.md theirs.md', 'merge into ours.md'],
      ['specwright merge-file -p base.md ours.md theirs.md', 'look at the result first'],
      ["git config merge.specwright.driver 'specwright merge-file %O %A %B %P'", 'let git merge with it'],
    ],
    load: () => import('./merge-file.ts'),
  },
];
