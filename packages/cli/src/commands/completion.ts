import type { Option } from 'commander';
import { colorOption, summaryOf } from '../program-parts.ts';
import type { CommandFace, Invocation, RunCommand } from './command.ts';

/** `specwright completion SHELL`: a script that knows every command, flag and choice; paths are the shell's own. */
export function runCompletion(faces: readonly CommandFace[]): RunCommand {
  return async (invocation) => complete(faces, invocation);
}

async function complete(faces: readonly CommandFace[], invocation: Invocation): Promise<number> {
  const known = faces.map(
    (face): CompletedCommand => ({
      words: face.name.split(' '),
      about: summaryOf(face.name),
      options: [...face.options(), colorOption()].map(flagOf),
      choices: face.arguments.flatMap((argument) => argument.choices ?? []),
    }),
  );
  const commands = [...known, { words: ['help'], about: 'Print help', options: [], choices: topWords(known) }];
  const shell = invocation.arguments[0];
  const script = shell === 'bash' ? bashScript(commands) : shell === 'zsh' ? zshScript(commands) : fishScript(commands);
  invocation.terminal.write(script);
  return 0;
}

interface CompletedCommand {
  readonly words: readonly string[];
  readonly about: string;
  readonly options: readonly CompletedFlag[];
  /** Values of the argument, where it has a fixed set. */
  readonly choices: readonly string[];
}

interface CompletedFlag {
  readonly flag: string;
  readonly about: string;
  readonly takesValue: boolean;
  readonly choices: readonly string[];
}

function flagOf(option: Option): CompletedFlag {
  return {
    flag: option.long ?? '',
    about: option.description,
    takesValue: option.required,
    choices: option.argChoices ?? [],
  };
}

/** First words, and the second words of groups such as `template`. */
function topWords(commands: readonly CompletedCommand[]): string[] {
  return [...new Set(commands.map(({ words }) => words[0] ?? ''))];
}

function groupWords(commands: readonly CompletedCommand[], group: string): string[] {
  return commands
    .filter(({ words }) => words[0] === group && words[1] !== undefined)
    .map(({ words }) => words[1] ?? '');
}

function groupsOf(commands: readonly CompletedCommand[]): string[] {
  return [...new Set(commands.filter(({ words }) => words.length > 1).map(({ words }) => words[0] ?? ''))];
}

function bashScript(commands: readonly CompletedCommand[]): string {
  const cases = commands.map(({ words, options, choices }) => {
    const flags = options.map(({ flag }) => flag).join(' ');
    return `    '${words.join(' ')}') flags='${flags}'; values='${choices.join(' ')}' ;;`;
  });
  const values = commands.flatMap(({ words, options }) =>
    options
      .filter(({ choices }) => choices.length > 0)
      .map(
        ({ flag, choices }) =>
          `    '${words.join(' ')} ${flag}') COMPREPLY=($(compgen -W '${choices.join(' ')}' -- "$word")); return ;;`,
      ),
  );
  const groups = groupsOf(commands).map(
    (group) =>
      `  if [[ $command == '${group}' && $word != -* ]]; then COMPREPLY=($(compgen -W '${groupWords(commands, group).join(' ')}' -- "$word")); return; fi`,
  );
  return `# bash completion for specwright
_specwright() {
  local word=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} command='' flags='' values='' index
  COMPREPLY=()
  for ((index = 1; index < COMP_CWORD; index++)); do
    [[ \${COMP_WORDS[index]} == -* ]] && break
    if [[ -z $command ]]; then command=\${COMP_WORDS[index]}
    elif [[ ' ${groupsOf(commands).join(' ')} ' == *" $command "* ]]; then command="$command \${COMP_WORDS[index]}"; fi
  done
  if [[ -z $command ]]; then COMPREPLY=($(compgen -W '${topWords(commands).join(' ')} --help --version' -- "$word")); return; fi
${groups.join('\n')}
  case "$command $previous" in
${values.join('\n')}
  esac
  case $command in
${cases.join('\n')}
  esac
  if [[ $word == -* ]]; then COMPREPLY=($(compgen -W "$flags --help" -- "$word"))
  elif [[ -n $values ]]; then COMPREPLY=($(compgen -W "$values" -- "$word"))
  else compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$word")); fi
}
complete -F _specwright specwright
`;
}

function zshScript(commands: readonly CompletedCommand[]): string {
  const quote = (text: string): string =>
    text.replaceAll("'", "'\\''").replaceAll('[', '\\[').replaceAll(']', '\\]').replaceAll(':', '\\:');
  const described = (words: readonly (readonly [string, string])[]): string =>
    words.map(([word, about]) => `'${word}:${quote(about)}'`).join(' ');
  const top = topWords(commands).map((word): [string, string] => [word, aboutOf(commands, word)]);
  const argumentsOf = ({ options, choices }: CompletedCommand): string => {
    const flags = options.map(({ flag, about, takesValue, choices: values }) => {
      const value = !takesValue ? '' : values.length > 0 ? `:value:(${values.join(' ')})` : ':value:_files';
      return `'*${flag}[${quote(about)}]${value}'`;
    });
    const rest = choices.length > 0 ? `'1:value:(${choices.join(' ')})'` : "'*:file:_files'";
    return `_arguments ${[...flags, rest].join(' ')}`;
  };
  const groups = groupsOf(commands).map((group) => {
    const members = commands.filter(({ words }) => words[0] === group && words[1] !== undefined);
    const cases = members.map(
      (member) => `        ${member.words[1]}) shift words; (( CURRENT-- )); ${argumentsOf(member)} ;;`,
    );
    const own = commands.find(({ words }) => words.join(' ') === group);
    if (own !== undefined) cases.push(`        *) ${argumentsOf(own)} ;;`);
    const list = described(members.map(({ words, about }): [string, string] => [words[1] ?? '', about]));
    return `    ${group})
      if (( CURRENT == 3 )) && [[ $words[3] != -* ]]; then local -a inner=(${list}); _describe command inner; return; fi
      shift words; (( CURRENT-- ))
      case $words[2] in
${cases.join('\n')}
      esac ;;`;
  });
  const single = commands
    .filter(({ words }) => words.length === 1 && !groupsOf(commands).includes(words[0] ?? ''))
    .map((command) => `    ${command.words[0]}) shift words; (( CURRENT-- )); ${argumentsOf(command)} ;;`);
  return `#compdef specwright
_specwright() {
  if (( CURRENT == 2 )); then local -a commands=(${described(top)}); _describe command commands; return; fi
  case $words[2] in
${[...single, ...groups].join('\n')}
  esac
}
if [[ $funcstack[1] == _specwright ]]; then _specwright "$@"; else compdef _specwright specwright; fi
`;
}

function fishScript(commands: readonly CompletedCommand[]): string {
  const quote = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  const line = (condition: string, rest: string): string => `complete -c specwright -n '${condition}' ${rest}`;
  const offered = (before: readonly string[], word: string, about: string): string =>
    line(`__specwright_next ${before.join(' ')}`.trimEnd(), `-f -a ${word} -d ${quote(about)}`);
  const top = topWords(commands).map((word) => offered([], word, aboutOf(commands, word)));
  const rest = commands.flatMap(({ words, about, options, choices }) => {
    const [first = '', second] = words;
    const seen = `__specwright_in ${words.join(' ')}`;
    const flags = options.map(({ flag, about: text, takesValue, choices: values }) => {
      const value = values.length > 0 ? ` -x -a '${values.join(' ')}'` : takesValue ? ' -r' : '';
      return line(seen, `-l ${flag.replace(/^--/, '')}${value} -d ${quote(text)}`);
    });
    const fixed = choices.length === 0 ? [] : [line(seen, `-f -a '${choices.join(' ')}'`)];
    return [...(second === undefined ? [] : [offered([first], second, about)]), ...flags, ...fixed];
  });
  return `# fish completion for specwright
function __specwright_in
    set -l words (commandline -opc)
    set -l last (math (count $argv) + 1)
    test (count $words) -ge $last; and test "$words[2..$last]" = "$argv"
end
function __specwright_next
    set -l words (commandline -opc)
    test (count $words) -eq (math (count $argv) + 1); and test "$words[2..-1]" = "$argv"
end
${[...top, ...rest].join('\n')}
`;
}

/** What a first word does: its command, or the group of commands that it begins. */
function aboutOf(commands: readonly CompletedCommand[], word: string): string {
  return commands.find(({ words }) => words.length === 1 && words[0] === word)?.about ?? 'Work with templates';
}
