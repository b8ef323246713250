import type { RiskRow } from '@specwright/core/operations/registers/risks.ts';
import type { ReportedMetric } from '@specwright/core/operations/report/reported-work.ts';
import { h } from 'hastscript';
import { most, type Page } from './page-input.ts';
import { type Piece, together } from './piece.ts';
import { ageCell, dim, documentLink, progressBar, words } from './pieces.ts';
import type { PageSection } from './section.ts';
import { type PageColumn, tableOf } from './table.ts';

const inOpenDocuments = 'in documents that are still open';

export function risksSection(page: Page): PageSection {
  const { risks } = page.report;
  const scale = (title: string, word: keyof RiskRow['places']): PageColumn<RiskRow> => ({
    title,
    width: 'narrow',
    key: (risk) => risk.places[word] ?? -1,
    cell: (risk) => told(risk[word]),
  });
  return {
    id: 'risks',
    title: 'Risks',
    count: risks.length,
    lead: null,
    empty: `No risk is listed ${inOpenDocuments}.`,
    body: together(
      heatTable(risks),
      tableOf(page, {
        caption: `Risks ${inOpenDocuments}, the worst first`,
        columns: [
          { title: 'Risk', key: ({ risk }) => risk, cell: ({ risk }) => words(risk) },
          scale('Likelihood', 'likelihood'),
          scale('Impact', 'impact'),
          { title: 'Mitigation', width: 'wide', cell: ({ mitigation }) => told(mitigation, 'none written') },
          documentColumn(page),
        ],
        rows: risks,
        about: ({ file }) => file,
        most: most.rows,
        command: 'specwright risks',
      }),
    ),
  };
}

const levels = ['low', 'medium', 'high'] as const;

/** How many risks there are of each likelihood and impact, each scale folded to three steps. */
function heatTable(risks: readonly RiskRow[]): Piece {
  const counts = levels.map(() => levels.map(() => 0));
  let placed = 0;
  for (const { places } of risks) {
    const row = counts[stepOf(places.likelihood)];
    const column = stepOf(places.impact);
    if (row?.[column] === undefined) continue;
    row[column] += 1;
    placed += 1;
  }
  if (placed === 0) return null;
  const left = risks.length - placed;
  return h('div.heat', [
    h(
      'table',
      h('caption', `Likelihood and impact${left === 0 ? '' : `; ${left} without both`}`),
      h(
        'thead',
        h(
          'tr',
          h('td'),
          ['Low', 'Medium', 'High'].map((name) => h('th', { scope: 'col' }, `${name} impact`)),
        ),
      ),
      h(
        'tbody',
        [...levels.keys()].toReversed().map((likelihood) =>
          h(
            'tr',
            h('th', { scope: 'row' }, `${['Unlikely', 'Possible', 'Likely'][likelihood]}`),
            levels.map((_, impact) => {
              const count = counts[likelihood]?.[impact] ?? 0;
              return h(`td.heat-${likelihood + impact}`, count === 0 ? dim('0') : String(count));
            }),
          ),
        ),
      ),
    ),
  ]);
}

function stepOf(place: number | null): number {
  return place === null ? -1 : Math.round(place * (levels.length - 1));
}

export function questionsSection(page: Page): PageSection {
  const { questions } = page.report;
  return {
    id: 'questions',
    title: 'Open questions',
    count: questions.length,
    lead: null,
    empty: `No question is open ${inOpenDocuments}.`,
    body: tableOf(page, {
      caption: `Questions that nobody has answered ${inOpenDocuments}: those that block an approval first, then the oldest`,
      columns: [
        {
          title: 'Question',
          width: 'wide',
          key: ({ question }) => question,
          cell: ({ question, by, blocking }) =>
            together(
              words(question),
              by === null ? null : h('span.note', 'asked by ', words(by)),
              blocking ? h('span.note.bad', 'stands in the way of an approval') : null,
            ),
        },
        {
          title: 'Age',
          key: ({ since }) => since ?? '9999',
          cell: ({ since, by }) => ageCell(since, page, by === null),
        },
        documentColumn(page),
      ],
      rows: questions,
      about: ({ file }) => file,
      most: most.rows,
      command: 'specwright open-questions',
    }),
  };
}

export function metricsSection(page: Page): PageSection {
  const { metrics } = page.report;
  return {
    id: 'metrics',
    title: 'Metrics',
    count: metrics.length,
    lead: null,
    empty: 'No document lists a success metric.',
    body: tableOf(page, {
      caption: 'What is to become better, from where to where, and whether that was measured after the approval',
      columns: [
        { title: 'Metric', key: ({ metric }) => metric, cell: ({ metric }) => words(metric) },
        { title: 'Current', cell: ({ current }) => told(current) },
        { title: 'Target', cell: ({ target }) => told(target) },
        {
          title: 'Since the approval',
          key: ({ measured, waived }) => (measured === true ? 3 : waived !== null ? 2 : measured === null ? 1 : 0),
          cell: (metric) => measure(metric, page),
        },
        documentColumn(page),
      ],
      rows: metrics,
      about: ({ file }) => file,
      most: most.rows,
      command: 'specwright metrics',
    }),
  };
}

function measure({ measured, waived, file }: ReportedMetric, { documents }: Page): Piece {
  if (measured === true) return h('span.good', 'measured');
  if (waived !== null) return together(dim('waived'), h('span.note', words(`${waived.by}: ${waived.reason}`)));
  if (measured === null) return dim('not approved yet');
  return documents.get(file)?.open === true ? h('span.bad', 'not measured') : dim('not measured');
}

export function tasksSection(page: Page): PageSection {
  const { tasks } = page.report;
  return {
    id: 'tasks',
    title: 'Tasks',
    count: tasks.reduce((sum, { all }) => sum + all, 0),
    lead: null,
    empty: 'No document lists tasks.',
    body: tableOf(page, {
      caption: 'How far the tasks of each document are',
      columns: [
        documentColumn(page),
        {
          title: 'Done',
          key: ({ done, all }) => done / all,
          cell: ({ done, all }) => together(h('span.age', `${done} of ${all}`), progressBar(done, all)),
        },
        {
          title: 'Next',
          width: 'wide',
          cell: ({ next, group }) =>
            next === null
              ? h('span.good', 'all done')
              : together(words(next), group === null ? null : h('span.note', words(group))),
        },
      ],
      rows: tasks,
      about: ({ file }) => file,
      most: most.rows,
      command: 'specwright tasks',
    }),
  };
}

function documentColumn<Row extends { readonly file: string }>(page: Page): PageColumn<Row> {
  return {
    title: 'Document',
    key: ({ file }) => page.documents.get(file)?.title ?? file,
    cell: ({ file }) => documentLink(file, page),
  };
}

function told(text: string | null, instead = 'not written'): Piece {
  return text === null || text === '' ? dim(instead) : words(text);
}
