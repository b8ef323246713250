import type { LinkedText } from '../document/links.ts';
import type { Draft } from '../edit/change.ts';
import { ownChange } from '../edit/change.ts';
import { countGone, followMoved, movedAnchors } from '../edit/moved-anchors.ts';
import { readMarkdown } from '../markdown/source.ts';
import { editsCollide, mapRange } from '../text/edit.ts';
import { baseName } from '../text/paths.ts';
import type { OperationContext } from './context.ts';
import type { EditContext, EditedText } from './edit-context.ts';

/** What links did after an edit that moved headings. */
export interface FollowedLinks {
  /** Files besides the document whose links follow. */
  readonly others: readonly EditedText[];
  /** Links anywhere that lead to headings which are gone. */
  readonly broken: number;
}

/** Lets links into the document, its own and those of the workspace, follow its headings. */
export function followHeadings(context: EditContext, draft: Draft): FollowedLinks {
  const { original } = draft;
  const { file } = original;
  const moved = movedAnchors(original.source, draft.document.source, draft.edit);
  if (moved.size === 0) return { others: [], broken: 0 };
  // What the edit itself has put or taken away stays as it is.
  const own = followMoved(original, file, file, moved).filter((link) => !editsCollide([link], draft.edit));
  let broken = 0;
  const others: EditedText[] = [];
  for (const { file: other, text } of context.mentioning(baseName(file))) {
    if (other === file) continue;
    const read = readOther(context, text);
    const edit = followMoved(read, other, file, moved);
    broken += countGone(read, other, file, moved);
    if (edit.length > 0) others.push({ file: other, before: text, edit });
  }
  draft.apply(ownChange(...own.map((link) => ({ ...mapRange(draft.edit, link), text: link.text }))));
  broken += countGone(draft.document, file, file, moved);
  return { others, broken };
}

/** A file of the workspace as far as its links go; it need not be a document. */
export function readOther(context: OperationContext, text: string): LinkedText {
  return { source: readMarkdown(text, context.parser), allSections: [] };
}
