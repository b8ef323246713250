import type { BoundDocument, BoundField } from '../document/document.ts';
import { linksOf } from '../document/links.ts';
import type { DocumentFacts, DocumentId, DocumentReference } from '../workspace/facts.ts';
import type { Maturity } from './maturity.ts';

/** What the other documents of a workspace may want to know of this one. */
export function gatherFacts(
  document: BoundDocument,
  maturity: Maturity,
  keptGuidance: readonly number[],
): DocumentFacts {
  const state = document.status?.state ?? null;
  const stateIndex = state === null ? -1 : (document.schema.lifecycle?.states.indexOf(state) ?? -1);
  return {
    file: document.file,
    template: document.schema.file,
    id: idOf(document),
    title: document.title?.text ?? '',
    state,
    stateIndex: stateIndex === -1 ? null : stateIndex,
    settled: maturity !== 'draft',
    closed: maturity === 'closed',
    keptGuidance,
    sections: document.allSections.flatMap((section) => (section.schema === null ? [] : [section.schema.address])),
    references: referencesOf(document),
    links: linksOf(document),
    anchors: [],
  };
}

function idOf(_document: BoundDocument): DocumentId | null {
  return null;
}

function referencesOf(_document: BoundDocument): readonly DocumentReference[] {
  return [];
}

export type { BoundField };
