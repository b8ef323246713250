/**
 * The places of a longest stretch of `numbers` that grows, not necessarily of neighbours (patience sorting, Fredman 1975).
 * What stands at the other places has moved.
 */
export function keptInOrder(numbers: readonly number[]): Set<number> {
  /** For each length the place of the smallest number that ends a growing stretch of it. */
  const ends: number[] = [];
  const previous: number[] = [];
  for (const [place, number] of numbers.entries()) {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((numbers[ends[middle] as number] as number) < number) low = middle + 1;
      else high = middle;
    }
    previous.push(low === 0 ? -1 : (ends[low - 1] as number));
    ends[low] = place;
  }
  const kept = new Set<number>();
  for (let place = ends.at(-1) ?? -1; place !== -1; place = previous[place] as number) kept.add(place);
  return kept;
}
