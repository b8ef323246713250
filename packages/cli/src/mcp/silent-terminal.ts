import { plainPalette } from '@specwright/core/diagnostic/render/palette.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** For parts of commands that are used here: what they would print is given otherwise. */
export const silent: Terminal = {
  write: () => undefined,
  say: () => undefined,
  palette: plainPalette,
  sayPalette: plainPalette,
  width: 100,
  interactive: false,
  sayInteractive: false,
};
