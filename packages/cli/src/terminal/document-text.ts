import { printableLines } from '@specwright/core/diagnostic/render/cells.ts';
import { plainPalette } from '@specwright/core/diagnostic/render/palette.ts';
import type { Terminal } from './terminal.ts';

/** Text of a document as it is for a program; for a person, its control characters are made visible and cannot act. */
export function documentText(text: string, { interactive, palette }: Terminal): string {
  return interactive || palette !== plainPalette ? printableLines(text) : text;
}
