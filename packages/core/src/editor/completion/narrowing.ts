/** More than these help nobody; typing on asks anew. */
export const mostCompletions = 100;

/** All candidates where they are few; else the first of those in whose words stands what is typed, case aside. */
export function narrowed<One>(all: readonly One[], typed: string, wordsOf: (one: One) => string): readonly One[] {
  if (all.length <= mostCompletions) return all;
  const wanted = typed.toLowerCase();
  const found: One[] = [];
  for (const one of all) {
    if (wanted !== '' && !wordsOf(one).toLowerCase().includes(wanted)) continue;
    found.push(one);
    if (found.length === mostCompletions) break;
  }
  return found;
}
