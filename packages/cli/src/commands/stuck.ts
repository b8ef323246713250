import { counted } from '@specwright/core/diagnostic/summary.ts';
import { type StuckDocument, stuck } from '@specwright/core/operations/stuck.ts';
import { type Block, blocksText, isNarrow } from '../terminal/blocks.ts';
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
  if (documents.length === 0) terminal.write('No document is open\n');
  else terminal.write(`${listOf(documents, display, terminal)}\n${counted(documents.length, 'open document')}\n`);
  return workspace.missing.length > 0 ? 2 : 0;
}

function listOf(
  documents: readonly StuckDocument[],
  display: (name: string) => string,
  terminal: Invocation['terminal'],
): string {
  if (isNarrow(terminal))
    return blocksText(
      documents.map((one) => blockOf(one, display)),
      terminal,
    );
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
    stateOf(one),
    one.days === null ? '' : String(one.days),
    one.owner ?? '',
    one.team ?? '',
    waitsFor(one),
    one.who ?? '',
  ]);
  const used = columns.map((_, place) => rows.some((row) => row[place] !== ''));
  const kept = <Cell>(cells: readonly Cell[]): Cell[] => cells.filter((_, place) => used[place]);
  return tableText(kept(columns), rows.map(kept), terminal);
}

function blockOf(one: StuckDocument, display: (name: string) => string): Block {
  const days = one.days === null ? '' : `for ${counted(one.days, 'day')}`;
  const people = [one.owner ?? '', one.team ?? '', days].filter((word) => word !== '').join(', ');
  const waits = waitsFor(one);
  // What is missing of a role names the role already.
  const who = one.who === null || waits.startsWith(one.who) ? '' : `${one.who}: `;
  return { head: `${display(one.file)}  ${stateOf(one)}`, lines: [people, `${who}${waits}`] };
}

function stateOf({ state, heldUntil }: StuckDocument): string {
  return heldUntil === null ? state : `${state}, on hold until ${heldUntil}`;
}

function waitsFor({ overdue, decideBy, missing }: StuckDocument): string {
  const what = missing ?? 'the next move';
  return overdue ? `to be decided by ${decideBy}: ${what}` : what;
}
