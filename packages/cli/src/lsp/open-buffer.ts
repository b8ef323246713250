import type { Diagnostic } from '@specwright/core/diagnostic/diagnostic.ts';
import type { BoundDocument } from '@specwright/core/document/document.ts';
import type { TextDocument } from 'vscode-languageserver-textdocument';

/** Larger texts cannot be checked between two keystrokes. UTF-16 units. */
export const largestTyped = 2_000_000;

/** So long a check may take at a keystroke without being felt, in ms. */
const unfelt = 16;
const longestWait = 1_000;

/** A text as it stands in an open editor, with what its last check gave. */
export class OpenBuffer {
  readonly document: TextDocument;
  /** Of its file, absolute. */
  readonly path: string;
  /** What the text was bound to; null for a text that follows no template, and for one that is too large. */
  bound: BoundDocument | null = null;
  diagnostics: readonly Diagnostic[] = [];
  /** The version that was checked; null before the first check. */
  version: number | null = null;
  #cost = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(document: TextDocument, path: string) {
    this.document = document;
    this.path = path;
  }

  get uri(): string {
    return this.document.uri;
  }

  get isTooLarge(): boolean {
    return this.document.getText().length > largestTyped;
  }

  get isChecked(): boolean {
    return this.version === this.document.version;
  }

  /** Runs a check now; or, where the last one was felt, once the typing pauses. */
  schedule(check: () => void): void {
    this.cancel();
    if (this.#cost < unfelt) {
      this.#measured(check);
      return;
    }
    this.#timer = setTimeout(() => this.#measured(check), Math.min(2 * this.#cost, longestWait));
  }

  /** Drops a check that has not begun. */
  cancel(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #measured(check: () => void): void {
    const start = performance.now();
    check();
    this.#cost = performance.now() - start;
  }
}
