import type { List, ListItem } from 'mdast';
import { foldSpace } from '../markdown/plain.ts';
import { rangeOf } from '../markdown/source.ts';
import type { Range } from '../text/range.ts';
import type { RawField } from './field-lines.ts';
import { fieldsOfList } from './field-lines.ts';
import { isInstruction } from './instruction.ts';
import { foldName, splitOrdinal } from './names.ts';
import { isBarePlaceholder, isInItalics, placeholdersIn, stripBrackets } from './placeholder.ts';
import type { ListSchema } from './schema.ts';
import { isOpenValue } from './stand-in.ts';
import { isSampleTerm } from './terms.ts';

/** What a list in a template is: fields, content that a document writes too, or help text. */
export type ListReading =
  | { readonly kind: 'fields'; readonly fields: readonly RawField[] }
  /** `samples`: items that stand for others without any bracket, such as `Objective 1`. */
  | { readonly kind: 'content'; readonly list: ListSchema; readonly samples: readonly Range[] }
  | { readonly kind: 'guidance' };

/**
 * Reads one list. `explicit`: the template marks its help text, so plain items are content; `alone`: nothing else stands
 * in the section; `metadata`: the list stands where metadata is written.
 */
export interface ListSurroundings {
  readonly explicit: boolean;
  readonly alone: boolean;
  readonly metadata: boolean;
  readonly required: boolean;
}

export function readList(text: string, list: List, around: ListSurroundings): ListReading {
  const reading = readKind(text, list, around);
  if (reading.kind !== 'content') return reading;
  const items = list.children.map((item) => readItem(text, item));
  const bare = items.every(({ open, range }) => !open && range !== null);
  if (!bare || !areNumberedSamples(items.map(({ words }) => words))) return reading;
  return { ...reading, samples: items.flatMap(({ range }) => range ?? []) };
}

function readKind(text: string, list: List, around: ListSurroundings): ListReading {
  const range = rangeOf(list);
  const base = { range, min: 0 };
  if (list.children.some((item) => typeof item.checked === 'boolean')) {
    const items = list.children.map((item) => readItem(text, item));
    const fixed = items.map((item) => item.words);
    const isFixed =
      !areNumberedSamples(fixed) &&
      items.every((item) => !item.open || item.words.endsWith(':')) &&
      !items.some((item) => MORE.test(item.words));
    return content({
      ...base,
      type: 'checklist',
      parts: ['text', 'done'],
      fixed: isFixed ? fixed : [],
      stems: [],
      why: 'its items have boxes to tick',
      confidence: isFixed ? 0.85 : 0.95,
    });
  }
  const fields = fieldsOfList(text, list, around.metadata);
  if (fields !== null && isDefinitions(fields)) {
    return content({
      ...base,
      type: 'definitions',
      parts: ['term', 'definition'],
      fixed: [],
      stems: [],
      why: 'its items are terms with definitions',
      confidence: 0.9,
    });
  }
  if (fields !== null && areFields(fields, around)) return { kind: 'fields', fields };
  return readItems(text, list, around, base);
}

function content(list: ListSchema): ListReading {
  return { kind: 'content', list, samples: [] };
}

/** The same name again, or a name that only stands for one. */
function isDefinitions(fields: readonly RawField[]): boolean {
  if (fields.some((field) => /^ссылк/u.test(field.name))) return false;
  const names = fields.map((field) => foldName(stripBrackets(field.name)));
  if (names.every(isSampleTerm)) return true;
  if (fields.every((field) => /^[[{<]/u.test(field.name.trim()))) return true;
  return names.length > 1 && new Set(names).size === 1;
}

function areFields(fields: readonly RawField[], around: ListSurroundings): boolean {
  const names = fields.map((field) => foldName(field.name));
  if (new Set(names).size !== names.length || names.some((name) => name === '')) return false;
  if (areNumberedNames(fields.map((field) => field.name))) return false;
  if (around.metadata) return true;
  if (fields.length > 1 && fields.every((field) => field.bold)) return true;
  return fields.filter((field) => isOpenValue(field.value, field.name)).length * 2 > fields.length;
}

/** `FR-001` and `FR-002`, `Benefit 1` and `Benefit 2`: one stem, counted. */
function areNumberedNames(names: readonly string[]): boolean {
  const stems = names.map((name) => /^(.*?)[-_ #]?\d{1,4}$/u.exec(name.trim())?.[1]?.toLowerCase());
  return (
    stems.every((stem) => stem !== undefined) ||
    (names.length > 1 && stems.filter((stem) => stem !== undefined && stem === stems[0]).length > 1)
  );
}

const MORE = /^(?:…|\.{3}|etc\.?)$/u;

function readItems(
  text: string,
  list: List,
  around: ListSurroundings,
  base: { readonly range: ListSchema['range']; readonly min: number },
): ListReading {
  const read = list.children.map((item) => readItem(text, item));
  const items = read.map((item) => item.words);
  const min = around.required && areNumberedSamples(items.map(stripBrackets)) ? 1 : 0;
  const open = read.filter((item) => item.open);
  const type = list.ordered === true ? 'steps' : 'items';
  if (
    areNumberedNames(
      items.map((words) => /^(?:\*\*|__)?([^*_:：]{1,30})(?:\*\*|__)?\s*[:：]/u.exec(words)?.[1] ?? words),
    )
  ) {
    return content({
      ...base,
      min,
      type,
      parts: ['text'],
      fixed: [],
      stems: [],
      why: 'items with a running number',
      confidence: 0.85,
    });
  }
  if (open.length > 0 && open.length * 2 >= items.length) {
    const why = type === 'steps' ? 'numbered items to fill in' : 'items to fill in';
    return content({ ...base, min, type, parts: ['text'], fixed: [], stems: stemsOf(items), why, confidence: 0.9 });
  }
  if (areNumberedSamples(items)) {
    return content({
      ...base,
      min,
      type,
      parts: ['text'],
      fixed: [],
      stems: [],
      why: 'items that differ by number only',
      confidence: 0.8,
    });
  }
  const plain = items.every((words) => !isInstruction(words));
  if (around.alone && plain && items.length > 0) {
    return content({
      ...base,
      min: 0,
      type,
      parts: ['text'],
      fixed: [],
      stems: [],
      why: 'a sample list',
      confidence: 0.5,
    });
  }
  return { kind: 'guidance' };
}

interface ItemReading {
  readonly words: string;
  /** True when the item waits for an author: empty, `…`, or holding a placeholder. */
  readonly open: boolean;
  /** Of the words, box left out; null for an empty item. */
  readonly range: Range | null;
}

/** Words of an item's own paragraph as written, comments left out. */
function readItem(text: string, item: ListItem): ItemReading {
  const first = item.children[0];
  if (first === undefined) return { words: '', open: true, range: null };
  const range = rangeOf(first);
  const written = text
    .slice(range.start, range.end)
    .replace(/<!--[\s\S]*?-->/gu, ' ')
    .replace(/^\[[ xX]\]\s*/u, '');
  const words = foldSpace(written);
  const open =
    words === '' ||
    MORE.test(words) ||
    isBarePlaceholder(words) ||
    /(?:,|:|\b(?:because|weil|потому что))$/iu.test(words);
  return {
    words,
    open: open || isInItalics(words) || placeholdersIn(text, first).length > 0,
    range: {
      start: range.end - text.slice(range.start, range.end).replace(/^\[[ xX]\]\s*/u, '').length,
      end: range.end,
    },
  };
}

/** Fixed words at the start of items, such as `Good, because`. */
function stemsOf(items: readonly string[]): string[] {
  const stems = items
    .map((words) => words.split(/[[{<]/u)[0]?.trim() ?? '')
    .filter((stem) => /\p{L}{2,}/u.test(stem) && stem.length <= 40);
  return [...new Set(stems)];
}

function areNumberedSamples(items: readonly string[]): boolean {
  const stems = items.filter((words) => !MORE.test(words)).map((words) => splitOrdinal(words));
  const first = stems[0];
  if (first === null || first === undefined) return false;
  return stems.every((stem) => stem !== null && foldName(stem.stem) === foldName(first.stem) && stem.rest.length <= 40);
}
