import type { SectionSchema } from '../../src/template/schema.ts';
import type { Range } from '../../src/text/range.ts';
import { type Fault, misspell, type Planted, pick, replace, within } from './fault.ts';
import type { HeadingPlace, Places } from './places.ts';
import { lineAround } from './places.ts';

/** Mistakes in headings and in what stands under them. */
export const structureFaults: readonly Fault[] = [
  {
    name: 'a required section is deleted',
    rules: ['missing-section'],
    plant: (places, draw) => {
      const heading = pick(places.headings.filter(isRequired), draw);
      if (heading === null) return null;
      const deleted = replace(places.text, heading.section, '');
      return within(deleted, { start: before(places, heading), end: lineAround(deleted.text, deleted.at.start).end });
    },
  },
  {
    name: 'two sections change places',
    rules: ['section-order'],
    plant: (places, draw) => {
      const pairs = places.headings.flatMap((first) => {
        const second = places.headings.find(({ range }) => range.start === first.section.end);
        const known = second !== undefined && first.schema !== null && second.schema !== null;
        return known && first.depth === second.depth ? [{ first, second }] : [];
      });
      const pair = pick(pairs, draw);
      if (pair === null) return null;
      const { text } = places;
      const first = closed(text.slice(pair.first.section.start, pair.first.section.end));
      const second = closed(text.slice(pair.second.section.start, pair.second.section.end));
      return replace(text, { start: pair.first.section.start, end: pair.second.section.end }, second + first);
    },
  },
  {
    name: 'a heading is one level deeper',
    rules: ['wrong-level'],
    plant: (places, draw) => {
      const heading = pick(
        places.headings.filter((each) => each.schema !== null && each.depth < 6),
        draw,
      );
      return heading === null ? null : relevel(places.text, heading, heading.depth + 1);
    },
  },
  {
    name: 'a heading is one level higher',
    rules: ['wrong-level', 'second-title'],
    plant: (places, draw) => {
      const heading = pick(
        places.headings.filter((each) => each.schema !== null && each.depth > 1),
        draw,
      );
      return heading === null ? null : relevel(places.text, heading, heading.depth - 1);
    },
  },
  {
    name: 'a heading is misspelt',
    rules: ['near-miss-heading'],
    plant: (places, draw) => {
      const heading = pick(
        places.headings.filter((each) => isRequired(each) && each.words.length > 7),
        draw,
      );
      if (heading === null) return null;
      const word = pick(heading.words.match(/\p{L}{5,}/gu) ?? [], draw);
      if (word === null) return null;
      const words = heading.words.replace(word, misspell(word, draw));
      return replace(places.text, heading.range, `${'#'.repeat(heading.depth)} ${words}`);
    },
  },
  {
    name: 'a section stands twice',
    rules: ['duplicate-section'],
    plant: (places, draw) => {
      const leaves = places.headings.filter((each) => each.schema !== null && isLeaf(places, each));
      const heading = pick(leaves, draw);
      if (heading === null) return null;
      const { start, end } = heading.section;
      return replace(places.text, { start: end, end }, `\n${closed(places.text.slice(start, end))}`);
    },
  },
  {
    name: 'a section is emptied',
    rules: ['empty-section'],
    plant: (places, draw) => {
      const leaves = places.headings.filter((each) => isRequired(each) && isLeaf(places, each));
      const heading = pick(leaves, draw);
      if (heading === null) return null;
      const planted = replace(places.text, heading.body, '\n');
      return within(planted, { start: heading.range.start, end: planted.at.end });
    },
  },
  {
    name: 'a section holds prose instead of its list',
    rules: ['wrong-content'],
    plant: (places, draw) => {
      const typed = ['items', 'steps', 'checklist', 'definitions'];
      const lists = places.headings.filter((each) => typed.includes(each.schema?.content?.type ?? ''));
      const heading = pick(lists, draw);
      if (heading === null) return null;
      const planted = replace(
        places.text,
        heading.body,
        '\nNothing here can be counted, so it is told in a sentence.\n\n',
      );
      return within(planted, { start: heading.range.start, end: planted.at.end });
    },
  },
  {
    name: 'an entry loses its name',
    rules: ['unnamed-entry'],
    plant: (places, draw) => {
      const named = places.headings.filter((each) => each.repeated && /(?:\d|[A-Z]): /u.test(each.words));
      const heading = pick(named, draw);
      if (heading === null) return null;
      const colon = places.text.indexOf(':', heading.range.start);
      return within(replace(places.text, { start: colon, end: heading.range.end }, ''), {
        start: heading.range.start,
        end: colon,
      });
    },
  },
  {
    name: 'the numbering of entries has a gap',
    rules: ['numbering-gap'],
    plant: (places, draw) => {
      const heads = places.headings.filter((each) => each.repeated).map(({ range }) => range);
      const entries = [...heads, ...phases(places.text)].flatMap((range) => {
        const match = /^(.*?\s)(\d|[A-Z])(?=:|\*\*:)/u.exec(places.text.slice(range.start, range.end));
        return match === null || '1A'.includes(match[2] as string) ? [] : [{ range, match }];
      });
      const entry = pick(entries, draw);
      if (entry === null) return null;
      const ordinal = entry.match[2] as string;
      const later = String.fromCharCode(ordinal.charCodeAt(0) + 2 + draw(3));
      const at = entry.range.start + (entry.match[1] as string).length;
      return within(replace(places.text, { start: at, end: at + 1 }, later), entry.range);
    },
  },
  {
    name: 'all entries of a repeated part are deleted',
    rules: ['repeat-count', 'empty-section', 'missing-section'],
    plant: (places) => {
      const entries = places.headings.filter((each) => each.repeated);
      const [first] = entries;
      const last = entries.at(-1);
      if (first === undefined || last === undefined || entries.some((each) => each.parent !== first.parent))
        return null;
      const planted = replace(places.text, { start: first.range.start, end: last.section.end }, '');
      return within(planted, { start: places.headings[first.parent]?.range.start ?? 0, end: planted.at.end });
    },
  },
  {
    name: 'the title is deleted',
    rules: ['missing-title'],
    plant: (places) => {
      const [first] = places.headings;
      if (places.specimen.schema.title === null || first === undefined || /^title:/mu.test(places.text)) return null;
      const planted = replace(places.text, { start: first.range.start, end: first.range.end + 1 }, '');
      const { start } = first.range;
      const next = start + planted.text.slice(start).search(/\S/u);
      return within(planted, { start, end: lineAround(planted.text, next).end });
    },
  },
  {
    name: 'there is a second title',
    rules: ['second-title'],
    plant: (places, draw) => {
      const heading = pick(
        places.headings.filter((each) => each.depth === 2),
        draw,
      );
      if (places.specimen.schema.title === null || heading === null) return null;
      const { start } = heading.range;
      return replace(places.text, { start, end: start }, '# Another title for the same thing\n\n');
    },
  },
  {
    name: 'a section that nobody asked for is forbidden',
    rules: ['unexpected-section'],
    plant: (places, draw) => {
      const heading = pick(
        places.headings.filter(
          (each) => each.schema !== null && each !== places.headings[0] && !besideEntries(places, each),
        ),
        draw,
      );
      if (heading === null) return null;
      const { start } = heading.range;
      const words = `${'#'.repeat(heading.depth)} Wardrobe and catering\n\nTea is served at four.\n\n`;
      return { ...replace(places.text, { start, end: start }, words), circumstances: { unexpectedSections: 'forbid' } };
    },
  },
];

function isRequired({ schema, parent }: HeadingPlace): boolean {
  return schema?.required === true && parent >= -1;
}

/** Next to entries that have nothing but a name of their own, any heading is one more entry. */
function besideEntries({ specimen }: Places, { schema }: HeadingPlace): boolean {
  const holders = [...everySection(specimen.schema.sections)];
  const holder = holders.find(({ sections }) => sections.some((each) => each === schema));
  return holder?.sections.some(({ repeat }) => repeat?.named === true && !repeat.numbered) ?? false;
}

function* everySection(sections: readonly SectionSchema[]): Iterable<SectionSchema> {
  for (const section of sections) {
    yield section;
    yield* everySection(section.sections);
  }
}

function isLeaf(places: Places, heading: HeadingPlace): boolean {
  return (
    heading.body.end === heading.section.end ||
    places.headings.every((other) => places.headings[other.parent] !== heading)
  );
}

/** Where the section before this one starts, or the one that holds it, or the text. */
function before(places: Places, heading: HeadingPlace): number {
  const index = places.headings.indexOf(heading);
  const earlier = places.headings.slice(0, index).findLast(({ depth }) => depth <= heading.depth);
  return earlier?.range.start ?? 0;
}

/** A section's text that ends in a blank line, so that another may follow. */
function closed(section: string): string {
  return `${section.trimEnd()}\n\n`;
}

function relevel(text: string, heading: HeadingPlace, depth: number): Planted {
  return replace(text, heading.range, `${'#'.repeat(depth)} ${heading.words}`);
}

/** Lines such as `**Phase 2**: …`. */
function phases(text: string): Range[] {
  return [...text.matchAll(/^\*\*[A-Z][a-z]+ \d\*\*:.*$/gmu)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
}
