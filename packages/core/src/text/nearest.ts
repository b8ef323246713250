/**
 * The candidate that a mistyped word most likely means ("did you mean"), or null when none is close: at most a third of
 * the longer word may differ, case aside. Of equally close candidates the first wins.
 */
export function nearest(word: string, candidates: readonly string[]): string | null {
  const wanted = word.toLowerCase();
  let best: string | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const other = candidate.toLowerCase();
    const allowed = Math.floor(Math.max(wanted.length, other.length) / 3);
    const distance = editDistance(wanted, other, Math.min(allowed, least - 1));
    if (distance === null) continue;
    best = candidate;
    least = distance;
  }
  return best;
}

/**
 * Fewest insertions, deletions, replacements and swaps of neighbours that turn `a` into `b` (optimal string alignment),
 * in UTF-16 units; null when it takes more than `most`. Takes at most `a.length` times `2 * most + 1` steps.
 */
export function editDistance(a: string, b: string, most: number): number | null {
  if (most < 0 || Math.abs(a.length - b.length) > most) return null;
  const far = most + 1;
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => Math.min(index, far));
  for (let row = 1; row <= a.length; row += 1) {
    const current = new Array<number>(b.length + 1).fill(far);
    if (row <= most) current[0] = row;
    let least = current[0] as number;
    const last = Math.min(b.length, row + most);
    for (let column = Math.max(1, row - most); column <= last; column += 1) {
      const step = distanceAt(a, b, row, column, before, previous, current);
      current[column] = Math.min(step, far);
      least = Math.min(least, step);
    }
    if (least > most) return null;
    before = previous;
    previous = current;
  }
  const distance = previous[b.length] as number;
  return distance > most ? null : distance;
}

function distanceAt(
  a: string,
  b: string,
  row: number,
  column: number,
  before: readonly number[],
  previous: readonly number[],
  current: readonly number[],
): number {
  const same = a.charCodeAt(row - 1) === b.charCodeAt(column - 1);
  let step = (previous[column - 1] as number) + (same ? 0 : 1);
  step = Math.min(step, (previous[column] as number) + 1, (current[column - 1] as number) + 1);
  const swapped =
    row > 1 &&
    column > 1 &&
    a.charCodeAt(row - 1) === b.charCodeAt(column - 2) &&
    a.charCodeAt(row - 2) === b.charCodeAt(column - 1);
  return swapped ? Math.min(step, (before[column - 2] as number) + 1) : step;
}
