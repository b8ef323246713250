import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import { pickSafeFixes } from '../diagnostic/pick-fixes.ts';
import { counted } from '../diagnostic/summary.ts';
import { bindDocument } from '../document/bind.ts';
import type { BoundDocument, BoundGroup, BoundItem, BoundList, BoundSection } from '../document/document.ts';
import { sectionAt } from '../document/walk-document.ts';
import { appendGroup, appendSection } from '../edit/add-entry.ts';
import { addTable, appendRow } from '../edit/add-row.ts';
import type { Judging } from '../edit/allowed-value.ts';
import { type Holder, holdersOf } from '../edit/holders.ts';
import { EditRefusal } from '../edit/refusal.ts';
import { tickItem } from '../edit/tick.ts';
import { readMarkdown } from '../markdown/source.ts';
import type { Schema } from '../template/schema.ts';
import { makeEdit, type Replacement } from '../text/edit.ts';
import { lastAnswer } from '../text/last-answer.ts';
import { containsRange, type Range } from '../text/range.ts';
import type { EditorDocument, EditorWorkspace, FileEdit } from './editor-workspace.ts';
import { ignoringComment } from './ignoring.ts';
import { insertMissingSections } from './missing-sections.ts';

/** Something an author may choose to have done at a place. */
export interface EditorAction {
  readonly title: string;
  /** `fix`: answers a finding; `refactor`: changes what stands there; `source`: is about the whole document. */
  readonly kind: 'fix' | 'refactor' | 'source';
  /** What it does, by file; never empty. */
  readonly edits: readonly FileEdit[];
  /** The finding it answers; null when it answers none. */
  readonly diagnostic: Diagnostic | null;
  /** True for the one answer to a finding that is right whatever the author meant. */
  readonly preferred: boolean;
}

/**
 * What can be done about a range, the best first: fixes of the findings there, ticks, the next entry or row, what mends the
 * whole document, and comments that silence findings. Texts that cannot be edited so give fewer actions, never an error.
 */
export function actionsAt(document: EditorDocument, workspace: EditorWorkspace, range: Range): readonly EditorAction[] {
  const found = document.diagnostics.filter((diagnostic) => touches(diagnostic.range, range));
  const fixes = found.flatMap(fixActions);
  return [
    ...fixes.filter(({ preferred }) => preferred),
    ...fixes.filter(({ preferred }) => !preferred),
    ...tickActions(document.bound, range.start),
    ...additions(document.bound, workspace, range.start),
    ...wholeActions(document),
    ...found.flatMap((diagnostic) => ignoringActions(document.bound, diagnostic)),
  ];
}

/** A cursor at the edge of a finding is at the finding. */
function touches(a: Range, b: Range): boolean {
  return a.start <= b.end && b.start <= a.end;
}

function fixActions(diagnostic: Diagnostic): EditorAction[] {
  const safe = diagnostic.fixes.find(({ kind }) => kind === 'safe');
  return diagnostic.fixes
    .filter(({ edits }) => edits.length > 0)
    .map((fix) => ({
      title: fix.title,
      kind: 'fix',
      edits: [{ file: diagnostic.file, edit: fix.edits }],
      diagnostic,
      preferred: fix === safe,
    }));
}

function ignoringActions(document: BoundDocument, diagnostic: Diagnostic): EditorAction[] {
  const comment = ignoringComment(document, diagnostic);
  if (comment === null) return [];
  const where = { block: 'here', section: 'in this section', file: 'in this file' }[comment.scope];
  const title = `Ignore ${diagnostic.code} (${diagnostic.name}) ${where}, for a reason to write behind the colon`;
  const edits = [{ file: document.file, edit: [comment.replacement] }];
  return [{ title, kind: 'fix', edits, diagnostic, preferred: false }];
}

function wholeActions(document: EditorDocument): EditorAction[] {
  const picked = [...pickSafeFixes(document.diagnostics)];
  const mended = picked.reduce((sum, [, fixes]) => sum + fixes.mended.length, 0);
  const actions: EditorAction[] = [];
  if (mended > 0) {
    const edits = picked.map(([file, { edit }]) => ({ file, edit }));
    actions.push(wholeAction(`Mend everything that is safe to mend (${counted(mended, 'finding')})`, edits));
  }
  const { edit, count } = insertMissingSections(document);
  if (count > 1) {
    const edits = [{ file: document.bound.file, edit }];
    actions.push(wholeAction(`Insert all ${count} missing sections from the template`, edits));
  }
  return actions;
}

function wholeAction(title: string, edits: readonly FileEdit[]): EditorAction {
  return { title, kind: 'source', edits, diagnostic: null, preferred: false };
}

function tickActions(document: BoundDocument, offset: number): EditorAction[] {
  const home = sectionAt(document, offset);
  const content = home === null ? document.preamble : home.content;
  if (content === null) return [];
  const loose = content.lists.map((list) => ({ list, group: null }));
  const held = content.groups.flatMap((group) => group.lists.map((list) => ({ list, group })));
  const at = [...loose, ...held].find(({ list }) => holdsOffset(list.range, offset));
  const item = at?.list.items.findLast((one) => holdsOffset(one.range, offset));
  if (at === undefined || item === undefined) return [];
  return attempted(() => tickItem(document, itemPart(item, at.list, at.group, home), item.checked !== true)).map(
    (edit) => refactoring(document, `${item.checked === true ? 'Untick' : 'Tick'} ${quoted(item.plain)}`, edit),
  );
}

function itemPart(item: BoundItem, list: BoundList, group: BoundGroup | null, home: BoundSection | null) {
  return { kind: 'item' as const, address: item.address, home, list, item, group };
}

function holdsOffset(range: Range, offset: number): boolean {
  return containsRange(range, { start: offset, end: offset });
}

/** The next entry, group or row of what the offset stands in. */
function additions(document: BoundDocument, workspace: EditorWorkspace, offset: number): EditorAction[] {
  for (let section = sectionAt(document, offset); section !== null; section = section.parent) {
    const holders = holdersOf(section);
    if (section.schema?.repeat != null) holders.push({ kind: 'entries', schema: section.schema, home: section.parent });
    const actions = holders.flatMap((holder) => addition(document, workspace, holder));
    // What the section around holds is meant only where this one holds nothing more of anything.
    if (actions.length > 0) return actions;
  }
  return [];
}

function addition(document: BoundDocument, workspace: EditorWorkspace, holder: Holder): EditorAction[] {
  const add = (what: string, change: () => Replacement): EditorAction[] =>
    attempted(change).map((edit) => refactoring(document, `Add ${what}`, edit));
  const judging: Judging = { today: workspace.settings.options.today, force: false };
  switch (holder.kind) {
    case 'entries': {
      const { schema, home } = holder;
      return add(`the next ${schema.name}`, () => appendSection(document, schema, home, null));
    }
    case 'groups': {
      const { schema, home } = holder;
      const sample = sampleOf(workspace)(document.schema);
      return add(`the next ${schema.name}`, () => appendGroup(document, schema, home, null, sample));
    }
    case 'rows': {
      const { table, schema, home } = holder;
      const what = `a row to ${quoted(home?.name ?? document.file)}`;
      if (table !== null) return add(what, () => appendRow(document, table, [], judging));
      return schema === null || home === null ? [] : add(what, () => addTable(document, schema, home, [], judging));
    }
    default:
      return [];
  }
}

/** The template read as if it were a document written from it: its samples are what new groups are made of. */
const sampleOf = lastAnswer(({ parser }: EditorWorkspace) =>
  lastAnswer(
    (schema: Schema): BoundDocument =>
      bindDocument({ file: schema.file, source: readMarkdown(schema.text, parser), schema }),
  ),
);

function refactoring({ file, source }: BoundDocument, title: string, replacement: Replacement): EditorAction {
  const edits = [{ file, edit: makeEdit([replacement], source.text.length) }];
  return { title, kind: 'refactor', edits, diagnostic: null, preferred: false };
}

/** No action where an edit is refused: nobody asked for it yet. */
function attempted(change: () => Replacement | null): Replacement[] {
  try {
    const replacement = change();
    return replacement === null ? [] : [replacement];
  } catch (error) {
    if (error instanceof EditRefusal) return [];
    throw error;
  }
}

const longest = 40;

function quoted(words: string): string {
  return `"${words.length > longest ? `${words.slice(0, longest - 1).trimEnd()}…` : words}"`;
}
