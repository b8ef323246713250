import { foldSpace } from '../../../markdown/plain.ts';

const longest = 60;

/** A text as a message shows it: on one line, its beginning alone when it is long, in quotes unless it has brackets. */
export function shown(text: string): string {
  const line = foldSpace(text.slice(0, longest * 4));
  const cut = line.length > longest ? `${line.slice(0, longest).trimEnd()}…` : line;
  return /^[[{<]/u.test(cut) ? cut : `"${cut}"`;
}
