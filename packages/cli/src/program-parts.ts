import { operations } from '@specwright/core/operations/operations.ts';
import { Option } from 'commander';
import type { CommandFace } from './commands/command.ts';

/** The flag that every command has. */
export function colorOption(): Option {
  return new Option('--color <when>', 'colours').choices(['auto', 'always', 'never']).default('auto');
}

/** One line about a command. */
export function summaryOf(name: CommandFace['name']): string {
  if (name === 'completion') return 'Print a completion script for a shell';
  return operations.find((operation) => operation.name === name)?.summary ?? '';
}
