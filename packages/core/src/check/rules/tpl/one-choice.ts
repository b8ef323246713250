import type { ColumnSchema, ContentSchema, FieldSchema, Schema, SectionSchema } from '../../../template/schema.ts';
import type { Finding, TemplateRule } from '../../rule.ts';

export const oneChoice: TemplateRule = {
  scope: 'template',
  code: 'TPL903',
  name: 'one-choice',
  summary: 'A list of choices in the template holds only one',
  why: 'A choice among one is no choice: every document that says anything else is wrong.',
  remedy: 'Write the other choices too, or take the comment away that pins the field to one.',
  severity: { draft: 'warning', settled: 'warning' },
  example: {
    template: '# [Name]\n\n**Status**: Draft <!-- spec: choices Draft | Approved -->\n\n## Context\n\n[Why now]\n',
    bad: '# [Name]\n\n**Status**: Draft <!-- spec: choices Draft -->\n\n## Context\n\n[Why now]\n',
    good: '# [Name]\n\n**Status**: Draft <!-- spec: choices Draft | Approved -->\n\n## Context\n\n[Why now]\n',
  },
  check: findSoleChoices,
};

function* findSoleChoices(schema: Schema): Iterable<Finding> {
  for (const part of choosingParts(schema)) {
    if (part.choices?.length !== 1 || part.open) continue;
    yield {
      range: part.range,
      message: `"${part.name}" can only ever be "${part.choices[0]}"`,
      address: part.address,
    };
  }
}

function* choosingParts(schema: Schema): Iterable<FieldSchema | ColumnSchema> {
  yield* schema.fields;
  if (schema.preamble !== null) yield* partsOfContent(schema.preamble);
  const pending: SectionSchema[] = [...schema.sections].reverse();
  for (let section = pending.pop(); section !== undefined; section = pending.pop()) {
    if (section.field !== null) yield section.field;
    if (section.content !== null) yield* partsOfContent(section.content);
    for (const child of [...section.sections].reverse()) pending.push(child);
  }
}

function* partsOfContent(content: ContentSchema): Iterable<FieldSchema | ColumnSchema> {
  yield* content.fields;
  for (const table of content.tables) yield* table.columns;
}
