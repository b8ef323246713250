import { Problem } from '../../rights/problem.ts';

/** The digest that the header If-Match names; null without the header. Throws a `Problem` for what is no entity tag of a text or a file. */
export function entityTag(header: string | undefined): string | null {
  if (header === undefined) return null;
  const digest = /^"([0-9a-f]{64})"$/u.exec(header)?.[1];
  if (digest !== undefined) return digest;
  throw new Problem('invalid-body', 'The header If-Match names no text and no file', {
    fields: [{ field: 'if-match', message: 'must be an entity tag: 64 hex digits in quotes' }],
  });
}
