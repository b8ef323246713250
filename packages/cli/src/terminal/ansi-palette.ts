import type { Paint, Palette } from '@specwright/core/diagnostic/render/palette.ts';

/** Starts and ends a style; a style that ends within is started again. */
function style(open: string, close: string): Paint {
  const start = `\u{1B}[${open}m`;
  const end = `\u{1B}[${close}m`;
  return (text) => (text === '' ? '' : start + text.replaceAll(end, end + start) + end);
}

const bold = style('1', '22');
const red = style('31', '39');

export const ansiPalette: Palette = {
  error: (text) => bold(red(text)),
  warning: style('33', '39'),
  info: style('36', '39'),
  strong: bold,
  dim: style('2', '22'),
  good: style('32', '39'),
  added: style('32', '39'),
  removed: red,
  accent: style('35', '39'),
};
