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

/** Of documents that were left as they were, more are counted and not named. */
const mostNamed = 10;

/** Says how many documents were made anew, and which were not. */
export function tellRebuilt(terminal: Terminal, { documents, left }: Rebuilt): void {
  terminal.write(`Made anew from documents and histories: ${documents.toLocaleString('en-US')}\n`);
  if (left.length === 0) return;
  const files = left.slice(0, mostNamed).map(({ file }) => printable(file));
  const more = left.length > mostNamed ? `, and ${(left.length - mostNamed).toLocaleString('en-US')} more` : '';
  terminal.say(`Left as they were, since no template fits them: ${files.join(', ')}${more}\n`);
}
