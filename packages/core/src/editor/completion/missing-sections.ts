import type { BoundDocument, BoundSection } from '../../document/document.ts';
import { depthInGap, type Gap } from '../../edit/insert-section.ts';
import { answersIn, siblingsUnder } from '../../edit/placement.ts';
import { sectionSkeleton } from '../../edit/skeleton.ts';
import type { SectionSchema } from '../../template/schema.ts';
import type { Range } from '../../text/range.ts';
import { demandOf, templatePlace, templateWords } from '../template-words.ts';
import type { Completion } from './completion.ts';
import { blockOnLine, type OpenLine, takesNothingOver } from './open-line.ts';

/** More sections than these are not offered at one place. */
const mostSections = 20;

/** A section that the template has and the document lacks, at the place of the cursor. */
interface Candidate {
  readonly schema: SectionSchema;
  readonly home: BoundSection | null;
  readonly depth: number;
  /** True when it stands here in the template's order and takes nothing over. */
  readonly belongs: boolean;
}

/**
 * Sections that the template has and the document lacks, each as the template shows it: on an empty line those that belong
 * there, behind `#` the others under the same headings too. First those of the depth that is typed, then the innermost.
 */
export function missingSections(document: BoundDocument, line: OpenLine): Completion[] {
  const found = candidatesAt(document, line).filter(({ belongs }) => belongs || line.depth > 0);
  const order = ({ belongs, depth }: Candidate): number => (belongs ? 0 : 2) + (depth === line.depth ? 0 : 1);
  return found
    .sort((a, b) => order(a) - order(b))
    .slice(0, mostSections)
    .map((candidate, rank) => completionOf(document, line, candidate, rank));
}

function candidatesAt(document: BoundDocument, line: OpenLine): Candidate[] {
  const found: Candidate[] = [];
  for (let home = line.home; ; home = home.parent) {
    const parent = home === null ? null : home.schema;
    if (home === null || (parent !== null && !parent.free)) {
      const siblings = siblingsUnder(document.schema, parent);
      const answers = siblings.map((schema) => othersIn(document, schema, home, line));
      for (const [place, schema] of siblings.entries()) {
        if (answers[place]?.length === 0 && standsNowhere(document, schema, home, line)) {
          found.push(candidate(document, line, schema, home, answers, place));
        }
      }
    }
    if (home === null) return found;
  }
}

/** The sections that answer, the line itself left out: what is half written may look like anything. */
function othersIn(document: BoundDocument, schema: SectionSchema, home: BoundSection | null, { own }: OpenLine) {
  return answersIn(document, schema, home).filter((section) => section !== own);
}

/** A section that is a field may be written as a field; one that stands once may have been moved under another heading. */
function standsNowhere(
  document: BoundDocument,
  schema: SectionSchema,
  home: BoundSection | null,
  { own }: OpenLine,
): boolean {
  const { field } = schema;
  if (field !== null && document.fields.some((each) => each.schema === field)) return false;
  const isEachTime = home?.schema?.repeat != null;
  return isEachTime || (document.answers.get(schema) ?? []).every((section) => section === own);
}

function candidate(
  document: BoundDocument,
  line: OpenLine,
  schema: SectionSchema,
  home: BoundSection | null,
  answers: readonly (readonly BoundSection[])[],
  place: number,
): Candidate {
  const before = answers.slice(0, place).flat().at(-1) ?? null;
  const behind = answers.slice(place + 1).flat()[0] ?? null;
  const gap: Gap = { home, before, first: before ?? behind };
  const depth = Math.min(6, Math.max(1, depthInGap(document, schema, gap)));
  const at = line.range.start;
  const isBehind = before === null || before.outline.headingRange.start < at;
  const isBefore = behind === null || at <= behind.outline.headingRange.start;
  const belongs = isBehind && isBefore && standsUnderTitle(document, line) && takesNothingOver(document, line, depth);
  return { schema, home, depth, belongs };
}

/** Nothing belongs before the title or among the fields. */
function standsUnderTitle(document: BoundDocument, line: OpenLine): boolean {
  if (line.home !== null) return true;
  const { title, fields } = document;
  const isAbove = ({ range }: { readonly range: Range }): boolean => range.start < line.range.start;
  return (title === null || isAbove(title)) && fields.every((field) => field.inCompanion || isAbove(field));
}

function completionOf(document: BoundDocument, line: OpenLine, candidate: Candidate, rank: number): Completion {
  const { schema, home, depth } = candidate;
  const shift = depth - schema.depth;
  const isHeadingAlone = line.own !== null && (!line.own.content.empty || line.own.sections.length > 0);
  const shown = isHeadingAlone ? { ...schema, range: schema.headingRange, sections: [] } : schema;
  const block = sectionSkeleton(document.schema, shown, shift);
  const under = home === null ? '' : `, under ${home.name}`;
  const place = candidate.belongs ? '' : '; belongs elsewhere in the template';
  return {
    kind: 'section',
    label: schema.repeat === null ? schema.name : headingOf(block),
    detail: `${demandOf(schema)}${under}${place}`,
    documentation: [...templateWords(document.schema, schema), templatePlace(document.schema, schema)].join('\n\n'),
    edit: blockOnLine(document, line, block),
    filter: line.depth === 0 ? null : `${'#'.repeat(line.depth)} ${schema.name}`,
    rank,
  };
}

/** The words of the heading that a block begins with. */
export function headingOf(block: string): string {
  return block.slice(0, block.search(/[\r\n]|$/u)).replace(/^#{1,6}\s+/u, '');
}
