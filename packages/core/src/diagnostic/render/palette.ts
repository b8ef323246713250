/** How parts of terminal output are coloured. Injected, so that renderers know no escape codes. */
export interface Palette {
  readonly error: Paint;
  readonly warning: Paint;
  readonly info: Paint;
  /** Names that the reader can type or open. */
  readonly strong: Paint;
  /** What may be skipped. */
  readonly dim: Paint;
  readonly good: Paint;
  readonly added: Paint;
  readonly removed: Paint;
  readonly accent: Paint;
}

export type Paint = (text: string) => string;

const plain: Paint = (text) => text;

/** No colour at all. */
export const plainPalette: Palette = {
  error: plain,
  warning: plain,
  info: plain,
  strong: plain,
  dim: plain,
  good: plain,
  added: plain,
  removed: plain,
  accent: plain,
};
