import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** A program that serves until it is ended. */
export interface Served {
  readonly process: ChildProcess;
  /** What stood in the line that it says when it is ready. */
  readonly url: URL;
  /** From its start until it was ready, ms. */
  readonly took: number;
  end(): Promise<void>;
}

/** Starts a program that says `… http://ADDRESS` in a line of its own when it is ready. */
export async function serve(parameters: readonly string[]): Promise<Served> {
  const start = performance.now();
  const child = spawn(process.execPath, parameters, { stdio: ['ignore', 'pipe', 'pipe'] });
  let complaint = '';
  child.stderr.on('data', (data) => {
    complaint = `${complaint}${data}`.slice(-2_000);
  });
  const ended = once(child, 'close');
  const url = await new Promise<URL>((done, failed) => {
    createInterface(child.stdout).on('line', (line) => {
      const found = /http:\S+/u.exec(line);
      if (found !== null) done(new URL(found[0]));
    });
    ended.then(() => failed(new Error(`${parameters.join(' ')} ended: ${complaint}`)));
  });
  const took = performance.now() - start;
  const end = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
  };
  return { process: child, url, took, end };
}

/** A server of Node and the PostgreSQL behind it, as the system sees them. */
export interface Watched {
  /** Time of a processor that both have taken, ms. */
  spent(): { readonly node: number; readonly postgres: number };
  /** Memory that both hold, bytes; what several processes share is counted once. */
  memory(): { readonly node: number; readonly postgres: number };
}

/** Watches processes by `/proc`; without one everything is zero. */
export function watch(node: number, postmaster: () => number): Watched {
  const both = (of: (pid: number) => number) => ({
    node: of(node),
    postgres: [postmaster(), ...childrenOf(postmaster())].reduce((sum, pid) => sum + of(pid), 0),
  });
  return { spent: () => both(processorTime), memory: () => both(memoryOf) };
}

/** Of a process and of its children that have ended, ms. */
function processorTime(pid: number): number {
  const ticks = read(`/proc/${pid}/stat`).split(') ')[1]?.split(' ').slice(11, 15) ?? [];
  return ticks.reduce((sum, each) => sum + Number(each) * 10, 0);
}

function memoryOf(pid: number): number {
  return Number(/^Pss:\s+(\d+) kB/mu.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0) * 1024;
}

function childrenOf(pid: number): number[] {
  return processes().filter((one) => read(`/proc/${one}/stat`).split(') ')[1]?.split(' ')[1] === String(pid));
}

function processes(): number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
