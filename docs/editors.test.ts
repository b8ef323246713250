import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const page = readFileSync(new URL('editors.md', import.meta.url), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'specwright-editors-'));
const hasNeovim = spawnSync('nvim', ['--version']).status === 0;

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Bodies of the page's blocks in a language. */
function blocks(language: string): string[] {
  return [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'gmu'))].map(([, body = '']) => body);
}

test('every JSON that is to be pasted is JSON', () => {
  expect(blocks('json').length).toBeGreaterThan(0);
  for (const text of blocks('json')) expect(() => JSON.parse(text), text).not.toThrow();
});

test('every editor that is named has its section', () => {
  const named = [...page.matchAll(/^\| \[([^\]]+)\]\(#([^)]+)\)/gmu)];
  expect(named.length).toBeGreaterThan(6);
  for (const [, name = '', anchor] of named) {
    expect(anchor).toBe(name.toLowerCase().replaceAll(' ', '-'));
    expect(page).toContain(`\n## ${name}\n`);
  }
});

test.skipIf(!hasNeovim).each(blocks('lua').map((text, index) => ({ text, index })))(
  'Neovim reads block $index of Lua, and runs it where it knows what is called',
  ({ text, index }) => {
    const file = join(folder, `block-${index}.lua`);
    writeFileSync(file, text);
    const lua = [
      `local chunk, problem = loadfile('${file}')`,
      `if chunk and (vim.lsp.config or not string.find([==[${text}]==], 'vim.lsp.config', 1, true)) then`,
      '  local fine, failure = pcall(chunk)',
      '  problem = not fine and failure or nil',
      'end',
      "if problem then io.stderr:write(problem) vim.cmd('cquit') end",
      "vim.cmd('qall')",
    ].join('\n');
    writeFileSync(join(folder, 'run.lua'), lua);
    const { status, stderr } = spawnSync('nvim', ['--headless', '-u', 'NONE', '-n', '-S', join(folder, 'run.lua')], {
      encoding: 'utf8',
      timeout: 20_000,
    });
    expect([status, stderr]).toEqual([0, '']);
  },
);
