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
