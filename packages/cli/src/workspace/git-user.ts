import { spawnSync } from 'node:child_process';

/** The name that git signs commits with in a folder; null without one, or without git. */
export function gitUser(folder: string): string | null {
  const { status, stdout } = spawnSync('git', ['config', 'user.name'], {
    cwd: folder,
    encoding: 'utf8',
    windowsHide: true,
  });
  const name = status === 0 ? stdout.trim() : '';
  return name === '' ? null : name;
}
