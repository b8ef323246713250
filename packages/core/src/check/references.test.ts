import { describe, expect, test } from 'vitest';
import { targetsIn } from './references.ts';

describe('targetsIn', () => {
  test.each([
    ['7', ['7']],
    ['0007, 12; 20', ['7', '12', '20']],
    ['EIP-20 and EIP 721', ['eip-20', 'eip-721']],
    ['[ADR-0005](0005-example.md)', ['adr-5']],
    ['[the cache](../0003-cache.md#context)', ['../0003-cache.md']],
    ['[7](https://example.org/7)', ['7']],
    ['["ADR-1", "ADR-2"]', ['adr-1', 'adr-2']],
    ['\n  - "/specs/12-queue"\n  - /specs/13-cache', ['/specs/12-queue', '/specs/13-cache']],
    ['none', []],
    ['N/A', []],
    ['', []],
    ['0000', []],
    ['3 teams', []],
    ['the queue of 2019', []],
    ['https://example.org/7', []],
    ['Node 20.1', []],
  ])('%j names %j', (raw, targets) => {
    expect(targetsIn(raw).map(({ target }) => target)).toEqual(targets);
    for (const { start, end } of targetsIn(raw)) expect(raw.slice(start, end).trim()).not.toBe('');
  });

  test('takes linear time on hostile values', () => {
    for (const part of ['[', '](', '[a](', 'a ', '-', '1 ', 'a 1']) targetsIn(part.repeat(20_000));
  });
});
