import { nameOf } from './paths.ts';
import { readText } from './read-file.ts';
import { walkFolder } from './walk.ts';

/** Markdown files of a folder and below whose text holds a file name, as it is or with percent escapes. */
export function filesMentioning(
  root: string,
): (name: string) => Iterable<{ readonly file: string; readonly text: string }> {
  return function* mentioning(name) {
    const escaped = encodeURI(name);
    for (const path of walkFolder(root).markdown.sort()) {
      const reading = readText(path);
      if (reading.kind !== 'text' || !(reading.text.includes(name) || reading.text.includes(escaped))) continue;
      yield { file: nameOf(root, path), text: reading.text };
    }
  };
}
