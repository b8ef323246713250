import type { LinkedText } from '../document/links.ts';
import type { MarkdownParser } from '../markdown/parser.ts';
import { readMarkdown } from '../markdown/source.ts';
import { editsCollide, mapRange } from '../text/edit.ts';
import { baseName } from '../text/paths.ts';
import type { Draft, EditedText } from './change.ts';
import { ownChange } from './change.ts';
import { countGone, followMoved, MovedAnchors } from './moved-anchors.ts';

/** Where links to a document may stand, its own folder and others. */
export interface LinkingFiles {
  readonly parser: MarkdownParser;
  /** Every Markdown file of the workspace, documents or not, that holds a file name somewhere; read as it is asked for. */
  mentioning(name: string): Iterable<{ readonly file: string; readonly text: string }>;
}

/** What links did after an edit that moved headings. */
export interface FollowedLinks {
  /** Files besides the document whose links follow. */
  readonly others: readonly EditedText[];
  /** Links anywhere that lead to headings which are gone. */
  readonly broken: number;
}

/** Lets links into the document, its own and those of the workspace, follow its headings. */
export function followHeadings(files: LinkingFiles, draft: Draft): FollowedLinks {
  const { original } = draft;
  const { file } = original;
  const moved = new MovedAnchors(original.source, draft.document.source, draft.edit);
  if (moved.isEmpty) return { others: [], broken: 0 };
  // What the edit itself has put or taken away stays as it is.
  const own = followMoved(original, file, file, moved).filter((link) => !editsCollide([link], draft.edit));
  let broken = 0;
  const others: EditedText[] = [];
  for (const { file: other, text } of files.mentioning(baseName(file))) {
    if (other === file) continue;
    const read = readLinked(files, text);
    const edit = followMoved(read, other, file, moved);
    broken += countGone(read, other, file, moved);
    if (edit.length > 0) others.push({ file: other, before: text, edit });
  }
  draft.apply(ownChange(own.map((link) => ({ ...mapRange(draft.edit, link), text: link.text }))));
  broken += countGone(draft.document, file, file, moved);
  return { others, broken };
}

/** A file of the workspace as far as its links go; it need not be a document. */
export function readLinked({ parser }: Pick<LinkingFiles, 'parser'>, text: string): LinkedText {
  return { source: readMarkdown(text, parser), allSections: [] };
}
