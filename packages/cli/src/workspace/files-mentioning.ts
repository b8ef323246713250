import { nameOf } from './paths.ts';
import { readText } from './read-file.ts';
import { walkFolder } from './walk.ts';

/** Markdown files of a folder and below whose text holds a file name, as it is or with percent escapes. `instead` gives texts by name that stand in for those of files. */
export function filesMentioning(
  root: string,
  instead: (name: string) => string | null = () => null,
): (name: string) => Iterable<{ readonly file: string; readonly text: string }> {
  return function* mentioning(name) {
    const escaped = encodeURI(name);
    for (const path of walkFolder(root).markdown.sort()) {
      const file = nameOf(root, path);
      const reading = readText(path, instead(file));
      if (reading.kind !== 'text' || !(reading.text.includes(name) || reading.text.includes(escaped))) continue;
      yield { file, text: reading.text };
    }
  };
}
