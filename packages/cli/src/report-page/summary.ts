import { counted } from '@specwright/core/diagnostic/summary.ts';
import type { ReportedDocument } from '@specwright/core/operations/report/reported-document.ts';
import { h, s } from 'hastscript';
import type { Page } from './page-input.ts';
import type { Piece } from './piece.ts';
import { mark, words } from './pieces.ts';
import { are, findingsText } from './words.ts';

/** The answer at once, before any table. */
export function leadSentence({ report: { documents, stuck } }: Page): string {
  if (documents.length === 0) return 'There are no documents here yet.';
  const open = documents.filter((one) => one.open).length;
  if (open === 0) return `None of ${counted(documents.length, 'document')} is open.`;
  const late = stuck.filter(({ overdue }) => overdue).length;
  const longest = stuck.reduce<number | null>(
    (most, { days }) => (days === null ? most : Math.max(most ?? 0, days)),
    null,
  );
  return [
    `${open.toLocaleString('en-US')} of ${counted(documents.length, 'document')} ${are(open)} open.`,
    late === 0 ? '' : `${late.toLocaleString('en-US')} should have been decided by now.`,
    longest === null || longest === 0 ? '' : `The longest has stood still for ${counted(longest, 'day')}.`,
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

/** Documents by status as one bar, then the few numbers that matter. */
export function summaryOf(page: Page): Piece {
  const { documents } = page.report;
  return h('section.summary', { ariaLabel: 'Summary' }, statusBar(documents), numbers(page));
}

interface StateCount {
  readonly name: string;
  readonly stage: ReportedDocument['stage'];
  readonly place: number;
  count: number;
}

const stages: readonly ReportedDocument['stage'][] = ['draft', 'open', null, 'approved', 'done', 'aside'];

/** How many documents are in each state, in the order of their lives; those without a status last. */
function countStates(documents: readonly ReportedDocument[]): StateCount[] {
  const counts = new Map<string, StateCount>();
  for (const { state, stage, place } of documents) {
    const name = state ?? 'No status';
    const known = counts.get(`${name} ${stage}`);
    if (known === undefined)
      counts.set(`${name} ${stage}`, { name, stage: state === null ? 'aside' : stage, place, count: 1 });
    else known.count += 1;
  }
  return [...counts.values()].sort(
    (a, b) => stages.indexOf(a.stage) - stages.indexOf(b.stage) || a.place - b.place || (a.name < b.name ? -1 : 1),
  );
}

function statusBar(documents: readonly ReportedDocument[]): Piece {
  const states = countStates(documents);
  const told = states.map(({ name, count }) => `${count} ${name}`).join(', ');
  let x = 0;
  const pieces = states.map(({ stage, count }) => {
    const width = (count / documents.length) * 1000;
    const piece = s(`rect.${stage ?? 'open'}`, {
      x: x.toFixed(1),
      width: Math.max(2, width - 3).toFixed(1),
      height: 12,
    });
    x += width;
    return piece;
  });
  return h('figure', [
    s(
      'svg.bar',
      { viewBox: '0 0 1000 12', preserveAspectRatio: 'none', role: 'img', ariaLabel: `Documents by status: ${told}` },
      pieces,
    ),
    h(
      'figcaption',
      states.map(({ name, stage, count }) =>
        h(`span.state.${stage ?? 'open'}`, mark(stage), words(name), ' ', h('b', count.toLocaleString('en-US'))),
      ),
    ),
  ]);
}

function numbers({ report }: Page): Piece {
  const { documents, stuck, turns, findings, questions } = report;
  const late = stuck.filter(({ overdue }) => overdue).length;
  const held = stuck.filter(({ heldUntil }) => heldUntil !== null).length;
  const blocked = stuck.filter(({ gate }) => gate !== null).length;
  const overridden = documents.filter((one) => one.overridden.length > 0).length;
  return h('dl.numbers', [
    number('open', documents.filter((one) => one.open).length, `of ${counted(documents.length, 'document')}`),
    number('stuck at a gate', blocked, held === 0 ? '' : `${held} on hold`),
    number('late', late, 'past the day to decide', late > 0),
    number(
      'waited for',
      new Set(turns.map(({ who }) => who)).size,
      `people and roles, ${counted(turns.length, 'turn')}`,
    ),
    number(
      questions.length === 1 ? 'question' : 'questions',
      questions.length,
      blockingText(report.questions.filter(({ blocking }) => blocking).length),
    ),
    number(
      findings.error === 1 ? 'error' : 'errors',
      findings.error,
      findingsText({ ...findings, error: 0 }),
      findings.error > 0,
    ),
    overridden === 0 ? null : number('overridden', overridden, 'gates passed over with a reason', true),
  ]);
}

function blockingText(count: number): string {
  return count === 0 ? 'open' : `open, ${count} in the way of an approval`;
}

function number(name: string, count: number, about: string, bad = false): Piece {
  return h(
    'div',
    h('dt', name),
    h(bad ? 'dd.bad' : 'dd', count.toLocaleString('en-US')),
    about === '' ? null : h('dd.about', about),
  );
}
