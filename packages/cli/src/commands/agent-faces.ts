import { InvalidArgumentError, Option } from 'commander';
import { collect } from './collect.ts';
import type { CommandFace } from './command.ts';

function tokenBudget(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1 || number > 1_000_000) {
    throw new InvalidArgumentError('It must be a whole number from 1 to 1000000.');
  }
  return number;
}

/** What a model reads. */
export const contextFace: CommandFace = {
  name: 'context',
  arguments: [{ name: '<document>', about: 'its path, number, id or title' }],
  options: () => [
    new Option('--budget <tokens>', 'the most tokens to print; 8000 when left out').argParser(tokenBudget),
    new Option('--section <address>', 'only this address, or a kind such as risks; may be repeated').argParser(collect),
    new Option('--template <file>', 'read the document against this template, whatever else is found'),
    new Option('--json', 'print JSON'),
  ],
  examples: [
    ['specwright context 0007', 'what matters first, for a model to read'],
    ['specwright context specs/0007-retries.md --budget 2000', 'and not more than that'],
    ['specwright context 0007 --section goals --section risks', 'two parts of it'],
  ],
  load: () => import('./brief.ts'),
};

/** Serving on standard streams. */
export const mcpFace: CommandFace = {
  name: 'mcp',
  arguments: [{ name: '[folder]', about: 'the workspace to serve; this folder when left out' }],
  options: () => [
    new Option('--write', 'let the agent write the edits it proposes, and comment; else it may only propose'),
    new Option('--actor <name>', "in whose name it writes, as agent:NAME; the client's when left out"),
  ],
  examples: [
    ['specwright mcp', 'started by an agent: reads, and shows what edits would do'],
    ['specwright mcp --write --actor agent:scribe', 'writes in the name of scribe'],
  ],
  load: () => import('../mcp/serve.ts'),
};

/** Taking over what another tool made. */
export const importFace: CommandFace = {
  name: 'import',
  arguments: [{ name: '<folder>', about: 'a folder of spec-kit or OpenSpec' }],
  options: () => [
    new Option('--to <folder>', 'the folder to configure; the same folder when left out'),
    new Option('--dry-run', 'show what would be written, write nothing'),
    new Option('--json', 'print JSON'),
  ],
  examples: [
    ['specwright import .', 'its templates and documents are used where they lie'],
    ['specwright import ../other --to . --dry-run', 'see what would be copied from elsewhere'],
  ],
  load: () => import('./import-project.ts'),
};
