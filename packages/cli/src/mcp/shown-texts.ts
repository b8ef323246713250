import { sha256Of } from '@specwright/core/text/hash.ts';

/** As many characters as are remembered together. */
const most = 8 * 1024 * 1024;

/** Texts that an agent was shown, by their revision; the oldest are forgotten first. */
export class ShownTexts {
  readonly #texts = new Map<string, string>();
  #size = 0;

  /** Remembers a text and gives its revision: the SHA-256 of it. */
  show(text: string): string {
    const revision = sha256Of(text);
    if (!this.#texts.has(revision)) this.#size += text.length;
    this.#texts.delete(revision);
    this.#texts.set(revision, text);
    for (const [oldest, old] of this.#texts) {
      if (this.#size <= most || oldest === revision) break;
      this.#texts.delete(oldest);
      this.#size -= old.length;
    }
    return revision;
  }

  /** By the first digits of its revision; null when it was never shown, or too long ago. */
  textOf(revision: string): string | null {
    for (const [known, text] of this.#texts) if (known.startsWith(revision)) return text;
    return null;
  }
}
