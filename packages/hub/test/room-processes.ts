import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll } from 'vitest';
import type { RoomSettings } from '../src/rooms/room.ts';

/** A process that serves rooms. */
export interface RoomProcess {
  urlOf(document: string): string;
  /** Ends it at once, in the middle of whatever it does. */
  kill(): Promise<void>;
}

/** Gives a function that starts processes which serve the rooms of one database; they end with the test file. */
export async function roomProcesses(url: string, settings: RoomSettings): Promise<() => Promise<RoomProcess>> {
  const folder = mkdtempSync(join(tmpdir(), 'specwright-rooms-'));
  const program = join(folder, 'rooms.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('room-process.ts', import.meta.url))],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['pg-native'],
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    logLevel: 'error',
  });
  const started = new Set<ChildProcess>();
  afterAll(() => {
    for (const child of started) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });
  return async () => {
    const child = spawn(process.execPath, [program, url, JSON.stringify(settings)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    started.add(child);
    const [address] = (await once(createInterface(child.stdout), 'line')) as [string];
    return {
      urlOf: (document) => address.replace('documents//', `documents/${document}/`),
      kill: async () => {
        const ended = once(child, 'exit');
        child.kill('SIGKILL');
        await ended;
        started.delete(child);
      },
    };
  };
}
