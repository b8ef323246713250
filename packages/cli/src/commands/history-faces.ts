import { Option } from 'commander';
import type { CommandFace } from './command.ts';

/** The commands about what documents said and who signed it, in the order of the help text. */
export const historyFaces: readonly CommandFace[] = [
  {
    name: 'digest',
    arguments: [{ name: '<path...>', about: 'documents and folders' }],
    options: () => [
      new Option('--template <file>', 'read documents against this template, whatever else is found'),
      new Option('--json', 'print the whole digests of one document as JSON'),
    ],
    examples: [
      ['specwright digest specs/0007-retries.md', 'what each part says, as a fingerprint'],
      ['specwright digest specs/0007-retries.md --json', 'for programs'],
    ],
    load: () => import('./digest.ts'),
  },
];
