import type { Terminal } from '../terminal/terminal.ts';
import { presentCheck } from './check-output.ts';
import type { CheckRequest } from './check-request.ts';
import { CheckSession } from './check-session.ts';
import { isSet, pathsOf } from './command.ts';

/** Checks and prints, or prints again what was printed when the same was asked of the same files. Gives the exit code. */
export async function answerCheck(request: CheckRequest): Promise<number> {
  const session = new CheckSession(request);
  const question = questionOf(request);
  const memory = question === null ? null : session.answers(question);
  const known = memory?.recall() ?? null;
  if (known !== null) {
    request.invocation.terminal.write(known.text);
    return known.exit;
  }
  const result = await session.run();
  const { lookedInto } = session;
  if (memory === null || lookedInto === null || result.failed) return presentCheck(request, result);
  return memory.remember(lookedInto, (keep) => presentCheck(heardBy(request, keep), result));
}

/** All that the text for a machine depends on besides the findings; null when more is asked for than such a text. */
function questionOf({ invocation, format, failOn, onlyCodes, baseline, base, web }: CheckRequest): string | null {
  if (format === 'text' || web !== null || base !== null) return null;
  if (baseline !== null && baseline.action !== 'apply') return null;
  const quiet = isSet(invocation, 'quiet');
  const { workingFolder } = invocation;
  return JSON.stringify([
    format,
    failOn,
    onlyCodes,
    baseline?.known ?? null,
    quiet,
    workingFolder,
    pathsOf(invocation),
  ]);
}

function heardBy({ invocation, ...request }: CheckRequest, keep: (piece: string) => void): CheckRequest {
  const terminal: Terminal = {
    ...invocation.terminal,
    write: (text) => {
      invocation.terminal.write(text);
      if (typeof text === 'string') keep(text);
    },
  };
  return { ...request, invocation: { ...invocation, terminal } };
}
