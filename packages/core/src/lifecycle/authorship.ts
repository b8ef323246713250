import type { BoundDocument, BoundField } from '../document/document.ts';
import { allContents, allFields, allLists } from '../document/walk-document.ts';
import { rangeOf } from '../markdown/source.ts';
import type { Range } from '../text/range.ts';
import type { Actor } from './event.ts';
import type { History } from './fold.ts';
import { foldPerson } from './policy.ts';
import type { Authorship, PartEdits } from './review.ts';

/** Who wrote one line of a text last, and when (RFC 3339). */
export interface LineAuthor {
  readonly who: string;
  readonly at: string;
}

/** The folded ids and names of a document's authors, by its author field and by its history. */
export function authorsOf(bound: BoundDocument, history: History | null): ReadonlySet<string> {
  const authors = new Set<string>();
  for (const field of bound.fields) {
    if (field.schema?.role === 'author') for (const name of namesIn(field)) authors.add(foldPerson(name));
  }
  if (history?.created.origin === 'written') authors.add(foldPerson(history.created.by.id));
  return authors;
}

/** True when a document names somebody as its author, by id or by name. */
export function isAuthor({ id, name }: Actor, { authors }: Authorship): boolean {
  return authors.has(foldPerson(id)) || authors.has(foldPerson(name));
}

/** The people in an author field: names, handles and addresses, apart and within angle brackets. */
function namesIn({ value }: BoundField): string[] {
  if (value.state !== 'valid') return [];
  return value.plain
    .split(/[,;]|\s+(?:and|und|et|y|e|и|&)\s+/u)
    .flatMap((part) => [part.replace(/<[^<>]*>|\([^()]*\)/gu, ''), ...(part.match(/[^\s<>()]+@[^\s<>()]+/gu) ?? [])])
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** Who edited each part of a document last; `lines[0]` is line 1 of its text. */
export function lastEdits(bound: BoundDocument, lines: readonly (LineAuthor | null)[]): PartEdits {
  const index = bound.source.lines;
  const living = livingLines(bound);
  const edits = new Map<string, { who: Set<string>; at: string }>();
  for (const [part, ranges] of rangesOfParts(bound)) {
    for (const { start, end } of ranges) {
      const last = index.lineAt(Math.max(start, end - 1));
      for (let line = index.lineAt(start); line <= last; line += 1) {
        const author = lines[line - 1] ?? null;
        const known = edits.get(part);
        if (author === null || living.has(line)) continue;
        // Commits of one second came in an order that nobody knows, so each of their authors may be the last.
        if (known?.at === author.at) known.who.add(foldPerson(author.who));
        else if (known === undefined || known.at < author.at) {
          edits.set(part, { who: new Set([foldPerson(author.who)]), at: author.at });
        }
      }
    }
  }
  return edits;
}

/** Where the parts of a document stand that somebody answers for, by the addresses that digests have. */
function rangesOfParts(bound: BoundDocument): Map<string, readonly Range[]> {
  const ranges = new Map<string, readonly Range[]>();
  if (bound.title !== null) ranges.set('(title)', [bound.title.range]);
  const own = bound.fields.filter(({ inCompanion }) => !inCompanion).map(({ range }) => range);
  if (own.length > 0) ranges.set('(metadata)', own);
  if (bound.preamble !== null && !bound.preamble.empty) {
    const within = bound.preamble.blocks.map(rangeOf);
    ranges.set(
      '(preamble)',
      within.filter((block) => !own.some((field) => field.start >= block.start && field.end <= block.end)),
    );
  }
  for (const section of bound.allSections) {
    ranges.set(section.address, [section.outline.headingRange, ...section.content.blocks.map(rangeOf)]);
  }
  return ranges;
}

/** Lines whose newest change may be no edit: of living fields, of items with a box, of rows with a living cell. */
function livingLines(bound: BoundDocument): Set<number> {
  const { lines } = bound.source;
  const living = new Set<number>();
  for (const field of allFields(bound)) {
    if (field.schema?.living === true) living.add(lines.lineAt(field.value.range.start));
  }
  for (const content of allContents(bound)) {
    for (const list of allLists(content)) {
      for (const item of list.items) if (item.boxRange !== null) living.add(lines.lineAt(item.boxRange.start));
    }
    for (const { schema, rows } of content.tables) {
      if (schema?.columns.some((column) => column.living) !== true) continue;
      for (const row of rows) living.add(lines.lineAt(row.range.start));
    }
  }
  return living;
}
