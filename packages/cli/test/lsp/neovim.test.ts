import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { playgroundOfPlans, program } from '../playground.ts';

const hasNeovim = spawnSync('nvim', ['--version']).status === 0;
const script = fileURLToPath(new URL('./neovim.lua', import.meta.url));

test.skipIf(!hasNeovim)('Neovim attaches, shows what is found and applies a fix (skipped where nvim is absent)', () => {
  const playground = playgroundOfPlans();
  const { stdout, stderr } = spawnSync('nvim', ['--headless', '--clean', '-c', `luafile ${script}`], {
    cwd: playground.folder,
    env: { ...playground.env, SPECWRIGHT_LSP: JSON.stringify([process.execPath, program, 'lsp']) },
    encoding: 'utf8',
    timeout: 50_000,
  });
  const told = new Map(
    stdout
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line))
      .map(({ what, value }: { what: string; value: unknown }) => [what, value]),
  );
  expect(told.get('codes'), stderr).toContain('MET304');
  expect(told.get('line')).toBe('**Status**: Agreed');
  expect(told.get('outline')).toBe('Plan: Loud days');
  playground.remove();
});
