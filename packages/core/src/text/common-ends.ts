/** How many units two texts begin with alike. */
export function commonStart(one: string, other: string): number {
  const most = Math.min(one.length, other.length);
  let count = 0;
  while (count < most && one.charCodeAt(count) === other.charCodeAt(count)) count += 1;
  return count;
}

/** How many units two texts end with alike, at most so many. */
export function commonEnd(one: string, other: string, most = Number.POSITIVE_INFINITY): number {
  const limit = Math.min(most, one.length, other.length);
  let count = 0;
  while (count < limit && one.charCodeAt(one.length - 1 - count) === other.charCodeAt(other.length - 1 - count)) {
    count += 1;
  }
  return count;
}
