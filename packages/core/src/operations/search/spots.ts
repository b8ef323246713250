import { addressMap } from '../../document/addresses.ts';
import type { BoundDocument } from '../../document/document.ts';
import { kebabName } from '../../template/names.ts';

/** A stretch of a document in which words are looked for. */
export interface Spot {
  readonly address: string;
  /** Where the text begins in the document. */
  readonly offset: number;
  readonly text: string;
  /** How much a word tells here: more in a title than in a body. */
  readonly weight: number;
}

/** All of a document: its title, its fields, and the heading and the body of every section, each once. */
export function spotsOf(document: BoundDocument): Spot[] {
  const { title, fields, preamble, allSections, source } = document;
  const at = (address: string, { start, end }: { start: number; end: number }, weight: number): Spot => ({
    address,
    offset: start,
    text: source.text.slice(start, end),
    weight,
  });
  return [
    ...(title === null ? [] : [at('(title)', title.range, 8)]),
    ...fields.flatMap((field) => (field.inCompanion ? [] : [at(field.address, field.value.range, 3)])),
    ...(preamble === null ? [] : [at('(preamble)', preamble.range, 1)]),
    ...allSections.flatMap((section) => [
      at(section.address, section.outline.headingRange, 4),
      at(section.address, section.content.range, 1),
    ]),
  ];
}

/**
 * The values at a path of names; every name may be the beginning of a segment, and the path may begin at any depth
 * (`risks.mitigation` for `risks-and-mitigations[2].mitigation`). None when the document has no such field.
 */
export function spotsAt(document: BoundDocument, path: readonly string[]): Spot[] {
  const wanted = path.map(kebabName);
  const spots: Spot[] = [];
  for (const [address, { start, end }] of addressMap(document)) {
    const segments = address.replace(/\[[^\]]*\]/gu, '').split('.');
    const first = segments.length - wanted.length;
    const isMeant =
      first >= 0 && wanted.every((name, place) => segments[first + place]?.replace(/^\(/u, '').startsWith(name));
    if (isMeant) spots.push({ address, offset: start, text: document.source.text.slice(start, end), weight: 1 });
  }
  return spots;
}
