import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf, Failure, reasonOf } from '../failure.ts';
import { readText } from '../workspace/read-file.ts';
import type { EventFile, HistorySource } from './history-source.ts';
import { isDigest } from './history-source.ts';
import { isTemporary } from './write-once.ts';

/** The files of a history folder as they are now. `shown` is how messages name the folder. */
export class FolderSource implements HistorySource {
  readonly folder: string;
  readonly #shown: string;

  constructor(folder: string, shown: string) {
    this.folder = folder;
    this.#shown = shown;
  }

  /** @throws {Failure} when the folder is there and cannot be read */
  eventFiles(document: string | null): readonly EventFile[] {
    const documents =
      document === null
        ? this.#list('').flatMap((entry) => (entry.isDirectory() && isDigest(entry.name) ? [entry.name] : []))
        : [document];
    return documents.sort().flatMap((id) => this.#filesOf(id));
  }

  text(digest: string): string | null {
    const reading = readText(join(this.folder, 'texts', digest));
    return reading.kind === 'text' ? reading.text : null;
  }

  #filesOf(document: string): EventFile[] {
    const files = this.#list(document).filter(({ name }) => name.endsWith('.json') && !isTemporary(name));
    return files
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map((entry): EventFile => {
        const { name } = entry;
        return {
          document,
          name,
          path: `${this.#shown}/${document}/${name}`,
          // What a link leads to was not written as an event.
          read: () =>
            entry.isFile()
              ? readText(join(this.folder, document, name))
              : { kind: 'unreadable', reason: 'It is no regular file' },
        };
      });
  }

  #list(below: string): Dirent[] {
    const folder = join(this.folder, below);
    try {
      return readdirSync(folder, { withFileTypes: true });
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return [];
      throw new Failure(`Cannot read the history in ${folder}: ${reasonOf(error)}`);
    }
  }
}
