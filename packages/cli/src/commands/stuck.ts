import { counted } from '@specwright/core/diagnostic/summary.ts';
import { stuck } from '@specwright/core/operations/stuck.ts';
import { tableText } from '../terminal/table.ts';
import { type Invocation, isSet } from './command.ts';
import { skippedText } from './context.ts';
import { openHistories } from './history-context.ts';

/** `specwright stuck [PATH…]`. */
export async function run(invocation: Invocation): Promise<number> {
  const { terminal } = invocation;
  const { context, display, workspace } = await openHistories(invocation);
  const { documents, skipped } = await stuck.run(context, {});
  if (isSet(invocation, 'json')) {
    const shown = documents.map((document) => ({ ...document, file: display(document.file) }));
    terminal.write(`${JSON.stringify(shown, null, 2)}\n`);
    return workspace.missing.length > 0 ? 2 : 0;
  }
  terminal.say(skippedText(skipped, display));
  const columns = [
    { title: 'document', least: 16 },
    { title: 'state' },
    { title: 'days', align: 'right' as const },
    { title: 'owner', least: 8 },
    { title: 'team', least: 6 },
    { title: 'waits for', least: 20 },
    { title: 'who', least: 8 },
  ];
  const rows = documents.map((one) => [
    display(one.file),
    one.heldUntil === null ? one.state : `${one.state}, on hold until ${one.heldUntil}`,
    one.days === null ? '' : String(one.days),
    one.owner ?? '',
    one.team ?? '',
    one.overdue
      ? `to be decided by ${one.decideBy}: ${one.missing ?? 'the next move'}`
      : (one.missing ?? 'the next move'),
    one.who ?? '',
  ]);
  const used = columns.map((_, place) => rows.some((row) => row[place] !== ''));
  const kept = <Cell>(cells: readonly Cell[]): Cell[] => cells.filter((_, place) => used[place]);
  const table = rows.length === 0 ? '' : `${tableText(kept(columns), rows.map(kept), terminal)}\n`;
  terminal.write(`${table}${counted(documents.length, 'open document')}\n`);
  return workspace.missing.length > 0 ? 2 : 0;
}
