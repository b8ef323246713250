import type { Refusal } from '../lifecycle/decide.ts';
import { addressOf, refuse } from '../lifecycle/decide.ts';
import type { Thread } from '../lifecycle/fold.ts';
import type { Review } from '../lifecycle/review.ts';

/** The thread whose id begins with what was typed, at least four digits of it; else the only open one at that address. */
export function threadNamed(review: Review, written: string): Thread | Refusal {
  const threads = review.history?.threads ?? [];
  if (threads.length === 0)
    return refuse('The document has no threads', 'specwright comment PATH ADDRESS TEXT opens one');
  const named = threads.filter(({ opened }) => written.length >= 4 && opened.id.startsWith(written.toLowerCase()));
  const address = named.length === 0 ? addressOf(review, written) : null;
  const there = threads.filter(({ opened, resolutions }) => opened.address === address && resolutions.length === 0);
  const [first] = [...named, ...there];
  if (first !== undefined && named.length + there.length === 1) return first;
  const all = threads.map(({ opened }) => `${opened.id.slice(0, 8)} (${opened.address})`).join(', ');
  return refuse(
    `${first === undefined ? 'No open thread has' : 'Several threads have'} the id or address ${JSON.stringify(written)}`,
    `There are ${all}`,
  );
}
