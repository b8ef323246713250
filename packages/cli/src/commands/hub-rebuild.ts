import { printable } from '@specwright/core/diagnostic/render/cells.ts';
import type { Rebuilt } from '@specwright/hub/documents/rebuild-all.ts';
import { startProgress } from '../terminal/progress.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { type Invocation, isSet } from './command.ts';
import { onHub } from './hub-place.ts';

/** `specwright hub rebuild`: what is made of documents and histories, made anew. */
export async function run(invocation: Invocation): Promise<number> {
  const { terminal } = invocation;
  const progress = startProgress('Rebuilding', terminal);
  const rebuilt = await onHub(invocation, async (input) => {
    const { rebuild } = await import('@specwright/hub/upkeep.ts');
    return rebuild(input, progress.update);
  }).finally(() => progress.end());
  if (isSet(invocation, 'json')) terminal.write(`${JSON.stringify(rebuilt, null, 2)}\n`);
  else tellRebuilt(terminal, rebuilt);
  return 0;
}

/** Says how many documents were made anew, and which were not. */
export function tellRebuilt(terminal: Terminal, { documents, left }: Rebuilt): void {
  terminal.write(`Made anew from documents and histories: ${documents.toLocaleString('en-US')}\n`);
  for (const { file } of left) terminal.say(`No template fits ${printable(file)}; it was left as it was\n`);
}
