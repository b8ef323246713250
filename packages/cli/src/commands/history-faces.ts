import { Option } from 'commander';
import { collectWhole } from './collect.ts';
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
  {
    name: 'verify-bundle',
    arguments: [{ name: '<file>', about: 'the bundle; - for standard input' }],
    options: () => [
      new Option('--head <head>', 'a head of the journal that was published, POSITION:HASH; may be repeated').argParser(
        collectWhole,
      ),
      new Option('--json', 'print JSON'),
    ],
    examples: [
      ['specwright verify-bundle plans.bundle', 'is everything as it was written?'],
      ['specwright verify-bundle plans.bundle --head 120:9f86d0…', 'and as it was when that head was published?'],
      ['gunzip < plans.bundle.gz | specwright verify-bundle -', 'without keeping it'],
    ],
    load: () => import('./verify-bundle.ts'),
  },
];
