import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { printable } from '@specwright/core/diagnostic/render/cells.ts';
import { Failure, reasonOf } from '../failure.ts';
import { startProgress } from '../terminal/progress.ts';
import { type Invocation, isSet } from './command.ts';
import { onHub } from './hub-place.ts';
import { tellRebuilt } from './hub-rebuild.ts';

/** `specwright hub restore FILE`: fills a hub that holds nothing and does not run. */
export async function run(invocation: Invocation): Promise<number> {
  const { terminal, workingFolder } = invocation;
  const file = resolve(workingFolder, String(invocation.arguments[0]));
  const handle = await open(file).catch((error) => {
    throw new Failure(`Cannot read ${file}: ${reasonOf(error)}`);
  });
  const restoring = startProgress('Restoring', terminal);
  const rebuilding = startProgress('Rebuilding', terminal);
  const { archive, rebuilt } = await onHub(invocation, async (input) => {
    const { restore } = await import('@specwright/hub/upkeep.ts');
    return restore(input, handle.createReadStream(), {
      restoring: restoring.update,
      rebuilding: (done, total) => {
        restoring.end();
        rebuilding.update(done, total);
      },
    });
  }).finally(() => {
    restoring.end();
    rebuilding.end();
  });
  const { rows, at, version } = archive;
  if (isSet(invocation, 'json')) {
    terminal.write(`${JSON.stringify({ file, rows, at, version, rebuilt }, null, 2)}\n`);
    return 0;
  }
  terminal.write(`Restored ${rows.toLocaleString('en-US')} rows as they were at ${printable(at)}\n`);
  tellRebuilt(terminal, rebuilt);
  terminal.say('Sessions, invitations and links for passwords are not in a backup: people sign in again\n');
  return 0;
}
