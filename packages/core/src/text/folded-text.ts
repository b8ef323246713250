import type { Range } from './range.ts';

/**
 * A text with each run of white space as one space, so that words are found however their lines are wrapped. The marks of a block
 * quote at the start of a line count as white space. Knows where everything stood.
 */
export class FoldedText {
  readonly text: string;
  /** For each unit of the folded text where it stood. */
  readonly #places: Uint32Array;

  constructor(text: string) {
    const places = new Uint32Array(text.length);
    const runs: string[] = [];
    let length = 0;
    let at = 0;
    while (at < text.length) {
      const start = at;
      while (at < text.length && !isSpace(text, at)) places[length++] = at++;
      runs.push(text.slice(start, at));
      if (at === text.length) break;
      places[length++] = at;
      runs.push(' ');
      at = endOfSpace(text, at);
    }
    this.text = runs.join('');
    this.#places = places.subarray(0, length);
  }

  /** Where words stand within a range of the text, at most so many times; in order. */
  find(words: FoldedText, within: Range, most: number): Range[] {
    const wanted = words.text.trim();
    if (wanted === '') return [];
    const found: Range[] = [];
    let at = this.text.indexOf(wanted, this.indexAt(within.start));
    while (at !== -1 && found.length < most) {
      const start = this.#places[at] as number;
      const end = (this.#places[at + wanted.length - 1] as number) + 1;
      if (end > within.end) break;
      found.push({ start, end });
      at = this.text.indexOf(wanted, at + 1);
    }
    return found;
  }

  /** The first unit of the folded text that stood at an offset or behind it. */
  indexAt(offset: number): number {
    let low = 0;
    let high = this.#places.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#places[middle] as number) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function endOfSpace(text: string, start: number): number {
  let at = start;
  let inMargin = false;
  while (at < text.length && (isSpace(text, at) || (inMargin && text[at] === '>'))) {
    inMargin ||= text[at] === '\n' || text[at] === '\r';
    at += 1;
  }
  return at;
}

function isSpace(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 32 || (code >= 9 && code <= 13) || (code >= 160 && /\s/u.test(text[at] as string));
}
