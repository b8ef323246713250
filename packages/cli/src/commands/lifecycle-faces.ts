import { Option } from 'commander';
import { collect } from './collect.ts';
import type { CommandFace } from './command.ts';

const documentArgument = { name: '<path>', about: 'the document' };
const pathArgument = { name: '[path...]', about: 'files and folders; this folder when left out' };

const templateOption = (): Option =>
  new Option('--template <file>', 'read documents against this template, whatever else is found');
const jsonOption = (): Option => new Option('--json', 'print JSON');
const baseOption = (): Option =>
  new Option('--base <revision>', 'take policy, template and signers from this git revision, and miss no event it has');
const reasonOption = (): Option => new Option('--reason <text>', 'why');
const actOptions = (): Option[] => [
  templateOption(),
  new Option('--key <file>', 'sign the event with this SSH key; the one git signs with when left out'),
  new Option('--dry-run', 'decide and show, record nothing'),
  jsonOption(),
];

const reads: readonly CommandFace[] = [
  {
    name: 'verify',
    arguments: [pathArgument],
    options: () => [
      templateOption(),
      baseOption(),
      new Option('--fix', 'let each text say what its history says'),
      jsonOption(),
    ],
    examples: [
      ['specwright verify', 'is every document what it says?'],
      ['specwright verify --base origin/main', 'in a pull request'],
      ['specwright verify specs/0007-retries.md --fix', 'correct status line and sign-off table'],
    ],
    load: () => import('./verify.ts'),
  },
  {
    name: 'turns',
    arguments: [pathArgument],
    options: () => [
      templateOption(),
      new Option('--mine', 'only your own'),
      new Option('--who <person>', "only this person's"),
      new Option('--format <format>', 'how to print them').choices(['text', 'markdown', 'json']).default('text'),
      jsonOption(),
    ],
    examples: [
      ['specwright turns', 'who must act, on what, why, since when'],
      ['specwright turns --mine', 'what waits for you'],
      ['specwright turns --format markdown', 'for an issue or a chat'],
    ],
    load: () => import('./turns.ts'),
  },
  {
    name: 'stuck',
    arguments: [pathArgument],
    options: () => [templateOption(), jsonOption()],
    examples: [['specwright stuck', 'every open document and what it waits for']],
    load: () => import('./stuck.ts'),
  },
  {
    name: 'gates',
    arguments: [pathArgument],
    options: () => [templateOption(), baseOption(), jsonOption()],
    examples: [['specwright gates specs/0007-retries.md', 'what is missing before the next state']],
    load: () => import('./gates.ts'),
  },
  {
    name: 'history',
    arguments: [documentArgument],
    options: () => [templateOption(), jsonOption()],
    examples: [['specwright history specs/0007-retries.md', 'what happened to it']],
    load: () => import('./history.ts'),
  },
  {
    name: 'threads',
    arguments: [documentArgument],
    options: () => [
      templateOption(),
      new Option('--open', 'only those that are open'),
      new Option('--blocking', 'only those that stand in the way of an approval'),
      new Option('--mine', 'only those in which you said something'),
      new Option('--address <address>', 'only those at this part or below it'),
      jsonOption(),
    ],
    examples: [['specwright threads specs/0007-retries.md --open', 'what is talked about, and where it stands now']],
    load: () => import('./threads.ts'),
  },
];

const signFace: CommandFace = {
  name: 'sign',
  arguments: [documentArgument],
  options: () => [
    new Option('--role <role>', 'the role to sign in; the one you hold when left out'),
    new Option('--verdict <verdict>', 'what you say')
      .choices(['approve', 'changes', 'abstain', 'recuse'])
      .default('approve'),
    reasonOption(),
    new Option('--scope <address>', 'sign only this part; may be repeated').argParser(collect),
    new Option('--revision <sha256>', 'the text you have read; asks no question'),
    new Option('--yes', 'sign what is there now without a question'),
    ...actOptions(),
  ],
  examples: [
    ['specwright sign specs/0007-retries.md', 'see what changed since you signed last, then answer'],
    [
      'specwright sign specs/0007-retries.md --role Security --verdict changes --reason "No limit on retries"',
      'object',
    ],
    ['specwright sign specs/0007-retries.md --revision 3f9a2c1d77aa0b10', 'sign exactly the text that was shown'],
  ],
  load: () => import('./sign.ts'),
};

type ActName = keyof typeof import('./acts.ts');

function actFace(
  name: CommandFace['name'],
  run: ActName,
  more: Pick<CommandFace, 'arguments' | 'examples'> & { readonly flags?: () => readonly Option[] },
): CommandFace {
  return {
    name,
    arguments: [documentArgument, ...more.arguments],
    options: () => [...(more.flags?.() ?? []), ...actOptions()],
    examples: more.examples,
    load: () => import('./acts.ts').then((module) => ({ run: module[run] })),
  };
}

const acts: readonly CommandFace[] = [
  actFace('move', 'runMove', {
    arguments: [{ name: '<state>', about: 'the state to move it to' }],
    flags: () => [new Option('--override', 'move it although a gate is not met; shown for ever'), reasonOption()],
    examples: [
      ['specwright move specs/0007-retries.md "In Review"', 'when its gate is met'],
      [
        'specwright move specs/0007-retries.md "In Review" --override --reason "The deadline is today"',
        'although it is not',
      ],
    ],
  }),
  actFace('assign', 'runAssign', {
    arguments: [],
    flags: () => [
      new Option('--owner <name>', 'who answers for it'),
      new Option('--team <name>', 'which team'),
      new Option('--decide-by <day>', 'by when it is to be decided, YYYY-MM-DD'),
    ],
    examples: [
      ['specwright assign specs/0007-retries.md --owner ada@example.org --decide-by 2026-03-31', 'who answers for it'],
    ],
  }),
  actFace('hold', 'runHold', {
    arguments: [{ name: '<until>', about: 'the last day, YYYY-MM-DD, or "end" to take it up again' }],
    flags: () => [reasonOption()],
    examples: [
      [
        'specwright hold specs/0007-retries.md 2026-04-30 --reason "Waiting for the audit"',
        'nobody is asked until then',
      ],
    ],
  }),
  actFace('delegate', 'runDelegate', {
    arguments: [
      { name: '<role>', about: 'a role you hold' },
      { name: '<person>', about: 'the e-mail address of who may act for it' },
    ],
    flags: () => [new Option('--until <day>', 'the last day, YYYY-MM-DD'), reasonOption()],
    examples: [
      ['specwright delegate specs/0007-retries.md Security bo@example.org --until 2026-03-31', 'while you are away'],
    ],
  }),
  actFace('waive', 'runWaive', {
    arguments: [
      { name: '<gate>', about: 'tasks-done or metrics-measured' },
      { name: '[address]', about: 'what need not be met; everything when left out' },
    ],
    flags: () => [reasonOption()],
    examples: [
      [
        'specwright waive specs/0007-retries.md metrics-measured "success-metrics[2]" --reason "The report is gone"',
        'go on without it',
      ],
    ],
  }),
  actFace('archive', 'runArchive', {
    arguments: [{ name: '<how>', about: 'why the work ends', choices: ['withdrawn', 'replaced', 'abandoned'] }],
    flags: () => [new Option('--by <document>', 'what replaces it'), reasonOption()],
    examples: [
      [
        'specwright archive specs/0007-retries.md replaced --by specs/0012-queues.md --reason "One queue for all"',
        'end the work',
      ],
    ],
  }),
  actFace('comment', 'runComment', {
    arguments: [
      { name: '<address>', about: 'the part it is about' },
      { name: '<text>', about: 'what you have to say' },
    ],
    flags: () => [
      new Option('--quote <words>', 'the words it is about'),
      new Option('--suggest <words>', 'words to be put in their place'),
      new Option('--blocking', 'nothing is approved before it is resolved'),
    ],
    examples: [
      ['specwright comment specs/0007-retries.md api-changes "Who may call this?" --blocking', 'ask'],
      [
        'specwright comment specs/0007-retries.md goals "Say how many" --quote "several" --suggest "three"',
        'suggest other words',
      ],
    ],
  }),
  actFace('reply', 'runReply', {
    arguments: [
      { name: '<thread>', about: 'its address, or the first digits of its id, which specwright history shows' },
      { name: '<text>', about: 'your answer' },
    ],
    examples: [['specwright reply specs/0007-retries.md 3f9a2c1d "Only the scheduler"', 'answer']],
  }),
  actFace('resolve-thread', 'runResolveThread', {
    arguments: [
      { name: '<thread>', about: 'its address, or the first digits of its id' },
      { name: '[text]', about: 'how it was resolved' },
    ],
    examples: [['specwright resolve-thread specs/0007-retries.md 3f9a2c1d', 'the answer will do']],
  }),
  actFace('apply-suggestion', 'runApplySuggestion', {
    arguments: [{ name: '<thread>', about: 'its address, or the first digits of its id' }],
    examples: [['specwright apply-suggestion specs/0007-retries.md 3f9a2c1d', 'put the suggested words in place']],
  }),
  actFace('measure', 'runMeasure', {
    arguments: [
      { name: '<address>', about: 'the metric' },
      { name: '<value>', about: 'what it measures now' },
    ],
    examples: [
      ['specwright measure specs/0007-retries.md "success-metrics[1]" "0.2 %"', 'recorded, and put into the table'],
    ],
  }),
];

/** The commands about a document's life, in the order of the help text. */
export const lifecycleFaces: readonly CommandFace[] = [...reads, signFace, ...acts];
