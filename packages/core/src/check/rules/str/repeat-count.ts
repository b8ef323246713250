import type { BoundContent, BoundDocument, BoundGroup, BoundSection } from '../../../document/document.ts';
import { answersIn, siblingsUnder } from '../../../edit/placement.ts';
import type { GroupSchema } from '../../../template/schema.ts';
import type { DocumentRule, Finding } from '../../rule.ts';

export const repeatCount: DocumentRule = {
  scope: 'document',
  code: 'STR108',
  name: 'repeat-count',
  summary: 'A repeated part occurs fewer times than the template demands',
  why: 'The template asks for a least number because fewer do not answer the question: one alternative is no comparison.',
  remedy: 'Add the entries that are wanting, or lower the number in the template (`<!-- spec: repeat 1.. -->`).',
  severity: { draft: 'info', settled: 'warning' },
  example: {
    template:
      '# [Name]\n\n## Options\n\n<!-- spec: repeat 2.. -->\n### Option 1: [Name]\n\n[What]\n\n### Option 2: [Name]\n\n[What]\n',
    bad: '# Queue\n\n## Options\n\n### Option 1: Broker\n\nOne process.\n',
    good: '# Queue\n\n## Options\n\n### Option 1: Broker\n\nOne process.\n\n### Option 2: Table\n\nNo process.\n',
  },
  check: findTooFew,
};

function* findTooFew(document: BoundDocument): Iterable<Finding> {
  yield* tooFewSections(document, null);
  if (document.preamble !== null) yield* tooFewEntries(document.preamble, null);
  for (const section of document.allSections) {
    if (section.schema === null || section.schema.free) continue;
    yield* tooFewSections(document, section);
    yield* tooFewEntries(section.content, section);
  }
}

function* tooFewSections(document: BoundDocument, home: BoundSection | null): Iterable<Finding> {
  for (const schema of siblingsUnder(document.schema, home?.schema)) {
    if (schema.repeat === null || schema.repeat.min < 2 || schema.confidence < 0.5) continue;
    const answers = answersIn(document, schema, home);
    const last = answers.at(-1);
    if (last === undefined || answers.length >= schema.repeat.min) continue;
    yield {
      range: last.outline.headingRange,
      message: tooFew(schema.name, answers.length, schema.repeat.min),
      address: home?.address ?? '',
      template: schema.headingRange,
    };
  }
}

function* tooFewEntries(content: BoundContent, section: BoundSection | null): Iterable<Finding> {
  const name = section?.name ?? 'the text before the first section';
  const address = section?.address ?? '';
  for (const list of content.lists) {
    const min = list.schema?.min ?? 0;
    if (min === 0) continue;
    const written = list.items.filter(
      (item) => item.depth === 0 && (item.plain !== '' || item.node.children.length > 1),
    );
    if (list.schema === null || list.schema.confidence < 0.5 || written.length >= min) continue;
    const { start } = list.range;
    const end = Math.min(list.range.end, list.items[0]?.range.end ?? list.range.end);
    yield {
      range: { start, end },
      message: tooFew(name, written.length, min),
      address,
      template: list.schema.range,
    };
  }
  for (const [schema, entries] of entriesBySchema(content)) {
    const last = entries.at(-1);
    if (last === undefined || entries.length >= schema.repeat.min || schema.confidence < 0.5) continue;
    yield {
      range: { start: last.range.start, end: Math.max(last.range.start, last.description.range.end) },
      message: tooFew(schema.name, entries.length, schema.repeat.min),
      address,
      template: schema.range,
    };
  }
}

function entriesBySchema(content: BoundContent): ReadonlyMap<GroupSchema, readonly BoundGroup[]> {
  const groups = new Map<GroupSchema, BoundGroup[]>();
  for (const group of content.groups) {
    const known = groups.get(group.schema);
    if (known === undefined) groups.set(group.schema, [group]);
    else known.push(group);
  }
  return groups;
}

function tooFew(name: string, count: number, min: number): string {
  return `"${name}" has ${count} ${count === 1 ? 'entry' : 'entries'}, the template asks for at least ${min}`;
}
