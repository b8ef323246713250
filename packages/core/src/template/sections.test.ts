import { expect, test } from 'vitest';
import { mdastParser } from '../markdown/mdast-parser.ts';
import { compileTemplate } from './compile.ts';

test.each([
  ['## Purpose', 'with marks'],
  ['## Purpose ##', 'with marks on both sides'],
  ['Purpose\n-------', 'underlined'],
  ['Purpose\r\n---', 'underlined, at CR LF'],
])('a heading holds its words alone: %j', (heading) => {
  const schema = compileTemplate(`# [Name]\n\n${heading}\n\n[Why]\n`, 'template.md', mdastParser);
  expect(schema.sections.map((section) => section.heading)).toEqual(['Purpose']);
});
