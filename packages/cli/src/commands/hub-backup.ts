import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { Failure } from '../failure.ts';
import { startProgress } from '../terminal/progress.ts';
import { createPrivateFile } from '../workspace/write-file.ts';
import { type Invocation, isSet } from './command.ts';
import { onHub } from './hub-place.ts';

/** `specwright hub backup FILE`: everything that a hub holds in one file that is new. */
export async function run(invocation: Invocation): Promise<number> {
  const { terminal, version, workingFolder } = invocation;
  const file = resolve(workingFolder, String(invocation.arguments[0]));
  if (existsSync(file)) throw new Failure(`${file} is there already`, 'Choose another name; nothing was changed');
  const progress = startProgress('Backing up', terminal);
  let rows = 0;
  await onHub(invocation, async (input) => {
    const { backUp } = await import('@specwright/hub/upkeep.ts');
    const count = (done: number, total: number): void => {
      rows = done;
      progress.update(done, total);
    };
    await backUp(input, version, (bytes) => createPrivateFile(file, bytes), count);
  }).finally(() => progress.end());
  const { size } = statSync(file);
  if (isSet(invocation, 'json')) terminal.write(`${JSON.stringify({ file, rows, bytes: size }, null, 2)}\n`);
  else {
    terminal.write(
      `Backed up into ${file}: ${rows.toLocaleString('en-US')} rows, ${size.toLocaleString('en-US')} bytes\n`,
    );
    terminal.say('Keep it as you keep passwords: whoever reads it reads every document\n');
  }
  return 0;
}
