import { existsSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { Playground, playgroundOfPlans } from './playground.ts';

let playground: Playground;
afterEach(() => playground.remove());

const begin = '<!-- specwright: begin -->';
const end = '<!-- specwright: end -->';

test('init --agents tells agents what is here, and doing it again changes nothing', () => {
  playground = new Playground();
  const { stdout, status } = playground.run(['init', '--agents']);
  expect(status).toBe(0);
  expect(stdout).toContain('AGENTS.md');
  const text = playground.read('AGENTS.md');
  expect(text).toContain('`specs/**/*.md` follow `templates/technical-spec.md`; states: Draft → In Review → Approved');
  expect(text).toContain('"args": ["mcp"]');
  expect(playground.run(['init', '--agents']).stdout).toMatch(/kept +AGENTS\.md/u);
  expect(playground.read('AGENTS.md')).toBe(text);
  // It is a page for agents, not a document.
  expect(playground.run(['check']).stdout).not.toContain('AGENTS.md');
});

test.each([
  ['Unix', '\n'],
  ['Windows', '\r\n'],
])('everything else in the file stays, with line ends of %s', (_system, lineEnd) => {
  playground = playgroundOfPlans();
  playground.write('specwright.yaml', 'templates:\n  - file: plans/template.md\n    documents: [plans/*.md]\n');
  const above = ['# Ours', '', 'Be kind.', ''].join(lineEnd);
  const below = ['', 'Run the tests.', ''].join(lineEnd);
  playground.write('AGENTS.md', above);
  playground.run(['init', '--agents']);
  const first = playground.read('AGENTS.md');
  expect(first.startsWith(above)).toBe(true);
  expect(first).toContain('`plans/*.md` follow `plans/template.md`; states: Draft → Agreed → Done');
  if (lineEnd === '\r\n') expect(first.replaceAll('\r\n', '')).not.toContain('\n');
  // A block that is old is replaced where it stands.
  playground.write('AGENTS.md', `${above}${begin}${lineEnd}old${lineEnd}${end}${below}`);
  playground.run(['init', '--agents']);
  const second = playground.read('AGENTS.md');
  expect(second.startsWith(above + begin)).toBe(true);
  expect(second.endsWith(end + below)).toBe(true);
  expect(second).not.toContain(`${lineEnd}old${lineEnd}`);
});

test('half a block is refused, and nothing is written', () => {
  playground = playgroundOfPlans();
  for (const text of [`a\n${begin}\n`, `${end}\n`, `${end}\n${begin}\n`, `${begin}\n${end}\n${begin}\n${end}\n`]) {
    playground.write('AGENTS.md', text);
    const { status, stderr } = playground.run(['init', '--agents']);
    expect(status).toBe(2);
    expect(stderr).toContain('not whole');
    expect(playground.read('AGENTS.md')).toBe(text);
  }
  expect(existsSync(playground.path('specwright.yaml'))).toBe(false);
});

test('--dry-run writes nothing', () => {
  playground = new Playground();
  expect(playground.run(['init', '--agents', '--dry-run']).stdout).toMatch(/would write +AGENTS\.md/u);
  expect(existsSync(playground.path('AGENTS.md'))).toBe(false);
});
