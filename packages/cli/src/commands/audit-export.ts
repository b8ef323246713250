import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { printable } from '@specwright/core/diagnostic/render/cells.ts';
import { Failure } from '../failure.ts';
import { createPrivateFile } from '../workspace/write-file.ts';
import { type Invocation, isSet, textOption } from './command.ts';
import { onHub } from './hub-place.ts';

/** `specwright audit export FILE`: what proves a workspace or a document of a hub, in one file that is new. */
export async function run(invocation: Invocation): Promise<number> {
  const { terminal, workingFolder } = invocation;
  const file = resolve(workingFolder, String(invocation.arguments[0]));
  if (existsSync(file)) throw new Failure(`${file} is there already`, 'Choose another name; nothing was changed');
  const workspace = textOption(invocation, 'workspace');
  if (workspace === null) throw new Failure('Which workspace is not said', 'Name it with --workspace');
  const document = textOption(invocation, 'document');
  await onHub(invocation, async (input) => {
    const { exportAudit } = await import('@specwright/hub/upkeep.ts');
    await exportAudit(input, { workspace, document }, (lines) => createPrivateFile(file, lines));
  });
  const { size } = statSync(file);
  if (isSet(invocation, 'json')) terminal.write(`${JSON.stringify({ file, bytes: size }, null, 2)}\n`);
  else
    terminal.write(
      `Wrote ${file}: ${size.toLocaleString('en-US')} bytes; specwright verify-bundle ${printable(file)} proves it\n`,
    );
  return 0;
}
