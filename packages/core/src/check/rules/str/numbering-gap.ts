import type { BoundDocument, BoundSection } from '../../../document/document.ts';
import { headingTextRange } from '../../../edit/headings.ts';
import { placementsOf } from '../../../edit/placement.ts';
import { countOf, type NumberedEntry, renumberFix, written } from '../../../edit/renumber.ts';
import type { Range } from '../../../text/range.ts';
import type { DocumentRule, Finding } from '../../rule.ts';

export const numberingGap: DocumentRule = {
  scope: 'document',
  code: 'STR109',
  name: 'numbering-gap',
  summary: 'Numbered entries do not count up by one',
  why: 'After a gap or a repeated number nobody knows whether an entry was lost, and "see Alternative 3" may mean another one.',
  remedy:
    'Number the entries 1, 2, 3 or A, B, C; the fix renumbers them and follows what refers to them in the document.',
  severity: { draft: 'info', settled: 'warning' },
  example: {
    template:
      '# [Title]\n\n## Alternatives\n\n### Alternative 1: [Name]\n\n[What]\n\n### Alternative 2: [Name]\n\n[What]\n',
    bad: '# Queue\n\n## Alternatives\n\n### Alternative 1: Broker\n\nOne process.\n\n### Alternative 3: Table\n\nNo process.\n',
    good: '# Queue\n\n## Alternatives\n\n### Alternative 1: Broker\n\nOne process.\n\n### Alternative 2: Table\n\nNo process.\n',
  },
  check: findGaps,
};

/** Numbered entries of one kind under one parent, in text order. */
interface Series {
  readonly stem: string;
  readonly template: Range;
  readonly entries: readonly NumberedEntry[];
}

function* findGaps(document: BoundDocument): Iterable<Finding> {
  for (const series of sectionSeries(document)) yield* gapIn(document, series);
  for (const series of groupSeries(document)) yield* gapIn(document, series);
}

function* gapIn(document: BoundDocument, series: Series): Iterable<Finding> {
  const { entries, stem } = series;
  const first = entries[0];
  if (first === undefined || entries.length < 2) return;
  const start = first.number === 0 ? 0 : 1;
  const wrong = entries.findIndex((entry, index) => entry.number !== start + index);
  const entry = entries[wrong];
  if (entry === undefined) return;
  const before = entries[wrong - 1];
  const count = countOf(document.source.text, stem, entries);
  const named = (number: number): string => `"${stem} ${written(number, count)}"`;
  yield {
    range: entry.range,
    message:
      before === undefined
        ? `${named(entry.number)} is the first, ${named(1)} is missing`
        : `${named(entry.number)} follows ${named(before.number)}, it should be ${written(start + wrong, count)}`,
    address: entry.address,
    template: series.template,
    fixes: renumberFix(document.source, stem, entries, start),
  };
}

function sectionSeries(document: BoundDocument): readonly Series[] {
  const known = placementsOf(document);
  const all: Series[] = [];
  for (const [schema, answers] of document.answers) {
    if (schema.repeat?.numbered !== true || answers.length < 2) continue;
    const byHome = new Map<BoundSection | null, BoundSection[]>();
    for (const answer of answers) {
      const home = known.get(answer)?.home ?? null;
      const siblings = byHome.get(home);
      if (siblings === undefined) byHome.set(home, [answer]);
      else siblings.push(answer);
    }
    for (const siblings of byHome.values()) {
      if (siblings.every((sibling) => sibling.number !== null)) {
        all.push({ stem: schema.name, template: schema.headingRange, entries: siblings.map(entryOf) });
      }
    }
  }
  return all;
}

function entryOf(section: BoundSection): NumberedEntry {
  return {
    number: section.number ?? 0,
    range: section.outline.headingRange,
    words: headingTextRange(section.outline.node),
    title: section.outline.title,
    address: section.address,
  };
}

function groupSeries(document: BoundDocument): readonly Series[] {
  const all: Series[] = [];
  for (const { content } of document.allSections) {
    const bySchema = new Map<string, NumberedEntry[]>();
    for (const group of content.groups) {
      if (!group.schema.repeat.numbered || group.number === null) continue;
      const words = { start: group.range.start, end: Math.max(group.range.start, group.description.range.start) };
      const entry = { number: group.number, range: words, words, title: null, address: group.address };
      const entries = bySchema.get(group.schema.address);
      if (entries === undefined) {
        const added = [entry];
        bySchema.set(group.schema.address, added);
        all.push({ stem: group.schema.name, template: group.schema.range, entries: added });
      } else entries.push(entry);
    }
  }
  return all;
}
