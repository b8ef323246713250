import { closeSync, openSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cannotWrite, codeOf } from '../failure.ts';

/** A writer that holds a folder for longer was killed, ms. */
const longestHold = 10_000;
const pause = 20;

/** Does something while no other process that asks does it in the same folder; waits for one that is at it. */
export async function holdFolder<Result>(folder: string, work: () => Promise<Result>): Promise<Result> {
  const mark = join(folder, '.specwright-new.lock');
  while (!takeMark(mark)) {
    dropOldMark(mark);
    await sleep(pause);
  }
  try {
    return await work();
  } finally {
    rmSync(mark, { force: true });
  }
}

function takeMark(mark: string): boolean {
  try {
    closeSync(openSync(mark, 'wx'));
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw cannotWrite(mark, error);
  }
}

function dropOldMark(mark: string): void {
  const age = Date.now() - (statSync(mark, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
  if (age > longestHold) rmSync(mark, { force: true });
}
