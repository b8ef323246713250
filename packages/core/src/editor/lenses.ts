import { counted } from '../diagnostic/summary.ts';
import { isAtOrBelow } from '../document/address-pool.ts';
import type { BoundDocument, BoundList, BoundSection } from '../document/document.ts';
import { allLists } from '../document/walk-document.ts';
import { openQuestions } from '../lifecycle/left-over.ts';
import { mending } from '../lifecycle/mending.ts';
import { sameState } from '../lifecycle/policy.ts';
import { judgeSignOffs, roleGaps } from '../lifecycle/sign-offs.ts';
import { changesSince } from '../lifecycle/since-sign-off.ts';
import { resting } from '../lifecycle/tell.ts';
import { nextMove, turnsOf } from '../lifecycle/turns.ts';
import { lastAnswer } from '../text/last-answer.ts';
import type { Range } from '../text/range.ts';
import type { DocumentReview, EditorDocument, EditorWorkspace } from './editor-workspace.ts';
import { boxesIn } from './outline.ts';

/** A line above a place that tells how things stand there. */
export interface Lens {
  /** Of the heading or line below it. */
  readonly range: Range;
  readonly title: string;
  /** What to type to go on, as in a turn: PATH stands for the document; null for nothing. */
  readonly command: readonly string[] | null;
}

/**
 * How a document stands, sorted by place: at its title status, next gate and whose turn it is; above sections who must look
 * again; above tasks and questions how many are done or open. What a history tells is there where it is known.
 */
export function lensesOf({ bound }: EditorDocument, workspace: EditorWorkspace): readonly Lens[] {
  const known = workspace.reviewOf(bound.file);
  const told = known === null ? null : reviewTelling(known);
  const top = bound.title?.range ?? { start: 0, end: 0 };
  const lenses = (told?.top ?? []).map((line) => ({ range: top, ...line }));
  const questions = openQuestions(bound).map(({ address }) => address);
  for (const section of bound.allSections) {
    const range = section.outline.headingRange;
    const again = told?.again.get(section.address);
    if (again !== undefined) lenses.push({ range, ...again });
    const progress = progressOf(section, questions);
    if (progress !== '') lenses.push({ range, title: progress, command: null });
    for (const lens of groupLenses(bound, section)) lenses.push(lens);
  }
  return lenses.sort((a, b) => a.range.start - b.range.start);
}

function progressOf({ schema, content, address }: BoundSection, questions: readonly string[]): string {
  const lists = allLists(content);
  if (schema?.role !== 'open-questions') return tasksIn(lists);
  const open = questions.filter((question) => isAtOrBelow(question, address)).length;
  return lists.length === 0 ? '' : `${open} open`;
}

function tasksIn(lists: readonly BoundList[]): string {
  return boxesIn(lists, false);
}

/** Groups that are written as headings have the lens of their section. */
function groupLenses(document: BoundDocument, { content }: BoundSection): Lens[] {
  return content.groups.flatMap(({ range, lists }) => {
    const title = range.start < content.range.start || range.end > content.range.end ? '' : tasksIn(lists);
    const { lines } = document.source;
    const end = Math.min(range.end, lines.endOfLine(lines.lineAt(range.start)));
    return title === '' ? [] : [{ range: { start: range.start, end }, title, command: null }];
  });
}

type Line = Omit<Lens, 'range'>;

interface ReviewTelling {
  readonly top: readonly Line[];
  /** By the address of a section: who must look at it again. */
  readonly again: ReadonlyMap<string, Line>;
}

/** What a review tells is worked out once, for it compares texts. */
const reviewTelling = lastAnswer(
  (known: DocumentReview): ReviewTelling => ({ top: topLines(known), again: againLines(known) }),
);

function topLines({ review, status }: DocumentReview): Line[] {
  const { state, claimed, fallenFrom } = status;
  if (state === null) return [];
  const mismatch = claimed !== null && !sameState(state, claimed) ? `; the line says ${claimed}` : '';
  const fallen = fallenFrom === null ? '' : `, ${fallenFrom.state} before`;
  const mend = mismatch === '' || fallenFrom !== null ? null : ['specwright', 'verify', 'PATH', '--fix'];
  const lines: Line[] = [{ title: `${state}${fallen}${mismatch}`, command: mend }];
  const rest = resting(review);
  if (rest !== null) return [...lines, { title: rest, command: ['specwright', 'history', 'PATH'] }];
  const next = nextMove(review, status);
  if (next === null) return lines;
  const { to } = next.move;
  const missing = next.gates.flatMap((gate) => gate.missing);
  const [first] = missing;
  if (first === undefined) {
    lines.push({ title: `Nothing is missing for ${to}`, command: ['specwright', 'move', 'PATH', to] });
  } else {
    const what = missing.length === 1 ? first.message : `${missing.length} things are missing, first: ${first.message}`;
    lines.push({ title: `For ${to}: ${shortened(what)}`, command: mending(first) });
  }
  return [...lines, ...turnLines({ review, status })];
}

/** More turns than these are counted. */
const mostTurns = 3;

function turnLines({ review, status }: DocumentReview): Line[] {
  const turns = turnsOf(review, status);
  const [first] = turns;
  if (first === undefined) return [];
  const shown = turns.slice(0, mostTurns).map(({ who, what }) => `${who ?? 'whoever owns it'} to ${what}`);
  const more = turns.length > mostTurns ? `, and ${turns.length - mostTurns} more` : '';
  return [{ title: `It is the turn of ${shown.join(', ')}${more}`, command: first.command }];
}

/** Sections that a required role had approved and has not as they stand now. */
function againLines({ review }: DocumentReview): ReadonlyMap<string, Line> {
  const signOffs = judgeSignOffs(review);
  const roles = new Map<string, { readonly names: string[]; words: number }>();
  for (const gap of roleGaps(review, signOffs)) {
    if (!gap.again) continue;
    const { name } = gap.role;
    const stale = signOffs.find(
      (one) => sameState(one.role, name) && one.verdict === 'Approved' && one.state === 'stale',
    );
    const changes = stale === undefined ? [] : (changesSince(review, stale.event)?.changes ?? []);
    for (const part of gap.changed) {
      const known = roles.get(part) ?? { names: [], words: 0 };
      known.names.push(name);
      const here = changes.filter(({ section }) => section === part);
      known.words = Math.max(
        known.words,
        here.reduce((sum, { words }) => sum + changedCount(words), 0),
      );
      roles.set(part, known);
    }
  }
  return new Map(
    [...roles].map(([part, { names, words }]) => {
      const what = words === 0 ? '' : `: ${counted(words, 'word')} changed`;
      const command = ['specwright', 'sign', 'PATH', '--role', names[0] ?? 'ROLE'];
      return [part, { title: `${names.join(' and ')} must look again${what}`, command }];
    }),
  );
}

/** A word in the place of another is one change. */
function changedCount(segments: readonly { readonly kind: string; readonly text: string }[]): number {
  const count = (kind: string): number =>
    segments.filter((one) => one.kind === kind).reduce((sum, { text }) => sum + (text.match(/\S+/gu)?.length ?? 0), 0);
  return Math.max(count('removed'), count('added'));
}

const longest = 120;

function shortened(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1).trimEnd()}…`;
}
