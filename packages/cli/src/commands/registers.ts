import { counted } from '@specwright/core/diagnostic/summary.ts';
import type { Operation } from '@specwright/core/operations/operation.ts';
import {
  glossary,
  metrics,
  openQuestions,
  type RegisterOutput,
  risks,
  tasks,
} from '@specwright/core/operations/read-registers.ts';
import type { RegisterRow } from '@specwright/core/operations/registers/register-rows.ts';
import { type TableColumn, tableText } from '../terminal/table.ts';
import { type Invocation, isSet, type RunCommand } from './command.ts';
import { openContext, skippedText } from './context.ts';

export type RegisterName = 'risks' | 'metrics' | 'tasks' | 'open-questions' | 'glossary';

/** `specwright risks` and its like: one table over all documents. */
export function runRegister(name: RegisterName): RunCommand {
  switch (name) {
    case 'risks':
      return runner(risks, 'risk', [
        { title: 'risk', least: 20, cell: (row) => row.risk },
        { title: 'likelihood', cell: (row) => row.likelihood ?? '' },
        { title: 'impact', cell: (row) => row.impact ?? '' },
        { title: 'mitigation', least: 16, cell: (row) => row.mitigation ?? '' },
      ]);
    case 'metrics':
      return runner(metrics, 'metric', [
        { title: 'metric', least: 20, cell: (row) => row.metric },
        { title: 'current', least: 8, cell: (row) => row.current ?? '' },
        { title: 'target', least: 8, cell: (row) => row.target ?? '' },
        { title: 'measured by', least: 12, cell: (row) => row.method ?? '' },
      ]);
    case 'tasks':
      return runner(tasks, 'task', [
        { title: 'done', cell: (row) => tick(row.done) },
        { title: 'task', least: 24, cell: (row) => row.task },
        { title: 'part', least: 10, cell: (row) => row.group ?? '' },
        { title: 'owner', least: 8, cell: (row) => row.owner ?? '' },
      ]);
    case 'open-questions':
      return runner(openQuestions, 'question', [
        { title: 'answered', cell: (row) => tick(row.answered) },
        { title: 'question', least: 30, cell: (row) => row.question },
        { title: 'answer', least: 16, cell: (row) => row.answer ?? '' },
      ]);
    case 'glossary':
      return runner(glossary, 'term', [
        { title: 'term', least: 12, cell: (row) => row.term },
        { title: 'definition', least: 30, cell: (row) => row.definition },
      ]);
  }
}

interface RegisterColumn<Row> extends TableColumn {
  readonly cell: (row: Row) => string;
}

function tick(value: boolean | null): string {
  return value === null ? '' : value ? '✓' : '–';
}

function runner<Row extends RegisterRow>(
  operation: Operation<Record<string, never>, RegisterOutput<Row>>,
  word: string,
  columns: readonly RegisterColumn<Row>[],
): RunCommand {
  return async (invocation: Invocation): Promise<number> => {
    const { terminal } = invocation;
    const { workspace, operation: context, display } = await openContext(invocation);
    const { rows, documents, skipped } = await operation.run(context, {});
    if (isSet(invocation, 'json')) {
      const shown = rows.map((row) => ({ ...row, file: display(row.file) }));
      terminal.write(`${JSON.stringify({ documents, rows: shown }, null, 2)}\n`);
    } else {
      terminal.say(skippedText(skipped, display));
      const place: RegisterColumn<Row> = { title: 'where', cell: (row) => `${display(row.file)}:${row.line}` };
      const all = [...columns, place].filter((column) => rows.some((row) => column.cell(row) !== ''));
      const cells = rows.map((row) => all.map((column) => column.cell(row)));
      const table = rows.length === 0 ? '' : `${tableText(all, cells, terminal)}\n`;
      terminal.write(`${table}${counted(rows.length, word)} in ${counted(documents, 'document')}\n`);
    }
    return workspace.missing.length > 0 ? 2 : 0;
  };
}
