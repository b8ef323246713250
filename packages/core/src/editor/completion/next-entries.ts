import { bindDocument } from '../../document/bind.ts';
import type { BoundDocument, BoundList, BoundSection, BoundTable } from '../../document/document.ts';
import { allLists } from '../../document/walk-document.ts';
import { appendGroup, appendSection } from '../../edit/add-entry.ts';
import { appendRow } from '../../edit/add-row.ts';
import { endOfSection } from '../../edit/insert-section.ts';
import { lineEndOf } from '../../edit/line-end.ts';
import { appendItem } from '../../edit/list-items.ts';
import { answersIn } from '../../edit/placement.ts';
import { EditRefusal } from '../../edit/refusal.ts';
import type { MarkdownParser } from '../../markdown/parser.ts';
import { readMarkdown } from '../../markdown/source.ts';
import type { GroupSchema, Schema, SectionSchema } from '../../template/schema.ts';
import type { Replacement } from '../../text/edit.ts';
import type { EditorWorkspace } from '../editor-workspace.ts';
import { templateWords } from '../template-words.ts';
import type { Completion } from './completion.ts';
import { headingOf } from './missing-sections.ts';
import { blockOnLine, isApartBySpace, isFollowed, nextLine, type OpenLine, takesNothingOver } from './open-line.ts';

/** The next row, item, group or entry, on a line behind the last one. */
export function nextEntries(document: BoundDocument, workspace: EditorWorkspace, line: OpenLine): Completion[] {
  const { home } = line;
  if (home === null) return [];
  const { tables } = home.content;
  const own =
    line.depth > 0
      ? []
      : [
          ...tables.flatMap((table) => nextRow(document, table, line)),
          ...allLists(home.content).flatMap((list) => nextItem(document, list, line)),
          ...(home.schema?.content?.groups ?? []).flatMap((group) => nextGroup(document, workspace, group, home, line)),
        ];
  return [...own, ...nextSections(document, line)].map((completion, rank) => ({ ...completion, rank }));
}

/** A row goes directly under the last one: an empty line between them would end the table. */
function nextRow(document: BoundDocument, table: BoundTable, line: OpenLine): Completion[] {
  if (table.schema?.open === false || !isDirectlyUnder(document, table, line)) return [];
  const edit = unlessRefused(() => appendRow(document, table, [], { today: '', force: true }));
  if (edit === null) return [];
  const columns = table.columns.map(({ name }) => name).join(', ');
  return [{ ...plain, kind: 'row', label: 'Next row', detail: columns, edit: lineInPlace(document, line, edit) }];
}

function nextItem(document: BoundDocument, list: BoundList, line: OpenLine): Completion[] {
  if (list.schema === null || list.schema.fixed.length > 0 || !isDirectlyUnder(document, list, line)) return [];
  const edit = unlessRefused(() => appendItem(document, list, { text: '', term: null }));
  if (edit === null) return [];
  const label = { items: 'Next item', definitions: 'Next item', steps: 'Next step', checklist: 'Next task' }[list.type];
  const detail = list.type === 'steps' ? edit.text.trim() : '';
  return [{ ...plain, kind: 'item', label, detail, edit: lineInPlace(document, line, edit) }];
}

const plain = { documentation: null, filter: null, rank: 0 } as const;

function isDirectlyUnder({ source }: BoundDocument, { range }: BoundTable | BoundList, line: OpenLine): boolean {
  return source.lines.lineAt(Math.max(range.start, range.end - 1)) + 1 === source.lines.lineAt(line.range.start);
}

/** What was to be put behind the line above, on the open line. Words behind are set apart, but rows that were cut off join. */
function lineInPlace({ source }: BoundDocument, line: OpenLine, edit: Replacement): Replacement {
  const written = edit.text.replace(/^[\s>]*[\r\n]/u, '');
  const joins = written.startsWith('|') && nextLine(source, line).startsWith('|');
  return { ...line.range, text: isFollowed(source, line) && !joins ? written + lineEndOf(source.text) : written };
}

function nextGroup(
  document: BoundDocument,
  { parser }: EditorWorkspace,
  schema: GroupSchema,
  home: BoundSection,
  line: OpenLine,
): Completion[] {
  const last = home.content.groups.findLast((group) => group.schema === schema);
  if (last === undefined ? !home.content.empty : !isApartBySpace(document, line, last.range.end)) return [];
  const behind = last?.range.end ?? home.outline.headingRange.end;
  if (line.range.start < behind) return [];
  const sample = templateAsDocument(document.schema, parser);
  const edit = unlessRefused(() => appendGroup(document, schema, home, null, sample));
  if (edit === null) return [];
  const block = edit.text.trim();
  const label = `${schema.name} ${last?.number == null ? 1 : last.number + 1}`;
  return [
    {
      ...plain,
      kind: 'entry',
      label: schema.repeat.numbered ? label : schema.name,
      detail: last === undefined ? `first in ${home.name}` : `next in ${home.name}`,
      documentation: templateWords(document.schema, schema).join('\n\n') || null,
      edit: blockOnLine(document, line, block),
    },
  ];
}

const samples = new WeakMap<Schema, BoundDocument>();

/** The template read as if it were a document written from it. */
function templateAsDocument(schema: Schema, parser: MarkdownParser): BoundDocument {
  let sample = samples.get(schema);
  if (sample === undefined) {
    sample = bindDocument({ source: readMarkdown(schema.text, parser), file: schema.file, schema });
    samples.set(schema, sample);
  }
  return sample;
}

/** The next of a repeated section, where the last one or what stands within it ends. */
function nextSections(document: BoundDocument, line: OpenLine): Completion[] {
  const found: Completion[] = [];
  for (let home = line.home; home !== null; home = home.parent) {
    for (const schema of home.schema?.sections ?? []) {
      const next = schema.repeat === null ? null : nextSection(document, schema, home, line);
      if (next !== null) found.push(next);
    }
  }
  return found;
}

function nextSection(
  document: BoundDocument,
  schema: SectionSchema,
  home: BoundSection,
  line: OpenLine,
): Completion | null {
  const answers = answersIn(document, schema, home);
  const last = answers.at(-1);
  if (last === undefined || answers.some((answer) => answer === line.own)) return null;
  const isBehind = last.outline.headingRange.end <= line.range.start;
  if (!isBehind || !isApartBySpace(document, line, endOfSection(last.outline))) return null;
  if (!takesNothingOver(document, line, last.outline.depth)) return null;
  const edit = unlessRefused(() => appendSection(document, schema, home, null));
  if (edit === null) return null;
  const block = edit.text.trim();
  const heading = headingOf(block);
  // The last one is still a heading without words, which nothing can be written like.
  if (heading === '') return null;
  return {
    kind: 'entry',
    label: heading,
    detail: `next in ${home.name}`,
    documentation: templateWords(document.schema, schema).join('\n\n') || null,
    edit: blockOnLine(document, line, block),
    filter: line.depth === 0 ? null : `${'#'.repeat(line.depth)} ${heading}`,
    rank: 0,
  };
}

function unlessRefused(edit: () => Replacement): Replacement | null {
  try {
    return edit();
  } catch (error) {
    if (error instanceof EditRefusal) return null;
    throw error;
  }
}
