import { printable } from '@specwright/core/diagnostic/render/cells.ts';
import { resting } from '@specwright/core/lifecycle/tell.ts';
import { history, type ToldHistory } from '@specwright/core/operations/history.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { type Invocation, isSet } from './command.ts';
import { openOneHistory } from './history-context.ts';
import { skippedFailure } from './outcome.ts';
import { typedCommand } from './typed-command.ts';

/** `specwright history PATH`. */
export async function run(invocation: Invocation): Promise<number> {
  const { terminal } = invocation;
  const opened = await openOneHistory(invocation);
  if (opened === null) return 2;
  const { context, display } = opened;
  const output = await history.run(context, {});
  if (output.kind === 'skipped') throw skippedFailure(output.skipped, display);
  terminal.write(
    isSet(invocation, 'json')
      ? `${JSON.stringify(historyData(output, display), null, 2)}\n`
      : textOf(output, display, terminal),
  );
  return output.opened.problems.length > 0 ? 1 : 0;
}

/** What happened to a document, as plain data. */
export function historyData({ opened, status, events }: ToldHistory, display: (name: string) => string) {
  return {
    file: display(opened.file),
    document: opened.review.history?.document ?? null,
    effectiveStatus: status.state,
    events: events.map(({ event, words, assurance, void: why }) => ({ ...event, words, assurance, void: why })),
    problems: opened.problems,
  };
}

function textOf(
  { opened, status, events }: ToldHistory,
  display: (name: string) => string,
  { palette }: Terminal,
): string {
  const path = display(opened.file);
  const rest = resting(opened.review);
  const name = `${palette.strong(printable(path))}  ${printable(status.state ?? 'no lifecycle')}\n`;
  const head = `${name}${rest === null ? '' : `  ${palette.warning('!')} ${printable(rest)}\n`}\n`;
  if (events.length === 0) {
    const command = printable(typedCommand(['specwright', 'move', 'PATH', 'STATE'], path));
    return `${head}Nothing has been recorded yet. It begins with the first move, sign-off or comment:\n  ${palette.dim(command)}\n`;
  }
  let day = '';
  const lines = events.map(({ event, words, assurance, void: why }) => {
    const today = event.at.slice(0, 10);
    const when = today === day ? ' '.repeat(10) : today;
    day = today;
    const proof = assurance === 'claimed' ? '' : palette.dim(` (${assurance})`);
    const nothing = why === null ? '' : palette.warning(printable(`  does not count: ${why}`));
    const [first = '', ...more] = printable(words).split('\n');
    const id = palette.dim(event.id.slice(0, 8));
    return [
      `${when}  ${id}  ${printable(event.by.name)} ${first}${proof}${nothing}`,
      ...more.map((line) => `${' '.repeat(22)}${line}`),
    ].join('\n');
  });
  const problems = opened.problems.map(
    ({ message, hint }) => `${palette.error('✗')} ${printable(message)}\n  ${printable(hint)}\n`,
  );
  return `${head}${lines.join('\n')}\n${problems.length === 0 ? '' : `\n${problems.join('')}`}`;
}
