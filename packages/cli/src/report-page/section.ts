import { h } from 'hastscript';
import type { Piece } from './piece.ts';

/** A part of the page that answers one question. */
export interface PageSection {
  readonly id: string;
  readonly title: string;
  /** How many there are, for the list of contents. */
  readonly count: number;
  /** A sentence under the title; null for none. */
  readonly lead: Piece | null;
  /** What is said in place of the body when there is nothing. */
  readonly empty: Piece;
  readonly body: Piece;
}

export function sectionOf({ id, title, count, lead, empty, body }: PageSection): Piece {
  return h(
    'section',
    { id, ariaLabelledBy: [`${id}-title`], tabIndex: -1 },
    h('h2', { id: `${id}-title` }, title, ' ', h('span.count', count.toLocaleString('en-US'))),
    count === 0 ? h('p.empty', empty) : [lead === null ? null : h('p.lead', lead), body],
  );
}
