import { printable } from '@specwright/core/diagnostic/render/cells.ts';
import type { Terminal } from './terminal.ts';

/** One thing of a list with what is to be said of it. */
export interface Block {
  readonly head: string;
  /** Empty ones are left out. */
  readonly lines: readonly string[];
}

/** Below this width a table of sentences has no room for any of them, cells. */
const narrow = 100;

/** True when a person looks at a terminal that is too narrow for a table of sentences. */
export function isNarrow({ interactive, width }: Terminal): boolean {
  return interactive && width < narrow;
}

/** A list in which each thing has lines of its own, which the terminal may wrap. */
export function blocksText(blocks: readonly Block[], { palette }: Terminal): string {
  return blocks
    .map(({ head, lines }) => {
      const said = lines.filter((line) => line !== '').map((line) => `  ${printable(line)}\n`);
      return `${palette.strong(printable(head))}\n${said.join('')}`;
    })
    .join('');
}
