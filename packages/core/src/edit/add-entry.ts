import type { BoundDocument, BoundGroup, BoundSection } from '../document/document.ts';
import type { GroupSchema, SectionSchema } from '../template/schema.ts';
import type { Replacement } from '../text/edit.ts';
import { insertBlock } from './blocks.ts';
import { nameWords } from './entry-names.ts';
import { headingTextRange } from './headings.ts';
import { depthInGap, endOfSection, gapFor, insertSection, placeOfGap } from './insert-section.ts';
import { lineEndOf } from './line-end.ts';
import { topItems } from './list-items.ts';
import { answersIn } from './placement.ts';
import { EditRefusal } from './refusal.ts';
import { withOrdinal } from './renumber.ts';
import { sectionSkeleton } from './skeleton.ts';

/**
 * Writes the next entry of a repeated section behind the last one: heading as the last one's with the next number and the
 * name, or the template's placeholder for null; what stands under it is the template's sample.
 * @throws {EditRefusal} when no place is certain.
 */
export function appendSection(
  document: BoundDocument,
  schema: SectionSchema,
  home: BoundSection | null,
  name: string | null,
): Replacement {
  const last = answersIn(document, schema, home).at(-1) ?? null;
  const gap = gapFor(document, schema, home);
  const place = last === null ? placeOfGap(document, gap).at : endOfSection(last.outline);
  if (place === null) throw unclosed(document);
  const depth = last === null ? depthInGap(document, schema, gap) : last.outline.depth;
  const sample = sectionSkeleton(document.schema, schema, depth - schema.depth);
  const heading = last === null ? sampleHeading(schema, name) : headingLike(document, schema, last, name);
  return insertBlock(
    document.source.text,
    place,
    sample.replace(schema.heading, () => heading),
  );
}

/** Inserts a section that the document lacks as the template shows it. @throws {EditRefusal} when no place is certain. */
export function addSection(document: BoundDocument, schema: SectionSchema, home: BoundSection | null): Replacement {
  const edit = insertSection(document, schema, gapFor(document, schema, home));
  if (edit === null) throw unclosed(document);
  return edit;
}

function unclosed(document: BoundDocument): EditRefusal {
  return new EditRefusal(
    `The last block of ${document.file} is never closed, so that nothing can be put behind it`,
    'Close the code block or comment first',
  );
}

function sampleHeading(schema: SectionSchema, name: string | null): string {
  return name === null || schema.placeholder === null
    ? schema.heading
    : schema.heading.replace(schema.placeholder, () => name);
}

function headingLike(document: BoundDocument, schema: SectionSchema, last: BoundSection, name: string | null): string {
  const { start, end } = headingTextRange(last.outline.node);
  const words = document.source.text.slice(start, end);
  return entryWords(words, schema, last, name);
}

/** The last entry's words with the next number and another name. */
function entryWords(
  words: string,
  schema: SectionSchema | GroupSchema,
  last: BoundSection | BoundGroup,
  name: string | null,
): string {
  const { number } = last;
  const own = last.ownName ?? '';
  const counted = number === null ? words : withOrdinal(words, schema.name, number, number + 1);
  const at = own === '' ? -1 : counted.lastIndexOf(own);
  const wanted = name ?? ('placeholder' in schema ? schema.placeholder : null) ?? '';
  if (at !== -1) {
    const named = counted.slice(0, at) + wanted + counted.slice(at + own.length);
    return wanted === '' ? named.replace(/[\s:：–—-]+$/u, '') : named;
  }
  return name === null ? counted : `${counted.replace(/[\s:：]+$/u, '')}: ${name}`;
}

/**
 * Writes the next group of a body behind the last one, as that one is written, with the template's placeholders; or as the
 * template shows it where there is none. `sample` is the template bound to itself.
 */
export function appendGroup(
  document: BoundDocument,
  schema: GroupSchema,
  home: BoundSection,
  name: string | null,
  sample: BoundDocument,
): Replacement {
  const groups = home.content.groups.filter((group) => group.schema === schema);
  const last = groups.at(-1);
  const { text } = document.source;
  const model = sample.allSections.flatMap(({ content }) => content.groups).find((group) => group.schema === schema);
  if (last === undefined) {
    if (model === undefined) throw new EditRefusal(`The template shows no ${schema.name} to begin with`);
    const at = endOfBody(home);
    return insertBlock(text, at, sample.source.text.slice(model.range.start, model.range.end));
  }
  const words = nameWords(document, last);
  const lead = text.slice(last.range.start, words.start);
  const behind = text.slice(words.end, last.description.range.start);
  const named = entryWords(text.slice(words.start, words.end), schema, last, name);
  const description = model?.description.raw ?? '';
  const line = `${lead}${named}${/\s$/u.test(behind) || description === '' ? behind : `${behind} `}${description}`;
  const before = groups.at(-2);
  const gap = before === undefined ? '' : text.slice(before.range.end, last.range.start);
  const end = lineEndOf(text);
  const apart = gap !== '' && gap.trim() === '' ? gap : end + end;
  const at = last.range.end;
  return { start: at, end: at, text: `${apart}${line}${listLike(document, last, sample, model)}` };
}

/** The list of a new group: its first item as the last group marks its own, else as the template does. */
function listLike(
  document: BoundDocument,
  last: BoundGroup,
  sample: BoundDocument,
  model: BoundGroup | undefined,
): string {
  const example = model?.lists[0];
  const shown = example === undefined ? undefined : topItems(example)[0];
  if (shown === undefined) return '';
  const { text } = document.source;
  const list = last.lists[0];
  const own = list === undefined ? undefined : topItems(list)[0];
  const gap =
    list === undefined ? '' : text.slice(Math.max(last.description.range.end, last.range.start), list.range.start);
  const [source, item] = own === undefined ? [sample.source.text, shown] : [text, own];
  const marker = source.slice(item.range.start, item.rawRange.start).replace(/\[[xX]\]/u, '[ ]');
  return `${gap !== '' && gap.trim() === '' ? gap : lineEndOf(text)}${marker}${shown.raw}`;
}

/** Where a body ends, a rule before the next section left out. */
export function endOfBody(section: BoundSection): number {
  const { outline } = section;
  return Math.min(outline.bodyRange.end, endOfSection({ ...outline, sections: [], range: outline.bodyRange }));
}
