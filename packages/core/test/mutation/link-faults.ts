import type { SectionSchema } from '../../src/template/schema.ts';
import { type Fault, pick, replace, within } from './fault.ts';
import type { Places } from './places.ts';
import { lineAround, spanOf } from './places.ts';

/** Links that lead nowhere, and a status that the document does not bear out. */
export const linkFaults: readonly Fault[] = [
  {
    name: 'a link leads to no heading',
    rules: ['broken-anchor'],
    plant: (places, draw) => insideParagraph(places, draw, ' See [the other part](#a-heading-that-is-not-there).'),
  },
  {
    name: 'a link leads to no file',
    rules: ['broken-link'],
    plant: (places, draw) => insideParagraph(places, draw, ' See [the study](studies/not-there.md).'),
  },
  {
    name: 'an image shows no file',
    rules: ['broken-image'],
    plant: (places, draw) => insideParagraph(places, draw, ' ![A picture](images/not-there.png)'),
  },
  {
    name: 'a label has no definition',
    rules: ['unresolved-label'],
    plant: (places, draw) => insideParagraph(places, draw, ' See [the minutes][minutes-of-may].'),
  },
  {
    name: 'a heading that is linked to is renamed',
    rules: ['broken-anchor'],
    plant: (places) => {
      const link = /\]\(#([^)]+)\)/u.exec(places.text);
      if (link === null) return null;
      const { start, end } = { start: link.index, end: link.index + link[0].length };
      return replace(places.text, { start, end }, `](#${link[1]}-of-old)`);
    },
  },
];

/** Work that is not done although the status says so. */
export const lifecycleFaults: readonly Fault[] = [
  {
    name: 'a question is open although the document is agreed',
    rules: ['open-questions-left'],
    plant: (places, draw) => itemInto(places, draw, 'open-questions', '- [ ] Who pays for it?'),
  },
  {
    name: 'a task is not done although the document is built',
    rules: ['tasks-left'],
    plant: (places, draw) => {
      if (places.fields.every(({ value }) => places.text.slice(value.start, value.end) !== 'Implemented')) return null;
      const done = places.items.filter(({ checked, position }) => {
        const heading = places.headings.findLast(({ range }) => range.start < (position?.start.offset ?? 0));
        return checked === true && heading?.words === 'Phases';
      });
      const item = pick(done, draw);
      if (item === null) return null;
      const { start } = spanOf(item);
      const box = places.text.indexOf('[x]', start);
      return within(replace(places.text, { start: box, end: box + 3 }, '[ ]'), lineAround(places.text, start));
    },
  },
  {
    name: 'a sign-off is pending although the document is approved',
    rules: ['sign-off-pending', 'default-never-changed'],
    plant: (places, draw) => {
      const settled = places.fields.some(({ value }) =>
        /^(?:Approved|Implemented|Agreed|Built)$/u.test(places.text.slice(value.start, value.end)),
      );
      const rows = [...places.text.matchAll(/^\|[^|\n]+\|[^|\n]+\| (Approved|Agreed) \|/gmu)];
      const row = pick(rows, draw);
      if (!settled || row === null) return null;
      const start = row.index + row[0].length - 2 - (row[1] as string).length;
      return replace(places.text, { start, end: start + (row[1] as string).length }, 'Pending');
    },
  },
  {
    name: 'the status skips a state',
    rules: ['illegal-transition'],
    plant: (places, draw) => {
      const { lifecycle } = places.specimen.schema;
      if (lifecycle === null) return null;
      const field = places.fields.find(
        ({ value }) => lifecycle.states.indexOf(places.text.slice(value.start, value.end)) >= 2,
      );
      if (field === undefined) return null;
      const index = lifecycle.states.indexOf(places.text.slice(field.value.start, field.value.end));
      const base = lifecycle.states[draw(index - 1)] as string;
      return { text: places.text, at: field.line, circumstances: { base } };
    },
  },
];

function insideParagraph(places: Places, draw: (below: number) => number, words: string): ReturnType<Fault['plant']> {
  const paragraph = pick(places.paragraphs, draw);
  if (paragraph === null) return null;
  const { end } = spanOf(paragraph);
  return replace(places.text, { start: end, end }, words);
}

function itemInto(
  places: Places,
  draw: (below: number) => number,
  role: SectionSchema['role'],
  line: string,
): ReturnType<Fault['plant']> {
  const settled = places.fields.some(({ value }) =>
    /^(?:Approved|Implemented)$/u.test(places.text.slice(value.start, value.end)),
  );
  const heading = places.headings.find(({ schema }) => schema?.role === role);
  if (!settled || heading === undefined) return null;
  const items = places.items.filter(
    (item) => spanOf(item).start >= heading.body.start && spanOf(item).start < heading.body.end,
  );
  const item = pick(items, draw);
  if (item === null) return null;
  const { start } = spanOf(item);
  return replace(places.text, { start, end: start }, `${line}\n`);
}
