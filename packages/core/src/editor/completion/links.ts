import type { BoundDocument } from '../../document/document.ts';
import { decodeEscapes } from '../../document/links.ts';
import { sectionAt } from '../../document/walk-document.ts';
import { anchorPlaces } from '../../markdown/anchors.ts';
import { relativePath, resolvePath } from '../../text/paths.ts';
import type { Range } from '../../text/range.ts';
import type { DocumentFacts } from '../../workspace/facts.ts';
import { aboutDocument } from '../about-document.ts';
import type { EditorWorkspace } from '../editor-workspace.ts';
import type { TextPlace } from '../place-at.ts';
import type { Completion } from './completion.ts';
import { narrowed } from './narrowing.ts';

/** Where the cursor is in the target of a link; the range is what the target has on either side of the cursor. */
interface LinkTarget {
  readonly range: Range;
  /** What stands before the cursor: a path, and a `#` with an anchor behind it. */
  readonly typed: string;
}

/** Paths of documents in the target of a link, and behind `#` the anchors of the document it leads to. Null elsewhere. */
export function linkCompletions(
  document: BoundDocument,
  workspace: EditorWorkspace,
  place: TextPlace,
  cursor: number,
): Completion[] | null {
  if (place.nodes.some(({ type }) => type === 'code' || type === 'inlineCode' || type === 'yaml')) return null;
  const target = targetAt(document, cursor);
  if (target === null) return null;
  const hash = target.typed.indexOf('#');
  return hash === -1 ? paths(document, workspace, target) : anchors(document, workspace, target, hash);
}

/** The longest target that is looked at, in units. */
const longestTarget = 500;
const beforeCursor =
  /(?:(?<!!\[[^[\]]{0,200})\]\([ \t]{0,3}|^ {0,3}\[[^[\]]{1,200}\]:[ \t]{1,4})<?([^()\s<>]{0,500})$/u;
const behindCursor = /^[^()\s<>#]*/u;

/** Links of images lead to no document. */
function targetAt({ source }: BoundDocument, cursor: number): LinkTarget | null {
  const line = source.lines.lineAt(cursor);
  const start = Math.max(source.lines.startOfLine(line), cursor - 2 * longestTarget);
  const typed = beforeCursor.exec(source.text.slice(start, cursor))?.[1];
  if (typed === undefined || /^(?:[a-z][a-z0-9+.-]*:|\/\/)/iu.test(typed)) return null;
  const lineEnd = Math.min(source.lines.endOfLine(line), cursor + longestTarget);
  const behind = behindCursor.exec(source.text.slice(cursor, lineEnd))?.[0].length ?? 0;
  return { range: { start: cursor - typed.length, end: cursor + behind }, typed };
}

/** Paths as the author began to write them: from the top of the workspace behind `/`, else from the document's folder. */
function paths(document: BoundDocument, workspace: EditorWorkspace, { range, typed }: LinkTarget): Completion[] {
  const others = workspace.facts.documents.filter(({ file }) => file !== document.file);
  const wanted = typed.replace(/^(?:\.{0,2}\/)+/u, '');
  const depth = (path: string): number => path.split('/').length;
  const found = narrowed(others, wanted, ({ file, title }) => `${file} ${title}`);
  return found
    .map((other) => ({ other, path: pathLike(typed, document.file, other.file) }))
    .sort((a, b) => depth(a.path) - depth(b.path))
    .map(({ other, path }, rank) => ({
      kind: 'document',
      label: path,
      detail: other.title === '' ? other.file : other.title,
      documentation: aboutDocument(other),
      edit: { ...range, text: linkTarget(path) },
      filter: null,
      rank,
    }));
}

function pathLike(typed: string, file: string, other: string): string {
  if (typed.startsWith('/')) return `/${other}`;
  const path = relativePath(file, other);
  return typed === '' || typed.startsWith('.') ? path : path.replace(/^\.\//u, '');
}

const unsafe = /[\s()<>%#?\\"]/gu;

/** What `encodeURIComponent` leaves. */
const escapes: Readonly<Record<string, string>> = { '(': '%28', ')': '%29' };

/** A path or an anchor as it may stand in the target of a link. */
export function linkTarget(path: string): string {
  return path.replace(unsafe, (unit) => escapes[unit] ?? encodeURIComponent(unit));
}

function anchors(
  document: BoundDocument,
  workspace: EditorWorkspace,
  { range, typed }: LinkTarget,
  hash: number,
): Completion[] {
  const edit = { start: range.start + hash + 1, end: range.end };
  const isOwn = hash === 0;
  const target = isOwn ? null : linkedDocument(document, workspace, typed.slice(0, hash));
  const known = isOwn
    ? anchorPlaces(document.source).map(({ anchor, range: place }) => ({ anchor, start: place.start }))
    : (target?.anchors ?? []).map((anchor) => ({ anchor, start: 0 }));
  return narrowed(known, typed.slice(hash + 1), ({ anchor }) => anchor).map(({ anchor, start }, rank) => ({
    kind: 'anchor',
    label: anchor,
    detail: isOwn ? headingOf(document, start) : (target?.title ?? ''),
    documentation: null,
    edit: { ...edit, text: linkTarget(anchor) },
    filter: null,
    rank,
  }));
}

/** The words of the heading that starts at an offset; the title's where that is no section of the document. */
function headingOf(document: BoundDocument, start: number): string {
  const section = sectionAt(document, start);
  const isOwn = section?.outline.headingRange.start === start;
  return isOwn ? section.outline.title : (document.title?.text ?? '');
}

function linkedDocument({ file }: BoundDocument, { facts }: EditorWorkspace, written: string): DocumentFacts | null {
  const path = resolvePath(file, decodeEscapes(written));
  return facts.documents.find((document) => document.file === path) ?? null;
}
