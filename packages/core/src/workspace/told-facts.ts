import type { DocumentFacts } from './facts.ts';

/**
 * True when two states of one document tell the other documents the same, so that what was found in those still holds. Where
 * things stand in the document, and where its links lead, is its own matter.
 */
export function tellTheSame(a: DocumentFacts, b: DocumentFacts): boolean {
  return a === b || JSON.stringify(toldBy(a)) === JSON.stringify(toldBy(b));
}

function toldBy(facts: DocumentFacts): unknown {
  const { file, template, id, title, state, stateIndex, status, stage, settled, closed } = facts;
  const number = id === null ? null : [id.value, id.prefix, id.within];
  const references = facts.references.map(({ kind, target }) => [kind, target]);
  const lists = [facts.keptGuidance, facts.sections, references, facts.anchors];
  return [file, template, number, title, state, stateIndex, status, stage, settled, closed, lists];
}
