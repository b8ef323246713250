import type { List, Paragraph, RootContent } from 'mdast';
import { rangeOf } from '../markdown/source.ts';
import { fieldSchema } from './fields.ts';
import { readList } from './lists.ts';
import { NO_PINS } from './pins.ts';
import type { FieldSchema } from './schema.ts';

const LABEL = /^(?:[*_]{1,3})?[\p{L}\p{N}][^.!:：[\]{}<>\n]{0,80}(?:[:：][*_]{0,3}|[*_]{2,3}[:：]?)$/u;

/**
 * A few words that name what follows, and that a document keeps: `Pros:` before a list, a line that is all bold. `next`
 * is the block behind it.
 */
export function isLabel(block: Paragraph, next: RootContent | undefined, written: string): boolean {
  if (written.length > 100 || /^[*_]*(?:examples?|notes?|for example|e\.g)\b/iu.test(written)) return false;
  const allBold = block.children.length === 1 && block.children[0]?.type === 'strong';
  if (allBold) return LABEL.test(written.trim());
  if (next === undefined || next.type === 'html') return false;
  if (next.type === 'paragraph' && !written.startsWith('**')) return false;
  const plain = !/^[*_]/u.test(written);
  if (plain && written.split(/\s+/u).length > 3) return false;
  return written.length <= 60 && !written.includes('?') && LABEL.test(written.trim());
}

/** The field that a label and the list under it make; null when the list waits for no author or is to be ticked. */
export function labelledField(
  text: string,
  block: Paragraph,
  list: List,
  written: string,
  around: { readonly address: string; readonly required: boolean },
): FieldSchema | null {
  if (list.children.some((item) => typeof item.checked === 'boolean')) return null;
  const surroundings = { explicit: false, alone: false, metadata: false, required: around.required };
  if (readList(text, list, surroundings).kind !== 'content') return null;
  const valueRange = rangeOf(list);
  const field = fieldSchema(
    {
      name: written.replace(/^[*_\s]+|[*_:：\s]+$/gu, ''),
      where: written.startsWith('**') ? 'bold' : 'line',
      range: { start: rangeOf(block).start, end: valueRange.end },
      valueRange,
      value: text.slice(valueRange.start, valueRange.end),
      help: null,
    },
    { parent: around.address, required: around.required, pins: NO_PINS },
  );
  return {
    ...field,
    type: 'list',
    choices: null,
    default: null,
    placeholder: null,
    why: 'a label and the list under it',
  };
}
