import type { RootContent } from 'mdast';
import { rangeOf } from '../markdown/source.ts';
import type { Range } from '../text/range.ts';
import type { Optionality } from './optional.ts';
import type { Pins } from './pins.ts';
import { NO_PINS } from './pins.ts';
import type { FieldSchema, GroupSchema, ListSchema, TableSchema } from './schema.ts';

/** Where a body stands. */
export interface BodySurroundings {
  readonly address: string;
  readonly sectionName: string;
  readonly required: boolean;
  /** True before the first section, where lines and bullets are metadata. */
  readonly metadata: boolean;
  /** Offset of what follows the body; a comment that touches it speaks of that. */
  readonly end: number;
}

/** The blocks under one heading, read. */
export interface Body {
  readonly fields: FieldSchema[];
  readonly tables: TableSchema[];
  readonly lists: ListSchema[];
  readonly groups: GroupSchema[];
  /** Text to write: placeholder paragraphs or boilerplate. */
  prose: boolean;
  code: boolean;
  guided: boolean;
  /** True for a table of contents, which tools write. */
  contents: boolean;
  optionality: Optionality;
  /** True when the help text frees the author from the subsections that do not apply. */
  freesSections: boolean;
  pins: Pins;
  /** What a comment that touches the next heading says of that heading. */
  next: { optionality: Optionality; pins: Pins };
  range: Range;
}

/** A body of which nothing is read yet. */
export function emptyBody(blocks: readonly RootContent[]): Body {
  const first = blocks[0];
  const last = blocks[blocks.length - 1];
  const range =
    first === undefined || last === undefined
      ? { start: 0, end: 0 }
      : { start: rangeOf(first).start, end: rangeOf(last).end };
  return {
    fields: [],
    tables: [],
    lists: [],
    groups: [],
    prose: false,
    code: false,
    guided: false,
    contents: false,
    optionality: null,
    freesSections: false,
    pins: NO_PINS,
    next: { optionality: null, pins: NO_PINS },
    range,
  };
}
