import { type Child, h, type Result } from 'hastscript';

/** A piece of the page: elements, words, or nothing. */
export type Piece = Result | string | null;

/** Several pieces as one. */
export function together(...pieces: readonly Child[]): Piece {
  return h(null, ...pieces);
}
