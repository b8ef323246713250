import { printable } from '@specwright/core/diagnostic/render/cells.ts';
import type { GateReport } from '@specwright/core/lifecycle/gates.ts';
import { mending } from '@specwright/core/lifecycle/mending.ts';
import { resting } from '@specwright/core/lifecycle/tell.ts';
import { type GatedDocument, gates } from '@specwright/core/operations/gates.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { type Invocation, isSet } from './command.ts';
import { nothingHere, skippedText } from './context.ts';
import { openHistories } from './history-context.ts';
import { typedCommand } from './typed-command.ts';

/** `specwright gates [PATH…]`: 0 when the next gate of every document is met, else 1. */
export async function run(invocation: Invocation): Promise<number> {
  const { terminal } = invocation;
  const { context, display, workspace } = await openHistories(invocation);
  const { documents, skipped } = await gates.run(context, {});
  if (isSet(invocation, 'json')) {
    terminal.write(`${JSON.stringify({ documents: documents.map((one) => gatedData(one, display)) }, null, 2)}\n`);
  } else {
    terminal.say(skippedText(skipped, display));
    terminal.write(documents.map((one) => textOf(one, display(one.file), terminal)).join('\n') || nothingHere);
  }
  if (workspace.missing.length > 0) return 2;
  return documents.every(({ next }) => next === null || next.gates.every(({ met }) => met)) ? 0 : 1;
}

/** What stands between a document and its next state, as plain data. */
export function gatedData({ file, status, next }: GatedDocument, display: (name: string) => string) {
  return {
    file: display(file),
    effectiveStatus: status.state,
    next:
      next === null
        ? null
        : {
            to: next.move.to,
            met: next.gates.every(({ met }) => met),
            gates: next.gates.map(({ gate, met, missing, waived }) => ({
              gate,
              met,
              missing: missing.map((one) => ({ ...one, command: typedCommand(mending(one), display(file)) })),
              waived,
            })),
          },
  };
}

function textOf({ status, next, opened }: GatedDocument, path: string, terminal: Terminal): string {
  const { palette } = terminal;
  const since = status.since === null ? '' : ` since ${status.since.at.slice(0, 10)}`;
  const name = `${palette.strong(printable(path))}  ${printable(status.state ?? 'no lifecycle')}${palette.dim(since)}\n`;
  const rest = resting(opened.review);
  const head = rest === null ? name : `${name}  ${palette.warning('!')} ${printable(rest)}\n`;
  if (next === null) return `${head}  There is no next state\n`;
  const met = next.gates.every((gate) => gate.met);
  const lines = next.gates.flatMap((gate) => gateLines(gate, path, terminal));
  const command = printable(typedCommand(['specwright', 'move', 'PATH', next.move.to], path));
  const then = met ? `  ${palette.dim(command)}\n` : '';
  return `${head}  → ${palette.strong(printable(next.move.to))}\n${lines.join('')}${then}`;
}

const mostShown = 8;

function gateLines({ gate, met, missing, waived }: GateReport, path: string, { palette }: Terminal): string[] {
  const lines = [`  ${met ? palette.good('✓') : palette.error('✗')} ${gate}\n`];
  for (const one of missing.slice(0, mostShown)) {
    lines.push(
      `      ${printable(one.message)}\n`,
      `        ${palette.dim(printable(typedCommand(mending(one), path)))}\n`,
    );
  }
  if (missing.length > mostShown) lines.push(`      and ${missing.length - mostShown} more\n`);
  for (const { what, by, reason } of waived) {
    lines.push(`      ${palette.warning('!')} ${printable(`${what} was waived by ${by}: ${reason}`)}\n`);
  }
  return lines;
}
