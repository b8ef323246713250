import { bugText, Failure } from './failure.ts';
import { parseCommandLine } from './program.ts';
import { today } from './today.ts';

declare const SPECWRIGHT_VERSION: string;

/** Runs one command line. Gives the exit code: 0 clean, 1 findings, 2 usage or failure. Never shows a stack by itself. */
export async function main(argv: readonly string[]): Promise<number> {
  endQuietlyWithReader();
  try {
    const parsed = await parseCommandLine(argv, {
      version: SPECWRIGHT_VERSION,
      worker: new URL('./worker.js', import.meta.url),
      today: today(),
      workingFolder: process.cwd(),
    });
    return 'exit' in parsed ? parsed.exit : await parsed.run();
  } catch (error) {
    // Names and texts of others may stand in a message.
    const { printableLines } = await import('@specwright/core/diagnostic/render/cells.ts');
    process.stderr.write(printableLines(errorText(error)));
    return 2;
  }
}

/** `specwright … | head` closes our output early; that is no failure. */
function endQuietlyWithReader(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
      throw error;
    });
  }
}

function errorText(error: unknown): string {
  if (error instanceof Failure) return `error: ${error.message}\n${error.hint === null ? '' : `  ${error.hint}\n`}`;
  return bugText(error instanceof Error ? error : new Error(String(error)));
}
