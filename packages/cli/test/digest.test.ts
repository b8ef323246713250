import { afterEach, describe, expect, test } from 'vitest';
import { cleanPlan, type Playground, playgroundOfPlans } from './playground.ts';

let playground: Playground;
afterEach(() => playground.remove());

function digest(words: readonly string[] = []): { document: string; sections: Record<string, string> } {
  const { stdout, status } = playground.run(['digest', 'plans/clean.md', '--json', ...words]);
  expect(status).toBe(0);
  return JSON.parse(stdout);
}

describe('digest', () => {
  test('gives one for the document and each part, and tells which part changed', () => {
    playground = playgroundOfPlans();
    const before = digest();
    expect(before.document).toMatch(/^v1:[0-9a-f]{64}$/u);
    expect(Object.keys(before.sections)).toEqual(expect.arrayContaining(['(title)', '(metadata)', 'steps', 'risks']));
    playground.write('plans/clean.md', cleanPlan.replaceAll('\n', '\r\n'));
    expect(digest()).toEqual(before);
    playground.write('plans/clean.md', cleanPlan.replace('Watch the disks', 'Watch the fans'));
    const after = digest();
    expect(Object.keys(after.sections).filter((part) => after.sections[part] !== before.sections[part])).toEqual([
      'steps',
    ]);
    expect(after.document).not.toBe(before.document);
  });

  test('knows the content of images', () => {
    playground = playgroundOfPlans();
    playground.write('plans/clean.md', `${cleanPlan}\n![Racks](racks.svg)\n`);
    const absent = digest().document;
    playground.write('plans/racks.svg', '<svg/>');
    const first = digest().document;
    playground.write('plans/racks.svg', '<svg></svg>');
    expect(new Set([absent, first, digest().document]).size).toBe(3);
  });

  test('shows a table for every document, and takes one for JSON', () => {
    playground = playgroundOfPlans();
    const table = playground.run(['digest', 'plans']);
    expect(table.status).toBe(0);
    expect(table.stdout).toMatch(/^plans\/clean\.md +v1:[0-9a-f]{12}$/mu);
    const json = playground.run(['digest', 'plans', '--json']);
    expect([json.status, json.stdout]).toEqual([2, '']);
    expect(json.stderr).toContain('--json takes one document');
    expect(playground.run(['digest', 'plans/none.md']).status).toBe(2);
    expect(playground.run(['digest']).status).toBe(2);
  });
});
