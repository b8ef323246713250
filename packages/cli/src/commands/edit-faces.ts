import { Option } from 'commander';
import type { CommandFace } from './command.ts';

const documentArgument = { name: '<path>', about: 'the document' };
const forceOption = (): Option => new Option('--force', 'write a value even when the template does not allow it');

/** Flags of every command that edits a document. */
const editOptions = (): Option[] => [
  new Option('--template <file>', 'read the document against this template, whatever else is found'),
  new Option('--keep-date', 'leave the date of the last change as it is'),
  new Option('--dry-run', 'show what would change, change nothing'),
  new Option('--json', 'print the edits as JSON'),
];

/** The commands that edit documents, in the order of the help text. */
export const editFaces: readonly CommandFace[] = [
  {
    name: 'set',
    arguments: [
      documentArgument,
      { name: '<address-value...>', about: 'an address and its new value; - reads it from the input' },
    ],
    options: () => [forceOption(), ...editOptions()],
    examples: [
      ['specwright set specs/0007-retries.md status "In Review"', 'a field'],
      ['specwright set specs/0007-retries.md "risks-and-mitigations[2].likelihood" Low', 'a cell'],
      ['specwright set specs/0007-retries.md author "Ada Park" created today', 'two values at once'],
      ['specwright set specs/0007-retries.md background.context - < context.md', 'what stands under a heading'],
    ],
    load: () => import('./edit-values.ts').then((module) => ({ run: module.runSet })),
  },
  {
    name: 'tick',
    arguments: [documentArgument, { name: '<address...>', about: 'tasks, questions and other items with a box' }],
    options: editOptions,
    examples: [['specwright tick specs/0007-retries.md "phases[1].tasks[2]"', 'a task is done']],
    load: () => import('./edit-values.ts').then((module) => ({ run: module.runTick })),
  },
  {
    name: 'untick',
    arguments: [documentArgument, { name: '<address...>', about: 'tasks, questions and other items with a box' }],
    options: editOptions,
    examples: [['specwright untick specs/0007-retries.md "open-questions[1]"', 'a question is open again']],
    load: () => import('./edit-values.ts').then((module) => ({ run: module.runUntick })),
  },
];
