import {
  type Baseline,
  type BaselineEntry,
  compareEntries,
  createBaseline,
  formatBaseline,
  pruneBaseline,
} from '@specwright/core/check/baseline.ts';
import { webLinkBroken } from '@specwright/core/check/input-codes.ts';
import { counted } from '@specwright/core/diagnostic/summary.ts';
import { nameOf } from '../workspace/paths.ts';
import { writeFile } from '../workspace/write-file.ts';
import type { CheckRequest } from './check-request.ts';
import type { CheckResult } from './check-session.ts';

/** Writes the baseline anew, or without the findings that are gone, and says what is in it. */
export function writeBaseline(request: CheckRequest, result: CheckResult): void {
  const { baseline, invocation } = request;
  if (baseline === null) return;
  const { terminal, workingFolder } = invocation;
  const name = nameOf(workingFolder, baseline.path);
  const checked = new Set(result.files);
  if (baseline.action === 'prune' && baseline.known !== null) {
    const pruned = pruneBaseline(baseline.known, result.stale, (file) => checked.has(file));
    writeFile(baseline.path, formatBaseline(pruned));
    const gone = sizeOf(baseline.known) - sizeOf(pruned);
    terminal.say(`${name}: took out ${counted(gone, 'finding')} that are gone, ${sizeOf(pruned)} left\n`);
    return;
  }
  const fresh = createBaseline(result.diagnostics, result.checked.textOf);
  const others =
    baseline.known?.entries.filter((entry) => !checked.has(entry.file) || !wasLookedFor(entry, request)) ?? [];
  const whole: Baseline = {
    version: 1,
    entries: [...others, ...fresh.entries].sort(compareEntries),
  };
  writeFile(baseline.path, formatBaseline(whole));
  terminal.say(
    `${name}: ${counted(sizeOf(fresh), 'finding')} of ${counted(result.files.length, 'document')} accepted; ` +
      'from now on `specwright check` shows only new ones\n',
  );
}

/** False for what this check would not have found even if it were there. */
function wasLookedFor({ file, code }: BaselineEntry, { base, onlyCodes, web }: CheckRequest): boolean {
  if (base !== null && !base.changed.has(file)) return false;
  if (onlyCodes !== null && !onlyCodes.includes(code)) return false;
  return web !== null || code !== webLinkBroken.code;
}

function sizeOf(baseline: Baseline): number {
  return baseline.entries.reduce((sum, entry) => sum + entry.count, 0);
}
