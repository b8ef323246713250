import { describe, expect, it } from 'vitest';
import { mdastParser } from '../markdown/mdast-parser.ts';
import { outlineOf } from '../markdown/outline.ts';
import { readMarkdown } from '../markdown/source.ts';
import { technicalSpecText } from '../template/builtin/technical-spec.ts';
import { compileTemplate } from '../template/compile.ts';
import { closestTemplate, fitness } from './find-template.ts';

const RECORD =
  '# [Title]\n\n* Status: [proposed | accepted]\n* Date: [Date]\n\n## Context\n\n[Why]\n\n## Decision\n\n[What]\n\n## Consequences\n\n[So]\n';
const record = compileTemplate(RECORD, 'record.md', mdastParser);
const spec = compileTemplate(technicalSpecText, 'technical-spec.md', mdastParser);

function outline(text: string) {
  return outlineOf(readMarkdown(text, mdastParser));
}

describe('closestTemplate', () => {
  it.each([
    [
      '# Use a queue\n\n* Status: accepted\n* Date: 2024-01-05\n\n## Context\n\nA.\n\n## Decision\n\nB.\n\n## Consequences\n\nC.\n',
      'record.md',
    ],
    ['---\nstatus: accepted\n---\n# Use a queue\n\n## 1. Context\n\nA.\n\n## 2. Decision:\n\nB.\n', 'record.md'],
    [
      '# Technical Specification: X\n\n**Author**: Ada\n\n## Overview\n\n### Goals\n\n## Background\n\n## Implementation\n',
      'technical-spec.md',
    ],
  ])('of %j', (text, file) => {
    expect(closestTemplate(outline(text), [spec, record])).toMatchObject({ schema: { file }, fits: true });
  });

  it('does not fit what is no document of any', () => {
    const readme = '# left-pad\n\n## Install\n\n## Usage\n\n## License\n';
    expect(closestTemplate(outline(readme), [spec, record])).toMatchObject({ fits: false });
    expect(closestTemplate(outline(''), [spec, record])).toMatchObject({ fits: false, score: 0 });
    expect(closestTemplate(outline(readme), [])).toBeNull();
  });
});

it('a template is wholly like itself', () => {
  expect(fitness(outline(RECORD), record)).toBe(1);
  expect(fitness(outline(technicalSpecText), spec)).toBe(1);
  expect(fitness(outline(RECORD), spec)).toBeLessThan(0.2);
});
