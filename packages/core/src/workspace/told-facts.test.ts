import { expect, test } from 'vitest';
import { gatherFacts } from '../check/gather-facts.ts';
import { bindDocument } from '../document/bind.ts';
import { loadParser } from '../markdown/load-parser.ts';
import { readMarkdown } from '../markdown/source.ts';
import { compileTemplate } from '../template/compile.ts';
import type { DocumentFacts } from './facts.ts';
import { tellTheSame } from './told-facts.ts';

const parser = await loadParser();
const schema = compileTemplate(
  '# RFC-NNNN: [Title]\n\n**Status**: Draft | Done\n\n## Goal\n\n[Goal]\n',
  't.md',
  parser,
);
const text = '# RFC-0007: Queue\n\n**Status**: Draft\n\n## Goal\n\nWords and [a link](other.md#here).\n';

function factsOf(changed: string): DocumentFacts {
  const document = bindDocument({ source: readMarkdown(changed, parser), file: '0007.md', schema });
  return gatherFacts(document, 'draft', []);
}

test('words, places and links of its own are nothing to other documents', () => {
  for (const [from, to] of [
    ['Words', 'Other words'],
    ['## Goal\n\n', '## Goal\n\nMore.\n\n'],
    ['other.md#here', 'else.md'],
  ] as const) {
    expect(tellTheSame(factsOf(text), factsOf(text.replace(from, to))), from).toBe(true);
  }
});

test('number, title, status, sections and headings are', () => {
  for (const [from, to] of [
    ['0007', '0008'],
    ['Queue', 'Queues'],
    ['Draft', 'Done'],
    ['## Goal', '## Aim'],
    ['Words', '### Words\n\n'],
  ] as const) {
    expect(tellTheSame(factsOf(text), factsOf(text.replace(from, to))), from).toBe(false);
  }
});
