import type { Refusal } from '../lifecycle/decide.ts';
import { refuse } from '../lifecycle/decide.ts';
import type { Thread } from '../lifecycle/fold.ts';
import type { Review } from '../lifecycle/review.ts';

/** The thread whose id begins with what was typed, at least four digits of it. */
export function threadNamed({ history }: Review, written: string): Thread | Refusal {
  const threads = history?.threads ?? [];
  if (threads.length === 0)
    return refuse('The document has no threads', 'specwright comment PATH ADDRESS TEXT opens one');
  const named = threads.filter(({ opened }) => written.length >= 4 && opened.id.startsWith(written.toLowerCase()));
  const [first] = named;
  if (first !== undefined && named.length === 1) return first;
  const all = threads.map(({ opened }) => `${opened.id.slice(0, 8)} (${opened.address})`).join(', ');
  return refuse(
    `${named.length === 0 ? 'No thread has' : 'Several threads have'} the id ${JSON.stringify(written)}`,
    `There are ${all}`,
  );
}
