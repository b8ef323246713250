import type { DocumentReport } from '@specwright/core/check/report.ts';
import type { Range } from '@specwright/core/text/range.ts';
import type { DocumentFacts, DocumentLink } from '@specwright/core/workspace/facts.ts';

/**
 * A report as threads send it, as the cache keeps it and as it is held for thousands of documents: the long lists of its
 * facts, which rules read once, stand as short texts. That takes a fifth of the memory for a few microseconds each.
 */
export interface PackedReport extends Omit<DocumentReport, 'facts'> {
  readonly facts: Omit<DocumentFacts, 'links' | 'anchors'>;
  readonly links: string;
  readonly anchors: string;
}

export function packReport({ facts: { links, anchors, ...facts }, ...report }: DocumentReport): PackedReport {
  return { ...report, facts, links: JSON.stringify(links.map(packLink)), anchors: JSON.stringify(anchors) };
}

/** The report again; its long lists are made anew each time they are asked for. */
export function openReport({ facts, links, anchors, ...report }: PackedReport): DocumentReport {
  return {
    ...report,
    facts: {
      ...facts,
      get links(): readonly DocumentLink[] {
        return (JSON.parse(links) as PackedLink[]).map(unpackLink);
      },
      get anchors(): readonly string[] {
        return JSON.parse(anchors) as readonly string[];
      },
    },
  };
}

/** Path, fragment, whether it is an image, address, then the ranges as start and length. */
type PackedLink = readonly [
  path: string,
  fragment: string | null,
  image: 0 | 1,
  address: string,
  range: PackedRange,
  pathRange: PackedRange | null,
  fragmentRange: PackedRange | null,
];

type PackedRange = readonly [start: number, length: number];

function packLink({ path, fragment, image, address, range, pathRange, fragmentRange }: DocumentLink): PackedLink {
  const optional = (part: Range | null): PackedRange | null => (part === null ? null : packRange(part));
  return [path, fragment, image ? 1 : 0, address, packRange(range), optional(pathRange), optional(fragmentRange)];
}

function unpackLink([path, fragment, image, address, range, pathRange, fragmentRange]: PackedLink): DocumentLink {
  return {
    path,
    fragment,
    image: image === 1,
    range: unpackRange(range),
    pathRange: pathRange === null ? null : unpackRange(pathRange),
    fragmentRange: fragmentRange === null ? null : unpackRange(fragmentRange),
    address,
  };
}

function packRange({ start, end }: Range): PackedRange {
  return [start, end - start];
}

function unpackRange([start, length]: PackedRange): Range {
  return { start, end: start + length };
}
