import { commandLine } from '@specwright/core/text/command-line.ts';

/** The words of a command as they are typed; PATH among them stands for the document, `path` as the user names it. */
export function typedCommand(words: readonly string[], path: string): string {
  return commandLine(words.map((word) => (word === 'PATH' ? path : word)));
}

/** A sentence with commands in it, in which PATH stands for the document. */
export function withPath(sentence: string, path: string): string {
  return sentence.replaceAll('PATH', () => commandLine([path]));
}
