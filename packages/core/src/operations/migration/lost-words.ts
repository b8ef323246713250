import type { Schema } from '../../template/schema.ts';

interface Texts {
  readonly text: string;
  readonly companion: string | { readonly text: string } | null;
}

const word = /[\p{L}\p{N}]+/gu;

/**
 * Words that stand more often before than after and that the template does not own: what an author would miss. The
 * template owns the words it is made of, whatever their case, for those are what a migration renames.
 */
export function lostWords(template: Schema, before: Texts, after: Texts): readonly string[] {
  const parts = template.fields.flatMap(({ name, choices }) => [name, ...(choices ?? [])]);
  const owned = counts({ text: template.text, companion: parts.join('\n') });
  const left = counts(after);
  return [...counts(before)].flatMap(([each, count]) =>
    count > (left.get(each) ?? 0) && !owned.has(each) ? [each] : [],
  );
}

function counts({ text, companion }: Texts): ReadonlyMap<string, number> {
  const beside = typeof companion === 'string' ? companion : (companion?.text ?? '');
  const known = new Map<string, number>();
  for (const [each] of `${text}\n${beside}`.toLowerCase().matchAll(word)) known.set(each, (known.get(each) ?? 0) + 1);
  return known;
}
