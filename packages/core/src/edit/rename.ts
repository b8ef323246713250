import { isAtOrBelow } from '../document/address-pool.ts';
import type { BoundDocument, BoundSection } from '../document/document.ts';
import { anchorPlaces } from '../markdown/anchors.ts';
import { plainText } from '../markdown/plain.ts';
import { type MarkdownSource, rangeOf } from '../markdown/source.ts';
import type { Replacement } from '../text/edit.ts';
import type { Judging } from './allowed-value.ts';
import { type Draft, ownChange } from './change.ts';
import { oneLineName, renameEntry, termRange } from './entry-names.ts';
import { headingNameRange } from './headings.ts';
import { assertOthersKept } from './part-text.ts';
import type { Part } from './parts.ts';
import { EditRefusal } from './refusal.ts';
import { setValue } from './set-value.ts';

/**
 * Gives a part another name: a title, an entry, a term, or a section, those that the template names only when forced to.
 * Links to it do not follow yet. @throws {EditRefusal} for parts without a name, and for names that would change more.
 */
export function renamePart(draft: Draft, part: Part, name: string, judging: Judging): void {
  const before = draft.document;
  draft.apply(ownChange(renamed(before, part, oneLineName(name), judging)));
  assertAnchorsKept(before.source, draft.document.source);
  if (part.kind !== 'section') {
    assertOthersKept(before, draft.document, (other) => other.address === part.address, 'This name');
    return;
  }
  assertOneHeading(before.source, draft.document.source, part.section);
  if (judging.force) return;
  // What stands in a section of the document's own is addressed by the section's name.
  const { start } = part.section.outline.headingRange;
  const now = draft.document.allSections.find(({ outline }) => outline.headingRange.start === start);
  const isOwn = (address: string): boolean =>
    isAtOrBelow(address, part.address) || (now !== undefined && isAtOrBelow(address, now.address));
  assertOthersKept(before, draft.document, (other) => isOwn(other.address), 'This name');
}

function renamed(document: BoundDocument, part: Part, name: string, judging: Judging): readonly Replacement[] {
  if (part.kind === 'title') return setValue(document, part, name, judging).own;
  if (part.kind === 'group') return [renameEntry(document, part.group, name)];
  if (part.kind === 'name') return [renameEntry(document, part.entry, name)];
  if (part.kind === 'item' && part.item.term !== null) return [{ ...termRange(part.item), text: name }];
  if (part.kind !== 'section') {
    throw new EditRefusal(
      `${part.address} has no name`,
      `To change what stands there: specwright set PATH ${part.address} VALUE`,
    );
  }
  const { section } = part;
  if (section.ownName !== null) return [renameEntry(document, section, name)];
  if (section.schema !== null && !judging.force) {
    throw new EditRefusal(
      `${section.name} is named by the template ${document.schema.file}`,
      'Readers look for it under this name; --force renames it all the same',
    );
  }
  return [{ ...headingNameRange(document.source, section.outline.node), text: name }];
}

/** @throws {EditRefusal} when the text would be other blocks, or when another heading would have other words. */
function assertOneHeading(before: MarkdownSource, after: MarkdownSource, section: BoundSection): void {
  const was = before.tree.children;
  const is = after.tree.children;
  const isKept =
    was.length === is.length &&
    was.every((block, place) => {
      const now = is[place];
      if (block.type !== 'heading') return now?.type === block.type;
      if (now?.type !== 'heading' || now.depth !== block.depth) return false;
      return rangeOf(block).start === section.outline.headingRange.start || plainText(now) === plainText(block);
    });
  if (isKept) return;
  throw new EditRefusal('Under this name the heading would not be read as one', 'Write it in plain words');
}

/** Others may lead to an anchor that somebody wrote. @throws {EditRefusal} when one would be gone. */
function assertAnchorsKept(before: MarkdownSource, after: MarkdownSource): void {
  const now = new Set(anchorPlaces(after).map(({ anchor }) => anchor));
  const gone = anchorPlaces(before).find(({ anchor, made }) => !made && !now.has(anchor));
  if (gone === undefined) return;
  throw new EditRefusal(
    `The anchor ${gone.anchor} stands amid the words to be replaced`,
    'Change the words in the file, so that links to the anchor still lead somewhere',
  );
}
