import { Option } from 'commander';
import { contextFace, importFace, mcpFace } from './agent-faces.ts';
import { ciFaces } from './ci-faces.ts';
import { collect, collectWhole, wholeNumber } from './collect.ts';
import type { CommandFace } from './command.ts';
import { diffFaces } from './diff-faces.ts';
import { editFaces } from './edit-faces.ts';
import { historyFaces } from './history-faces.ts';
import { hubFaces } from './hub-faces.ts';
import { lifecycleFaces } from './lifecycle-faces.ts';
import type { RegisterName } from './registers.ts';
import { reportFace } from './report-face.ts';
import { templateVersionFaces } from './template-faces.ts';

const pathArgument = { name: '[path...]', about: 'files and folders; this folder when left out' };
const templateFile = { name: '<file>', about: 'the template' };

const templateOption = (): Option =>
  new Option('--template <file>', 'check against this template, whatever else is found');
const jsonOption = (): Option => new Option('--json', 'print JSON');

function countOrAll(value: string): number {
  return value === 'all' ? Number.POSITIVE_INFINITY : wholeNumber(value);
}

const checkFace: CommandFace = {
  name: 'check',
  arguments: [pathArgument],
  options: () => [
    templateOption(),
    new Option('--format <format>', 'how to print findings')
      .choices(['text', 'json', 'sarif', 'github', 'gitlab', 'junit'])
      .default('text'),
    new Option('--fix', 'apply every safe fix'),
    new Option('--fix-suggested', 'apply safe fixes, then ask about the others one by one'),
    new Option('--dry-run', 'with --fix: show what would change, change nothing'),
    new Option('--baseline <file>', 'leave out findings that this file holds'),
    new Option('--update-baseline', "write today's findings to the baseline, so that only new ones show from now on"),
    new Option('--prune', 'take findings that are gone out of the baseline'),
    new Option('--changed-since <revision>', 'only documents that differ from a git revision'),
    new Option('--fail-on <severity>', 'exit with 1 from this severity on').choices(['error', 'warning', 'info']),
    new Option('--rule <code>', 'only these rules, by code or name; may be repeated').argParser(collect),
    new Option('--off <code>', 'without these rules, by code or name; may be repeated').argParser(collect),
    new Option('--max-findings <n>', 'findings shown in full, a number or "all"').argParser(countOrAll),
    new Option('--quiet', 'only findings that make the check fail, and no notes'),
    new Option('--watch', 'check again whenever a file changes'),
    new Option('--online', 'also ask the network whether web links work'),
    new Option('--jobs <n>', 'threads at most').argParser(wholeNumber),
    new Option('--no-cache', 'check everything anew'),
  ],
  examples: [
    ['specwright check', 'check this folder'],
    ['specwright check specs/0007-retries.md', 'check one document'],
    ['specwright check specs --template templates/spec.md', 'say which template to use'],
    ['specwright check specs --fix --dry-run', 'see what safe fixes would change'],
    ['specwright check specs --rule missing-section', 'one rule only'],
    ['specwright check --changed-since origin/main --format github', 'in a pull request'],
    ['specwright check specs --update-baseline', 'accept what is there, see only what is new'],
  ],
  load: () => import('./check.ts'),
};

const showFace: CommandFace = {
  name: 'show',
  arguments: [
    { name: '<path>', about: 'the document' },
    { name: '[address]', about: 'a part of it, such as risks-and-mitigations[2].likelihood' },
  ],
  options: () => [templateOption(), jsonOption()],
  examples: [
    ['specwright show specs/0007-retries.md', 'the whole document as typed data'],
    ['specwright show specs/0007-retries.md goals', 'one part'],
    ['specwright show specs/0007-retries.md --json | jq .data.status', 'for programs'],
  ],
  load: () => import('./show.ts'),
};

const listFace: CommandFace = {
  name: 'list',
  arguments: [pathArgument],
  options: () => [
    templateOption(),
    new Option('--where <condition>', 'FIELD=VALUE, also != < > <= >= and ~ (contains); may be repeated').argParser(
      collectWhole,
    ),
    new Option('--sort <field>', 'order by a field; -FIELD for the other way round'),
    new Option('--columns <fields>', 'fields to show, separated by commas').argParser(collect),
    jsonOption(),
  ],
  examples: [
    ['specwright list specs', 'every document with number, title and status'],
    ['specwright list specs --where status=Draft --sort -created', 'drafts, newest first'],
    ['specwright list specs --where risks.impact=High', 'documents with a risk of high impact'],
    ['specwright list specs --where "author~ada" --columns title,author', 'choose what is shown'],
  ],
  load: () => import('./list.ts'),
};

const searchFace: CommandFace = {
  name: 'search',
  arguments: [{ name: '<words...>', about: 'words to look for in the documents of this folder' }],
  options: () => [
    templateOption(),
    new Option('--in <field>', 'only in this field, such as risks.mitigation'),
    new Option('--where <condition>', 'only in documents with FIELD=VALUE; may be repeated').argParser(collectWhole),
    new Option('--limit <n>', 'documents at most; 20 when left out').argParser(wholeNumber),
    jsonOption(),
  ],
  examples: [
    ['specwright search retry queue', 'documents with these words, the best first'],
    ['specwright search \'"dead letter"\'', 'words that belong together'],
    ['specwright search replica --in risks.mitigation', 'in one field'],
  ],
  load: () => import('./search.ts'),
};

function registerFace(name: RegisterName, example: string): CommandFace {
  return {
    name,
    arguments: [pathArgument],
    options: () => [templateOption(), jsonOption()],
    examples: [
      [`specwright ${name} specs`, example],
      [`specwright ${name} specs --json`, 'for programs'],
    ],
    load: () => import('./registers.ts').then((module) => ({ run: module.runRegister(name) })),
  };
}

const templateFaces: readonly CommandFace[] = [
  {
    name: 'template explain',
    arguments: [templateFile],
    options: () => [jsonOption()],
    examples: [
      ['specwright template explain templates/spec.md', 'every line with its reading'],
      ['specwright template explain technical-spec', 'the built-in template'],
    ],
    load: () => import('./template.ts').then((module) => ({ run: module.runExplain })),
  },
  {
    name: 'template schema',
    arguments: [templateFile],
    options: () => [],
    examples: [['specwright template schema templates/spec.md > spec.schema.json', 'save it']],
    load: () => import('./template.ts').then((module) => ({ run: module.runSchema })),
  },
  {
    name: 'template types',
    arguments: [templateFile],
    options: () => [],
    examples: [['specwright template types templates/spec.md > spec.ts', 'save them']],
    load: () => import('./template.ts').then((module) => ({ run: module.runTypes })),
  },
  {
    name: 'template list',
    arguments: [pathArgument],
    options: () => [jsonOption()],
    examples: [['specwright template list specs', 'templates near this folder']],
    load: () => import('./template.ts').then((module) => ({ run: module.runList })),
  },
  {
    name: 'template draft',
    arguments: [pathArgument],
    options: () => [],
    examples: [['specwright template draft specs > templates/spec.md', 'save it, then change it to what you want']],
    load: () => import('./template.ts').then((module) => ({ run: module.runDraft })),
  },
];

const registers: readonly CommandFace[] = [
  registerFace('risks', 'worst first'),
  registerFace('metrics', 'what is measured, from where to where'),
  registerFace('tasks', 'what is to be done'),
  registerFace('open-questions', 'what is not answered yet'),
  registerFace('glossary', 'terms with their definitions'),
];

const explainFace: CommandFace = {
  name: 'explain',
  arguments: [{ name: '[code]', about: 'a code or name, such as STR101 or missing-section; all when left out' }],
  options: () => [jsonOption()],
  examples: [
    ['specwright explain STR101', 'one finding'],
    ['specwright explain', 'all codes'],
  ],
  load: () => import('./explain.ts'),
};

const completionFace: CommandFace = {
  name: 'completion',
  arguments: [{ name: '<shell>', about: 'the shell', choices: ['bash', 'zsh', 'fish'] }],
  options: () => [],
  examples: [
    ['source <(specwright completion bash)', 'in ~/.bashrc'],
    ['source <(specwright completion zsh)', 'in ~/.zshrc, after compinit'],
    ['specwright completion fish > ~/.config/fish/completions/specwright.fish', 'once'],
  ],
  load: () => import('./completion.ts').then((module) => ({ run: module.runCompletion(faces) })),
};

const lspFace: CommandFace = {
  name: 'lsp',
  arguments: [],
  options: () => [
    new Option('--stdio', 'speak over standard input and output; it always does, so that editors that say so may'),
  ],
  examples: [['specwright lsp', 'started by an editor; docs/editors.md says how to set one up']],
  load: () => import('./lsp.ts'),
};

/** Commands that are listed together. */
export interface FaceGroup {
  readonly title: string;
  readonly faces: readonly CommandFace[];
}

/** Every command, in the order of the help text. */
export const faceGroups: readonly FaceGroup[] = [
  {
    title: 'Check and read:',
    faces: [checkFace, explainFace, showFace, contextFace, listFace, searchFace, ...registers, reportFace],
  },
  { title: 'Write:', faces: editFaces },
  { title: 'Review, sign and move:', faces: [...lifecycleFaces, ...historyFaces] },
  { title: 'In pull requests:', faces: ciFaces },
  { title: 'Compare and merge:', faces: diffFaces },
  { title: 'Serve:', faces: [...hubFaces, lspFace, mcpFace] },
  { title: 'Set up:', faces: [...templateFaces, ...templateVersionFaces, importFace, completionFace] },
];

export const faces: readonly CommandFace[] = faceGroups.flatMap((group) => group.faces);
