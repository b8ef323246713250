/** A half-open stretch of a text, `[start, end)`, in UTF-16 units of the decoded file, a BOM included. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** True when `inner` lies wholly within `outer`; equal ranges count. */
export function containsRange(outer: Range, inner: Range): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** The smallest range that holds both. */
export function spanOf(a: Range, b: Range): Range {
  return { start: Math.min(a.start, b.start), end: Math.max(a.end, b.end) };
}

/** A range of a text without the white space at its end; empty when it holds nothing else. Bounded by that white space. */
export function withoutEndSpace(text: string, { start, end }: Range): Range {
  let last = end;
  while (last > start && /\s/u.test(text[last - 1] as string)) last -= 1;
  return { start, end: last };
}

/** The last of some parts, sorted by their starts, that starts at an offset or before it. Takes logarithmic time. */
export function lastStarting<Part>(
  parts: readonly Part[],
  offset: number,
  startOf: (part: Part) => number,
): Part | undefined {
  let low = 0;
  let high = parts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (startOf(parts[middle] as Part) <= offset) low = middle + 1;
    else high = middle;
  }
  return parts[low - 1];
}
