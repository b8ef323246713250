import { expect, it } from 'vitest';
import { mdastParser } from '../markdown/mdast-parser.ts';
import { outlineOf } from '../markdown/outline.ts';
import { readMarkdown } from '../markdown/source.ts';
import { compileTemplate } from '../template/compile.ts';
import { fitness } from './find-template.ts';
import { shapeAsTemplate, sharedShape } from './shared-shape.ts';

function outline(text: string) {
  return outlineOf(readMarkdown(text, mdastParser));
}

function record(number: number, status: string, more = ''): string {
  return `# ADR-${number}: Choice ${number}\n\n- Status: ${status}\n- Date: 2024-01-0${number}\n- Deciders: Person ${number}\n\n## Context\n\nA.\n\n${more}## Decision\n\nB.\n\n### Consequences\n\nC.\n`;
}

const OUTLINES = [
  record(1, 'Accepted'),
  record(2, 'Draft', '## Options\n\nX.\n\n'),
  record(3, 'Accepted', '## options:\n\nY.\n\n'),
  record(4, 'Draft', '## Options\n\nZ.\n\n## Only here\n\nQ.\n\n'),
].map(outline);

it('is what most documents have, in the order they have it', () => {
  const shape = sharedShape(OUTLINES);
  expect(shape === null ? null : shapeAsTemplate(shape)).toBe(`# ADR-NNNN: [Title]

- Status: Draft | Accepted
- Date: YYYY-MM-DD
- Deciders: [Deciders]

## Context

[Context]

<!-- spec: optional -->
## Options

[Options]

## Decision

### Consequences

[Consequences]
`);
});

it('is a template that its documents fit', () => {
  const shape = sharedShape(OUTLINES);
  if (shape === null) throw new Error('the documents share a shape');
  const schema = compileTemplate(shapeAsTemplate(shape), 'shape.md', mdastParser);
  for (const candidate of OUTLINES) expect(fitness(candidate, schema)).toBeGreaterThan(0.8);
  expect(schema.sections.map(({ name, required }) => [name, required])).toEqual([
    ['Context', true],
    ['Options', false],
    ['Decision', true],
  ]);
  expect(schema.lifecycle?.states).toEqual(['Draft', 'Accepted']);
});

it('is none for few documents and for documents that share nothing', () => {
  expect(sharedShape(OUTLINES.slice(0, 2))).toBeNull();
  expect(sharedShape(['# A\n\n## B\n', '# C\n\n## D\n', '# E\n\n## F\n'].map(outline))).toBeNull();
  expect(sharedShape([])).toBeNull();
});
