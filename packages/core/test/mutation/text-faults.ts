import type { PlaceholderSchema } from '../../src/template/schema.ts';
import { type Draw, type Fault, type Planted, pick, replace } from './fault.ts';
import type { HeadingPlace, Places } from './places.ts';
import { lineAround, spanOf } from './places.ts';

/** Text of the template that came back, and text that is still to be written. */
export const textFaults: readonly Fault[] = [
  {
    name: 'a placeholder of the template is back',
    rules: ['placeholder-left'],
    plant: (places, draw) => bringBack(places, draw, (words) => words),
  },
  {
    name: 'a placeholder of the template is back, in another case',
    rules: ['placeholder-left', 'placeholder-reworded'],
    plant: (places, draw) => bringBack(places, draw, (words) => words.toUpperCase()),
  },
  {
    name: 'a placeholder of the template is back, with words left out',
    rules: ['placeholder-left', 'placeholder-reworded'],
    plant: (places, draw) => bringBack(places, draw, (words) => shortened(words, draw)),
  },
  {
    name: 'help text of the template is back',
    rules: ['guidance-left', 'guidance-paragraph-left'],
    plant: (places, draw) => {
      const { schema } = places.specimen;
      const stretches = schema.guidance.filter(({ notation }) => notation !== 'list');
      const guidance = pick(stretches, draw);
      const heading = guidance === null ? null : headingAt(places, guidance.address);
      if (guidance === null || heading === null) return null;
      const words = schema.text.slice(guidance.range.start, guidance.range.end);
      return paragraphInto(places, heading, words);
    },
  },
  {
    name: 'an ellipsis item is left',
    rules: ['ellipsis-item'],
    plant: (places, draw) => {
      const item = pick(places.items, draw);
      if (item === null) return null;
      const line = lineAround(places.text, spanOf(item).start);
      const marker = /^(?:\s*(?:[-*+]|\d+[.)])\s(?:\[[ x]\]\s)?)/u.exec(places.text.slice(line.start, line.end))?.[0];
      if (marker === undefined) return null;
      return replace(places.text, { start: line.start, end: line.start }, `${marker}${draw(2) === 0 ? '…' : '...'}\n`);
    },
  },
  {
    name: 'a paragraph is still to be written',
    rules: ['todo-left'],
    plant: (places, draw) => {
      const heading = pick(
        places.headings.filter((each) => each.schema !== null && hasProse(places, each)),
        draw,
      );
      const words = pick(
        ['TODO: describe the failure modes', 'TBD', 'TODO', 'FIXME: numbers are missing', '**TBD**'],
        draw,
      );
      return heading === null || words === null ? null : paragraphInto(places, heading, words);
    },
  },
  {
    name: 'the document is the template',
    rules: ['identical-to-template'],
    plant: (places) => {
      const { text } = places.specimen.schema;
      return { text, at: { start: 0, end: text.length } };
    },
  },
];

/** Puts a placeholder where the template has it: as an item of a list, or as a paragraph of its section. */
function bringBack(places: Places, draw: Draw, reword: (words: string) => string): Planted | null {
  const { schema } = places.specimen;
  const able = schema.placeholders.flatMap((placeholder) => {
    const heading = headingAt(places, placeholder.address);
    const words = reword(placeholder.text);
    const kind = notationOf(schema.text, placeholder);
    return heading === null || kind === null || words === '' ? [] : [{ heading, words, kind }];
  });
  const chosen = pick(able, draw);
  if (chosen === null) return null;
  if (chosen.kind === 'paragraph') return paragraphInto(places, chosen.heading, chosen.words);
  const items = places.items.filter((item) => {
    const { start } = spanOf(item);
    return start >= chosen.heading.body.start && start < chosen.heading.body.end;
  });
  const item = pick(items, draw);
  if (item === null) return null;
  const line = lineAround(places.text, spanOf(item).start);
  const marker = /^\s*(?:[-*+]|\d+[.)])\s(?:\[[ x]\]\s)?/u.exec(places.text.slice(line.start, line.end))?.[0] ?? '- ';
  const planted = replace(places.text, { start: line.start, end: line.start }, `${marker}${chosen.words}\n`);
  return planted;
}

/** Placeholders that are the whole of a paragraph or an item; others are planted with their field or table. */
function notationOf(template: string, placeholder: PlaceholderSchema): 'paragraph' | 'item' | null {
  const first = lineAround(template, placeholder.range.start);
  const last = lineAround(template, placeholder.range.end);
  const before = template.slice(first.start, placeholder.range.start);
  if (template.slice(placeholder.range.end, last.end).trim() !== '') return null;
  if (before === '') return 'paragraph';
  return /^\s*(?:[-*+]|\d+[.)])\s(?:\[ \]\s)?$/u.test(before) ? 'item' : null;
}

/** Leaves out some words from the middle, so that most of it still stands. */
function shortened(placeholder: string, draw: Draw): string {
  const words = placeholder.split(/\s+/u);
  if (words.length < 6) return '';
  const at = 2 + draw(words.length - 4);
  return [...words.slice(0, at), ...words.slice(at + 1)].join(' ');
}

function headingAt(places: Places, address: string): HeadingPlace | null {
  return places.headings.find(({ schema }) => schema !== null && schema.address === address) ?? null;
}

function hasProse(places: Places, heading: HeadingPlace): boolean {
  return places.paragraphs.some(
    (node) => spanOf(node).start >= heading.body.start && spanOf(node).end <= heading.body.end,
  );
}

function paragraphInto(places: Places, heading: HeadingPlace, words: string): Planted {
  const { start } = heading.body;
  const planted = replace(places.text, { start, end: start }, `\n${words}\n\n`);
  return { ...planted, at: { start: planted.at.start + 1, end: planted.at.end - 2 } };
}
