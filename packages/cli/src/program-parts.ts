import { operations } from '@specwright/core/operations/operations.ts';
import { Option } from 'commander';
import type { CommandFace, ProgramOnly } from './commands/command.ts';

/** The flag that every command has. */
export function colorOption(): Option {
  return new Option('--color <when>', 'colours').choices(['auto', 'always', 'never']).default('auto');
}

/** What only a terminal needs, or serves others on its standard streams. */
const programSummaries: Readonly<Record<ProgramOnly, string>> = {
  'audit export': 'Write what proves a workspace or a document of a hub into one file',
  'audit list': 'List what was done on a hub, newest first',
  completion: 'Print a completion script for a shell',
  hub: 'Serve a team: people sign in, programs send tokens, over HTTP',
  'hub backup': 'Write everything that a hub holds into one file, while it may run',
  'hub rebuild': 'Make lists, searches and turns of a hub anew from its documents and histories',
  'hub restore': 'Fill an empty hub with what a backup holds',
  lsp: 'Serve an editor: the Language Server Protocol over standard input and output',
  mcp: 'Serve an agent: the Model Context Protocol over standard input and output',
  serve: 'Serve a folder to you alone, in the browser of this machine',
};

/** One line about commands whose first word is no command. */
export const groupSummaries: Readonly<Record<string, string>> = {
  audit: 'See and prove what was done on a hub',
  template: 'Work with templates',
};

/** One line about a command. */
export function summaryOf(name: CommandFace['name']): string {
  if (name in programSummaries) return programSummaries[name as ProgramOnly];
  return operations.find((operation) => operation.name === name)?.summary ?? '';
}
