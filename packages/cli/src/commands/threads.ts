import { printable } from '@specwright/core/diagnostic/render/cells.ts';
import { counted } from '@specwright/core/diagnostic/summary.ts';
import { foldSpace } from '@specwright/core/markdown/plain.ts';
import { type ThreadEntry, type ToldThread, threads } from '@specwright/core/operations/threads.ts';
import { shortened } from '@specwright/core/text/shortened.ts';
import { Failure } from '../failure.ts';
import { blocksText } from '../terminal/blocks.ts';
import { type Invocation, isSet, textOption } from './command.ts';
import { openOneHistory } from './history-context.ts';
import { skippedFailure } from './outcome.ts';

/** A terminal shows all of them. */
const all = { after: null, limit: Number.MAX_SAFE_INTEGER };

/** `specwright threads PATH`. */
export async function run(invocation: Invocation): Promise<number> {
  const { terminal } = invocation;
  const opened = await openOneHistory(invocation);
  if (opened === null) return 2;
  const { context, display, actors } = opened;
  const output = await threads.run(context, {
    open: isSet(invocation, 'open'),
    blocking: isSet(invocation, 'blocking'),
    who: isSet(invocation, 'mine') ? (await actors.here()).id : null,
    address: textOption(invocation, 'address'),
    ...all,
  });
  if (output.kind === 'skipped') throw skippedFailure(output.skipped, display);
  if (output.kind === 'refused') throw new Failure(output.message, output.hint);
  const { file, revision, threads: found } = output;
  if (isSet(invocation, 'json'))
    terminal.write(`${JSON.stringify({ file: display(file), revision, threads: found }, null, 2)}\n`);
  else if (found.length === 0) terminal.write('No threads\n');
  else terminal.write(`${blocksText(found.map(blockOf), terminal)}\n${counted(found.length, 'thread')}\n`);
  return 0;
}

function blockOf({ id, state, blocking, anchor, suggestion, applied, entries }: ToldThread) {
  const words = anchor.quote === '' ? [] : [`“${shortened(foldSpace(anchor.quote), 100)}”`];
  const suggested = suggestion === null ? [] : [`${applied ? 'was replaced by' : 'suggested'}: ${suggestion}`];
  const head = `${id.slice(0, 8)}  ${anchor.address}  ${state}${blocking ? ', blocking' : ''}`;
  return { head, lines: [...words, becameOf(anchor), ...suggested, ...entries.map(entryText)] };
}

function becameOf({ state, quote, words }: ToldThread['anchor']): string {
  if (state === 'moved') return 'stood elsewhere when it was opened';
  if (state === 'changed') return quote === '' ? 'changed since' : `now: “${shortened(foldSpace(words ?? ''), 100)}”`;
  return state === 'gone' ? 'is not there any more' : '';
}

function entryText({ kind, by, at, text }: ThreadEntry): string {
  const said = kind === 'resolved' ? `resolved it${text === null ? '' : `: ${text}`}` : (text ?? '');
  return printable(`${at.slice(0, 10)}  ${by.name}: ${said}`);
}
