import type { LinkedText } from '../document/links.ts';
import { linksOf } from '../document/links.ts';
import { headingAnchors } from '../markdown/anchors.ts';
import type { MarkdownSource } from '../markdown/source.ts';
import { type Edit, mapPosition, type Replacement } from '../text/edit.ts';
import { resolvePath } from '../text/paths.ts';

/** Old anchors of a text's headings with what they are after an edit; null for headings that are gone. */
export type MovedAnchors = ReadonlyMap<string, string | null>;

/** Compares the headings of a text before and after `edit`, each with itself wherever it went. */
export function movedAnchors(before: MarkdownSource, after: MarkdownSource, edit: Edit): MovedAnchors {
  const now = new Map(headingAnchors(after).map(({ start, anchor }) => [start, anchor]));
  const kept = new Set(now.values());
  const moved = new Map<string, string | null>();
  for (const { start, anchor } of headingAnchors(before)) {
    const gone = edit.some((replacement) => replacement.start <= start && start < replacement.end);
    const next = gone ? undefined : now.get(mapPosition(edit, start, 'after'));
    if (next !== anchor && (next !== undefined || !kept.has(anchor))) moved.set(anchor, next ?? null);
  }
  return moved;
}

/** Lets the links of a text that lead into `target`, a path of the workspace, follow its headings. */
export function followMoved(
  text: LinkedText,
  file: string,
  target: string,
  moved: MovedAnchors,
): readonly Replacement[] {
  return linksInto(text, file, target).flatMap(({ fragment, fragmentRange }) => {
    const next = fragment === null ? null : (moved.get(fragment) ?? null);
    return next === null || fragmentRange === null ? [] : [{ ...fragmentRange, text: next }];
  });
}

/** How many links of a text lead to headings of `target` that are gone. */
export function countGone(text: LinkedText, file: string, target: string, moved: MovedAnchors): number {
  return linksInto(text, file, target).filter(({ fragment }) => fragment !== null && moved.get(fragment) === null)
    .length;
}

function linksInto(text: LinkedText, file: string, target: string) {
  return linksOf(text).filter(({ path }) => (path === '' ? file === target : resolvePath(file, path) === target));
}
