import type { Edit, Replacement } from './edit.ts';

/** What an edit does, read from left to right: it keeps units, drops units and puts text. */
type Step = { readonly kind: 'keep' | 'drop'; readonly size: number } | { readonly kind: 'put'; readonly text: string };

/**
 * One edit that does what `first` and then `second` do; the offsets of `second` count in the text after `first`.
 * Touching replacements come out as one, so composing is associative to the letter. Linear in both.
 */
export function composeEdits(first: Edit, second: Edit): Edit {
  const composed = new EditBuilder();
  const left = new Steps(first);
  const right = new Steps(second);
  for (;;) {
    const one = left.current;
    const two = right.current;
    if (one === null && two === null) return composed.finish();
    // What `first` drops `second` never sees; what `second` puts does not depend on `first`.
    if (one?.kind === 'drop') {
      composed.drop(one.size);
      left.take(one.size);
    } else if (two?.kind === 'put') {
      composed.put(two.text);
      right.take(two.text.length);
    } else {
      const size = Math.min(left.size, right.size);
      if (one?.kind === 'put') {
        if (two?.kind !== 'drop') composed.put(one.text.slice(0, size));
      } else if (two?.kind === 'drop') composed.drop(size);
      else composed.keep(size);
      left.take(size);
      right.take(size);
    }
  }
}

/** The steps of an edit, taken bit by bit. After the last one everything is kept. */
class Steps {
  readonly #steps: Step[] = [];
  #index = 0;
  current: Step | null;

  constructor(edit: Edit) {
    let at = 0;
    for (const { start, end, text } of edit) {
      if (start > at) this.#steps.push({ kind: 'keep', size: start - at });
      if (end > start) this.#steps.push({ kind: 'drop', size: end - start });
      if (text !== '') this.#steps.push({ kind: 'put', text });
      at = end;
    }
    this.current = this.#steps[0] ?? null;
  }

  /** Units that the current step stands for. */
  get size(): number {
    if (this.current === null) return Number.POSITIVE_INFINITY;
    return this.current.kind === 'put' ? this.current.text.length : this.current.size;
  }

  take(size: number): void {
    const step = this.current;
    if (step === null) return;
    if (size >= this.size) {
      this.#index += 1;
      this.current = this.#steps[this.#index] ?? null;
    } else if (step.kind === 'put') this.current = { kind: 'put', text: step.text.slice(size) };
    else this.current = { kind: step.kind, size: step.size - size };
  }
}

class EditBuilder {
  readonly #edit: Replacement[] = [];
  #start = 0;
  #end = 0;
  #parts: string[] = [];

  keep(size: number): void {
    this.#close();
    this.#start = this.#end + size;
    this.#end = this.#start;
  }

  drop(size: number): void {
    this.#end += size;
  }

  put(text: string): void {
    this.#parts.push(text);
  }

  finish(): Edit {
    this.#close();
    return this.#edit;
  }

  #close(): void {
    if (this.#end > this.#start || this.#parts.length > 0) {
      this.#edit.push({ start: this.#start, end: this.#end, text: this.#parts.join('') });
    }
    this.#parts = [];
  }
}
