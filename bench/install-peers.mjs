import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Installs the peers of bench/package-lock.json once; they are no dependencies of the project. */
export function installPeers(folder) {
  if (existsSync(join(folder, 'node_modules', '.package-lock.json'))) return;
  console.log('bench: installing the peers (npm ci in bench/)');
  const run = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (run.status !== 0) throw new Error('bench: npm ci failed in bench/; is the registry reachable?');
}
