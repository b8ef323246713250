import { type Palette, plainPalette } from '@specwright/core/diagnostic/render/palette.ts';
import { ansiPalette } from './ansi-palette.ts';

/** Where a command writes and what that can show. */
export interface Terminal {
  /** The command's result; bytes are UTF-8. */
  write(text: string | Uint8Array): void;
  /** What the user should know besides the result: which template, what was skipped, progress. */
  say(text: string): void;
  readonly palette: Palette;
  /** For what is said besides the result. */
  readonly sayPalette: Palette;
  /** Cells across, at least 40. */
  readonly width: number;
  /** True when a person looks at the result as it comes. */
  readonly interactive: boolean;
  /** True when a person looks at what is said as it comes. */
  readonly sayInteractive: boolean;
}

export type ColorChoice = 'auto' | 'always' | 'never';

/** The process's own terminal. */
export function processTerminal(color: ColorChoice): Terminal {
  const { stdout, stderr, env } = process;
  const columns = Number(env.COLUMNS) || stdout.columns || stderr.columns || 100;
  return {
    write: (text) => void stdout.write(text),
    say: (text) => void stderr.write(text),
    palette: wantsColor(color, stdout.isTTY === true) ? ansiPalette : plainPalette,
    sayPalette: wantsColor(color, stderr.isTTY === true) ? ansiPalette : plainPalette,
    width: Math.max(40, Math.min(columns, 160)),
    interactive: stdout.isTTY === true,
    sayInteractive: stderr.isTTY === true && env.CI === undefined && env.TERM !== 'dumb',
  };
}

/** The flag wins, then `NO_COLOR` (https://no-color.org), then `FORCE_COLOR`, then whether a terminal listens. */
function wantsColor(choice: ColorChoice, isTerminal: boolean): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (choice !== 'auto') return choice === 'always';
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '') return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return isTerminal && TERM !== 'dumb';
}
