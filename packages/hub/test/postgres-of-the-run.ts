import { spawn } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { openCluster } from '../src/postgres/cluster.ts';
import { stopServer } from '../src/postgres/server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the PostgreSQL of this run stands, once a test has asked for it. */
    readonly postgresFolder: string;
  }
}

/** Gives the tests of one run a place for the PostgreSQL that they share, and takes it away at the end. */
export default function setup(project: TestProject): () => void {
  const folder = join(tmpdir(), `specwright-run-${process.pid}`);
  project.provide('postgresFolder', folder);
  return () => {
    if (!existsSync(folder)) return;
    stopServer(openCluster(folder));
    rmSync(folder, { recursive: true, force: true });
  };
}

/** Ends the server and drops its folder when the run was killed; a shell, since it has to outlive every process of the run. */
export function watchOver(folder: string): void {
  const script =
    'while kill -0 "$1" 2>/dev/null; do sleep 1; done; kill -QUIT "$(head -n 1 "$2/postgres/postmaster.pid")"; rm -rf "$2"';
  const run = folder.split('-').at(-1) ?? '';
  spawn('sh', ['-c', script, 'sh', run, folder], { detached: true, stdio: 'ignore', cwd: '/' }).unref();
}
