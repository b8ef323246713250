import type { BoundDocument, BoundItem, BoundSection } from '../../../document/document.ts';
import { allLists } from '../../../document/walk-document.ts';
import { claimedState, type Stage, stageOf } from '../../stage.ts';

/** The state a document claims and what its name promises; null when no conclusion can be drawn from it. */
export function claimedStage(document: BoundDocument): { readonly state: string; readonly stage: Stage } | null {
  const state = claimedState(document.status);
  const stage = state === null ? null : stageOf(state);
  return state === null || stage === null ? null : { state, stage };
}

/** Items with an empty box, lists of groups included, in text order. Text that is still the template's is left out. */
export function untickedItems(document: BoundDocument, section: BoundSection): readonly BoundItem[] {
  const seen = new Set<number>();
  const items = allLists(section.content)
    .flatMap((list) => list.items)
    .filter((item) => {
      if (item.checked !== false || seen.has(item.range.start)) return false;
      seen.add(item.range.start);
      return !isTemplateText(document, item.plain) && item.plain !== '';
    });
  return items.sort((a, b) => a.range.start - b.range.start);
}

/** True for placeholders, which the placeholder rules speak of. */
function isTemplateText(document: BoundDocument, plain: string): boolean {
  return document.schema.placeholders.some((placeholder) => placeholder.folded === plain);
}
