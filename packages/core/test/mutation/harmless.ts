import type { Draw } from './fault.ts';
import { pick } from './fault.ts';
import type { Places } from './places.ts';
import { spanOf } from './places.ts';
import type { Rewrite } from './rewrites.ts';
import { onParagraph } from './rewriting.ts';

/** Names of the rewrites that leave every digest as it is. */
export const harmlessNames: readonly string[] = [
  'CRLF line ends',
  'a byte order mark',
  'both',
  'no line feed at the end',
  'more line feeds at the end',
  'white space at line ends',
  'blank lines doubled',
  'a paragraph wrapped anew',
  'a paragraph on one line',
  'other bullets',
  'numbers with a bracket',
  'every number 1',
  'blank lines between items',
  'capital ticks',
  'tables realigned',
  'tables packed',
  'tables with aligned columns',
  'tables without outer bars',
  'setext headings',
  'closed headings',
  'headings without numbers',
  'headings with other numbers',
  'bold with underscores',
  'italics with the other mark',
  'entities',
  'escapes',
  'links by reference',
  'another thematic break',
  'an extra comment',
  'a decorated status',
  'fields as bullets',
  'fields as bold bullets',
  'fields with the colon in bold',
  'fields as paragraphs',
  'fields as plain lines',
  'fields in capitals',
];

/** Changes of parts that no digest counts, and ways to write that only digests must know. */
export const livingChanges: readonly Rewrite[] = [
  { name: 'a comment in a line', rewrite: (places, draw) => onParagraph(places, draw, commented) },
  {
    name: 'a comment between items',
    rewrite: ({ text, lists }, draw) => {
      const list = pick(
        lists.filter((each) => each.children.length > 1 && each.position?.start.column === 1),
        draw,
      );
      const item = list?.children[1];
      if (item === undefined || list?.ordered === true) return null;
      const { start } = spanOf(item);
      return `${text.slice(0, start)}\n<!-- the rest is newer -->\n\n${text.slice(start)}`;
    },
  },
  { name: 'ticks set', rewrite: ({ text }) => ticked(text, '- [ ] ', '- [x] ') },
  { name: 'ticks taken away', rewrite: ({ text }) => ticked(text, '- [x] ', '- [ ] ') },
  { name: 'tasks without boxes', rewrite: ({ text }) => ticked(text, '- [x] ', '- ') },
  {
    name: 'another status',
    rewrite: (places, draw) => {
      const { lifecycle } = places.specimen.schema;
      const field = places.fields.find(({ value }) =>
        lifecycle?.states.includes(places.text.slice(value.start, value.end)),
      );
      const state = pick(lifecycle?.states ?? [], draw);
      if (field === undefined || state === null) return null;
      return places.text.slice(0, field.value.start) + state + places.text.slice(field.value.end);
    },
  },
  {
    name: 'another day of the last change',
    rewrite: (places) => onField(places, /updated|更新|изменен/iu, '2026-05-31'),
  },
  { name: 'a measured value', rewrite: measured },
  {
    name: 'an unused definition',
    rewrite: ({ text }) => `${text.trimEnd()}\n\n[unused-label]: https://example.org/x\n`,
  },
];

function commented(words: string): string {
  return words.replace(/ /u, ' <!-- sure? --> ');
}

function ticked(text: string, from: string, to: string): string | null {
  return text.includes(from) ? text.replaceAll(from, to) : null;
}

function onField({ text, fields }: Places, name: RegExp, value: string): string | null {
  const field = fields.find(({ words }) => name.test(words));
  return field === undefined ? null : text.slice(0, field.value.start) + value + text.slice(field.value.end);
}

/** Another value in a column that the template calls living. */
function measured({ text, tables, specimen }: Places, draw: Draw): string | null {
  const names = JSON.stringify(specimen.schema).includes('"living":true') ? /^(?:current|baseline)/iu : null;
  for (const table of tables) {
    const head = table.children[0]?.children ?? [];
    const column = head.findIndex((cell) =>
      names?.test(text.slice(spanOf(cell).start, spanOf(cell).end).replace(/^[|\s]+/u, '')),
    );
    const row = pick(table.children.slice(1), draw);
    const cell = column === -1 ? undefined : row?.children[column]?.children[0];
    if (cell === undefined) continue;
    const { start, end } = spanOf(cell);
    return `${text.slice(0, start)}41 of 42${text.slice(end)}`;
  }
  return null;
}
