import { existsSync } from 'node:fs';
import { nearest } from '@specwright/core/text/nearest.ts';
import { Argument, Command, CommanderError } from 'commander';
import type { CommandFace, Invocation } from './commands/command.ts';
import { faceGroups } from './commands/faces.ts';
import { colorOption, groupSummaries, summaryOf } from './program-parts.ts';
import { type ColorChoice, processTerminal, type Terminal } from './terminal/terminal.ts';

/** What a start of the program brings along. */
export interface Start {
  readonly version: string;
  readonly worker: URL;
  readonly today: string;
  readonly workingFolder: string;
}

/** What was typed, understood; or the exit code, when help or a mistake has been answered already. */
export type Parsed = { readonly run: () => Promise<number>; readonly terminal: Terminal } | { readonly exit: number };

/** Understands a command line. Mistakes are answered on the error stream with what was probably meant. */
export async function parseCommandLine(argv: readonly string[], start: Start): Promise<Parsed> {
  let parsed: Parsed = { exit: 0 };
  const program = buildProgram(start.version, (face, invocation) => {
    const terminal = processTerminal(invocation.color);
    const run = async (): Promise<number> => {
      const loaded = await face.load();
      return loaded.run({ ...start, arguments: invocation.arguments, options: invocation.options, terminal });
    };
    parsed = { run, terminal };
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return { exit: error.exitCode === 0 ? 0 : 2 };
  }
  return parsed;
}

interface Typed extends Pick<Invocation, 'arguments' | 'options'> {
  readonly color: ColorChoice;
}

type Take = (face: CommandFace, typed: Typed) => void;

/** The tree of commands: a loop over the faces of all operations. */
export function buildProgram(version: string, take: Take): Command {
  const program = new Command('specwright')
    .description("Makes your team's own Markdown template the program: checks, edits, moves and signs specifications.")
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    // The arguments of each stand in its own help.
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .showSuggestionAfterError(true)
    // What follows the words of a command is that command's, also where a group of commands has the same flags.
    .enablePositionalOptions()
    .exitOverride()
    .addHelpText('after', generalExamples);
  const groups = new Map<string, Command>();
  for (const { title, faces } of faceGroups) {
    program.commandsGroup(title);
    for (const face of faces) {
      const [first = '', second] = face.name.split(' ');
      if (second === undefined) {
        const command = commandOf(face, first, take);
        groups.set(first, command);
        program.addCommand(command);
      } else {
        const group = groups.get(first) ?? new Command(first).description(groupSummaries[first] ?? '').exitOverride();
        if (!groups.has(first)) program.addCommand(group);
        groups.set(first, group);
        // What follows a second word is that command's, also where the first has the same flags.
        group
          .helpCommand(false)
          .enablePositionalOptions()
          .addCommand(commandOf(face, second, take));
      }
    }
  }
  program.helpCommand('help [command]', 'print help on a command');
  program.allowExcessArguments(true).action(() => answerNoCommand(program));
  return program;
}

/** Without a command the help is shown; a word that is none is a mistake, and probably a known one misspelt. */
function answerNoCommand(program: Command): void {
  const [word] = program.args;
  if (word === undefined) {
    program.outputHelp();
    return;
  }
  const meant = nearest(
    word,
    program.commands.map((command) => command.name()),
  );
  const path = existsSync(word) ? `\nTo check it: specwright check ${word}` : '';
  program.error(`error: unknown command '${word}'${meant === null ? path : `\n(Did you mean ${meant}?)`}`);
}

function commandOf(face: CommandFace, word: string, take: Take): Command {
  const command = new Command(word)
    .description(summaryOf(face.name))
    .helpOption('-h, --help', 'print help')
    .showSuggestionAfterError(true)
    .allowExcessArguments(false)
    .exitOverride();
  for (const { name, about, choices } of face.arguments) {
    const argument = new Argument(name, about);
    command.addArgument(choices === undefined ? argument : argument.choices(choices));
  }
  for (const option of face.options()) command.addOption(option);
  command.addOption(colorOption());
  command.addHelpText('after', examplesText(face.examples));
  command.action((...parameters: unknown[]) => {
    const { color, ...options } = command.opts<Record<string, unknown> & { color: ColorChoice }>();
    take(face, { arguments: parameters.slice(0, face.arguments.length) as Typed['arguments'], options, color });
  });
  return command;
}

function examplesText(examples: CommandFace['examples']): string {
  const width = Math.max(...examples.map(([command]) => command.length));
  return `\nExamples:\n${examples.map(([command, about]) => `  ${command.padEnd(width)}  ${about}`).join('\n')}`;
}

const generalExamples = examplesText([
  ['specwright check specs', 'check a folder; the template is found by itself'],
  ['specwright check specs --fix', 'mend what can be mended safely'],
  ['specwright template explain templates/spec.md', 'see how a template is read'],
  ['specwright explain missing-section', 'read up on a finding'],
]);
