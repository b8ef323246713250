import type { OperationName } from '@specwright/core/operations/operations.ts';
import type { Option } from 'commander';
import type { Terminal } from '../terminal/terminal.ts';

/** Commands that are no verbs of the product, but faces of the program. */
export type ProgramOnly =
  | 'audit export'
  | 'audit list'
  | 'completion'
  | 'hub'
  | 'hub backup'
  | 'hub rebuild'
  | 'hub restore'
  | 'lsp'
  | 'mcp'
  | 'serve';

/** How one operation, or one thing only a terminal needs, is typed. Light, so that every start can hold all of them. */
export interface CommandFace {
  /** Words as typed: `template explain`. */
  readonly name: OperationName | ProgramOnly;
  /** As commander writes them: `[path...]`, `<file>`. */
  readonly arguments: readonly {
    readonly name: string;
    readonly about: string;
    readonly choices?: readonly string[];
  }[];
  readonly options: () => readonly Option[];
  /** Lines of the help text: what is typed, and what it does. */
  readonly examples: readonly (readonly [command: string, about: string])[];
  readonly load: () => Promise<{ readonly run: RunCommand }>;
}

/** Runs a command; gives the exit code: 0 clean, 1 findings, 2 usage or failure. */
export type RunCommand = (invocation: Invocation) => Promise<number>;

export interface Invocation {
  /** One for each argument of the face; a list for `...`, undefined for one left out. */
  readonly arguments: readonly (string | readonly string[] | undefined)[];
  /** By the long name of the flag, camelCase. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly terminal: Terminal;
  readonly workingFolder: string;
  /** Today where the user is, `YYYY-MM-DD`. */
  readonly today: string;
  readonly version: string;
  /** The bundle that worker threads run. */
  readonly worker: URL;
}

/** The value of a flag that holds text. */
export function textOption(invocation: Invocation, name: string): string | null {
  const value = invocation.options[name];
  return typeof value === 'string' ? value : null;
}

/** The values of a flag that may be repeated. */
export function listOption(invocation: Invocation, name: string): readonly string[] {
  const value = invocation.options[name];
  return Array.isArray(value) ? value : [];
}

/** True when a flag without value is given. */
export function isSet(invocation: Invocation, name: string): boolean {
  return invocation.options[name] === true;
}

/** The paths of a command that takes `[path...]` first. */
export function pathsOf(invocation: Invocation): readonly string[] {
  const first = invocation.arguments[0];
  return Array.isArray(first) ? first : typeof first === 'string' ? [first] : [];
}
