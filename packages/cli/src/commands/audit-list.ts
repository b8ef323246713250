import { printable } from '@specwright/core/diagnostic/render/cells.ts';
import type { JournalEntry } from '@specwright/hub/audit/journal.ts';
import { Failure } from '../failure.ts';
import { tableText } from '../terminal/table.ts';
import { type Invocation, isSet, textOption } from './command.ts';
import { onHub } from './hub-place.ts';

/** `specwright audit list`: what was done on a hub, newest first. */
export async function run(invocation: Invocation): Promise<number> {
  const { terminal, options } = invocation;
  const option = (name: string) => textOption(invocation, name);
  const [workspace, document] = [option('workspace'), option('document')];
  if (document !== null && workspace === null)
    throw new Failure('A document is named without its workspace', 'Name that with --workspace');
  const limit = typeof options.limit === 'number' ? options.limit : 50;
  const question = { workspace, document, who: option('who'), what: option('what'), limit };
  const entries = await onHub(invocation, async (input) => {
    const { listAudit } = await import('@specwright/hub/upkeep.ts');
    return listAudit(input, question);
  });
  if (isSet(invocation, 'json')) {
    const told = entries.map(({ position, entry }) => ({ position, ...entry }));
    terminal.write(`${JSON.stringify(told, null, 2)}\n`);
  } else if (entries.length === 0) terminal.write('The journal has no such entry\n');
  else terminal.write(tableText(columns, entries.map(cellsOf), terminal));
  return 0;
}

const columns = [
  { title: 'When' },
  { title: 'Who', least: 12 },
  { title: 'What', least: 12 },
  { title: 'On', least: 12 },
  { title: 'From', least: 8 },
];

function cellsOf({ entry: { at, who, what, on, from, details } }: JournalEntry): readonly string[] {
  const more = Object.values(details).filter((value) => value !== null);
  const deed = more.length === 0 ? what : `${what} (${more.map(String).join(', ')})`;
  const place = on.document?.slice(0, 12) ?? on.workspace ?? '';
  return [at, who.actor ?? who.name, deed, place, from.address ?? from.via].map(printable);
}
