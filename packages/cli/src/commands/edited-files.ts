import { composeEdits } from '@specwright/core/text/compose-edits.ts';
import { applyEdit, type Edit } from '@specwright/core/text/edit.ts';
import { documentText } from '../terminal/document-text.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { unifiedDiff } from '../terminal/unified-diff.ts';
import { pathOf } from '../workspace/paths.ts';
import { type FileStamp, readText } from '../workspace/read-file.ts';
import { replaceFiles } from '../workspace/write-file.ts';

interface EditedFile {
  readonly original: string;
  readonly stamp: FileStamp;
  /** Everything done so far as one edit of the original. */
  edit: Edit;
}

/** Files under repair: edited in memory, written at the end or not at all. */
export class EditedFiles {
  readonly #root: string;
  /** What the check reads in place of the files. */
  readonly #texts: Map<string, string>;
  readonly #files = new Map<string, EditedFile>();
  readonly #unreadable = new Set<string>();

  constructor(root: string, texts: Map<string, string>) {
    this.#root = root;
    this.#texts = texts;
  }

  /** Reads a file for editing; true when it was not open before and is now. */
  open(name: string): boolean {
    if (this.#files.has(name) || this.#unreadable.has(name)) return false;
    const reading = readText(pathOf(this.#root, name));
    if (reading.kind === 'unreadable' || reading.stamp === null) {
      this.#unreadable.add(name);
      return false;
    }
    this.#files.set(name, { original: reading.text, stamp: reading.stamp, edit: [] });
    this.#texts.set(name, reading.text);
    return true;
  }

  isOpen(name: string): boolean {
    return this.#files.has(name);
  }

  /** `edit` counts in the text as edited so far. */
  edit(name: string, edit: Edit): void {
    const file = this.#files.get(name);
    const text = this.#texts.get(name);
    if (file === undefined || text === undefined) return;
    file.edit = composeEdits(file.edit, edit);
    this.#texts.set(name, applyEdit(text, edit));
  }

  /** The edit of a file so far, to come back to. */
  stateOf(name: string): Edit {
    return this.#files.get(name)?.edit ?? [];
  }

  restore(name: string, state: Edit): void {
    const file = this.#files.get(name);
    if (file === undefined) return;
    file.edit = state;
    this.#texts.set(name, applyEdit(file.original, state));
  }

  /** How many files differ from what they were. */
  get count(): number {
    return this.#changed().length;
  }

  /** Writes every changed file, each wholly or not at all; none when one of them cannot be written. */
  write(): void {
    replaceFiles(
      this.#changed().map(([name, { original, edit, stamp }]) => ({
        path: pathOf(this.#root, name),
        text: applyEdit(original, edit),
        expected: stamp,
      })),
    );
  }

  diff(display: (name: string) => string, terminal: Terminal): string {
    const look = { palette: terminal.palette, show: (line: string) => documentText(line, terminal) };
    return this.#changed()
      .map(([name, { original, edit }]) => unifiedDiff(display(name), original, edit, look))
      .join('');
  }

  #changed(): [string, EditedFile][] {
    return [...this.#files]
      .filter(([, { original, edit }]) => applyEdit(original, edit) !== original)
      .sort(([a], [b]) => (a < b ? -1 : 1));
  }
}
