import { expect, test } from 'vitest';
import { loadParser } from '../markdown/load-parser.ts';
import { readMarkdown } from '../markdown/source.ts';
import type { Term } from './editor-workspace.ts';
import { TermFinder, termUses } from './term-uses.ts';

const parser = await loadParser();
const place = { file: 'a.md', range: { start: 0, end: 0 } };
const termsOf = (...names: string[]): Term[] => names.map((term) => ({ term, definition: '', place }));

function uses(text: string, ...names: string[]): string[] {
  const source = readMarkdown(text, parser);
  return termUses(source, new TermFinder(termsOf(...names))).map(({ range }) => text.slice(range.start, range.end));
}

test('a term is found as a whole word, in any case, the longest first', () => {
  expect(uses('A queue, Queues, QUEUE; queue-like.\n', 'Queue')).toEqual(['queue', 'QUEUE', 'queue']);
  expect(uses('The dead letter queue and a dead letter.\n', 'Dead letter', 'Dead letter queue', 'Queue')).toEqual([
    'dead letter queue',
    'dead letter',
  ]);
});

test('so it is in other scripts, and with marks in it', () => {
  expect(uses('Очередь и очереди.\n', 'очередь')).toEqual(['Очередь']);
  expect(uses('库存快照很大，快照很小。\n', '库存快照', '快照', '很')).toEqual(['库存快照', '很', '快照', '很']);
  expect(uses('In .NET and C++, not in ASP.NET.\n', '.NET', 'C++')).toEqual(['.NET', 'C++', '.NET']);
});

test('code, targets of links and comments hold none', () => {
  expect(uses('`queue` [queue](queue.md) <!-- queue --> **queue**\n\n    queue\n', 'queue')).toEqual([
    'queue',
    'queue',
  ]);
});

test('no two overlap, though one may hold several', () => {
  expect(uses('甲乙丙丁戊\n', '甲乙丙丁戊', '乙', '丁')).toEqual(['甲乙丙丁戊']);
});
