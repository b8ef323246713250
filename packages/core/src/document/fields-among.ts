import type { RootContent } from 'mdast';
import { rangeOf } from '../markdown/source.ts';
import type { KnownFields, WrittenField } from './written-fields.ts';
import { fieldsOfBlock, trimValue } from './written-fields.ts';

/** Pairs found among blocks, each with the blocks that hold it, and the blocks that belong to pairs. */
export interface FieldsReading {
  readonly fields: readonly PlacedField[];
  readonly taken: ReadonlySet<RootContent>;
}

export interface PlacedField {
  readonly field: WrittenField;
  readonly blocks: readonly RootContent[];
}

/** Says how many of the blocks behind a pair, up to the next pair or the end, its value goes on over. */
export type Continuation = (field: WrittenField, behind: readonly RootContent[], isLast: boolean) => number;

/** The pairs among blocks, in text order. */
export function fieldsAmong(
  text: string,
  blocks: readonly RootContent[],
  known: KnownFields,
  continuation: Continuation,
): FieldsReading {
  const fields: PlacedField[] = [];
  const taken = new Set<RootContent>();
  let behind: RootContent[] = [];
  const close = (isLast: boolean): void => {
    const last = fields.at(-1);
    if (last === undefined || behind.length === 0) return;
    const more = behind.slice(0, continuation(last.field, behind, isLast));
    if (more.length === 0) return;
    for (const block of more) taken.add(block);
    fields[fields.length - 1] = extended(text, last, more);
  };
  for (const block of blocks) {
    const found = fieldsOfBlock(text, block, known);
    if (found.length === 0) {
      if (fields.length > 0) behind.push(block);
      continue;
    }
    close(false);
    behind = [];
    taken.add(block);
    for (const field of found) fields.push({ field, blocks: [block] });
  }
  close(true);
  return { fields, taken };
}

function extended(text: string, { field, blocks }: PlacedField, more: readonly RootContent[]): PlacedField {
  const first = more[0] as RootContent;
  const last = more[more.length - 1] as RootContent;
  const start = isEmpty(field) ? rangeOf(first).start : field.valueRange.start;
  const valueRange = trimValue(text, { start, end: rangeOf(last).end });
  return {
    field: { ...field, valueRange, range: { start: field.range.start, end: valueRange.end } },
    blocks: [...blocks, ...more],
  };
}

function isEmpty(field: WrittenField): boolean {
  return field.valueRange.start === field.valueRange.end;
}

/** In a body, a value goes on to the next pair; the last one's only when nothing stands on its own line. */
export function goesOnInBody(field: WrittenField, behind: readonly RootContent[], isLast: boolean): number {
  if (field.where === 'table') return 0;
  if (!isLast) return behind.length;
  if (!isEmpty(field)) return 0;
  const at = behind.findIndex((block) => block.type !== 'paragraph' && block.type !== 'list' && block.type !== 'code');
  return at === -1 ? behind.length : at;
}

/** Before the first section, only an empty value goes on, over a list right behind it. */
export function goesOnInLead(field: WrittenField, behind: readonly RootContent[]): number {
  return field.where !== 'table' && isEmpty(field) && behind[0]?.type === 'list' ? 1 : 0;
}
