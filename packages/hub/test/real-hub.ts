import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

const program = fileURLToPath(new URL('../../cli/bin/specwright.js', import.meta.url));
const started = new Set<ChildProcess>();
const folders: string[] = [];
afterAll(async () => {
  await Promise.all([...started].map((child) => ended(child, 'SIGTERM')));
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** An empty folder for a hub's data; it goes after the hubs of the test file. */
export function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'specwright-data-'));
  // PostgreSQL runs as another user when the tests run as root.
  chmodSync(folder, 0o755);
  folders.push(folder);
  return folder;
}

/** `specwright hub` as people start it, in a process of its own. */
export interface RealHub {
  /** Ends it in the middle of whatever it does. */
  kill(): Promise<void>;
  /** Ends it as people do. */
  stop(): Promise<void>;
}

/** Starts the built program on a port; what is still running ends with the test file. */
export async function startRealHub(port: number, ...parameters: readonly string[]): Promise<RealHub> {
  if (!existsSync(new URL('../../cli/dist/main.js', import.meta.url)))
    throw new Error('The command line is not built: run `npm run build` first');
  const words = ['hub', '--port', String(port), '--log-level', 'fatal', '--rate-limit', '1000000', ...parameters];
  const { PORT: _port, HOST: _host, DATABASE_URL: _url, ...env } = process.env;
  const child = spawn(process.execPath, [program, ...words], { env, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] });
  started.add(child);
  let said = '';
  child.stderr.on('data', (data) => {
    said += data;
  });
  await new Promise<void>((done, failed) => {
    createInterface(child.stdout).once('line', () => done());
    child.once('close', () => failed(new Error(`The hub did not start: ${said}`)));
  });
  return { kill: () => ended(child, 'SIGKILL'), stop: () => ended(child, 'SIGTERM') };
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  started.delete(child);
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = new Promise((done) => child.once('close', done));
  child.kill(signal);
  await closed;
}

/** A port that nobody has now. */
export function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const server = createServer().once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
