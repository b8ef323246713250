/** The text or number that a path of keys leads to in data from outside; null when there is none. */
export function textAt(data: unknown, ...keys: readonly string[]): string | null {
  let at = data;
  for (const key of keys) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return null;
    at = (at as Record<string, unknown>)[key];
  }
  return typeof at === 'string' ? at : typeof at === 'number' ? String(at) : null;
}
