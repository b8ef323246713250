import { counted } from '@specwright/core/diagnostic/summary.ts';
import { type Condition, parseCondition, parsePath, textOf } from '@specwright/core/operations/document-query.ts';
import {
  type ListedDocument,
  type ListInput,
  type ListOutput,
  list,
  valuesOf,
} from '@specwright/core/operations/list.ts';
import { Failure } from '../failure.ts';
import { type TableColumn, tableText } from '../terminal/table.ts';
import { type Invocation, isSet, listOption, textOption } from './command.ts';
import { type CommandContext, openContext, skippedText } from './context.ts';

/** `specwright list [PATH…]`. */
export async function run(invocation: Invocation): Promise<number> {
  const input: ListInput = { where: conditionsOf(invocation), sort: sortOf(invocation) };
  const context = await openContext(invocation);
  const output = await list.run(context.operation, input);
  for (const { name, suggestion } of output.unknown) {
    const hint =
      suggestion === null
        ? 'specwright show PATH --json shows the fields of a document'
        : `Did you mean ${suggestion}?`;
    throw new Failure(`No document here has a field ${JSON.stringify(name)}`, hint);
  }
  const { terminal } = invocation;
  if (isSet(invocation, 'json')) terminal.write(jsonText(output, context));
  else {
    terminal.say(skippedText(output.skipped, context.display));
    terminal.write(documentsText(output, context, invocation));
  }
  return context.workspace.missing.length > 0 ? 2 : 0;
}

/** The conditions of `--where`. @throws {Failure} when one is none. */
export function conditionsOf(invocation: Invocation): Condition[] {
  return listOption(invocation, 'where').map((text) => {
    const condition = parseCondition(text);
    if (condition !== null) return condition;
    throw new Failure(
      `${JSON.stringify(text)} is no condition`,
      'Write it as FIELD=VALUE, for example --where status=Draft',
    );
  });
}

function sortOf(invocation: Invocation): ListInput['sort'] {
  const text = textOption(invocation, 'sort');
  if (text === null) return null;
  const descending = text.startsWith('-');
  return { path: parsePath(descending ? text.slice(1) : text), descending };
}

function jsonText({ documents }: ListOutput, { display }: CommandContext): string {
  const shown = documents.map(({ file, template, ...rest }) => ({
    file: display(file),
    template: display(template),
    ...rest,
  }));
  return `${JSON.stringify({ documents: shown }, null, 2)}\n`;
}

interface ShownColumn extends TableColumn {
  readonly cell: (document: ListedDocument) => string;
}

function documentsText({ documents }: ListOutput, context: CommandContext, invocation: Invocation): string {
  if (documents.length === 0) return 'No documents\n';
  const columns = columnsOf(invocation, context, documents);
  const rows = documents.map((document) => columns.map((column) => column.cell(document)));
  return `${tableText(columns, rows, invocation.terminal)}\n${counted(documents.length, 'document')}\n`;
}

function columnsOf(
  invocation: Invocation,
  { display }: CommandContext,
  documents: readonly ListedDocument[],
): ShownColumn[] {
  const asked = listOption(invocation, 'columns');
  const file: ShownColumn = { title: 'file', cell: (document) => display(document.file) };
  if (asked.length > 0) return [file, ...asked.map(fieldColumn)];
  const used = [
    ...listOption(invocation, 'where').map((text) => parseCondition(text)?.path.join('.') ?? ''),
    sortOf(invocation)?.path.join('.') ?? '',
  ];
  const more = [...new Set(used)].filter((name) => name !== '' && !['status', 'title', 'file', 'id'].includes(name));
  const id: ShownColumn = { title: 'id', align: 'right', cell: (document) => document.id ?? '' };
  const status: ShownColumn = { title: 'status', least: 8, cell: (document) => document.status ?? '' };
  return [
    ...(documents.some((document) => document.id !== null) ? [id] : []),
    { title: 'title', least: 16, cell: (document) => document.title ?? '' },
    ...(documents.some((document) => document.status !== null) ? [status] : []),
    ...more.map(fieldColumn),
    file,
  ];
}

function fieldColumn(name: string): ShownColumn {
  const path = parsePath(name);
  return {
    title: name,
    least: 10,
    cell: (document) =>
      (valuesOf(document, path) ?? [])
        .map(textOf)
        .filter((text) => text !== '')
        .join(', '),
  };
}
