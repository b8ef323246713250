import type { Fix } from '../../../diagnostic/diagnostic.ts';
import type { BoundDocument, BoundSection } from '../../../document/document.ts';
import { nearness } from '../../../document/near.ts';
import { type Gap, insertSection, placeOfGap } from '../../../edit/insert-section.ts';
import { answersIn } from '../../../edit/placement.ts';
import { foldName } from '../../../template/names.ts';
import type { SectionSchema } from '../../../template/schema.ts';
import type { Replacement } from '../../../text/edit.ts';
import { lastAnswer } from '../../../text/last-answer.ts';
import type { Range } from '../../../text/range.ts';
import type { DocumentRule, Finding } from '../../rule.ts';

/** Readings of less confidence never make a section demanded. */
const sure = 0.5;

export const missingSection: DocumentRule = {
  scope: 'document',
  code: 'STR101',
  name: 'missing-section',
  summary: 'A section that the template requires is not in the document',
  why: 'Readers look for an answer where the template promises one; a section that is gone is a question nobody answered.',
  remedy:
    'Add the section under the heading named in the message. When the question does not apply, keep the heading and say so in one line, or mark the section as optional in the template.',
  severity: { draft: 'warning', settled: 'error' },
  example: {
    template: '# [Name]\n\n## Context\n\n[Why now]\n\n## Rollback Plan\n\n[How do we undo this?]\n',
    bad: '# Queue\n\n## Context\n\nOrders are lost on restart.\n',
    good: '# Queue\n\n## Context\n\nOrders are lost on restart.\n\n## Rollback Plan\n\nTurn the flag off.\n',
  },
  check: findMissing,
};

/** A part of the schema that a part of the document should hold. */
interface Demand {
  readonly sections: readonly SectionSchema[];
  readonly home: BoundSection | null;
}

function* findMissing(document: BoundDocument): Iterable<Finding> {
  const none = noneAtAll(document);
  if (none !== null) {
    yield none;
    return;
  }
  const pending: Demand[] = [{ sections: document.schema.sections, home: null }];
  for (let demand = pending.pop(); demand !== undefined; demand = pending.pop()) {
    yield* missingIn(document, demand, pending);
  }
}

/** Goes once through sibling sections in the template's order, and keeps the answer that stands before each gap. */
function* missingIn(document: BoundDocument, demand: Demand, pending: Demand[]): Iterable<Finding> {
  let before: BoundSection | null = null;
  let first: BoundSection | null | undefined;
  for (const schema of demand.sections) {
    const answers = answersIn(document, schema, demand.home);
    const last = answers.at(-1);
    if (last === undefined) {
      if (!isDemanded(document, schema) || standsElsewhere(document, schema, demand.home)) continue;
      if (isMerged(document, schema, demand.home)) continue;
      first ??= firstAnswer(document, demand);
      yield missing(document, schema, { home: demand.home, before, first });
    } else {
      before = last;
      if (schema.free || schema.sections.length === 0) continue;
      // A section that should stand once is asked once, however often it does.
      const homes = schema.repeat === null ? answers.slice(0, 1) : answers;
      for (const home of homes) pending.push({ sections: schema.sections, home });
    }
  }
}

function firstAnswer(document: BoundDocument, { sections, home }: Demand): BoundSection | null {
  for (const schema of sections) {
    const answer = answersIn(document, schema, home)[0];
    if (answer !== undefined) return answer;
  }
  return null;
}

/** A document without any main section of the template is of another kind or a stub: one finding, not one for each. */
function noneAtAll(document: BoundDocument): Finding | null {
  const demanded = document.schema.sections.filter((schema) => isDemanded(document, schema));
  const [first] = demanded;
  if (first === undefined || demanded.length < 3) return null;
  if (document.schema.sections.some((schema) => document.answers.has(schema))) return null;
  const names = demanded.slice(0, 3).map((schema) => `"${schema.name}"`);
  const more = demanded.length > 3 ? ` and ${demanded.length - 3} more` : '';
  return {
    range: document.title?.range ?? firstLine(document),
    message: `None of the template's main sections is in the document: ${names.join(', ')}${more}`,
    address: '',
    template: first.headingRange,
  };
}

/** A section that is a field may be written as a field instead. */
function isDemanded(document: BoundDocument, schema: SectionSchema): boolean {
  if (!schema.required || schema.confidence < sure) return false;
  return schema.field === null || !document.fields.some((field) => field.schema === schema.field);
}

/** A section that stands once may have been moved under another heading: that is no missing section. */
function standsElsewhere(document: BoundDocument, schema: SectionSchema, home: BoundSection | null): boolean {
  if (home === null || home.schema?.repeat != null) return false;
  return (document.answers.get(schema)?.length ?? 0) > 0;
}

/**
 * One heading may answer several sections ("Drawbacks / Alternatives"), and one under another parent may be misspelt. Only
 * headings that answer nothing by their own name are looked at.
 */
function isMerged(document: BoundDocument, schema: SectionSchema, home: BoundSection | null): boolean {
  const wanted = foldName(schema.name);
  const words = wanted.split(' ');
  for (const { section, name } of unnamedHeadings(document)) {
    if (section.parent === home && ` ${name} `.includes(` ${wanted} `)) return true;
    const alike = Math.abs(name.length - wanted.length) <= 3 && name.length > 5;
    if (alike && nearness(name.split(' '), words)?.kind === 'typo') return true;
  }
  return false;
}

interface UnnamedHeading {
  readonly section: BoundSection;
  readonly name: string;
}

const unnamedHeadings = lastAnswer((document: BoundDocument): readonly UnnamedHeading[] =>
  document.allSections
    .filter((section) => section.schema === null || section.match === 'near')
    .slice(0, mostUnnamed)
    .map((section) => ({ section, name: foldName(section.name) })),
);

/** Documents with more headings of their own are data, not prose. */
const mostUnnamed = 200;

function missing(document: BoundDocument, schema: SectionSchema, gap: Gap): Finding {
  const { home } = gap;
  const place = placeOfGap(document, gap);
  const under = home === null ? '' : ` under "${home.name}"`;
  return {
    range: place.range,
    message: `Section "${schema.name}" is missing${under}`,
    address: home === null ? schema.address : `${home.address}.${lastSegment(schema.address)}`,
    template: schema.headingRange,
    fixes: fixesFor(schema, insertSection(document, schema, gap)),
  };
}

function lastSegment(address: string): string {
  return address.slice(address.lastIndexOf('.') + 1);
}

function fixesFor(schema: SectionSchema, edit: Replacement | null): readonly Fix[] {
  if (edit === null) return [];
  return [{ title: `Insert section "${schema.name}" from the template`, kind: 'suggested', edits: [edit] }];
}

function firstLine(document: BoundDocument): Range {
  return { start: 0, end: document.source.lines.endOfLine(1) };
}
