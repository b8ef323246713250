import { Option } from 'commander';
import { collectWhole } from './collect.ts';
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
    name: 'init',
    arguments: [{ name: '[folder]', about: 'the folder to set up; this folder when left out' }],
    options: () => [
      new Option('--template <file>', 'use this template instead of the built-in one'),
      new Option('--git', 'let git merge documents by their structure'),
      new Option('--agents', 'tell agents in AGENTS.md how to work with the documents'),
      new Option('--hooks', 'let git judge each commit before it is made'),
      new Option('--dry-run', 'show what would be written, write nothing'),
      new Option('--json', 'print JSON'),
    ],
    examples: [
      ['specwright init', 'configuration, the built-in template, and a folder for documents'],
      ['specwright init --template our-template.md', 'with a template of your own'],
      ['specwright init --git --hooks', 'and the merge driver, and a hook before each commit'],
      ['specwright init --agents', 'and AGENTS.md; what else stands in it stays'],
    ],
    load: () => import('./init.ts'),
  },
  {
    name: 'new',
    arguments: [{ name: '<title...>', about: 'the title of the document' }],
    options: () => [
      new Option('--template <file>', 'write it from this template'),
      new Option('--folder <folder>', 'put it into this folder'),
      new Option('--author <name>', 'its author; the name that git knows when left out'),
      new Option('--set <address=value>', 'set a value; may be repeated').argParser(collectWhole),
      new Option('--no-guidance', "leave the template's help texts out"),
      forceOption(),
      new Option('--edit', 'open it in VISUAL or EDITOR'),
      new Option('--dry-run', 'show what would be written, write nothing'),
      new Option('--json', 'print JSON'),
    ],
    examples: [
      ['specwright new Safe Retries', 'the next number, author and dates filled in'],
      ['specwright new "Safe Retries" --set status="In Review"', 'with a value'],
      ['specwright new "Use a queue" --template templates/decision.md --folder decisions', 'from another template'],
    ],
    load: () => import('./new.ts'),
  },
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
    name: 'add',
    arguments: [
      documentArgument,
      { name: '<address>', about: 'what is to hold the new part, or a part of the template that is missing' },
      { name: '[value...]', about: "the new part's text, or NAME=VALUE for its columns and parts" },
    ],
    options: () => [forceOption(), ...editOptions()],
    examples: [
      ['specwright add specs/0007-retries.md goals "No retry storm"', 'an item'],
      [
        'specwright add specs/0007-retries.md risks-and-mitigations "Queue fills up" likelihood=Low impact=High',
        'a row',
      ],
      ['specwright add specs/0007-retries.md alternatives-considered "Buy it" cons="Too slow"', 'the next entry'],
      ['specwright add specs/0007-retries.md rollback-plan', 'a missing section, from the template'],
      ['specwright add specs/0007-retries.md glossary "SLO=Service level objective"', 'a term'],
    ],
    load: () => import('./edit-parts.ts').then((module) => ({ run: module.runAdd })),
  },
  {
    name: 'remove',
    arguments: [documentArgument, { name: '<address...>', about: 'items, rows, entries, sections or fields' }],
    options: editOptions,
    examples: [
      ['specwright remove specs/0007-retries.md "goals[2]"', 'an item'],
      [
        'specwright remove specs/0007-retries.md "alternatives-considered[queue]"',
        'an entry; the others are counted anew',
      ],
    ],
    load: () => import('./edit-parts.ts').then((module) => ({ run: module.runRemove })),
  },
  {
    name: 'rename',
    arguments: [
      documentArgument,
      { name: '[address]', about: 'the title, an entry, a term, or a heading that the template does not name' },
      { name: '[name]', about: 'its new name' },
    ],
    options: () => [
      new Option('--file <name>', 'rename the file itself'),
      new Option('--force', 'rename a section that the template names'),
      ...editOptions(),
    ],
    examples: [
      ['specwright rename specs/0007-retries.md "alternatives-considered[2]" Queue', 'an entry; links to it follow'],
      ['specwright rename specs/0007-retries.md title "Safe Retries"', 'the title'],
      ['specwright rename specs/0007-retries.md --file 0007-safe-retries.md', 'the file; links to it follow'],
    ],
    load: () => import('./edit-parts.ts').then((module) => ({ run: module.runRename })),
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
  {
    name: 'resolve',
    arguments: [
      documentArgument,
      { name: '<address>', about: 'an open question' },
      { name: '<answer>', about: 'what was decided; - reads it from the input' },
    ],
    options: editOptions,
    examples: [
      ['specwright resolve specs/0007-retries.md "open-questions[1]" "Yes, for 30 days"', 'tick it, with its answer'],
    ],
    load: () => import('./edit-values.ts').then((module) => ({ run: module.runResolve })),
  },
];
