import { missingSection } from '../check/rules/str/missing-section.ts';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import { lineEndOf } from '../edit/line-end.ts';
import { type Edit, makeEdit, type Replacement } from '../text/edit.ts';
import type { EditorDocument } from './editor-workspace.ts';

/** Every section that a document lacks, put in as the template shows it; empty where it lacks none that has a sure place. */
export function insertMissingSections({ bound, diagnostics }: EditorDocument): {
  readonly edit: Edit;
  readonly count: number;
} {
  const { text } = bound.source;
  const byPlace = new Map<number, { readonly replacement: Replacement; readonly order: number }[]>();
  let count = 0;
  for (const diagnostic of diagnostics) {
    const replacement = insertionOf(diagnostic);
    if (replacement === null || diagnostic.file !== bound.file) continue;
    count += 1;
    const here = byPlace.get(replacement.start) ?? [];
    here.push({ replacement, order: diagnostic.template?.range.start ?? 0 });
    byPlace.set(replacement.start, here);
  }
  const joined = [...byPlace.values()].map((here) =>
    // What stands deeper belongs to what stands before this place, so it comes first; else the template's order holds.
    joinedBlocks(
      here
        .sort((a, b) => depthOf(b.replacement) - depthOf(a.replacement) || a.order - b.order)
        .map(({ replacement }) => replacement),
      lineEndOf(text),
    ),
  );
  return { edit: makeEdit(joined, text.length), count };
}

function insertionOf({ code, fixes }: Diagnostic): Replacement | null {
  const [only, ...more] = fixes[0]?.edits ?? [];
  if (code !== missingSection.code || only === undefined || more.length > 0) return null;
  return only.start === only.end ? only : null;
}

function depthOf({ text }: Replacement): number {
  return /#{1,6}/u.exec(text)?.[0].length ?? 0;
}

/** Blocks at one place, each apart from the next by one empty line, the first and last from what stands around them. */
function joinedBlocks(blocks: readonly Replacement[], lineEnd: string): Replacement {
  const first = blocks[0] as Replacement;
  const last = blocks.at(-1) as Replacement;
  const before = first.text.slice(0, first.text.length - first.text.trimStart().length);
  const after = last.text.slice(last.text.trimEnd().length);
  return { ...first, text: before + blocks.map(({ text }) => text.trim()).join(lineEnd + lineEnd) + after };
}
