import { expect, test } from 'vitest';
import { openedWorkspace } from '../../test/opened-workspace.ts';
import { placeOfSymbol, symbolsCalled } from './symbols.ts';

const template = '# ADR: [Title]\n\n**Status**: Draft | Accepted\n\n## Context\n\n[Why]\n\n## Rollback Plan\n\n[How]\n';
const queue = '# ADR: Größere Warteschlange\n\n**Status**: Draft\n\n## Context\n\nx\n\n## Rollback Plan\n\ny\n';
const texts: Readonly<Record<string, string>> = {
  'adr/0001-queue.md': queue,
  'adr/0002-broker.md': queue.replace('Größere Warteschlange', 'Broker'),
};
const { workspace } = openedWorkspace(template, texts);

const told = (text: string): string[] =>
  symbolsCalled(text, workspace).map((symbol) => {
    const { file, range } = placeOfSymbol(symbol, workspace);
    return `${symbol.kind} ${symbol.name} (${symbol.detail}): ${texts[file]?.slice(range.start, range.end)}`;
  });

test('documents are found by title and file name, sections by their names, by letters in their order', () => {
  expect(told('GRÖSSERE')).toEqual([]);
  expect(told('grö wart')).toEqual(['document ADR: Größere Warteschlange (Draft): ADR: Größere Warteschlange']);
  expect(told('0002')).toEqual(['document ADR: Broker (Draft): ADR: Broker']);
  expect(told('rlbkpln')).toEqual([
    'section rollback-plan (ADR: Größere Warteschlange): ## Rollback Plan',
    'section rollback-plan (ADR: Broker): ## Rollback Plan',
  ]);
});

test('everything is found for no text, and what is gone leads to the beginning', () => {
  expect(symbolsCalled('', workspace)).toHaveLength(6);
  const gone = { kind: 'section', name: 'no-such', detail: '', file: 'adr/0009-gone.md' } as const;
  expect(placeOfSymbol(gone, workspace)).toEqual({ file: 'adr/0009-gone.md', range: { start: 0, end: 0 } });
});
