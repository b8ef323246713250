import { linksOf } from '../document/links.ts';
import { type Draft, type EditedText, ownChange } from '../edit/change.ts';
import { readLinked } from '../edit/follow-headings.ts';
import { partAt } from '../edit/parts.ts';
import { renamePart } from '../edit/rename.ts';
import type { Replacement } from '../text/edit.ts';
import { baseName, relativePath, resolvePath } from '../text/paths.ts';
import type { EditContext } from './edit-context.ts';
import { type EditOutput, type EditTerms, editDocument, editTerms } from './edit-document.ts';
import type { Operation } from './operation.ts';

export interface RenameInput extends EditTerms {
  /** Of a title, an entry, a section of the document's own, or a term. */
  readonly address: string;
  readonly name: string;
}

/** Gives a heading, entry or term another name; links to it follow in all files of the workspace. */
export const rename: Operation<RenameInput, EditOutput, EditContext> = {
  input: (zod) =>
    zod.object({
      address: zod.string().describe('Of the title, an entry, a term, or a section of its own'),
      name: zod.string().describe('The new name'),
      ...editTerms(zod),
    }),

  run: (context: EditContext, { address, name, ...terms }: RenameInput) =>
    editDocument(context, terms, (draft, judging) => {
      const part = partAt(draft.document, address);
      renamePart(draft, part, name, judging);
      return { addresses: [part.address] };
    }),
};

export interface MoveInput {
  /** Where the document is to be, as the workspace names it. */
  readonly target: string;
}

/** Lets every link of the workspace follow a document to another name, and its own links stay where they lead. */
export const renameFile: Operation<MoveInput, EditOutput, EditContext> = {
  input: (zod) => zod.object({ target: zod.string() }),

  run: (context: EditContext, { target }: MoveInput) =>
    editDocument(context, { force: false, keepDate: true }, (draft) => {
      const { document } = draft;
      draft.apply(ownChange(ownLinks(document, target)));
      const others: EditedText[] = [];
      for (const { file, text } of context.mentioning(baseName(document.file))) {
        if (file === document.file) continue;
        const edit = linksTo(readLinked(context, text), file, document.file, target);
        if (edit.length > 0) others.push({ file, before: text, edit });
      }
      return { addresses: [], others };
    }),
};

/** Links of the document itself: their paths count from where it is. */
function ownLinks(document: Draft['document'], target: string): readonly Replacement[] {
  return linksOf(document).flatMap(({ path, pathRange }) => {
    if (path === '' || path.startsWith('/') || pathRange === null) return [];
    const leads = resolvePath(document.file, path);
    if (leads === null) return [];
    const text = encoded(
      document.source.text,
      pathRange,
      relativePath(target, leads === document.file ? target : leads),
    );
    return resolvePath(target, path) === leads ? [] : [{ ...pathRange, text }];
  });
}

function linksTo(
  other: Parameters<typeof linksOf>[0],
  file: string,
  from: string,
  target: string,
): readonly Replacement[] {
  return linksOf(other).flatMap(({ path, pathRange }) => {
    if (path === '' || pathRange === null || resolvePath(file, path) !== from) return [];
    const written = path.startsWith('/') ? `/${target}` : relativePath(file, target);
    return [{ ...pathRange, text: encoded(other.source.text, pathRange, written) }];
  });
}

/** As the link wrote its path: with or without `./`, percent escapes where it had them or needs them. */
function encoded(text: string, { start, end }: { start: number; end: number }, path: string): string {
  const old = text.slice(start, end);
  const bare = old.startsWith('./') ? path : path.replace(/^\.\//u, '');
  return old.includes('%') || (/[\s()<>]/u.test(bare) && text[start - 1] !== '<') ? encodeURI(bare) : bare;
}
