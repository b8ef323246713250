import { counted } from '@specwright/core/diagnostic/summary.ts';
import type { StuckTurn } from '@specwright/core/operations/report/reported-work.ts';
import type { DocumentTurn } from '@specwright/core/operations/turns.ts';
import { commandLine } from '@specwright/core/text/command-line.ts';
import { h } from 'hastscript';
import { most, type Page } from './page-input.ts';
import { type Piece, together } from './piece.ts';
import { commandCode, dim, documentCell, documentLink, stateCell, words } from './pieces.ts';
import type { PageSection } from './section.ts';
import { filterKeys, more, type PageColumn, tableOf } from './table.ts';
import { ageOf } from './words.ts';

/** What is stuck, and why. */
export function stuckSection(page: Page): PageSection {
  const { stuck } = page.report;
  return {
    id: 'stuck',
    title: 'What is stuck, and why',
    count: stuck.length,
    lead: null,
    empty: 'No document is open. What was decided stands under Decisions.',
    body: tableOf(page, {
      caption: 'Open documents: those past their day first, then those that wait longest',
      columns: stuckColumns(page),
      rows: stuck,
      about: ({ file }) => file,
      most: most.rows,
      command: 'specwright stuck',
    }),
  };
}

function stuckColumns(page: Page): PageColumn<StuckTurn>[] {
  return [
    {
      title: 'Document',
      key: ({ title }) => title,
      cell: (one) => together(documentCell(one.file, page), answering(one)),
    },
    { title: 'State', key: ({ days }) => days ?? -1, cell: (one) => inState(one, page) },
    {
      title: 'Waits for',
      width: 'wide',
      cell: ({ missing, gate }) =>
        together(
          words(missing ?? 'The next move; nothing stands in its way'),
          gate === null ? null : h('span.note', 'gate ', gate),
        ),
    },
    {
      title: 'Next step',
      width: 'wide',
      key: ({ who }) => who ?? '',
      cell: ({ who, what, heldUntil, file, command }) =>
        together(
          who === null ? dim(heldUntil === null ? 'nobody yet' : `nobody until ${heldUntil}`) : words(who),
          what === null ? null : together(': ', words(what)),
          h('span.command', commandCode(command, file)),
        ),
    },
  ];
}

function answering({ owner, team }: StuckTurn): Piece {
  const people = [owner, team].filter((name) => name !== null);
  return people.length === 0 ? h('span.note.bad', 'nobody answers for it') : h('span.note', words(people.join(' · ')));
}

function inState({ file, days, decideBy, overdue }: StuckTurn, { documents }: Page): Piece {
  const document = documents.get(file);
  return together(
    document === undefined ? null : stateCell(document),
    h('span.note', waitOf(days)),
    decideBy === null
      ? null
      : h(
          overdue ? 'span.note.bad' : 'span.note',
          `${overdue ? 'late: ' : ''}decide by `,
          h('time', { dateTime: decideBy }, decideBy),
        ),
  );
}

function waitOf(days: number | null): string {
  if (days === null) return 'in it for nobody knows how long';
  return days === 0 ? 'in it since today' : `in it for ${counted(days, 'day')}`;
}

/** Whose turn it is: by person, those who are waited for longest first. */
export function turnsSection(page: Page): PageSection {
  const { turns } = page.report;
  const people = byPerson(turns);
  return {
    id: 'turns',
    title: 'Whose turn',
    count: turns.length,
    lead: `${counted(turns.length, 'turn')} of ${people.length === 1 ? 'one person or role' : `${people.length} people and roles`}`,
    empty: 'Nobody has to act.',
    body: together(
      people.slice(0, most.people).map(([who, own]) => personGroup(who, own, page)),
      more(people.length - most.people, 'specwright turns'),
    ),
  };
}

function byPerson(turns: readonly DocumentTurn[]): [who: string | null, own: DocumentTurn[]][] {
  const groups = new Map<string | null, DocumentTurn[]>();
  for (const turn of turns) {
    const own = groups.get(turn.who);
    if (own === undefined) groups.set(turn.who, [turn]);
    else own.push(turn);
  }
  return [...groups];
}

function personGroup(who: string | null, own: readonly DocumentTurn[], page: Page): Piece {
  return h(
    'div.person',
    h('h3', who === null ? 'Nobody yet' : words(who), ' ', h('span.count', own.length)),
    h(
      'div',
      h(
        'ul',
        own.slice(0, most.ofPerson).map((turn) => turnItem(turn, page)),
      ),
      more(own.length - most.ofPerson, commandLine(['specwright', 'turns', ...(who === null ? [] : ['--who', who])])),
    ),
  );
}

function turnItem({ document, what, why, since, command }: DocumentTurn, page: Page): Piece {
  const age = ageOf(since, page.today);
  return h(
    'li',
    filterKeys(page, document),
    h('p', h('strong', words(what)), ' · ', documentLink(document, page)),
    h('p', words(why), age === null ? null : dim(age === 'today' ? ', since today' : `, for ${age}`)),
    h('p.command', commandCode(command, document)),
  );
}
