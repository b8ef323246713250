import { isApproved, stageOf } from '../check/stage.ts';
import type { BoundDocument, BoundItem, BoundTable } from '../document/document.ts';
import { allLists, sectionsUnderRole, tablesWithRole } from '../document/walk-document.ts';
import type { SectionRole } from '../template/schema.ts';
import { shortened } from '../text/shortened.ts';
import { newestOf } from './causal-order.ts';
import { isProved } from './people.ts';
import type { Review } from './review.ts';

/** Units of a line. */
const LONGEST = 80;

/** Something that is to be done before a document may go on. */
export interface LeftOver {
  readonly address: string;
  /** What it says, cut to a line. */
  readonly words: string;
}

/** Questions that are not ticked, wherever the template puts its open questions; those without a box are open too. */
export function openQuestions(document: BoundDocument): LeftOver[] {
  return itemsOf(document, 'open-questions').filter(isOpen(document)).map(leftOver);
}

/** Tasks that are not ticked; those without a box are not. */
export function leftTasks(document: BoundDocument): LeftOver[] {
  return itemsOf(document, 'tasks').filter(isOpen(document)).map(leftOver);
}

/** Metrics without a value that was recorded after the document was approved, by somebody who is proved to be who they say. */
export function unmeasuredMetrics({ current, history, policy, sees, assuranceOf }: Review): LeftOver[] {
  const approvals = (history?.moves ?? []).filter(
    (move) => sees(move) && isApproved(stageOf(stateNamed(policy.states, move.to))),
  );
  const [approval] = history === null ? [] : newestOf(approvals, history.order);
  const measured = new Set(
    (history?.measured ?? [])
      .filter((event) => sees(event) && isProved(assuranceOf(event), policy))
      .filter((event) => approval === undefined || history?.order.knew(event, approval))
      .map(({ address }) => rowOf(address)),
  );
  return metricRows(current.bound)
    .filter(({ address }) => !measured.has(address))
    .map(({ address, cells }) => ({ address, words: shortened(cells[0]?.value.plain ?? '', LONGEST) }));
}

function stateNamed(states: readonly string[], name: string): string {
  return states.find((state) => state.toLowerCase() === name.toLowerCase()) ?? name;
}

/** The row of a cell's address; a row's own as it is. */
function rowOf(address: string): string {
  return address.replace(/\]\.[^.[\]]+$/u, ']');
}

/** The rows that an author filled in of every table of metrics, in text order. */
export function metricRows(document: BoundDocument): BoundTable['rows'] {
  return tablesWithRole(document, 'metrics').flatMap(({ rows }) =>
    rows.filter(({ cells }) => cells[0]?.value.state === 'valid'),
  );
}

/** Top items of all lists under sections of a role, their groups' lists included, in text order. */
function itemsOf(document: BoundDocument, role: SectionRole): BoundItem[] {
  const items = new Map<number, BoundItem>();
  for (const section of sectionsUnderRole(document, role)) {
    for (const list of allLists(section.content)) {
      for (const item of list.items) if (item.depth === 0) items.set(item.range.start, item);
    }
  }
  return [...items.values()].sort((a, b) => a.range.start - b.range.start);
}

function isOpen({ schema }: BoundDocument): (item: BoundItem) => boolean {
  const placeholders = new Set(schema.placeholders.map(({ folded }) => folded));
  return ({ checked, plain }) => checked !== true && plain !== '' && !placeholders.has(plain);
}

function leftOver({ address, plain }: BoundItem): LeftOver {
  return { address, words: shortened(plain, LONGEST) };
}
