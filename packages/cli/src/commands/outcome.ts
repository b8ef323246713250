import { printable } from '@specwright/core/diagnostic/render/cells.ts';
import type { Refusal } from '@specwright/core/lifecycle/decide.ts';
import type { ActOutput, Done } from '@specwright/core/operations/act.ts';
import type { Skipped } from '@specwright/core/operations/context.ts';
import { Failure } from '../failure.ts';
import { documentText } from '../terminal/document-text.ts';
import { unifiedDiff } from '../terminal/unified-diff.ts';
import { type Invocation, isSet } from './command.ts';
import { typedCommand, withPath } from './typed-command.ts';

/** Why a file is no document to act on. */
export function skippedFailure(skipped: Skipped, display: (name: string) => string): Failure {
  if (skipped.kind === 'unreadable') return new Failure(`${display(skipped.file)}: ${skipped.reason}`);
  return new Failure(`No template fits ${display(skipped.file)}`, 'Name one with --template FILE');
}

/** Tells what came of an act; 0 when it was done, 1 when a gate is in the way, else a failure. */
export function tellOutcome(
  output: ActOutput,
  words: string,
  invocation: Invocation,
  display: (name: string) => string,
  path: string,
): number {
  const { terminal } = invocation;
  if (output.kind === 'skipped') throw skippedFailure(output.skipped, display);
  if (output.kind === 'refused') return tellRefusal(output, invocation, path);
  if (isSet(invocation, 'json')) terminal.write(`${JSON.stringify(jsonOf(output, display), null, 2)}\n`);
  else terminal.write(textOf(output, words, invocation, display));
  return 0;
}

/** A gate that is not met is a finding; everything else that is refused cannot be done as asked. */
function tellRefusal({ message, hint, gates }: Refusal, invocation: Invocation, path: string): number {
  const { terminal } = invocation;
  const told = hint === null ? null : withPath(hint, path);
  if (gates.length === 0) throw new Failure(message, told);
  if (isSet(invocation, 'json')) {
    terminal.write(`${JSON.stringify({ refused: message, hint: told, gates }, null, 2)}\n`);
    return 1;
  }
  const { palette } = terminal;
  const lines = gates.flatMap(({ gate, missing }) => [
    `  ${palette.error('✗')} ${gate}\n`,
    ...missing.slice(0, 6).map((one) => `      ${printable(one.message)}\n`),
    ...(missing.length > 6 ? [`      and ${missing.length - 6} more\n`] : []),
  ]);
  terminal.write(`${printable(message)}\n${lines.join('')}`);
  terminal.write(
    `${told === null ? '' : `${printable(told)}\n`}What mends it: ${printable(typedCommand(['specwright', 'gates', 'PATH'], path))}\n`,
  );
  return 1;
}

function jsonOf({ file, event, was, status, edits }: Done, display: (name: string) => string): unknown {
  return { file: display(file), event, was: was.state, effectiveStatus: status.state, edits: edits.own };
}

function textOf(
  { file, event, was, status, edits, text }: Done,
  words: string,
  invocation: Invocation,
  display: (name: string) => string,
): string {
  const { terminal } = invocation;
  const dry = isSet(invocation, 'dryRun');
  const diff =
    dry && edits.own.length > 0
      ? unifiedDiff(display(file), text, edits.own, {
          palette: terminal.palette,
          show: (line: string) => documentText(line, terminal),
        })
      : '';
  const moved = event.kind === 'moved' || event.kind === 'overridden';
  const now = moved ? ` (it was ${was.state})` : `; now it is ${status.state} (it was ${was.state})`;
  const change = was.state === status.state ? '' : now;
  const id = terminal.palette.dim(event.id.slice(0, 8));
  return `${diff}${printable(`${dry ? 'Would record' : 'Recorded'}: ${event.by.name} ${words}${change}`)} ${id}\n`;
}
