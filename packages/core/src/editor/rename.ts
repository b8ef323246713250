import { bindDocument } from '../document/bind.ts';
import type { BoundDocument, BoundGroup, BoundSection, BoundTitle } from '../document/document.ts';
import { allLists, sectionAt } from '../document/walk-document.ts';
import type { Judging } from '../edit/allowed-value.ts';
import { Draft } from '../edit/change.ts';
import { nameWords, termRange } from '../edit/entry-names.ts';
import { followHeadings, type LinkingFiles } from '../edit/follow-headings.ts';
import { headingNameRange } from '../edit/headings.ts';
import type { Part } from '../edit/parts.ts';
import { EditRefusal } from '../edit/refusal.ts';
import { renamePart } from '../edit/rename.ts';
import { readMarkdown } from '../markdown/source.ts';
import { containsRange, type Range } from '../text/range.ts';
import type { EditorDocument, EditorWorkspace, FileEdit } from './editor-workspace.ts';
import { holds } from './targets.ts';

/** A workspace whose files can be searched, for links stand in files that are no documents too. */
export interface RenamingWorkspace extends EditorWorkspace, LinkingFiles {}

/** What would be renamed, and how it is called now; an entry without a name of its own is called nothing yet. */
export interface Renamable {
  readonly range: Range;
  readonly text: string;
}

export type RenameResult =
  | {
      readonly kind: 'renamed';
      /** The document first, then the files whose links follow. */
      readonly edits: readonly FileEdit[];
    }
  | { readonly kind: 'refused'; readonly message: string; readonly hint: string | null };

/** What at an offset has a name that can be another: a title, a heading, an entry, a term; null where nothing has. */
export function renameRangeAt({ bound }: EditorDocument, offset: number): Renamable | null {
  const named = namedPart(bound, offset);
  return named === null ? null : { range: named.range, text: named.text };
}

/**
 * Gives what is named at an offset another name, as `specwright rename --force` does: links in all files of the workspace
 * follow, every other byte stays.
 */
export function renameAt(
  { bound }: EditorDocument,
  workspace: RenamingWorkspace,
  offset: number,
  name: string,
): RenameResult {
  const named = namedPart(bound, offset);
  if (named === null) {
    return {
      kind: 'refused',
      message: 'There is nothing here that has a name',
      hint: 'Names have titles, headings, entries and terms',
    };
  }
  const { parser, settings } = workspace;
  const draft = new Draft(bound, (text, companion) =>
    bindDocument({ source: readMarkdown(text, parser), file: bound.file, schema: bound.schema, companion }),
  );
  const judging: Judging = { today: settings.options.today, force: true };
  try {
    renamePart(draft, named.part, name, judging);
    const { others } = followHeadings(workspace, draft);
    const own = { file: bound.file, edit: draft.edit };
    return { kind: 'renamed', edits: [own, ...others.map(({ file, edit }) => ({ file, edit }))] };
  } catch (error) {
    if (error instanceof EditRefusal) return { kind: 'refused', message: error.message, hint: error.hint };
    throw error;
  }
}

interface NamedPart extends Renamable {
  readonly part: Part;
}

function namedPart(document: BoundDocument, offset: number): NamedPart | null {
  const { outline, title } = document;
  if (title !== null) {
    const heading = outline.sections.find(({ headingRange }) => containsRange(headingRange, title.range));
    if (holds(heading?.headingRange ?? title.range, offset)) return titlePart(document, title);
  }
  const section = sectionAt(document, offset);
  if (section !== null && holds(section.outline.headingRange, offset)) {
    const part: Part = { kind: 'section', address: section.address, home: section, section };
    return { part, ...entryName(document, section) };
  }
  const content = section === null ? document.preamble : section.content;
  if (content === null) return null;
  for (const group of content.groups) {
    const lead = { start: group.range.start, end: Math.max(group.range.start, group.description.range.start) };
    if (!holds(lead, offset)) continue;
    const part: Part = { kind: 'group', address: group.address, home: section, group };
    return { part, ...entryName(document, group) };
  }
  return termPart(document, section, offset);
}

/** The template's fixed words around the name stay. */
function titlePart({ source: { text } }: BoundDocument, title: BoundTitle): NamedPart {
  const { start, end } = title.range;
  const at = title.name === '' || !title.matchesTemplate ? -1 : text.slice(start, end).lastIndexOf(title.name);
  const range = at === -1 ? title.range : { start: start + at, end: start + at + title.name.length };
  const part: Part = { kind: 'title', address: '(title)', home: null, title };
  return { part, range, text: text.slice(range.start, range.end) };
}

/** The own name of an entry; of a section without one all its words. */
function entryName(document: BoundDocument, entry: BoundSection | BoundGroup): Renamable {
  const { text } = document.source;
  if (entry.ownName === null && 'outline' in entry) {
    const range = headingNameRange(document.source, entry.outline.node);
    return { range, text: text.slice(range.start, range.end) };
  }
  const words = nameWords(document, entry);
  const own = entry.ownName ?? '';
  const at = own === '' ? -1 : text.slice(words.start, words.end).lastIndexOf(own);
  if (at === -1) return { range: words, text: own };
  const start = words.start + at;
  return { range: { start, end: start + own.length }, text: own };
}

function termPart(document: BoundDocument, home: BoundSection | null, offset: number): NamedPart | null {
  const content = home === null ? document.preamble : home.content;
  const list = content === null ? undefined : allLists(content).find(({ range }) => holds(range, offset));
  const item = list?.items.find((one) => one.term !== null && holds(termRange(one), offset));
  if (list === undefined || item === undefined) return null;
  const part: Part = { kind: 'item', address: item.address, home, list, item, group: null };
  return { part, range: termRange(item), text: item.term ?? '' };
}
