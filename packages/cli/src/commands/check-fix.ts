import type { Diagnostic } from '@specwright/core/diagnostic/diagnostic.ts';
import { pickSafeFixes } from '@specwright/core/diagnostic/pick-fixes.ts';
import { counted } from '@specwright/core/diagnostic/summary.ts';
import { presentCheck } from './check-output.ts';
import type { CheckRequest } from './check-request.ts';
import { type CheckResult, CheckSession } from './check-session.ts';
import { isSet } from './command.ts';
import { displayNames } from './display-names.ts';
import { EditedFiles } from './edited-files.ts';

/** A fix can bring out the next; more rounds than this mean that two undo each other. */
const mostRounds = 20;

/** `check --fix` and `--fix-suggested`: mends, writes or shows the difference, then reports what is left. */
export async function checkAndFix(request: CheckRequest): Promise<number> {
  const { invocation, workspace } = request;
  const session = new CheckSession(request);
  const files = new EditedFiles(workspace.root, session.texts);
  const mended: Diagnostic[] = [];
  let result = await applySafeFixes(session, files, await session.run(), mended);
  if (request.fix === 'suggested') {
    const { askAboutFixes } = await import('./ask-fixes.ts');
    result = await askAboutFixes(request, session, files, result, mended);
  }
  const dryRun = isSet(invocation, 'dryRun');
  const { terminal } = invocation;
  const display = displayNames(workspace.root, invocation);
  if (!dryRun) files.write();
  else if (request.format === 'text') terminal.write(files.diff(display, terminal));
  const done = dryRun ? 'Would mend' : 'Mended';
  if (!isSet(invocation, 'quiet')) {
    const documents = counted(files.count, 'file');
    terminal.say(
      mended.length === 0
        ? 'Nothing to mend safely\n'
        : `${done} ${counted(mended.length, 'finding')} in ${documents}\n`,
    );
  }
  return presentCheck(request, result);
}

async function applySafeFixes(
  session: CheckSession,
  files: EditedFiles,
  first: CheckResult,
  mended: Diagnostic[],
): Promise<CheckResult> {
  let result = first;
  for (let round = 0; round < mostRounds; round += 1) {
    const picked = pickSafeFixes(result.diagnostics);
    if (picked.size === 0) break;
    // The first time, a file is read once more: its findings must be about the very text that is edited.
    const opened = [...picked.keys()].filter((file) => files.open(file));
    if (opened.length === 0) {
      for (const [file, { edit, mended: gone }] of picked) {
        if (!files.isOpen(file)) continue;
        files.edit(file, edit);
        for (const one of gone) mended.push(one);
      }
      if (![...picked.keys()].some((file) => files.isOpen(file))) break;
    }
    result = await session.run();
  }
  return result;
}
