import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { openCluster } from '../src/postgres/cluster.ts';
import { stopServer } from '../src/postgres/server.ts';

/** The PostgreSQL that the tests of one run share, once one of them has asked for it. */
export interface PostgresOfTheRun {
  /** Its data folder, which whoever starts it makes. */
  readonly folder: string;
  /** The process of the run. */
  readonly run: number;
}

declare module 'vitest' {
  interface ProvidedContext {
    readonly postgresOfTheRun: PostgresOfTheRun;
  }
}

/** Gives the tests of one run a place for the PostgreSQL that they share, and takes it away at the end. */
export default function setup(project: TestProject): () => Promise<void> {
  const place = mkdtempSync(join(tmpdir(), 'specwright-run-'));
  // PostgreSQL runs as another user when the tests run as root.
  chmodSync(place, 0o755);
  const folder = join(place, 'data');
  project.provide('postgresOfTheRun', { folder, run: process.pid });
  return async () => {
    if (existsSync(folder)) await stopServer(await openCluster(folder));
    rmSync(place, { recursive: true, force: true });
  };
}

/** Ends the server when its run was killed, and drops its files; a shell, since it has to outlive every process of the run. */
export function watchOver({ folder, run }: PostgresOfTheRun): void {
  const script = `
    while kill -0 "$1" 2>/dev/null; do sleep 1; done
    pid=$(head -n 1 "$2/postgres/postmaster.pid") && kill -QUIT "$pid" && rm -rf "$(dirname "$2")"`;
  spawn('sh', ['-c', script, 'sh', String(run), folder], { detached: true, stdio: 'ignore', cwd: '/' }).unref();
}
