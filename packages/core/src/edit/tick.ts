import type { BoundDocument, BoundItem } from '../document/document.ts';
import type { Replacement } from '../text/edit.ts';
import type { Part } from './parts.ts';
import { EditRefusal } from './refusal.ts';

/**
 * Ticks or unticks the box of an item; null when it is so already. A task or question without a box gets one.
 * @throws {EditRefusal} for other items without a box, and for parts that are no items.
 */
export function tickItem(document: BoundDocument, part: Part, done: boolean): Replacement | null {
  if (part.kind !== 'item') {
    throw new EditRefusal(`${part.address} is no item with a box`, 'Name one item, such as open-questions[1]');
  }
  const { item } = part;
  if (item.checked === done) return null;
  const mark = done ? 'x' : ' ';
  if (item.boxRange !== null) return { ...item.boxRange, text: mark };
  if (!mayHaveBox(part)) {
    throw new EditRefusal(`${part.address} has no box to tick`, 'Write "[ ] " before its words to give it one');
  }
  return newBox(document, item, mark);
}

/** Lists of which items are ticked off: what the template shows with boxes, tasks of groups, questions. */
function mayHaveBox({ list, group, home }: Extract<Part, { kind: 'item' }>): boolean {
  const role = home?.schema?.role;
  return (
    list.type === 'checklist' ||
    list.schema?.type === 'checklist' ||
    group !== null ||
    role === 'tasks' ||
    role === 'open-questions'
  );
}

function newBox(document: BoundDocument, item: BoundItem, mark: string): Replacement {
  const { start } = item.rawRange;
  const apart = /[ \t]/u.test(document.source.text[start - 1] ?? '') ? '' : ' ';
  return { start, end: start, text: `${apart}[${mark}] ` };
}
