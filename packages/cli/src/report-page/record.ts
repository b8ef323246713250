import { h } from 'hastscript';
import { most, type Page } from './page-input.ts';
import { together } from './piece.ts';
import { ageCell, dim, documentCell, documentLink, stateCell, words } from './pieces.ts';
import type { PageSection } from './section.ts';
import { tableOf } from './table.ts';
import { findingsText } from './words.ts';

/** What was decided, by whom. An override stays marked for ever. */
export function decisionsSection(page: Page): PageSection {
  const { decisions } = page.report;
  return {
    id: 'decisions',
    title: 'Decisions',
    count: decisions.length,
    lead: null,
    empty: 'Nothing has been recorded yet. It begins with the first move or sign-off.',
    body: tableOf(page, {
      caption: 'Moves, sign-offs and waivers, the newest first',
      columns: [
        { title: 'When', width: 'narrow', key: ({ at }) => at, cell: ({ at }) => ageCell(at, page) },
        { title: 'Who', key: ({ by }) => by, cell: ({ by }) => words(by) },
        {
          title: 'What',
          width: 'wide',
          cell: ({ words: what, kind, void: why }) =>
            together(
              words(what),
              kind === 'overridden' ? h('span.note.bad', 'its gate was not met') : null,
              why === null ? null : h('span.note.bad', 'does not count: ', words(why)),
            ),
        },
        { title: 'Document', key: ({ title }) => title, cell: ({ file }) => documentLink(file, page) },
      ],
      rows: decisions,
      about: ({ file }) => file,
      most: most.rows,
      command: 'specwright history PATH',
    }),
  };
}

export function documentsSection(page: Page): PageSection {
  const { documents } = page.report;
  return {
    id: 'documents',
    title: 'All documents',
    count: documents.length,
    lead: null,
    empty: 'There are no documents.',
    body: tableOf(page, {
      caption: 'Every document with its effective status',
      columns: [
        { title: 'Document', key: ({ file }) => file, cell: ({ file }) => documentCell(file, page) },
        { title: 'Status', key: ({ place, state }) => `${place} ${state ?? ''}`, cell: stateCell },
        {
          title: 'Owner',
          key: ({ owner }) => owner ?? '',
          cell: ({ owner }) => (owner === null ? dim('nobody') : words(owner)),
        },
        { title: 'Team', key: ({ team }) => team ?? '', cell: ({ team }) => (team === null ? null : words(team)) },
        {
          title: 'Findings',
          key: ({ findings: { error, warning } }) => error * 1e6 + warning,
          cell: ({ findings }) =>
            findings.error > 0 ? h('span.bad', findingsText(findings)) : findingsText(findings) || dim('none'),
        },
      ],
      rows: documents,
      about: ({ file }) => file,
      most: most.documents,
      command: 'specwright list',
    }),
  };
}
